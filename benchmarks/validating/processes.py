"""Running a command and saying what it cost, with all processes that it starts."""

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SAMPLED_EVERY_S = 0.02
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Run:
    """What a command cost.

    Attributes:
        wall_s: from its start to its end.
        cpu_s: processor time of it and of all processes below it.
        peak_mb: the most resident memory that these had at one moment, in samples; pages that two share count twice.
        first_s: until its first byte on standard output.
        code: it ended with.
        output: how many bytes it wrote there.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    first_s: float
    code: int
    output: int


class FailedError(Exception):
    """A command did not do what is measured."""


def measured(command: Sequence[str | Path], folder: Path, codes: Sequence[int] = (0, 1)) -> Run:
    """Run a command to its end.

    Args:
        command: what to run; its standard output is read and thrown away.
        folder: to run it in.
        codes: it may end with.

    Raises:
        FailedError: it ended with another one.
    """
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        errors: list[bytes] = []
        sampler, reader = _Sampler(process.pid), threading.Thread(target=_drain, args=(process.stderr, errors))
        sampler.start()
        reader.start()
        output = len(process.stdout.read(1))
        first = time.perf_counter() - start
        while block := process.stdout.read(1 << 20):
            output += len(block)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        reader.join()
        sampler.stop()
    if process.returncode not in codes:
        said = b"".join(errors).decode(errors="replace").strip()[-500:]
        raise FailedError(f"{' '.join(map(str, command))} ended with {process.returncode}: {said}")
    return Run(wall, usage.ru_utime + usage.ru_stime, sampler.peak_mb, first, process.returncode, output)


def _drain(stream: object, into: list[bytes]) -> None:
    into.append(stream.read())  # type: ignore[attr-defined]


class _Sampler(threading.Thread):
    """Looks at the memory of a process and all below it again and again."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._ended = pid, threading.Event()
        self.peak_mb = 0.0

    def run(self) -> None:
        while not self._ended.wait(_SAMPLED_EVERY_S):
            pages = sum(map(_resident_pages, _family(self._pid)))
            self.peak_mb = max(self.peak_mb, pages * _PAGE_BYTES / 1e6)

    def stop(self) -> None:
        """Stop looking."""
        self._ended.set()
        self.join()


def _family(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                waiting += map(int, task.read_text().split())
            except OSError:
                continue  # it ended meanwhile
    return found


def _resident_pages(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
