"""Logs of JSON objects, one a line, to which only whole lines count."""

import json
import os
from pathlib import Path
from typing import Any

from volgraph.errors import GenerationError
from volgraph.io.disk import sync_folder


class JsonLog:
    """A file to which objects are appended, one a line.

    A line counts once its line feed is written: what follows the last one was cut short by a crash, is not read, and is
    cut off before the next line is written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self) -> list[dict[str, Any]]:
        """Return every object, oldest first.

        Raises:
            GenerationError: a whole line holds no object.
        """
        return [self._parsed(number, line) for number, line in enumerate(self._whole().splitlines(), 1)]

    def append(self, entry: dict[str, Any]) -> None:
        """Add an object, and put it on the disk before returning. The caller holds the lock of the home."""
        new = not self.path.exists()
        with self.path.open("ab") as file:
            file.truncate(len(self._whole()))
            file.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if new:
            sync_folder(self.path.parent)

    def _whole(self) -> bytes:
        """Return the bytes of the lines that are whole."""
        content = self.path.read_bytes() if self.path.exists() else b""
        return content[: content.rfind(b"\n") + 1]

    def _parsed(self, number: int, line: bytes) -> dict[str, Any]:
        try:
            entry = json.loads(line)
        except ValueError:
            entry = None
        if not isinstance(entry, dict):
            raise GenerationError(f"{self.path}, line {number}: no JSON object; restore the file from a backup")
        return entry
