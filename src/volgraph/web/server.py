"""Running the server: one line on standard output when it answers, a clean end on a signal."""

import os
import resource
import socket
import sys
import threading
from http.client import HTTPConnection, HTTPException
from time import monotonic, sleep
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from volgraph.config import Settings, setting_table
from volgraph.errors import BusyError, GenerationError
from volgraph.io.generations import Home

START_LIMIT_S = 600
STOP_LIMIT_S = 5
HEADERS_LIMIT_S = 30
"""How long a client may take to send the headers of a request, and to begin with the next one."""
MAX_HEAD_BYTES = 72 << 10
"""How long an address and its headers may be together: more than the application takes, which says what is too long."""
CONNECTIONS = 8192
"""How many connections there may be at once; further clients wait to be accepted."""
_LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "plain"}},
    "loggers": {"_granian": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}


def run(settings: Settings) -> None:
    """Serve the published generation until SIGINT or SIGTERM.

    Raises:
        GenerationError: nothing is published.
        BusyError: the port is taken. The server would share it, and each would get some of the requests.
    """
    home = Home(settings.home)
    if home.current() is None:
        raise GenerationError(f"nothing is published in {home.path}: run `volgraph build && volgraph publish`")
    port = _free_port(settings.host, settings.port)
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
        workers_kill_timeout=STOP_LIMIT_S,
        log_dictconfig=_LOGGING,
        log_level=LogLevels.warning,
    )
    threading.Thread(target=_announce, args=(settings.host, port), daemon=True).start()
    server.serve()


def _environment(settings: Settings) -> dict[str, str]:
    """Return the settings as the variables from which the worker process reads them."""
    return {info.variable: str(getattr(settings, info.name)) for info in setting_table()}


def _allow_descriptors(number: int) -> None:
    """Let this process and its children have so many open files, as far as the system allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = number if hard == resource.RLIM_INFINITY else min(number, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


def _free_port(host: str, port: int) -> int:
    """Return the port if nothing listens there; any free one for 0.

    Raises:
        BusyError: something does, or the address is not of this machine.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except OSError as error:
        raise BusyError(f"{host}:{port} cannot be listened on: {error.strerror}; choose another --port") from None


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
