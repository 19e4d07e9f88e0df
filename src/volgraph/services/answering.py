"""Answering queries for many clients at once: each in its turn, listed while it runs, within its limits."""

import asyncio
import secrets
from collections.abc import Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import cache
from threading import Thread
from time import time
from typing import Any, TypeVar

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from volgraph.config import Settings
from volgraph.errors import LimitError
from volgraph.io.media_types import Kind
from volgraph.io.results import Term
from volgraph.services.scheduling import Turns
from volgraph.services.workers.client import Workers
from volgraph.services.workers.messages import AnyJob, Job
from volgraph.services.workers.run import Run

T = TypeVar("T")


def new_query_id() -> str:
    """Return a name for a query that nobody can guess: who knows it may cancel the query."""
    return secrets.token_hex(12)


@dataclass(slots=True)
class Asked:
    """A query that is being answered.

    Args:
        id: as the answer's header names it.
        client: who asked.
        job: what was asked.
        generation: the digest of the generation that is asked.
        since: when it came, in seconds since 1970.
        run: its run at a worker, once it has its turn.
    """

    id: str
    client: str
    job: AnyJob
    generation: str
    since: float = field(default_factory=time)
    run: Run | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of an answer, or the answer of an `ASK` query."""

    kind: str
    variables: list[str] = field(default_factory=list)
    rows: list[list[Term | None]] = field(default_factory=list)
    boolean: bool | None = None


class Answering:
    """Lends workers to clients. It belongs to one event loop; other threads ask through `table`.

    Args:
        settings: how many queries run at once, how many wait and how long.
        places: how many run at once, if not as the settings say.
        work: what errors call what is done.
    """

    def __init__(self, settings: Settings, places: int | None = None, work: str = "queries") -> None:
        places = settings.queries_at_once if places is None else places
        self.turns = Turns(places, settings.queue_length, settings.queue_limit_s, work)
        self.asked: dict[str, Asked] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Say in which loop everything happens."""
        self._loop = loop

    def answer(
        self, workers: Workers, asked: Asked, time_s: float | None = None, files: Sequence[int] = ()
    ) -> AbstractAsyncContextManager[Run]:
        """Return a context that waits for a turn, and gives the run; at the end it is stopped if it is not done.

        The turn ends with the worker's part: a client that reads slowly keeps no worker.

        Args:
            workers: who answer.
            asked: who asks what.
            time_s: how long it may take, if that is less than the limit.
            files: descriptors of the files that the job needs.

        Raises:
            LimitError: there is no turn, or it was cancelled meanwhile.
            WorkerError: no worker can be had.
        """
        return _Answer(self, workers, asked, time_s, files)

    def cancel(self, query_id: str) -> bool:
        """Cancel a query; return False if it is not being answered."""
        asked = self.asked.get(query_id)
        if asked is None:
            return False
        asked.cancelled = True
        if asked.run is not None:
            asked.run.cancel()
        return True

    def table(self, workers: Workers, job: Job, client: str, generation: str) -> Table:
        """Return the first rows of an answer, as many as the job wants; called from any other thread.

        Raises:
            QueryError, LimitError, WorkerError: see `Run.begin`.
        """
        asked = Asked(new_query_id(), client, job, generation)
        return self.wait(self._table(workers, asked))

    def wait(self, answer: Coroutine[Any, Any, T]) -> T:
        """Return what a coroutine of the event loop returns; called from any other thread."""
        return asyncio.run_coroutine_threadsafe(answer, self._loop or _own_loop()).result()

    async def _table(self, workers: Workers, asked: Asked) -> Table:
        async with self.answer(workers, asked) as run:
            await run.begin(workers.limits.answer_bytes)
            assert run.head is not None
            data = run.take_all()
        kind = run.head.kind.value
        if run.head.form is not None:
            return Table(kind, boolean=bool(parse_query_results(data, format=QueryResultsFormat.JSON)))
        found = parse_query_results(data, format=QueryResultsFormat.TSV)
        assert isinstance(found, QuerySolutions) and kind in {entry.value for entry in Kind}
        names = [variable.value for variable in found.variables]
        return Table(kind, names, [[solution[name] for name in names] for solution in found])


class _Answer(AbstractAsyncContextManager[Run]):
    def __init__(
        self, answering: Answering, workers: Workers, asked: Asked, time_s: float | None, files: Sequence[int]
    ) -> None:
        self._answering, self._workers, self._asked = answering, workers, asked
        self._time_s, self._files = time_s, files
        self._holds_turn = False

    async def __aenter__(self) -> Run:
        asked = self._asked
        self._answering.asked[asked.id] = asked
        try:
            await self._answering.turns.take(asked.client)
            self._holds_turn = True
            if asked.cancelled:
                raise LimitError("cancelled", "it was cancelled before its turn")
            asked.run = await self._workers.run(asked.job, self._time_s, self._end_turn, self._files)
        except BaseException:
            self._end_turn()
            del self._answering.asked[asked.id]
            raise
        return asked.run

    async def __aexit__(self, *exception: object) -> None:
        del self._answering.asked[self._asked.id]
        if self._asked.run is not None:
            self._asked.run.stop()

    def _end_turn(self) -> None:
        if self._holds_turn:
            self._holds_turn = False
            self._answering.turns.give_back(self._asked.client)


@cache
def _own_loop() -> asyncio.AbstractEventLoop:
    """Return the loop that is used where there is no server around: one for all, since workers belong to one loop."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="answering", daemon=True).start()
    return loop
