"""What a disk promises: files that are really on it, files that are whole, and room for what is to come."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import IO

from volgraph.errors import DiskSpaceError


def write_json(path: Path, content: object) -> None:
    """Write a JSON file so that a reader, and a machine that lost its power, has the old one or the new one."""
    part = path.with_name(f".{path.name}-{os.getpid()}")
    part.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    sync_file(part)
    part.rename(path)
    sync_folder(path.parent)


def sync_tree(folder: Path) -> None:
    """Put every file and folder below a folder on the disk, and then the folder itself."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        else:
            sync_file(path)
    sync_folder(folder)


def sync_file(path: Path) -> None:
    """Put what is in a file on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def size_of(folder: Path) -> int:
    """Return how many bytes of the disk the files below a folder take, 0 if there is none."""
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*") if not path.is_dir())


def require_space(folder: Path, needed_bytes: int, work: str) -> None:
    """Refuse work that the disk has no room for.

    Args:
        folder: where the work will write.
        needed_bytes: what it will take at its peak, beside what is there.
        work: its name, for the error.

    Raises:
        DiskSpaceError: less is free.
    """
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < needed_bytes:
        raise DiskSpaceError(work, str(folder), needed_bytes, free_bytes)


@contextmanager
def full_disk_named(folder: Path, work: str) -> Iterator[None]:
    """Say that the disk is full where the system or the store's engine says so in its own way.

    Raises:
        DiskSpaceError: the disk is full.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (ENOSPC, EDQUOT) or "No space left on device" in str(error):
            raise DiskSpaceError(work, str(folder), None, shutil.disk_usage(folder).free) from None
        raise


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Write a file so that there is the old one until the new one is whole; what is no file is written as it comes.

    Raises:
        OSError: it cannot be written.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():  # /dev/stdout, a pipe
        with target.open("wb") as stream:
            yield stream
        return
    part = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
