"""Puts load on a server and measures it: many small requests with wrk, one large answer with curl."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import uuid4

from benchmarks.serving.queries import Work, target
from benchmarks.serving.servers import Server

_SCRIPT = Path(__file__).parent / "requests.lua"
_REQUEST_LIMIT_S = 60
_TRANSFER_LIMIT_S = 120


@dataclass(frozen=True, slots=True)
class Rate:
    """What one run of small requests gave.

    Attributes:
        a_second: answered requests a second.
        p50_ms: half of the requests took no longer.
        p99_ms: nor did 99 of 100 take longer than this.
        cpu_ms: processor time that the server took for a request.
        failed: requests with an error, of the connection or in the status.
    """

    a_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float
    failed: int


@dataclass(frozen=True, slots=True)
class Transfer:
    """What one large answer gave: seconds to its first and to its last byte, its size, and the processor time.

    Attributes:
        status: the HTTP status; 0 where the transfer broke or took too long.
        first_s: from the request to the first byte of the answer.
        total_s: from the request to the last one.
        megabytes: the size of the body.
        cpu_s: processor time that the server took.
    """

    status: int
    first_s: float
    total_s: float
    megabytes: float
    cpu_s: float


def rate(server: Server, work: Work, connections: int, seconds: float) -> Rate:
    """Ask for some seconds over some connections that are kept open, one request at a time on each."""
    with NamedTemporaryFile("w", suffix=".txt") as targets:
        targets.write("".join(target(server.path, text) + "\n" for text in work.texts))
        targets.flush()
        tag = [] if server.repeats else [uuid4().hex]
        command = [
            *("wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds:.0f}s"),
            *("--timeout", f"{_REQUEST_LIMIT_S}s", "--script", str(_SCRIPT), server.url),
            *("--", targets.name, work.accept, *tag),
        ]
        before = server.tree.cpu_s()
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    spent = server.tree.cpu_s() - before
    server.tree.memory_mb()
    found = json.loads(done.stdout.strip().splitlines()[-1])
    answered = max(0, found["requests"] - found["failed"])
    return Rate(
        a_second=answered / found["seconds"],
        p50_ms=found["p50_ms"],
        p99_ms=found["p99_ms"],
        cpu_ms=spent * 1000 / max(1, found["requests"]),
        failed=found["failed"],
    )


def transfer(server: Server, request_target: str, accept: str) -> Transfer:
    """Take one answer, away as fast as it comes."""
    shown = "%{http_code} %{time_starttransfer} %{time_total} %{size_download}"
    command = [
        *("curl", "--silent", "--max-time", str(_TRANSFER_LIMIT_S), "--header", f"Accept: {accept}"),
        *("--output", "/dev/null", "--write-out", shown, server.url + request_target),
    ]
    before = server.tree.cpu_s()
    with server.tree.watched():
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    status, first, total, size = done.stdout.split()
    return Transfer(
        status=0 if done.returncode else int(status),
        first_s=float(first),
        total_s=float(total),
        megabytes=int(size) / 1e6,
        cpu_s=server.tree.cpu_s() - before,
    )
