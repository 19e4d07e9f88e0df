"""Servers with limits of their own, and the processes that they consist of."""

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Timer
from typing import Any

from tests.homes import linked_copy

START_LIMIT_S, STOP_LIMIT_S = 60, 10


@dataclass(frozen=True)
class Process:
    """A process as the system shows it: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html."""

    pid: int
    parent: int
    nice: int
    state: str

    @classmethod
    def of(cls, pid: int) -> "Process | None":
        """Return what the system says of a process; None if it is gone."""
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return None
        state, parent, *rest = stat.rpartition(")")[2].split()
        return cls(pid, int(parent), int(rest[14]), state)

    @property
    def command(self) -> str:
        """How it was started."""
        try:
            return Path(f"/proc/{self.pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            return ""


def children(parent: int) -> list[Process]:
    """Return the living processes that a process started."""
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    found = (Process.of(pid) for pid in pids)
    return [process for process in found if process and process.parent == parent and process.state not in "ZX"]


@dataclass(frozen=True)
class Server:
    """A running server.

    Args:
        url: its address, without a slash at the end.
        pid: of the process that was started.
    """

    url: str
    pid: int

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.url.rpartition(":")[2])

    @property
    def endpoint(self) -> str:
        """Where it answers queries."""
        return f"{self.url}/sparql"

    @property
    def pool(self) -> Process:
        """The process that forks the workers."""
        (pool,) = (child for child in children(self.http.pid) if "workers.pool" in child.command)
        return pool

    @property
    def http(self) -> Process:
        """The process that speaks HTTP: the one that started the pool."""
        (http,) = (
            child
            for child in children(self.pid)
            if any("workers.pool" in grandchild.command for grandchild in children(child.pid))
        )
        return http

    def workers(self) -> set[int]:
        """Return the processes that answer."""
        return {process.pid for process in children(self.pool.pid)}

    def busy(self) -> list[Process]:
        """Return the workers that have been at one query for longer than 0.1 s: these give way to others."""
        return [process for process in children(self.pool.pid) if process.nice > 0]

    def request(
        self, path: str, method: str = "GET", source: str = "127.0.0.1", headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask for something from one of this machine's addresses; return status, headers and body."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(source, 0))
        try:
            connection.request(method, path, headers=headers or {})
            response = connection.getresponse()
            given = {name.lower(): value for name, value in response.getheaders()}
            return response.status, given, response.read()
        finally:
            connection.close()

    def queries(self, source: str = "127.0.0.1") -> list[dict[str, Any]]:
        """Return what the server says of a client's running queries."""
        found: list[dict[str, Any]] = json.loads(self.request("/queries", source=source)[2])["queries"]
        return found


@contextmanager
def serving(home: Path, **settings: object) -> Iterator[Server]:
    """Serve the generations of a home, with settings of its own, until the context ends.

    A server holds its home alone: this one gets its own, whose files are those of the other.
    """
    own = linked_copy(home)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "volgraph.cli", "serve", "--home", str(own), "--port", str(port)]
    for name, value in settings.items():
        command += ["--" + name.replace("_", "-"), str(value)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        patience = Timer(START_LIMIT_S, process.kill)
        patience.start()
        line = process.stdout.readline()
        patience.cancel()
        try:
            url = re.search(r"https?://\S+", line)
            assert url, f"the server said {line!r} instead of its URL"
            yield Server(url.group().rstrip("/"), process.pid)
        finally:
            process.terminate()
            insistence = Timer(STOP_LIMIT_S, process.kill)
            insistence.start()
            process.wait()
            insistence.cancel()


def wait_until(condition: Callable[[], object], most_s: float = 20, what: str = "") -> float:
    """Wait for a condition; return how long that took, in seconds."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < most_s, what or "it did not come true in time"
        time.sleep(0.01)
    return time.monotonic() - start
