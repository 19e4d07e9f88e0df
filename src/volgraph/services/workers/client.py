"""The server's side of a pool: a worker is lent for one job, and ended when it must be."""

import asyncio
import contextlib
import json
import logging
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from time import monotonic

from volgraph.errors import GenerationError, VolgraphError, WorkerError
from volgraph.services.workers.channel import Worker
from volgraph.services.workers.limits import Limits
from volgraph.services.workers.messages import MAX_REPLY_BYTES, AnyJob
from volgraph.services.workers.pool import FORK, READY, UNSEALED, Engine
from volgraph.services.workers.run import Run

_LOOK_EVERY_S = 0.01
_log = logging.getLogger("volgraph.workers")
_processes: "set[subprocess.Popen[bytes]]" = set()
"""The pool processes that nobody has waited for: one that is not referred to would complain of it."""


def _wait_for(process: "subprocess.Popen[bytes]") -> None:
    process.wait()
    _processes.discard(process)


def _reap() -> None:
    """Let go of the pool processes that have ended since nobody had their workers any more."""
    for process in list(_processes):
        if process.poll() is not None:
            _processes.discard(process)


@dataclass(slots=True, eq=False)
class Workers:
    """A pool of worker processes on one generation.

    Args:
        store: the folder of the generation's store.
        engine: whether the store is loaded into memory, read from disk, or written to by one worker.
        size: how many processes wait for a job; more are forked when more are wanted.
        limits: what each job may take.
        module: one that every job needs, imported before workers are forked.
    """

    store: Path
    engine: Engine
    size: int
    limits: Limits
    module: str = ""
    restarts: int = 0
    _control: socket.socket | None = None
    _process: "subprocess.Popen[bytes] | None" = None
    _idle: deque[Worker] = field(default_factory=deque)
    _lent: dict[Worker, Run | None] = field(default_factory=dict)
    _forking: Lock = field(default_factory=Lock)
    refilling: asyncio.Future[None] | None = None
    _round: asyncio.TimerHandle | None = None

    @property
    def worker_pids(self) -> list[int]:
        """The processes that answer."""
        return [worker.pid for worker in (*self._idle, *self._lent)]

    @property
    def pid(self) -> int | None:
        """The process that forks the workers."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the pool process and its first workers; this takes as long as the store takes to load.

        Raises:
            GenerationError: the store does not open.
        """
        with self._forking:
            self._launch()
        self._idle.extend(self._fork() for _ in range(self.size))

    def _launch(self) -> None:
        _reap()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        arguments = [str(theirs.fileno()), str(self.store), str(self.limits.memory_bytes), self.engine]
        arguments += [self.module] if self.module else []
        command = [sys.executable, "-m", "volgraph.services.workers.pool", *arguments]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=(theirs.fileno(),))
        theirs.close()
        _processes.add(self._process)
        self._control = ours
        said = ours.recv(16)
        if said not in (READY, UNSEALED):
            self.stop()
            raise GenerationError(f"the store in {self.store} does not open")
        if said == UNSEALED:
            _log.warning(
                "this system has no filter of system calls (seccomp) that is known here: queries with the letters "
                "of SERVICE or LOAD are refused, whatever they mean"
            )

    def stop(self) -> None:
        """End the pool process, and with it its workers."""
        process = self._let_go()
        if process is not None:
            _wait_for(process)

    def __del__(self) -> None:
        self._let_go()  # nothing here may wait: the garbage collector runs in the middle of anything

    def _let_go(self) -> "subprocess.Popen[bytes] | None":
        if self._control is not None:
            self._control.close()
            self._control = None
        for worker in (*self._idle, *self._lent):
            worker.end()
        self._idle.clear()
        process, self._process = self._process, None
        return process

    async def run(
        self, job: AnyJob, time_s: float | None, when_ended: Callable[[], None], files: Sequence[int] = ()
    ) -> Run:
        """Have a worker do a job.

        Args:
            job: what is to be done.
            time_s: how long it may take, if that is less than the limit.
            when_ended: called when the worker is done with it.
            files: descriptors of the files that the job needs.

        Raises:
            WorkerError, GenerationError: no worker can be had.
            QueryError: the job is too long.
        """
        time_s = min(time_s or self.limits.time_s, self.limits.time_s)
        while True:
            worker = self._idle.pop() if self._idle else await self._another()
            self._lent[worker] = None

            def end(worker: Worker) -> None:
                self._give_back(worker)
                when_ended()

            try:
                run = Run(worker, job, self.limits, time_s, end, files)
            except VolgraphError as error:
                self._give_back(worker)
                if not isinstance(error, WorkerError):
                    raise
            else:
                self._lent[worker] = run
                if self._round is None:
                    self._round = asyncio.get_running_loop().call_later(_LOOK_EVERY_S, self._look)
                return run

    def _look(self) -> None:
        """Look at every job: a timer for each would cost more than most of them."""
        now = monotonic()
        for run in list(self._lent.values()):
            if run is not None:
                run.look(now)
        loop = asyncio.get_running_loop()
        self._round = loop.call_later(_LOOK_EVERY_S, self._look) if self._lent else None

    async def _another(self) -> Worker:
        """Return a worker that is being started, or a new one."""
        while self.refilling is not None and not self.refilling.done():
            await asyncio.wait([self.refilling])
            if self._idle:
                return self._idle.pop()
        return await asyncio.to_thread(self._fork)

    def _give_back(self, worker: Worker) -> None:
        self._lent.pop(worker, None)
        if worker.usable and self._control is not None:
            self._idle.append(worker)
            return
        worker.end()
        self.restarts += 1
        if self._control is not None and len(self._idle) < self.size:
            self.refilling = asyncio.ensure_future(self._refill())

    async def _refill(self) -> None:
        """Have a new worker ready before it is asked for."""
        with contextlib.suppress(WorkerError, GenerationError):  # whoever asks next is told
            self._idle.append(await asyncio.to_thread(self._fork))

    def _fork(self) -> Worker:
        with self._forking:
            answer = self._ask_for_worker()
            if answer is None and self._control is not None:
                self._control.close()
                if self._process is not None:
                    _wait_for(self._process)
                self._launch()  # the pool process has ended, and all workers with it
                answer = self._ask_for_worker()
        if answer is None:
            raise WorkerError("the processes that answer queries have ended")
        pid, descriptors = answer
        channel = socket.socket(fileno=descriptors[0])
        first = channel.recv(MAX_REPLY_BYTES)
        worker = Worker(pid, channel, descriptors[1])
        if not first:
            worker.end()
            raise WorkerError(f"the store in {self.store} does not open in a new process")
        return worker

    def _ask_for_worker(self) -> tuple[int, list[int]] | None:
        if self._control is None:
            return None
        try:
            self._control.send(FORK)
            data, descriptors, _, _ = socket.recv_fds(self._control, 1024, 2)
        except OSError:
            return None
        return (json.loads(data), descriptors) if data else None
