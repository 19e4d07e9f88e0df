"""The server's side of a pool: a worker is lent for one query, and ended when it must be."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import IO, TypeVar

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from volgraph.errors import GenerationError, LimitError, Place, QueryError
from volgraph.io.results import Body, Term
from volgraph.services.workers.messages import MAX_MESSAGE_BYTES, Done, Job, Read, Refused, Started, pack, unpack_reply

_READ_BYTES = 1 << 18
R = TypeVar("R", Read, Started, Done)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take.

    Args:
        time_s: how long it may run, from its first byte read to its last byte written.
        memory_bytes: how much memory beside what the store takes.
        answer_bytes: how large its answer may be.
        wait_s: how long it may wait for a worker.
    """

    time_s: float
    memory_bytes: int
    answer_bytes: int
    wait_s: float


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole answer: what it consists of, in which format, and its bytes."""

    kind: str
    form: str
    body: Body


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of an answer, or the answer of an `ASK` query."""

    kind: str
    variables: list[str] = field(default_factory=list)
    rows: list[list[Term | None]] = field(default_factory=list)
    boolean: bool | None = None


class FormatRefusedError(Exception):
    """The answer is of a kind for which the client takes no format; `kind` names it."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"the client takes no format for {kind}")


@dataclass(slots=True)
class _Worker:
    pid: int
    channel: socket.socket
    alive: bool = True

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.channel.close()


@dataclass(slots=True)
class Workers:
    """The workers on one generation; threads may share it.

    Args:
        store: the folder of the generation's store.
        in_memory: whether the store is loaded into memory.
        size: how many queries run at once.
        limits: what each may take.
        stack_bytes: room for nested queries: the engine's parser is recursive and ends its process without it.
    """

    store: Path
    in_memory: bool
    size: int
    limits: Limits
    stack_bytes: int = 120 << 20
    _control: socket.socket | None = None
    _process: "subprocess.Popen[bytes] | None" = None
    _idle: deque[_Worker] = field(default_factory=deque)
    _forking: Lock = field(default_factory=Lock)
    _free: BoundedSemaphore | None = None

    def start(self) -> None:
        """Start the pool process and its first worker.

        Raises:
            GenerationError: the store does not open.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        engine = "in-memory" if self.in_memory else "on-disk"
        arguments = [
            str(theirs.fileno()),
            str(self.store),
            str(self.limits.memory_bytes),
            str(self.stack_bytes),
            engine,
        ]
        command = [sys.executable, "-m", "volgraph.services.workers.pool", *arguments]
        self._process = subprocess.Popen(command, pass_fds=(theirs.fileno(),))
        theirs.close()
        self._control = ours
        self._free = BoundedSemaphore(self.size)
        if not ours.recv(16):
            raise GenerationError(f"the store in {self.store} does not open")
        self._idle.append(self._fork())

    def stop(self) -> None:
        """End the pool process, and with it its workers."""
        if self._control is not None:
            self._control.close()
            self._control = None
        while self._idle:
            self._idle.pop().kill()
        if self._process is not None:
            self._process.wait()

    def __del__(self) -> None:
        self.stop()

    def answer(self, job: Job, time_s: float | None = None) -> Answered:
        """Return the whole answer to a query.

        Args:
            job: the query.
            time_s: how long it may run, if that is less than the limit.

        Raises:
            QueryError: it does not parse, or may not be asked.
            FormatRefusedError: the client takes no format for what it finds.
            LimitError: it took more than it may; nothing of its answer is given.
        """
        assert self._free is not None
        if not self._free.acquire(timeout=self.limits.wait_s):
            raise LimitError("queue", f"no query ended within {self.limits.wait_s:g} seconds: try again later")
        worker, usable = None, False
        try:
            worker = self._take()
            answered = self._run(worker, job, min(time_s or self.limits.time_s, self.limits.time_s))
            usable = True
            return answered
        except (QueryError, FormatRefusedError):
            usable = worker is not None and worker.alive
            raise
        finally:
            if worker is not None and usable:
                self._idle.append(worker)
            elif worker is not None:
                worker.kill()
            self._free.release()

    def table(self, job: Job) -> Table:
        """Return the first rows of an answer, as many as the job wants.

        Raises:
            QueryError, LimitError: see `answer`.
        """
        answered = self.answer(job)
        data = b"".join(answered.body.chunks())
        if answered.form == "json":
            return Table(answered.kind, boolean=bool(parse_query_results(data, format=QueryResultsFormat.JSON)))
        found = parse_query_results(data, format=QueryResultsFormat.TSV)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return Table(answered.kind, names, [[solution[name] for name in names] for solution in found])

    def _take(self) -> _Worker:
        """Return a worker that waits for a job; one that was ended meanwhile is let go."""
        while self._idle:
            worker = self._idle.pop()
            if not select.select([worker.channel], [], [], 0)[0]:  # nothing to read: it is alive
                return worker
            worker.kill()
        return self._fork()

    def _fork(self) -> _Worker:
        assert self._control is not None
        with self._forking:
            self._control.send(b"fork")
            data, descriptors, _, _ = socket.recv_fds(self._control, 1024, 1)
        if not data:
            raise GenerationError("the process that answers queries has ended")
        return _Worker(json.loads(data), socket.socket(fileno=descriptors[0]))

    def _run(self, worker: _Worker, job: Job, time_s: float) -> Answered:
        end = monotonic() + time_s
        reading, writing = os.pipe()
        try:
            try:
                socket.send_fds(worker.channel, [pack(job)], [writing])
            except OSError:
                worker.alive = False
                raise GenerationError("a process that answers queries has ended") from None
            finally:
                os.close(writing)
            self._expect(Read, worker, end)
            reply = self._expect(Started, worker, end)
            body = Body(lambda file: self._copy(worker, reading, file, end))
            return Answered(reply.kind, reply.form, body)
        finally:
            os.close(reading)

    def _copy(self, worker: _Worker, reading: int, file: IO[bytes], end: float) -> None:
        """Copy the pipe, and make sure that the worker says that it is all."""
        size = 0
        while True:
            self._wait(reading, end)
            block = os.read(reading, _READ_BYTES)
            if not block:
                break
            size += len(block)
            if size > self.limits.answer_bytes:
                most = self.limits.answer_bytes // 1_000_000
                raise LimitError("size", f"the answer has more than {most} MB: ask for less, or take a dump")
            file.write(block)
        self._expect(Done, worker, end)

    def _expect(self, wanted: type[R], worker: _Worker, end: float) -> R:
        """Return the worker's next word, which must be of this kind."""
        self._wait(worker.channel.fileno(), end)
        try:
            data = worker.channel.recv(MAX_MESSAGE_BYTES)
        except ConnectionError:
            data = b""
        if not data:
            worker.alive = False
            if wanted is Read:
                raise QueryError("the query is nested too deeply: make it simpler")
            raise self._memory()
        reply = unpack_reply(data)
        if isinstance(reply, Refused):
            raise self._refusal(reply)
        assert isinstance(reply, wanted)
        return reply

    def _wait(self, descriptor: int, end: float) -> None:
        readable, _, _ = select.select([descriptor], [], [], max(0.0, end - monotonic()))
        if not readable:
            raise LimitError("time", "the query took longer than it may: ask for less, or take a dump")

    def _memory(self) -> LimitError:
        most = self.limits.memory_bytes // 1_000_000
        return LimitError("memory", f"the query needs more than {most} MB of memory: ask for less")

    def _refusal(self, reply: Refused) -> Exception:
        match reply.reason:
            case "query":
                return QueryError(reply.detail, Place("", reply.line, reply.column))
            case "format":
                return FormatRefusedError(reply.kind)
            case "memory":
                return self._memory()
        return LimitError("size", reply.detail)
