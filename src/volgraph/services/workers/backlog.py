"""What a worker has written and the client has not yet taken: in memory first, then on disk."""

from collections import deque
from tempfile import TemporaryFile
from typing import IO

_READ_BYTES = 1 << 16


class Backlog:
    """A queue of bytes.

    Args:
        memory_bytes: how much stands in memory; what comes after it goes to a temporary file, until all is taken.
    """

    def __init__(self, memory_bytes: int) -> None:
        self._memory_bytes = memory_bytes
        self._blocks: deque[bytes] = deque()
        self._in_memory = 0
        self._file: IO[bytes] | None = None
        self._written = self._read = 0

    def __len__(self) -> int:
        """How many bytes wait."""
        return self._in_memory + self._written - self._read

    def put(self, block: bytes) -> None:
        """Add bytes at the end."""
        if self._written == self._read and self._in_memory < self._memory_bytes:
            self._blocks.append(block)
            self._in_memory += len(block)
            return
        if self._file is None:
            self._file = TemporaryFile(buffering=0)  # noqa: SIM115  # closed by close()
        self._file.seek(self._written)
        self._file.write(block)
        self._written += len(block)

    def take(self) -> bytes:
        """Return the next bytes, none if nothing waits."""
        if self._blocks:
            block = self._blocks.popleft()
            self._in_memory -= len(block)
        elif self._file is not None and self._read < self._written:
            self._file.seek(self._read)
            block = self._file.read(_READ_BYTES)
            self._read += len(block)
            if self._read == self._written:
                self._file.truncate(0)
                self._read = self._written = 0
        else:
            block = b""
        return block

    def take_all(self) -> bytes:
        """Return all that waits."""
        parts = []
        while block := self.take():
            parts.append(block)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def close(self) -> None:
        """Let go of everything."""
        self._blocks.clear()
        self._in_memory = self._written = self._read = 0
        if self._file is not None:
            self._file.close()
            self._file = None
