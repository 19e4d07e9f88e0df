"""Following what is published: each request is answered from one generation, the newest at its beginning."""

from dataclasses import dataclass
from threading import Lock
from typing import Any

from pyoxigraph import Store

from volgraph.config import Settings
from volgraph.errors import GenerationError
from volgraph.io.generations import Generation, Home
from volgraph.io.stores import memory_store, open_store
from volgraph.services.naming import Names
from volgraph.services.workers.client import Limits, Workers


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A generation, opened: nothing of it changes any more."""

    generation: Generation
    manifest: dict[str, Any]
    store: Store
    names: Names
    workers: Workers

    @property
    def digest(self) -> str:
        """The content digest of the generation."""
        return self.generation.digest

    @property
    def counts(self) -> dict[str, Any]:
        """What the build counted."""
        return dict(self.manifest["counts"])


class Published:
    """The published generation of a home.

    A switch of the `current` link is seen by the next request. Requests that began before it keep their snapshot;
    when the last of them ends, its store is let go.

    Args:
        settings: where generations are kept, what fits into memory, and what a query may take.
    """

    def __init__(self, settings: Settings) -> None:
        self._home = Home(settings.home)
        self._settings = settings
        self._limits = Limits(
            time_s=settings.query_time_limit_s,
            memory_bytes=settings.query_memory_limit_mb * 1_000_000,
            answer_bytes=settings.answer_limit_mb * 1_000_000,
            wait_s=settings.queue_limit_s,
        )
        self._held: Snapshot | None = None
        self._opening = Lock()

    def snapshot(self) -> Snapshot:
        """Return the generation that is published now; while a new one is being opened, the one before.

        Raises:
            GenerationError: nothing is published, or it does not open.
        """
        generation = self._home.current()
        if generation is None:
            raise GenerationError(
                f"nothing is published in {self._home.path}: run `volgraph build` and `volgraph publish`"
            )
        held = self._held
        if held is not None and held.generation == generation:
            return held
        if not self._opening.acquire(blocking=held is None):
            assert held is not None
            return held
        try:
            if self._held is None or self._held.generation != generation:
                self._held = self._open(generation)
            return self._held
        finally:
            self._opening.release()

    def _open(self, generation: Generation) -> Snapshot:
        manifest = generation.manifest()
        in_memory = manifest["counts"]["triples"] <= self._settings.memory_limit_triples
        workers = Workers(generation.store, in_memory, self._settings.queries_at_once, self._limits)
        workers.start()
        store = open_store(generation.store)
        if in_memory:
            store = memory_store(store)
        return Snapshot(generation, manifest, store, Names(store), workers)
