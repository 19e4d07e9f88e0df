"""The pool process: opens a store and forks workers on demand, until the server is gone.

Run as `python -m volgraph.services.workers.pool CONTROL_FD STORE MEMORY_BYTES in-memory|on-disk|writable [MODULE]`;
the module is one that the workers will need, imported once for all of them.
"""

import json
import os
import resource
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from pyoxigraph import Store

from volgraph.io.stores import memory_store, open_store, writable_store
from volgraph.services.workers import sandbox
from volgraph.services.workers.worker import answer_jobs

STACK_BYTES = 120 << 20
"""Room for nested queries: the engine's parser is recursive and ends its process without it."""

STACK_VARIABLE = "VOLGRAPH_WORKER_STACK_BYTES"
"""The environment variable that says another number."""


class Engine(StrEnum):
    """Where a store is: loaded into memory, read from disk, or written to on disk by the one worker there is."""

    IN_MEMORY = "in-memory"
    ON_DISK = "on-disk"
    WRITABLE = "writable"


READY, UNSEALED, FORK = b"ready", b"unsealed", b"fork"
"""What pool and server say: it is ready, or ready and without a filter of the system; a worker is wanted."""

OPEN = b"open"
"""A worker's first word: its store is open."""

_REAP_EVERY_S = 0.2


def main() -> None:
    """Serve the control socket until the server closes it."""
    control = socket.socket(fileno=int(sys.argv[1]))
    directory, memory_bytes, engine = Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    sealed = sandbox.refuse_internet()  # first: the engine's own threads, and all workers, are shut in too
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.SIG_IGN)  # the server decides when it ends
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    resource.setrlimit(resource.RLIMIT_STACK, (int(os.environ.get(STACK_VARIABLE, STACK_BYTES)), hard))
    for module in sys.argv[5:]:
        import_module(module)
    shared = memory_store(open_store(directory)) if engine == Engine.IN_MEMORY else None
    opened = writable_store if engine == Engine.WRITABLE else open_store
    control.send(READY if sealed else UNSEALED)
    children: set[int] = set()
    while True:
        readable, _, _ = select.select([control], [], [], _REAP_EVERY_S)
        children = {pid for pid in children if not os.waitpid(pid, os.WNOHANG)[0]}
        if not readable:
            continue
        if not control.recv(16):
            break
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            for descriptor in (control, theirs):
                descriptor.close()
            os.close(reading)
            _work(
                ours, writing, lambda: shared if shared is not None else opened(directory), memory_bytes, sealed=sealed
            )
        ours.close()
        os.close(writing)
        children.add(pid)
        socket.send_fds(control, [json.dumps(pid).encode()], [theirs.fileno(), reading])
        theirs.close()
        os.close(reading)
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _work(
    channel: socket.socket, pipe: int, opened: Callable[[], Store], memory_bytes: int, *, sealed: bool
) -> NoReturn:
    """Be a worker: end with the pool, keep to the memory budget, answer jobs."""
    try:
        sandbox.end_with_parent()
        store = opened()
        sandbox.limit_more_memory(memory_bytes)
        channel.send(OPEN)
        answer_jobs(channel, pipe, store, sealed=sealed)
    except Exception:
        traceback.print_exc()  # the server only sees that the worker is gone
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
