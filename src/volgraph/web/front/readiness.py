"""Whether queries would be answered now: a generation is open, its workers answer, and there is room to wait."""

import asyncio
from dataclasses import dataclass, field
from time import monotonic

from volgraph.errors import VolgraphError
from volgraph.services.answering import Answering
from volgraph.services.published import Published, Snapshot
from volgraph.services.workers.messages import Job

_PING = Job("ASK { }", (), (), "json", None)
_PING_S, _HOLDS_S = 2, 1.0


@dataclass(slots=True)
class Readiness:
    """Whether the server can answer; found out at most once a second, however many ask.

    Args:
        published, answering: what is looked at.
    """

    published: Published
    answering: Answering
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _known: tuple[int, dict[str, str]] = (503, {})
    _until: float = 0.0

    async def find(self) -> tuple[int, dict[str, str]]:
        """Return the status and what is said."""
        async with self._asking:
            if monotonic() >= self._until:
                self._known = await self._look()
                self._until = monotonic() + _HOLDS_S
        return self._known

    async def _look(self) -> tuple[int, dict[str, str]]:
        published, turns = self.published, self.answering.turns
        try:
            snapshot = await asyncio.to_thread(published.snapshot)
        except VolgraphError:
            return _not_ready("nothing is published, or it does not open")
        about = {
            "digest": snapshot.digest,
            "engine": snapshot.engine,
            "since": snapshot.opened.isoformat(timespec="seconds"),
        }
        if published.failure is not None:
            return _not_ready("the newest generation does not open", about)
        if turns.waiting >= turns.waiting_places:
            return _not_ready("the queue is full", about)
        if not await _answers(snapshot):
            return _not_ready("the processes that answer queries do not answer", about)
        return 200, {"status": "ready", **about}


def _not_ready(reason: str, about: dict[str, str] | None = None) -> tuple[int, dict[str, str]]:
    return 503, {"status": "not ready", "reason": reason, **(about or {})}


async def _answers(snapshot: Snapshot) -> bool:
    """Tell whether a worker answers the smallest query; it needs no turn."""
    try:
        async with asyncio.timeout(_PING_S):
            run = await snapshot.workers.run(_PING, None, lambda: None)
            try:
                await run.begin(0)
            finally:
                run.stop()
    except (VolgraphError, TimeoutError):
        return False
    return True
