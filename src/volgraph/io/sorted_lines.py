"""Any number of lines, each kept once and sorted, in bounded memory."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from heapq import merge
from itertools import groupby, islice
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self

HELD_BYTES = 64 << 20
_WRITTEN_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Written:
    """How many lines a file has, and the SHA-256 of its bytes."""

    lines: int
    sha256: str


class SortedLines:
    """Collects lines, each of which ends in a line feed; what is more than `held_bytes` waits on the disk, sorted."""

    def __init__(self, held_bytes: int = HELD_BYTES) -> None:
        self._most = held_bytes
        self._held: list[bytes] = []
        self._held_bytes = 0
        self._runs: list[IO[bytes]] = []
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def add(self, lines: Iterable[bytes]) -> None:
        """Add some lines, in any order."""
        before = len(self._held)
        self._held.extend(lines)
        self._held_bytes += sum(map(len, islice(self._held, before, None)))
        if self._held_bytes > self._most:
            run = self._open.enter_context(TemporaryFile())  # noqa: SIM115 - closed with us
            run.writelines(self._taken())
            run.seek(0)
            self._runs.append(run)

    def _taken(self) -> list[bytes]:
        lines, self._held, self._held_bytes = sorted(set(self._held)), [], 0
        return lines

    def _each(self) -> Iterator[bytes]:
        last = self._taken()
        if not self._runs:
            return iter(last)
        return (line for line, _ in groupby(merge(*self._runs, last)))

    def write(self, target: Path) -> Written:
        """Write every line once, in the order of their bytes, to a file."""
        digest, count, lines = sha256(), 0, self._each()
        with target.open("wb") as file:
            while some := list(islice(lines, _WRITTEN_AT_ONCE)):
                block = b"".join(some)
                digest.update(block)
                file.write(block)
                count += len(some)
        return Written(count, digest.hexdigest())
