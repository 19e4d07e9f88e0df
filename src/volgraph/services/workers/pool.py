"""The pool process: opens a store and forks workers on demand, until the server is gone.

Run as `python -m volgraph.services.workers.pool CONTROL_FD STORE MEMORY_BYTES STACK_BYTES in-memory|on-disk`.
"""

import ctypes
import json
import os
import resource
import select
import signal
import socket
import sys
from pathlib import Path
from typing import NoReturn

from pyoxigraph import Store

from volgraph.io.stores import memory_store, open_store
from volgraph.services.workers.worker import answer_jobs

_PR_SET_PDEATHSIG = 1  # https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html
_REAP_EVERY_S = 0.2


def main() -> None:
    """Serve the control socket until the server closes it."""
    control = socket.socket(fileno=int(sys.argv[1]))
    directory, memory_bytes, stack_bytes = Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    in_memory = sys.argv[5] == "in-memory"
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.SIG_IGN)  # the server decides when it ends
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    resource.setrlimit(resource.RLIMIT_STACK, (stack_bytes, hard))
    shared = memory_store(open_store(directory)) if in_memory else None
    control.send(b"ready")
    children: set[int] = set()
    while True:
        readable, _, _ = select.select([control], [], [], _REAP_EVERY_S)
        children = {pid for pid in children if not os.waitpid(pid, os.WNOHANG)[0]}
        if not readable:
            continue
        if not control.recv(16):
            break
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = os.fork()
        if pid == 0:
            control.close()
            theirs.close()
            _work(ours, directory, shared, memory_bytes)
        ours.close()
        children.add(pid)
        socket.send_fds(control, [json.dumps(pid).encode()], [theirs.fileno()])
        theirs.close()
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _work(channel: socket.socket, directory: Path, shared: Store | None, memory_bytes: int) -> NoReturn:
    """Be a worker: end with the pool, keep to the memory budget, answer jobs."""
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        store = shared if shared is not None else open_store(directory)
        used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory_bytes, used + memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        answer_jobs(channel, store)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
