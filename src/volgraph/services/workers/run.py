"""A job at a worker, and its answer as it comes; it belongs to one event loop."""

import asyncio
from collections.abc import Callable, Sequence
from time import monotonic

from volgraph.errors import GraphMissingError, InputError, LimitError, Place, QueryError, WorkerError
from volgraph.services.workers import sandbox
from volgraph.services.workers.backlog import Backlog
from volgraph.services.workers.channel import Worker
from volgraph.services.workers.limits import Limits
from volgraph.services.workers.messages import (
    HEAD_BYTES,
    SURELY_READ_CHARS,
    AnyJob,
    Changed,
    Done,
    Head,
    Job,
    Read,
    Refused,
    Reply,
    UpdateJob,
    ValidationJob,
    WriteJob,
    pack_job,
)

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


class Run:
    """A job at a worker, and its answer as it comes.

    Args:
        worker: who does it.
        job: what is to be done.
        limits: what it may take.
        time_s: how long it may take.
        when_ended: called when the worker is free again or has ended; the answer may still be waiting to be taken.
        files: descriptors of the files that the job needs.

    Raises:
        QueryError: the job is too long.
        WorkerError: the worker has ended.
    """

    def __init__(
        self,
        worker: Worker,
        job: AnyJob,
        limits: Limits,
        time_s: float,
        when_ended: Callable[[Worker], None],
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
        self._was_read = not files and len(_text_of(job)) <= SURELY_READ_CHARS and not isinstance(job, ValidationJob)
        self._nice = False
        self._waiting: asyncio.Future[None] | None = None
        worker.give(pack_job(job), files, self)

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
            await self._change()
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
            await self._change()
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
            self._fail(LimitError("cancelled", f"the {self.limits.work} was cancelled"), end=True)

    def look(self, now: float) -> None:
        """See whether it takes longer than most, or too long; called every few milliseconds while it runs.

        Args:
            now: the time, in seconds as `time.monotonic` has them.
        """
        if not self.running:
            return
        self._worker.read_as_it_comes()  # what takes so long may be larger than the pipe
        took_s = now - self.started
        if took_s >= self._time_s:
            message = f"the {self.limits.work} took longer than {self._time_s:g} seconds: {self.limits.advice}"
            self._fail(LimitError("time", message), end=True)
        elif took_s >= _NICE_AFTER_S and not self._nice:
            self._nice = sandbox.set_priority(self._worker.pid, _NICE)

    # The rest is called by the worker.

    def read(self) -> None:
        """Take what is in the pipe."""
        if block := self._worker.read():
            self._take(block)

    def hear(self, reply: Reply | None) -> None:
        """Take what the worker says; None if it has ended."""
        match reply:
            case None:
                self._fail(self._death(), end=True)
            case Read():
                self._was_read = True
            case Done(inline=inline):
                for block in [inline] if inline else self._worker.read_all():
                    self._take(block)
                if self._error is None:
                    self.whole = True
                    self._finish()
            case Changed():
                self.changed, self.whole = reply, True
                self._finish()
            case Refused():
                self._worker.read_all()  # some of the answer may have been written
                self._fail(self._refusal(reply), end=False)

    async def _change(self) -> None:
        self._waiting = asyncio.get_running_loop().create_future()
        await self._waiting

    def _tell(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def _take(self, block: bytes) -> None:
        if self._error is not None:
            return
        if self.head is None:
            self.head, block = Head.unpack(block[:HEAD_BYTES]), block[HEAD_BYTES:]
            if not block:
                return
        self.size += len(block)
        if self.size > self.limits.answer_bytes:
            most = self.limits.answer_bytes // 1_000_000
            message = f"the answer has more than {most} MB: {self.limits.advice}"
            self._fail(LimitError("size", message), end=True)
            return
        try:
            self._backlog.put(block)
        except OSError as error:  # the disk is full
            self._fail(WorkerError(f"the answer cannot be kept: {error.strerror}"), end=True)
        self._tell()

    def _fail(self, error: Exception, *, end: bool) -> None:
        if self._error is None:
            self._error = error
        self._finish(end=end)

    def _finish(self, *, end: bool = False) -> None:
        if self.ended is None:
            self.ended = monotonic()
            self._worker.leave()
            if (
                end
                or isinstance(self._job, ValidationJob)
                or (self._nice and not sandbox.set_priority(self._worker.pid, 0))
            ):
                self._worker.end()
            self._when_ended(self._worker)
        self._tell()

    def _death(self) -> Exception:
        """Return what it means that the worker has ended."""
        if isinstance(self._job, WriteJob) or (isinstance(self._job, ValidationJob) and not self._was_read):
            return InputError("the document is nested too deeply, or too large to be read: send less")
        if not self._was_read:
            return QueryError("the query is nested too deeply: make it simpler")
        return self._memory()

    def _memory(self) -> LimitError:
        most = self.limits.memory_bytes // 1_000_000
        return LimitError("memory", f"the {self.limits.work} needs more than {most} MB of memory: {self.limits.advice}")

    def _refusal(self, reply: Refused) -> Exception:
        match reply.reason:
            case "query":
                return QueryError(reply.detail, Place("", reply.line, reply.column))
            case "input":
                return InputError(reply.detail, Place("", reply.line, reply.column))
            case "format":
                return FormatRefusedError(reply.kind)
            case "graph":
                return GraphMissingError(reply.detail)
            case "memory":
                return self._memory()
            case "triples" | "rows":
                return LimitError("size", reply.detail)
        return WorkerError(reply.detail)
