"""A server in a process of its own that is attacked: its address, its processes, its log."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from threading import Timer

from tests.security.wire import Answer, Wire, request

START_LIMIT_S, STOP_LIMIT_S = 60, 10


@dataclass(frozen=True, slots=True)
class Victim:
    """A running server.

    Args:
        port: on 127.0.0.1.
        process: the process that was started; the one that answers is its child.
        log: the file that holds what it said on standard error.
    """

    port: int
    process: "subprocess.Popen[str]"
    log: Path
    address: str = "127.0.0.1"
    """From which it is asked."""

    @property
    def url(self) -> str:
        """The address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def wire(self, timeout_s: float = 20) -> Wire:
        """Return a connection that sends any bytes."""
        return Wire(self.port, timeout_s, self.address)

    def other_address(self) -> "Victim":
        """Return the same server, asked by another client."""
        return replace(self, address="127.0.0.2")

    def send(self, head: bytes, body: bytes = b"") -> Answer:
        """Send a request's exact bytes, and return the answer."""
        with self.wire(60) as wire:
            wire.send(head + b"\r\n\r\n" + body)
            return wire.answer(head=head.startswith(b"HEAD "))

    def get(self, target: str, *headers: str) -> Answer:
        """Get a target, written as it stands."""
        return self.send(request("GET", target, *headers))

    def ask(self, query: str, *headers: str) -> Answer:
        """Post a query."""
        body = query.encode()
        kind = "Content-Type: application/sparql-query"
        return self.send(request("POST", "/sparql", kind, f"Content-Length: {len(body)}", *headers), body)

    def post_form(self, target: str, **parts: str) -> Answer:
        """Post a form of Turtle documents."""
        body = "".join(
            f'--x\r\nContent-Disposition: form-data; name="{name}"\r\nContent-Type: text/turtle\r\n\r\n{text}\r\n'
            for name, text in parts.items()
        ).encode()
        kind = "Content-Type: multipart/form-data; boundary=x"
        body += b"--x--\r\n"
        return self.send(request("POST", target, kind, f"Content-Length: {len(body)}"), body)

    def http_pids(self) -> frozenset[int]:
        """Return the processes that answer HTTP: they are forked from the one that was started, and have its name."""
        found = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)], capture_output=True, text=True
        )
        lines = (line.split(maxsplit=1) for line in found.stdout.splitlines())
        return frozenset(int(pid) for pid, words in lines if "resource_tracker" not in words)

    def worker_pids(self) -> list[int]:
        """Return the processes that answer queries."""
        pools = [pid for http in self.http_pids() for pid in children(http)]
        return [worker for pool in pools for worker in children(pool)]

    def answers(self) -> bool:
        """Tell whether somebody else is answered."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", "/sparql?query=ASK%20%7B%7D&format=csv")
            return connection.getresponse().read().strip() == b"true"
        finally:
            connection.close()


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(word) for word in found.stdout.split()]


@contextmanager
def serving(home: Path, log: Path, *options: str) -> Iterator[Victim]:
    """Serve a home on a free port, and write what the server says into a file."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "volgraph.cli", "serve", "--home", str(home), "--port", str(port), *options]
    with log.open("w") as errors, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as server:
        assert server.stdout
        patience = Timer(START_LIMIT_S, server.kill)
        patience.start()
        line = server.stdout.readline()
        patience.cancel()
        try:
            assert re.search(r"https?://\S+", line), f"the server said {line!r} instead of its URL"
            yield Victim(port, server, log)
        finally:
            server.terminate()
            insistence = Timer(STOP_LIMIT_S, server.kill)
            insistence.start()
            server.wait()
            insistence.cancel()
