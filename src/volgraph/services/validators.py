"""Processes that validate posted graphs: apart from those that answer queries, and started when the first one comes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from volgraph.config import Settings
from volgraph.io.generations import Generation
from volgraph.services.answering import Answering
from volgraph.services.scheduling import Turns
from volgraph.services.workers.client import Workers
from volgraph.services.workers.limits import Limits
from volgraph.services.workers.pool import Engine

RECEIVED_AT_ONCE = 16
"""How many posted graphs are here at once, on their way in, waiting or being validated; one client has one less."""


class Validators:
    """Lends processes that validate. It belongs to one event loop.

    Args:
        settings: what a validation may take, and how many run at once.
    """

    def __init__(self, settings: Settings) -> None:
        self.limits = Limits.of_validation(settings)
        self.answering = Answering(settings, settings.validations_at_once, "validations")
        self._rooms = Turns(RECEIVED_AT_ONCE, settings.queue_length, settings.queue_limit_s, "validations")
        self._pool: Workers | None = None
        self._starting = asyncio.Lock()

    @property
    def pools(self) -> list[Workers]:
        """The pool, once there is one."""
        return [self._pool] if self._pool is not None else []

    @asynccontextmanager
    async def room(self, client: str) -> AsyncIterator[Path]:
        """Give an empty folder for what a client posts, which is gone afterwards.

        Raises:
            LimitError: there is none free, or the client has as many as it may.
        """
        await self._rooms.take(client)
        try:
            folder = Path(await asyncio.to_thread(mkdtemp, prefix="volgraph-posted-"))
            try:
                yield folder
            finally:
                await asyncio.shield(asyncio.to_thread(rmtree, folder, ignore_errors=True))
        finally:
            self._rooms.give_back(client)

    async def workers(self, generation: Generation) -> Workers:
        """Return the processes that have the shapes of a generation; those of another one end with their work.

        Raises:
            GenerationError: they do not start.
        """
        async with self._starting:
            if self._pool is None or self._pool.store != generation.store:
                pool = Workers(generation.store, Engine.ON_DISK, 1, self.limits, "volgraph.services.posted")
                await asyncio.to_thread(pool.start)
                self._pool = pool
            return self._pool
