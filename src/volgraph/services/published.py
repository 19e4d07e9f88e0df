"""Following what is published: each request is answered from one generation, the newest at its beginning."""

import os
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from threading import Lock, Thread
from typing import Any

from volgraph.config import Settings
from volgraph.errors import GenerationError, MissingGenerationError, VolgraphError
from volgraph.io.generations import Generation, Hold, Home
from volgraph.io.history import State
from volgraph.io.search_index import SearchIndex
from volgraph.services.answering import Answering
from volgraph.services.claims_on_measure import Marks
from volgraph.services.naming import Names
from volgraph.services.reading import PLACES, PageReader
from volgraph.services.workers.client import Workers
from volgraph.services.workers.limits import Limits
from volgraph.services.workers.pool import Engine

KEPT_OPEN = 3
"""How many earlier generations stay open."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A generation, opened: nothing of it changes any more."""

    generation: Generation
    manifest: dict[str, Any]
    source: PageReader
    names: Names
    workers: Workers
    hold: Hold
    opened: datetime = field(default_factory=lambda: datetime.now(UTC))

    @cached_property
    def digest(self) -> str:
        """The content digest of the generation."""
        return self.generation.digest

    @cached_property
    def index(self) -> SearchIndex:
        """The search index.

        Raises:
            NoIndexError: an older version made the generation, without one.
        """
        return SearchIndex(self.generation.index)

    @cached_property
    def marks(self) -> Marks:
        """What charts of its measures show."""
        return Marks(self.source)

    @property
    def counts(self) -> dict[str, Any]:
        """What the build counted."""
        return dict(self.manifest["counts"])

    @cached_property
    def engine(self) -> str:
        """Where its store is: the two order rows differently."""
        return str(self.workers.engine)


@dataclass(frozen=True, slots=True)
class Memento:
    """A generation as it was published at a moment: https://www.rfc-editor.org/rfc/rfc7089"""

    snapshot: Snapshot
    published: datetime


class Published:
    """The generations of a home that can be asked.

    A switch of the `current` link is seen by the next request. Requests that began before it keep their snapshot;
    when the last of them ends, its store and its workers are let go.

    Args:
        settings: where generations are kept, what fits into memory, and what a query may take.
    """

    def __init__(self, settings: Settings) -> None:
        self.pages = Answering(settings, places=PLACES)
        self.home = Home(settings.home)
        self._settings = settings
        self._limits = Limits.of(settings)
        self._held: Snapshot | None = None
        self._opening = Lock()
        self._link = settings.home / "current"
        self._target = ""
        self._kept: OrderedDict[str, Snapshot] = OrderedDict()
        self._opening_kept = Lock()

    def snapshot(self) -> Snapshot:
        """Return the generation that is published now; while a new one is being opened, the one before.

        Raises:
            GenerationError: nothing is published, or it does not open.
        """
        held = self.held()
        return held if held is not None else self._follow()

    def held(self) -> Snapshot | None:
        """Return the open generation without waiting, and see to it that a newer one is opened; None at first."""
        if self._held is not None and self._link_target() != self._target and self._opening.acquire(blocking=False):
            self._opening.release()
            Thread(target=self._follow_quietly, name="opening", daemon=True).start()
        return self._held

    def pinned(self, digest: str) -> Memento:
        """Return a generation that was published and is kept.

        Args:
            digest: its whole digest, or enough of its first digits.

        Raises:
            MissingGenerationError: there is none; it says what became of it.
        """
        history = self.home.history()
        found = history.find(history.whole(digest))
        if found.state is not State.KEPT:
            with self._opening_kept:
                self._kept.pop(found.digest, None)  # what was withdrawn is not kept open either
            raise MissingGenerationError(found.digest, found.state, found.replaced_by)
        since = history.first_published(found.digest)
        assert since is not None
        return Memento(self._open_kept(found.digest), since)

    def at(self, moment: datetime) -> Memento:
        """Return the generation that was current at a moment: https://www.rfc-editor.org/rfc/rfc7089

        Raises:
            GenerationError: nothing was ever published.
            MissingGenerationError: it is not kept.
        """
        found = self.home.at(moment)
        if found is None:
            raise GenerationError(f"nothing is published in {self.home.path}")
        if found.found.kept is None:
            raise MissingGenerationError(found.found.digest, found.found.state, found.found.replaced_by)
        return Memento(self._open_kept(found.found.kept), found.published)

    def _open_kept(self, digest: str) -> Snapshot:
        """Return a kept generation, answered from disk; only a few stay open."""
        held = self._held
        if held is not None and held.digest == digest:
            return held
        with self._opening_kept:
            snapshot = self._kept.get(digest)
            if snapshot is None:
                generation = self.home.find(digest)
                snapshot = self._kept[digest] = self._open(generation, workers=1, memory_triples=-1)
            self._kept.move_to_end(digest)
            while len(self._kept) > KEPT_OPEN:
                self._kept.popitem(last=False)
        return snapshot

    def opened(self) -> list[Snapshot]:
        """Return the generations that are open, the published one first."""
        held = self._held
        return [*([held] if held is not None else ()), *list(self._kept.values())]

    def reopen(self) -> None:
        """Open the published generation anew, with new processes, also if it did not open before.

        Requests are answered from what is open until the new one is.

        Raises:
            GenerationError: nothing is published, or it does not open.
        """
        try:
            self._follow(anew=True)
        except VolgraphError as error:
            self.failure = error
            raise

    def _link_target(self) -> str:
        try:
            return os.readlink(self._link)  # noqa: PTH115  # asked for each request, and a Path costs ten times as much
        except OSError:
            return ""

    def _follow_quietly(self) -> None:
        try:
            self._follow()
        except VolgraphError as error:
            self.failure = error

    failure: VolgraphError | None = None
    """Why the generation that `current` points to could not be opened."""

    def _follow(self, *, anew: bool = False) -> Snapshot:
        with self._opening:
            target = self._link_target()
            generation = self.home.current()
            if generation is None:
                raise GenerationError(
                    f"nothing is published in {self.home.path}: run `volgraph build` and `volgraph publish`"
                )
            self._target = target  # also when it does not open: it is not tried again at each request
            if anew or self._held is None or self._held.generation != generation:
                settings = self._settings
                self._held = self._open(generation, settings.queries_at_once, settings.memory_limit_triples)
            self.failure = None
            return self._held

    def _open(self, generation: Generation, workers: int, memory_triples: int) -> Snapshot:
        hold = generation.hold()
        manifest = generation.manifest()
        in_memory = manifest["counts"]["triples"] <= memory_triples
        engine = Engine.IN_MEMORY if in_memory else Engine.ON_DISK
        pool = Workers(generation.store, engine, workers, self._limits)
        pool.start()
        source = PageReader(self.pages, pool, generation.digest)
        return Snapshot(generation, manifest, source, Names(source), pool, hold)
