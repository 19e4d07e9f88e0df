"""One worker as the server sees it: a job goes in, an answer comes out, or the worker is ended.

Everything here happens in one event loop.
"""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable, Sequence
from time import monotonic

from volgraph.errors import GraphMissingError, InputError, LimitError, Place, QueryError, WorkerError
from volgraph.services.workers import sandbox
from volgraph.services.workers.backlog import Backlog
from volgraph.services.workers.limits import Limits
from volgraph.services.workers.messages import (
    HEAD_BYTES,
    MAX_MESSAGE_BYTES,
    SURELY_READ_CHARS,
    AnyJob,
    Changed,
    Done,
    Head,
    Job,
    Read,
    Refused,
    UpdateJob,
    WriteJob,
    pack_job,
    unpack_reply,
)

_READ_BYTES = 1 << 20
_FIRST_LOOK_S = 0.001
"""A small answer is whole before this: then the pipe is read once, when the worker says so."""
_NICE_AFTER_S, _NICE = 0.1, 10
"""A query that takes longer gives way to those that do not."""


def _text_of(job: AnyJob) -> str:
    """Return the text of a job that a client wrote, as far as it is in the job."""
    match job:
        case Job():
            return job.query
        case UpdateJob():
            return job.update
    return ""


class FormatRefusedError(Exception):
    """The answer is of a kind for which the client takes no format; `kind` names it."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"the client takes no format for {kind}")


class Worker:
    """A worker process, its channel and the reading end of its pipe."""

    def __init__(self, pid: int, channel: socket.socket, pipe: int) -> None:
        self.pid, self.channel, self.pipe = pid, channel, pipe
        self.usable = True
        channel.setblocking(False)
        os.set_blocking(pipe, False)

    def end(self) -> None:
        """End the process; what it was doing is lost."""
        if self.pipe < 0:
            return
        self.usable = False
        if not self.gone:  # the number of one that is gone may be another's by now
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        self.channel.close()
        os.close(self.pipe)
        self.pipe = -1

    def __del__(self) -> None:
        self.end()

    @property
    def gone(self) -> bool:
        """Whether the process ended while it had nothing to do."""
        try:
            return self.channel.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True


class Run:
    """A job at a worker, and its answer as it comes.

    Args:
        worker: who does it.
        job: what is to be done.
        limits: what it may take.
        time_s: how long it may take.
        files: descriptors of the files that the job needs.
        when_ended: called when the worker is free again or has ended; the answer may still be waiting to be taken.
    """

    def __init__(
        self,
        worker: Worker,
        job: AnyJob,
        limits: Limits,
        time_s: float,
        when_ended: Callable[[], None],
        files: Sequence[int] = (),
    ) -> None:
        self.head: Head | None = None
        self.whole = False
        self.changed: Changed | None = None
        self.size = 0
        self.started = monotonic()
        self.ended: float | None = None
        self._job, self.limits, self._time_s = job, limits, time_s
        self._worker, self._when_ended = worker, when_ended
        self._backlog = Backlog(limits.backlog_bytes)
        self._error: Exception | None = None
        self._was_read = not files and len(_text_of(job)) <= SURELY_READ_CHARS
        self._nice = False
        self._loop = asyncio.get_running_loop()
        self._change = asyncio.Event()
        try:
            data = pack_job(job)
            socket.send_fds(worker.channel, [data], files) if files else worker.channel.send(data)
        except OSError:
            worker.end()
            raise WorkerError("a process that answers queries has ended") from None
        self._loop.add_reader(worker.channel, self._hear)
        self._listening = False
        self._timer = self._loop.call_later(_FIRST_LOOK_S, self._listen)

    @property
    def running(self) -> bool:
        """Whether the worker is still busy with it."""
        return self.ended is None

    async def begin(self, held_back: int) -> None:
        """Wait until the answer is whole, or more than `held_back` bytes of it are there.

        Raises:
            QueryError, FormatRefusedError, GraphMissingError, LimitError, WorkerError: there is no answer.
        """
        while self._error is None and not self.whole and self.size <= held_back:
            self._change.clear()
            await self._change.wait()
        if self._error is not None:
            raise self._error

    async def block(self) -> bytes:
        """Return the next bytes of the answer, none at its end.

        Raises:
            LimitError, WorkerError: it was cut; what was given is not the whole answer.
        """
        while not self._backlog:
            if self._error is not None:
                raise self._error
            if self.whole:
                return b""
            self._change.clear()
            await self._change.wait()
        if self._error is not None:
            raise self._error
        return self._backlog.take()

    def take_all(self) -> bytes:
        """Return what there is of the answer."""
        return self._backlog.take_all()

    def stop(self) -> None:
        """Stop a job that is not done, and end its worker with it; let go of the answer."""
        self.cancel()
        self._backlog.close()

    def cancel(self) -> None:
        """Stop a job on demand: whoever waits for its answer gets an error."""
        if self.running:
            self._fail(LimitError("cancelled", "the query was cancelled"), end=True)

    # The rest is called by the event loop.

    def _listen(self) -> None:
        """Begin to read the pipe as it fills, and set the next alarm."""
        self._listening = True
        self._loop.add_reader(self._worker.pipe, self._read)
        self._timer = self._loop.call_later(min(_NICE_AFTER_S, self._time_s), self._give_way)

    def _give_way(self) -> None:
        self._nice = sandbox.set_priority(self._worker.pid, _NICE)
        left = max(0.0, self._time_s - (monotonic() - self.started))
        self._timer = self._loop.call_later(left, self._too_late)

    def _too_late(self) -> None:
        message = f"the query took longer than {self._time_s:g} seconds: ask for less, or take a dump from /data/dumps/"
        self._fail(LimitError("time", message), end=True)

    def _read(self) -> None:
        try:
            block = os.read(self._worker.pipe, _READ_BYTES)
        except BlockingIOError:
            return
        if block:
            self._take(block)
        else:
            self._loop.remove_reader(self._worker.pipe)  # the worker has ended: the channel says so too

    def _take(self, block: bytes) -> None:
        if self.head is None:
            self.head, block = Head.unpack(block[:HEAD_BYTES]), block[HEAD_BYTES:]
            if not block:
                return
        self.size += len(block)
        if self.size > self.limits.answer_bytes:
            most = self.limits.answer_bytes // 1_000_000
            message = f"the answer has more than {most} MB: ask for less, or take a dump from /data/dumps/"
            self._fail(LimitError("size", message), end=True)
            return
        try:
            self._backlog.put(block)
        except OSError as error:  # the disk is full
            self._fail(WorkerError(f"the answer cannot be kept: {error.strerror}"), end=True)
        self._change.set()

    def _hear(self) -> None:
        try:
            data = self._worker.channel.recv(MAX_MESSAGE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._died()
            return
        match unpack_reply(data):
            case Read():
                self._was_read = True
            case Done(inline):
                if inline:
                    self._take(inline)
                self._drain()
                if self._error is None:
                    self.whole = True
                    self._finish()
            case Changed() as changed:
                self.changed, self.whole = changed, True
                self._finish()
            case Refused() as reply:
                self._drain(keep=False)
                self._fail(self._refusal(reply), end=False)

    def _drain(self, *, keep: bool = True) -> None:
        """Read what is left in the pipe: the worker said that it wrote everything."""
        while self._error is None:
            try:
                block = os.read(self._worker.pipe, _READ_BYTES)
            except BlockingIOError:
                return
            if not block:
                return
            if keep:
                self._take(block)

    def _died(self) -> None:
        if isinstance(self._job, WriteJob):
            error: Exception = InputError("the document is nested too deeply, or too large to be read: send less")
        elif not self._was_read:
            error = QueryError("the query is nested too deeply: make it simpler")
        else:
            error = self._memory()
        self._fail(error, end=True)

    def _fail(self, error: Exception, *, end: bool) -> None:
        if self._error is None:
            self._error = error
        self._finish(end=end)

    def _finish(self, *, end: bool = False) -> None:
        if self.ended is None:
            self.ended = monotonic()
            self._timer.cancel()
            self._loop.remove_reader(self._worker.channel)
            if self._listening and self._worker.pipe >= 0:
                self._loop.remove_reader(self._worker.pipe)
            if end or (self._nice and not sandbox.set_priority(self._worker.pid, 0)):
                self._worker.end()
            self._when_ended()
        self._change.set()

    def _memory(self) -> LimitError:
        most = self.limits.memory_bytes // 1_000_000
        return LimitError("memory", f"the query needs more than {most} MB of memory: ask for less")

    def _refusal(self, reply: Refused) -> Exception:
        match reply.reason:
            case "query":
                return QueryError(reply.detail, Place("", reply.line, reply.column))
            case "input":
                return InputError(reply.detail)
            case "format":
                return FormatRefusedError(reply.kind)
            case "graph":
                return GraphMissingError(reply.detail)
            case "memory":
                return self._memory()
            case "triples" | "rows":
                return LimitError("size", reply.detail)
        return WorkerError(reply.detail)
