"""The generations of a home: built, published by an atomic switch, kept, pruned and replaced.

What is on the disk when, so that a crash at any point leaves a home that opens and that the next writer completes:

1. A build is written in a folder that no reader looks into, and put on the disk, files before folders. Only then is the
   folder renamed to its digest, and the folder of generations put on the disk.
2. A publication is logged, and the log put on the disk, before the link is switched. So every generation that was ever
   served is in the log. A crash between the two leaves the old generation served; the next writer switches the link to
   what the log says last.
3. Old generations are dropped last, each renamed out of the way before its files are removed.
4. A withdrawal is one line of its log, written when all the generations that replace others are in place. The next
   writer switches links and removes what is replaced, as often as it takes.
"""

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from volgraph.errors import BusyError, GenerationError
from volgraph.io.disk import full_disk_named, sync_folder, sync_tree, write_json
from volgraph.io.history import Found, History, Moment, Publication, Reason, Withdrawal
from volgraph.io.logs import JsonLog
from volgraph.io.search_index import is_index

MANIFEST = "manifest.json"
VERDICT = "validation.json"
SERVING = "serve"
_HOLDERS = {SERVING: "another server serves"}
"""Who holds a lock, by its name."""


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

    @property
    def index(self) -> Path:
        """The search index; a generation of an older version has none."""
        return self.path / "index.sqlite"

    def hold(self) -> "Hold":
        """Keep the generation from being pruned while somebody reads it.

        Raises:
            GenerationError: it is gone.
        """
        try:
            return Hold(self.path)
        except OSError:
            raise GenerationError(f"the generation {self.digest[:12]} is gone") from None

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


_RELEASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Hold:
    """A lock on a folder that others may hold too, until it is dropped; pruning passes by what is held.

    Args:
        folder: what is held.

    Raises:
        OSError: it is gone.
    """

    def __init__(self, folder: Path) -> None:
        self._descriptor = -1
        self._descriptor = os.open(folder, os.O_RDONLY)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)
        if folder.stat().st_ino != os.fstat(self._descriptor).st_ino:
            raise FileNotFoundError(folder)

    def __del__(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)


def _is_held(folder: Path) -> bool:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


