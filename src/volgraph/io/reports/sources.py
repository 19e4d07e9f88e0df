"""Reading the source lines under which a report puts its carets, without holding a file in memory."""

from pathlib import Path
from typing import IO

_SHOWN_CHARACTERS = 10_000


class SourceLines:
    """Reads lines of files; the next line is found fastest further down in the same file, as reports ask.

    Args:
        paths: each file's path, by the name that reports show.
    """

    def __init__(self, paths: dict[str, Path]) -> None:
        self._paths = paths
        self._name = ""
        self._file: IO[str] | None = None
        self._next = 1

    def __call__(self, file: str, line: int) -> str | None:
        """Return a line, or its first 10,000 characters; None if there is no such file or line."""
        if self._file is None or file != self._name or line < self._next:
            self.close()
            path = self._paths.get(file)
            if path is None or not self._open(path, file):
                return None
        while self._next < line:
            if not self._read():
                return None
        return self._read().rstrip("\r\n") or None

    def close(self) -> None:
        """Let go of the file that was read last."""
        if self._file is not None:
            self._file.close()
        self._file, self._next = None, 1

    def _open(self, path: Path, name: str) -> bool:
        try:
            self._file = path.open(encoding="utf-8-sig", errors="replace")
        except OSError:
            return False
        self._name = name
        return True

    def _read(self) -> str:
        """Return the beginning of the next line with its end, "" at the end of the file."""
        assert self._file is not None
        first = part = self._file.readline(_SHOWN_CHARACTERS)
        while part and not part.endswith("\n"):
            part = self._file.readline(_SHOWN_CHARACTERS)
        self._next += 1
        return first
