"""Reading a generation for pages: by worker processes of their own, so that no page waits for anybody's query."""

import asyncio
from collections.abc import Sequence

from volgraph.io.results import Term
from volgraph.io.solutions import Row, read_solutions
from volgraph.services.answering import Answering, Asked, new_query_id
from volgraph.services.workers.client import Workers
from volgraph.services.workers.messages import StoredJob

PLACES = 2
"""How many questions of pages are answered at once, beside the queries of clients."""

_CLIENT = "pages"


class PageReader:
    """What pages read a generation with; asked from any thread but that of the event loop.

    Args:
        answering: whose turn it is among pages.
        workers: of the generation.
        generation: its digest.
    """

    def __init__(self, answering: Answering, workers: Workers, generation: str) -> None:
        self._answering, self._workers, self._generation = answering, workers, generation

    def ask(self, name: str, most: int | None, terms: dict[str, Term], things: Sequence[Term] = ()) -> list[Row]:
        """Return what a query of `services.queries` finds; see `querying.ask`.

        Raises:
            LimitError, WorkerError: there is no answer.
        """
        job = StoredJob(name, {variable: str(term) for variable, term in terms.items()}, most, tuple(map(str, things)))
        asked = Asked(new_query_id(), _CLIENT, job, self._generation)
        return read_solutions(self._answering.wait(self._answer(asked)))

    async def _answer(self, asked: Asked) -> bytes:
        async with self._answering.answer(self._workers, asked) as run:
            await run.begin(run.limits.answer_bytes)
            return await asyncio.to_thread(run.take_all) if run.size > run.limits.backlog_bytes else run.take_all()