class Home:
    """The folder of all state.

    `generations/<digest>/` holds every generation, `current` points to the published one, `built` to the newest
    built one, `publications.jsonl` is the log of what was published when, `withdrawals.jsonl` of what was taken out,
    `releases.json` names the generations that are kept for good.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.generations_path = path / "generations"
        self._publications = JsonLog(path / "publications.jsonl")
        self._withdrawals = JsonLog(path / "withdrawals.jsonl")
        self._releases_path = path / "releases.json"

    def prepare(self) -> None:
        """Make the folders.

        Raises:
            GenerationError: they cannot be made.
        """
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)  # drafts in it are nobody else's to read
            self.generations_path.mkdir(exist_ok=True)
        except OSError as error:
            message = f"the home {self.path} cannot be written: {error.strerror}; name another --home"
            raise GenerationError(message) from None

    @contextmanager
    def lock(self, name: str = "write") -> Iterator[None]:
        """Hold the home for one process at a time; whoever holds it to write first completes what a crash cut short.

        Raises:
            BusyError: another process holds it.
        """
        self.prepare()
        with (self.path / f"{name}.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = _HOLDERS.get(name, "another volgraph process works in")
                raise BusyError(f"{holder} {self.path}: wait for it, or use another --home") from None
            if name == "write":
                self._clear()
                self._complete()
            yield

    @contextmanager
    def workspace(self, work: str = "a build") -> Iterator[Path]:
        """Give a folder to build in, on the same file system, that is gone afterwards.

        The caller holds the lock, so what an earlier build was killed in is nobody's and goes too.

        Args:
            work: what it is for, as an error names it.

        Raises:
            DiskSpaceError: the disk became full.
        """
        self.prepare()
        self._clear()
        folder = self.path / f"building-{uuid4().hex}"
        with full_disk_named(self.path, work):
            try:
                folder.mkdir()
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def adopt(self, folder: Path, digest: str) -> Generation:
        """Move a finished build to its place, and make it the newest.

        The same content stays as it is once it was published; a build that was not is replaced, since the description
        of the dataset, which no digest covers, may have changed.
        """
        if (self.generations_path / digest).exists() and not self.history().was_published(digest):
            self._remove(digest)
        generation = self.place(folder, digest)
        self._point("built", digest)
        return generation

    def place(self, folder: Path, digest: str) -> Generation:
        """Put a finished folder on the disk, and then show it under its digest, unless that is there already.

        One that an older version has made gets the search index, which follows from what is there.
        """
        target = self.generations_path / digest
        sync_tree(folder)
        if not target.exists():
            folder.rename(target)
            sync_folder(self.generations_path)
        elif Generation(folder).index.exists() and not is_index(Generation(target).index):
            Generation(folder).index.rename(Generation(target).index)
            sync_folder(target)
        return Generation(target)

    def current(self) -> Generation | None:
        """Return the published generation."""
        return self._pointed("current")

    def built(self) -> Generation | None:
        """Return the newest build, published or not."""
        return self._pointed("built")

    def generations(self) -> list[Generation]:
        """Return every generation that is there, by digest."""
        return [Generation(path) for path in sorted(self.generations_path.glob("*"))]

    def find(self, digest: str) -> Generation:
        """Return the generation whose digest begins so.

        Raises:
            GenerationError: none does, or more than one.
        """
        held = self.generations()
        found = [generation for generation in held if generation.digest.startswith(digest)]
        if len(found) != 1:
            names = ", ".join(generation.digest[:12] for generation in held) or "none"
            raise GenerationError(f"{len(found)} generations begin with {digest}; there are: {names}")
        return found[0]

    def history(self) -> History:
        """Return what was published when, and what has become of it."""
        kept = {generation.digest for generation in self.generations()}
        return History(self.publications(), self.withdrawals(), kept)

    def look_up(self, digest: str) -> Found:
        """Return what has become of the generation with a digest, given whole."""
        return self.history().find(digest)

    def at(self, moment: datetime) -> Moment | None:
        """Return what was current at a moment with a time zone: see `History.at`."""
        return self.history().at(moment)

    def timeline(self) -> list[Moment]:
        """Return what was current from when until when, oldest first, and what has become of it."""
        return self.history().timeline()

    def publications(self) -> list[Publication]:
        """Return the log of publications, oldest first."""
        return [Publication.of_json(entry) for entry in self._publications.entries()]

    def withdrawals(self) -> list[Withdrawal]:
        """Return the log of what was taken out of every generation, oldest first."""
        return [Withdrawal.of_json(entry) for entry in self._withdrawals.entries()]

    def releases(self) -> dict[str, str]:
        """Return the digest of each release by its name, as it is now.

        Raises:
            GenerationError: the list is damaged.
        """
        if not self._releases_path.exists():
            return {}
        try:
            named: dict[str, str] = dict(json.loads(self._releases_path.read_text(encoding="utf-8")))
        except (TypeError, ValueError) as error:
            message = f"{self._releases_path} cannot be read: {error}; restore it from a backup"
            raise GenerationError(message) from None
        history = self.history()
        return {name: history.today(digest) for name, digest in sorted(named.items())}

    def release(self, name: str, generation: Generation) -> None:
        """Keep a published generation for good, under a name.

        Raises:
            GenerationError: the name is not simple or another generation bears it, or the generation was not published.
        """
        if not _RELEASE.fullmatch(name):
            raise GenerationError(f"“{name}” cannot name a release: use letters, digits, points, hyphens, underscores")
        releases = self.releases()
        if releases.get(name, generation.digest) != generation.digest:
            raise GenerationError(f"release {name} is {releases[name][:12]} and cannot be moved: choose another name")
        if not self.history().was_published(generation.digest):
            raise GenerationError(f"{generation.digest[:12]} was never published: publish it first")
        write_json(self._releases_path, {**releases, name: generation.digest})

    def publish(self, generation: Generation, keep: int, reason: Reason = Reason.PUBLISH) -> None:
        """Log a generation as the current one, make it so in one step, and drop those published longest ago."""
        self._publications.append(Publication.now(generation.digest, reason).to_json())
        self._point("current", generation.digest)
        self._prune(keep)

    def previous(self) -> Generation:
        """Return the generation that was current before the current one and is still there.

        Raises:
            GenerationError: there is none.
        """
        current = self.current()
        digest = self.history().before(current.digest if current else "")
        if digest is None:
            raise GenerationError("there is no earlier generation to go back to")
        return Generation(self.generations_path / digest)

    def withdraw(self, withdrawal: Withdrawal) -> None:
        """Log a withdrawal whose generations are in place, switch to them, and remove those that they replace."""
        self._withdrawals.append(withdrawal.to_json())
        self._complete()

    def _clear(self) -> None:
        """Remove what killed builds, and removals that were cut short, have left."""
        for left in self.path.glob("building-*"):
            shutil.rmtree(left, ignore_errors=True)

    def _complete(self) -> None:
        """Do what a crash may have left undone: switch links as the logs say, and remove what was replaced."""
        history = self.history()
        current, built = self._pointed_digest("current"), self._pointed_digest("built")
        logged = history.publications[-1].digest if history.publications else current
        for name, digest, wanted in (("current", current, logged), ("built", built, built)):
            today = history.today(wanted) if wanted else None
            if today and today != digest and (self.generations_path / today).is_dir():
                self._point(name, today)
        if built and not (self.path / "built").exists():
            (self.path / "built").unlink()
        for generation in self.generations():
            if history.today(generation.digest) != generation.digest:
                self._remove(generation.digest)

    def _prune(self, keep: int) -> None:
        kept = self.history().newest(max(1, keep)) | set(self.releases().values())
        kept |= {digest for name in ("built", "current") if (digest := self._pointed_digest(name))}
        for generation in self.generations():
            if generation.digest not in kept and not _is_held(generation.path):
                self._remove(generation.digest)

    def _remove(self, digest: str) -> None:
        """Remove a generation: renamed first, so that a removal that is cut short leaves no half of it to be seen."""
        dropped = self.path / f"building-dropped-{digest}"
        shutil.rmtree(dropped, ignore_errors=True)
        (self.generations_path / digest).rename(dropped)
        sync_folder(self.generations_path)
        shutil.rmtree(dropped)

    def _point(self, name: str, digest: str) -> None:
        """Switch a symbolic link in one step: rename replaces the old one atomically."""
        link = self.path / f".{name}-{os.getpid()}"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("generations") / digest)
        link.rename(self.path / name)
        sync_folder(self.path)

    def _pointed(self, name: str) -> Generation | None:
        digest = self._pointed_digest(name)
        if digest is None:
            return None
        target = self.generations_path / digest
        if not target.is_dir():
            raise GenerationError(f"{self.path / name} points to a generation that is gone: build and publish again")
        return Generation(target)

    def _pointed_digest(self, name: str) -> str | None:
        link = self.path / name
        return link.readlink().name if link.is_symlink() else None
