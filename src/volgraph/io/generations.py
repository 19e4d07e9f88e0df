"""The generations of a home: built, published by an atomic switch, kept and pruned."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from volgraph.errors import BusyError, GenerationError

MANIFEST = "manifest.json"
VERDICT = "validation.json"


@dataclass(frozen=True, slots=True)
class Generation:
    """One immutable state of the whole graph, in a folder named by its content digest."""

    path: Path

    @property
    def digest(self) -> str:
        """The content digest, 64 hexadecimal digits."""
        return self.path.name

    @property
    def store(self) -> Path:
        """The folder of the store."""
        return self.path / "store"

    @property
    def dumps(self) -> Path:
        """The folder of the dumps."""
        return self.path / "dumps"

    @property
    def context(self) -> Path:
        """The JSON-LD context."""
        return self.path / "context.jsonld"

    def manifest(self) -> dict[str, Any]:
        """Return what the build wrote down: graphs, counts and checksums."""
        return self._json(MANIFEST)

    def verdict(self) -> dict[str, Any] | None:
        """Return what validation found, or None if it has not run."""
        return self._json(VERDICT) if (self.path / VERDICT).exists() else None

    def _json(self, name: str) -> dict[str, Any]:
        try:
            content = json.loads((self.path / name).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise GenerationError(f"{self.path / name} cannot be read: {error}; build again") from None
        if not isinstance(content, dict):
            raise GenerationError(f"{self.path / name} is damaged: it holds no JSON object; build again")
        return content


class Home:
    """The folder of all state.

    `generations/<digest>/` holds every generation, `current` points to the published one, `built` to the newest
    built one, `publications.jsonl` is the log of what was published when.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.generations_path = path / "generations"

    def prepare(self) -> None:
        """Make the folders.

        Raises:
            GenerationError: they cannot be made.
        """
        try:
            self.generations_path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"the home {self.path} cannot be written: {error.strerror}; name another --home"
            raise GenerationError(message) from None

    @contextmanager
    def lock(self, name: str = "write") -> Iterator[None]:
        """Hold the home for one process at a time.

        Raises:
            BusyError: another process holds it.
        """
        self.prepare()
        with (self.path / f"{name}.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                message = f"another volgraph process works in {self.path}: wait for it, or use another --home"
                raise BusyError(message) from None
            yield

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """Give a folder to build in, on the same file system, that is gone afterwards.

        The caller holds the lock, so what an earlier build was killed in is nobody's and goes too.
        """
        self.prepare()
        for left in self.path.glob("building-*"):
            shutil.rmtree(left, ignore_errors=True)
        folder = self.path / f"building-{uuid4().hex}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def adopt(self, folder: Path, digest: str) -> Generation:
        """Move a finished build to its place.

        The same content stays as it is once it was published; a build that was not is replaced, since the description
        of the dataset, which no digest covers, may have changed.
        """
        target = self.generations_path / digest
        if target.exists() and all(entry["digest"] != digest for entry in self.publications()):
            shutil.rmtree(target)
        if not target.exists():
            _sync(folder)
            folder.rename(target)
            _sync_folder(self.generations_path)
        self._point("built", digest)
        return Generation(target)

    def current(self) -> Generation | None:
        """Return the published generation."""
        return self._pointed("current")

    def built(self) -> Generation | None:
        """Return the newest build, published or not."""
        return self._pointed("built")

    def find(self, digest: str) -> Generation:
        """Return the generation whose digest begins so.

        Raises:
            GenerationError: none does, or more than one.
        """
        held_paths = sorted(self.generations_path.glob("*"))
        found = [path for path in held_paths if path.name.startswith(digest)]
        if len(found) != 1:
            held = ", ".join(path.name[:12] for path in held_paths) or "none"
            raise GenerationError(f"{len(found)} generations begin with {digest}; there are: {held}")
        return Generation(found[0])

    def publish(self, generation: Generation, keep: int, reason: str = "publish") -> None:
        """Make a generation the current one in one step, log it, and drop those published longest ago."""
        self._point("current", generation.digest)
        entry = {
            "digest": generation.digest,
            "published": datetime.now(UTC).isoformat(timespec="seconds"),
            "reason": reason,
        }
        with (self.path / "publications.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")
            log.flush()
            os.fsync(log.fileno())
        self._prune(keep)

    def publications(self) -> list[dict[str, str]]:
        """Return the log of publications, oldest first."""
        path = self.path / "publications.jsonl"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []

    def previous(self) -> Generation:
        """Return the generation that was current before the current one and is still there.

        Raises:
            GenerationError: there is none.
        """
        current = self.current()
        published: list[str] = []  # what a rollback took back is no longer in it
        for entry in self.publications():
            if entry["reason"] == "publish":
                published.append(entry["digest"])
                continue
            while published and published[-1] != entry["digest"]:
                published.pop()
        for digest in reversed(published):
            if current and digest != current.digest and (self.generations_path / digest).is_dir():
                return Generation(self.generations_path / digest)
        raise GenerationError("there is no earlier generation to go back to")

    def _prune(self, keep: int) -> None:
        recent: list[str] = []
        for entry in reversed(self.publications()):
            if entry["digest"] not in recent:
                recent.append(entry["digest"])
        kept = {*recent[: max(1, keep)], *(g.digest for g in (self.built(), self.current()) if g)}
        for path in self.generations_path.iterdir():
            if path.name not in kept:
                # Renamed first: a removal that is cut short must not leave half a generation under its digest.
                shutil.rmtree(path.rename(self.path / f"building-dropped-{path.name}"), ignore_errors=True)

    def _point(self, name: str, digest: str) -> None:
        """Switch a symbolic link in one step: rename replaces the old one atomically."""
        link = self.path / f".{name}-{os.getpid()}"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("generations") / digest)
        link.rename(self.path / name)
        _sync_folder(self.path)

    def _pointed(self, name: str) -> Generation | None:
        link = self.path / name
        if not link.is_symlink():
            return None
        target = self.generations_path / link.readlink().name
        if not target.is_dir():
            raise GenerationError(f"{link} points to a generation that is gone: build and publish again")
        return Generation(target)


def write_json(path: Path, content: object) -> None:
    """Write a JSON file so that a reader sees the old one or the new one, never half of it."""
    part = path.with_name(f".{path.name}-{os.getpid()}")
    part.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.rename(path)


def _sync(folder: Path) -> None:
    """Make sure that every file below a folder is on the disk before the folder is shown."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        elif path.is_dir():
            _sync_folder(path)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
