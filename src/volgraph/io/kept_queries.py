"""Queries that are kept for their permalinks: one file each, named by the SHA-256 of its text."""

import os
import re
from hashlib import sha256
from pathlib import Path

from volgraph.io.disk import full_disk_named, sync_file, sync_folder

FOLDER = "queries"
SHORT_DIGITS = 16
"""So many digits of the digest name a query among all that one server keeps."""

_NAME = re.compile(rf"[0-9a-f]{{{SHORT_DIGITS},64}}")
_ENDING = ".rq"


class KeptQueries:
    """The queries of a home. They belong to no generation: what prunes generations leaves them.

    Args:
        home: the folder of all state.
        most: how many are kept; then no more are taken, so that no permalink ever ends.
    """

    def __init__(self, home: Path, most: int) -> None:
        self._folder, self.most = home / FOLDER, most

    def keep(self, text: str) -> str | None:
        """Keep a query, and return its digest; None if there is no room for one more.

        Raises:
            DiskSpaceError: the disk is full.
        """
        content = text.encode()
        digest = sha256(content).hexdigest()
        path = self._folder / f"{digest}{_ENDING}"
        if path.exists():
            return digest
        if len(self._names()) >= self.most:
            return None
        with full_disk_named(self._folder.parent, "keeping a query"):
            self._folder.mkdir(parents=True, exist_ok=True)
            part = self._folder / f".{digest}-{os.urandom(4).hex()}"
            part.write_bytes(content)
            sync_file(part)
            part.rename(path)
            sync_folder(self._folder)
        return digest

    def find(self, name: str) -> tuple[str, str] | None:
        """Return a query's digest and text, given its digest or enough of its first digits; None if there is none."""
        if not _NAME.fullmatch(name):
            return None
        found = [one for one in self._names() if one.startswith(name)] if len(name) < 64 else [name]
        if len(found) != 1:
            return None
        try:
            return found[0], (self._folder / f"{found[0]}{_ENDING}").read_bytes().decode()
        except FileNotFoundError:
            return None

    def _names(self) -> list[str]:
        try:
            with os.scandir(self._folder) as entries:
                names = [entry.name for entry in entries]
        except FileNotFoundError:
            return []
        return [name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING)]
