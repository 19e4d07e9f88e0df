"""What follows from some files alone, kept in a folder so that the next run need not find it again."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec

from volgraph import __version__
from volgraph.io.disk import whole_file

T = TypeVar("T")

KEPT = 16
"""How many answers a folder keeps: those that were written last."""

_SUFFIX = ".answer.json"


def kept_answer(folder: Path, parts: Iterable[str], kind: type[T], find: Callable[[], T]) -> T:
    """Return an answer, which is found if it is not kept or is damaged.

    Args:
        folder: of the answers, which is made; others may use it at the same time. Nothing is kept where nothing can be
            written.
        parts: all that the answer follows from, beside this version of the program: its name, with a number that is
            counted up when it would be found to be another, and digests.
        kind: of the answer, as msgspec knows it.
        find: finds it.
    """
    name = sha256(msgspec.json.encode([__version__, *parts])).hexdigest()
    path = folder / f"{name}{_SUFFIX}"
    with suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(path.read_bytes(), type=kind)
    answer = find()
    with suppress(OSError):
        _write(path, msgspec.json.encode(answer))
    return answer


def _write(path: Path, content: bytes) -> None:
    """Write a file that is whole or not there, and forget those that are too many."""
    path.parent.mkdir(exist_ok=True)
    with whole_file(path) as file:
        file.write(content)
    times = sorted((one.stat().st_mtime, one) for one in path.parent.glob(f"*{_SUFFIX}"))
    for _, one in times[:-KEPT]:
        one.unlink(missing_ok=True)
