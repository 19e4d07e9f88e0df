"""Servers of a test's own, with the settings that it wants, and their processes."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import httpx

START_LIMIT_S, STOP_LIMIT_S = 90, 30


@dataclass(frozen=True, slots=True)
class Served:
    """A running server.

    Args:
        url: its address, without a slash at the end.
        process: the main process, which starts the HTTP process.
        errors: the file that takes its standard error.
    """

    url: str
    process: "subprocess.Popen[str]"
    errors: Path

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def http_pid(self) -> int:
        """Return the process that answers HTTP."""
        (pid,) = children(self.process.pid)
        return pid

    def below(self) -> set[int]:
        """Return every process that the server started."""
        return descendants(self.process.pid)

    def ask(self, query: str, **headers: str) -> httpx.Response:
        return httpx.get(f"{self.url}/sparql", params={"query": query}, headers=headers, timeout=60)

    def ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health/ready", timeout=10).status_code == 200
        except httpx.HTTPError:
            return False

    def metric(self, name: str) -> float:
        """Return the value of a metric, named with its labels; 0 if there is none."""
        text = httpx.get(f"{self.url}/metrics", timeout=10).text
        found = re.search(rf"^{re.escape(name)} (\S+)$", text, flags=re.MULTILINE)
        return float(found.group(1)) if found else 0.0


@contextmanager
def serving(home: Path, **settings: object) -> Iterator[Served]:
    """Start a server on a free port, and give it when it answers."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("VOLGRAPH_")}
    chosen = {"home": home, "port": 0, **settings}
    environment |= {f"VOLGRAPH_{name.upper()}": str(value) for name, value in chosen.items()}
    errors = home.parent / f"errors-{time.monotonic_ns()}"
    command = [sys.executable, "-m", "volgraph.cli", "serve"]
    with errors.open("w") as file:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=file, text=True, env=environment)
    with server:
        try:
            assert server.stdout
            patience = Timer(START_LIMIT_S, server.kill)
            patience.start()
            url = server.stdout.readline().strip().rstrip("/")
            patience.cancel()
            assert url, errors.read_text()
            yield Served(url, server, errors)
        finally:
            server.terminate()
            insistence = Timer(STOP_LIMIT_S, server.kill)
            insistence.start()
            server.wait()
            insistence.cancel()


def children(pid: int) -> list[int]:
    """Return the processes that a process started."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(word) for task in tasks for word in (task / "children").read_text().split()]
    except OSError:  # it has ended
        return []


def descendants(pid: int) -> set[int]:
    """Return them, and those that they started, and so on."""
    found = set(children(pid))
    return found | {below for child in found for below in descendants(child)}


def alive(pids: set[int]) -> set[int]:
    """Return those of some processes that have not ended; one that nobody has waited for has."""

    def lives(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
        except OSError:
            return False

    return {pid for pid in pids if lives(pid)}


def wait_until(condition: Callable[[], object], limit_s: float = 60) -> None:
    """Wait until something holds."""
    end = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.05)
