"""Running the server: one line on standard output when it answers, a clean end on a signal."""

import multiprocessing
import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from time import monotonic, sleep
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from volgraph.config import Settings, setting_table
from volgraph.errors import BusyError, GenerationError
from volgraph.io.generations import SERVING, Home

START_LIMIT_S = 600
HEADERS_LIMIT_S = 30
"""How long a client may take to send the headers of a request, and to begin with the next one."""
MAX_HEAD_BYTES = 72 << 10
"""How long an address and its headers may be together: more than the application takes, which says what is too long."""
CONNECTIONS = 8192
"""How many connections there may be at once; further clients wait to be accepted."""


def run(settings: Settings) -> None:
    """Serve the published generation until SIGINT or SIGTERM.

    Raises:
        GenerationError: nothing is published.
        BusyError: the port is taken, or another server has the home.
    """
    home = Home(settings.home)
    if home.current() is None:
        raise GenerationError(f"nothing is published in {home.path}: run `volgraph build && volgraph publish`")
    with _claimed_port(settings.host, settings.port) as port, home.lock(SERVING):
        _serve(settings, port)


def _serve(settings: Settings, port: int) -> None:
    os.environ.update(_environment(settings))
    _allow_descriptors(2 * CONNECTIONS)
    server = Granian(
        "volgraph.web.asgi:create",
        address=settings.host,
        port=port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,  # half the processor time of a request that waits for a worker
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_LIMIT_S * 1000, max_buffer_size=MAX_HEAD_BYTES),
        backpressure=CONNECTIONS,
        websockets=False,
        factory=True,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=max(1, settings.stop_limit_s),
        log_dictconfig=_logging(settings.log_format),
        log_level=LogLevels.error,
    )
    server.on_startup(lambda: signal.signal(signal.SIGHUP, _forward_reload))
    threading.Thread(target=_announce, args=(settings.host, port), daemon=True).start()
    server.serve()


def _logging(log_format: str) -> dict[str, Any]:
    """Return how the server below logs: its errors, in the form of our own lines."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "volgraph.web.logs.LineFormatter", "log_format": log_format}},
        "handlers": {"console": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "line"}},
        "loggers": {"_granian": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
    }


def _environment(settings: Settings) -> dict[str, str]:
    """Return the settings as the variables from which the worker process reads them."""
    return {info.variable: str(getattr(settings, info.name)) for info in setting_table()}


def _allow_descriptors(number: int) -> None:
    """Let this process and its children have so many open files, as far as the system allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = number if hard == resource.RLIM_INFINITY else min(number, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


@contextmanager
def _claimed_port(host: str, port: int) -> Iterator[int]:
    """Hold a port for this server alone; any free one for 0.

    The HTTP process listens with `SO_REUSEPORT`: it would share the port with another server of that kind, and each
    would get some of the requests. So the port is bound without it first, which fails if anybody has it, and the
    option is set only then: https://man7.org/linux/man-pages/man7/socket.7.html.

    Raises:
        BusyError: somebody has it, or the address is not of this machine.
    """
    with ExitStack() as held:
        try:
            family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            claim = held.enter_context(socket.socket(family, socket.SOCK_STREAM))
            claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            claim.bind(address)
            claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        except OSError as error:
            raise BusyError(f"{host}:{port} cannot be listened on: {error.strerror}; choose another --port") from None
        yield int(claim.getsockname()[1])


def _forward_reload(*_: object) -> None:
    """Hand SIGHUP on to the HTTP process, which opens the published generation anew."""
    for process in multiprocessing.active_children():
        if process.pid is not None:
            os.kill(process.pid, signal.SIGHUP)


def _announce(host: str, port: int) -> None:
    """Print the URL once the server answers."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    end = monotonic() + START_LIMIT_S
    while monotonic() < end:
        try:
            connection = HTTPConnection(reachable, port, timeout=5)
            connection.request("GET", "/health/ready")
            answered = connection.getresponse().status == 200
            connection.close()
        except (OSError, HTTPException):
            answered = False
        if answered:
            shown = f"[{reachable}]" if ":" in reachable else reachable
            print(f"http://{shown}:{port}/", flush=True)
            return
        sleep(0.05)
    print("the server does not answer", file=sys.stderr)
