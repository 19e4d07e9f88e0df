"""Whose turn it is: how many queries run at once, how many of one client, and who waits."""

import asyncio
from collections import Counter, deque
from dataclasses import dataclass, field

from volgraph.errors import LimitError


@dataclass(slots=True)
class Turns:
    """Gives turns to clients, in the order of asking, one client after the other.

    A client holds at most all places but one, so that there is always one for somebody else. It belongs to one event
    loop.

    Args:
        places: how many have a turn at once.
        waiting_places: how many may wait; one client takes at most half of them.
        wait_s: how long one may wait.
    """

    places: int
    waiting_places: int
    wait_s: float
    running: Counter[str] = field(default_factory=Counter)
    _waiting: dict[str, deque[asyncio.Future[None]]] = field(default_factory=dict)

    @property
    def share(self) -> int:
        """How many turns one client may hold."""
        return max(1, self.places - 1)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(map(len, self._waiting.values()))

    async def take(self, client: str) -> None:
        """Wait for a turn and hold it until it is given back.

        Raises:
            LimitError: `queue` if too many wait or none of them ends in time, `share` if it is the client's own
                queries that are in the way.
        """
        if not self._free_for(client) or self._waiting:
            await self._wait(client)
        else:
            self.running[client] += 1

    def give_back(self, client: str) -> None:
        """End a turn; whoever waits is next."""
        self.running[client] -= 1
        if not self.running[client]:
            del self.running[client]
        self._give()

    def _free_for(self, client: str) -> bool:
        return self.running.total() < self.places and self.running[client] < self.share

    async def _wait(self, client: str) -> None:
        line = self._waiting.get(client, deque())
        own = len(line) >= max(1, self.waiting_places // 2)
        if own or self.waiting >= self.waiting_places:
            raise self._refusal(own=own)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(turn)
        self._waiting[client] = line
        self._give()
        try:
            async with asyncio.timeout(self.wait_s):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self.give_back(client)  # it came when nobody waited for it any more
            else:
                self._leave(client, turn)
            if isinstance(error, TimeoutError):
                raise self._refusal(own=self.running[client] >= self.share) from None
            raise

    def _leave(self, client: str, turn: asyncio.Future[None]) -> None:
        line = self._waiting[client]
        line.remove(turn)
        if not line:
            del self._waiting[client]

    def _give(self) -> None:
        """Give free places to those who wait, to each client in its turn."""
        for client in list(self._waiting):
            line = self._waiting[client]
            if not self._free_for(client):
                continue
            turn = line.popleft()
            if turn.cancelled():
                line.appendleft(turn)  # its waiter is about to leave
                continue
            del self._waiting[client]
            if line:
                self._waiting[client] = line  # at the end: the others come first
            self.running[client] += 1
            turn.set_result(None)

    def _refusal(self, *, own: bool) -> LimitError:
        if own:
            return LimitError(
                "share", f"you have {self.share} queries running, as many as one client may: wait for one"
            )
        return LimitError("queue", "too many queries are waiting: try again later")
