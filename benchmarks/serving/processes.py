"""A server as the processes that it is made of: what memory they hold and what processor time they took."""

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_STOP_LIMIT_S = 20
_SAMPLE_S = 0.5


class Tree:
    """A started process with all that descend from it, ended together."""

    def __init__(self, command: Sequence[str | Path], log: IO[bytes], folder: Path | None = None) -> None:
        self._process = subprocess.Popen(
            list(map(str, command)), stdout=log, stderr=log, cwd=folder, start_new_session=True
        )
        self.peak_mb = 0.0

    @property
    def ended(self) -> bool:
        """Whether the first process is gone."""
        return self._process.poll() is not None

    def cpu_s(self) -> float:
        """Return the processor seconds that the processes took, with those of children that have ended."""
        return sum(_cpu_s(number) for number in self._numbers())

    def memory_mb(self) -> float:
        """Return the proportional set size in MB: memory that processes share counts once."""
        held = sum(map(_proportional_mb, self._numbers()))
        self.peak_mb = max(self.peak_mb, held)
        return held

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Take samples of the memory meanwhile, so that `peak_mb` sees what a long answer needs."""
        done = threading.Event()

        def watch() -> None:
            while not done.wait(_SAMPLE_S):
                self.memory_mb()

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()

    def stop(self) -> None:
        """End the processes: the first with a word, then what is left by force."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_LIMIT_S)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _numbers(self) -> list[int]:
        found, asked = [], [self._process.pid]
        while asked:
            number = asked.pop()
            found.append(number)
            for children in Path(f"/proc/{number}/task").glob("*/children"):
                asked += map(int, _read(children).split())
        return found


def _read(path: Path) -> str:
    """Return the content of a file of /proc, nothing when its process is gone."""
    try:
        return path.read_text()
    except OSError:
        return ""


def _cpu_s(number: int) -> float:
    # https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: utime, stime, cutime, cstime are fields 14 to 17.
    fields = _read(Path(f"/proc/{number}/stat")).rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS_A_SECOND


def _proportional_mb(number: int) -> float:
    for line in _read(Path(f"/proc/{number}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def free_port() -> int:
    """Return a TCP port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Return whether something listens on a port of this machine."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
