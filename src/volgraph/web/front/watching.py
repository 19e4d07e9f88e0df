"""Noticing that a client has gone away while its query is answered: ASGI's `receive()` tells, `send()` does not."""

import asyncio
from types import TracebackType

from volgraph.web.front.exchange import ClientGoneError, Receive

_EVERY_S = 0.05


class Watch:
    """Ends what is done in it when the client goes away, with a `ClientGoneError`.

    Args:
        receive: as ASGI gives it.
        round: looks after it.
    """

    def __init__(self, receive: Receive, round: "Round") -> None:
        self._receive, self._round = receive, round
        self._seen = self._client_gone = False
        self._task: asyncio.Task[None] | None = None
        self._watched: asyncio.Task[object] | None = None

    def __enter__(self) -> None:
        self._watched = asyncio.current_task()
        self._round.add(self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._round.remove(self)
        if self._task is not None:
            self._task.cancel()
        if self._client_gone and isinstance(error, asyncio.CancelledError):
            raise ClientGoneError from None

    def look(self) -> None:
        """Begin to watch when this is called for the second time: most clients are answered before."""
        if self._seen and self._task is None:
            self._task = asyncio.ensure_future(self._wait())
        self._seen = True

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._client_gone = True
        if self._watched is not None:
            self._watched.cancel()


class Round:
    """Looks at all watches every now and then: a timer for each would cost more. It belongs to one event loop."""

    def __init__(self) -> None:
        self._watches: dict[Watch, None] = {}
        self._timer: asyncio.TimerHandle | None = None

    def add(self, watch: Watch) -> None:
        """Look at it from now on."""
        self._watches[watch] = None
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_EVERY_S, self._look)

    def remove(self, watch: Watch) -> None:
        """Look at it no more."""
        del self._watches[watch]

    def _look(self) -> None:
        for watch in self._watches:
            watch.look()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(_EVERY_S, self._look) if self._watches else None
