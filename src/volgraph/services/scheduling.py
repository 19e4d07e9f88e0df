"""Whose turn it is: how many queries run at once, how many of one client, and who waits."""

import asyncio
from collections import Counter, deque
from dataclasses import dataclass, field

from volgraph.errors import LimitError

_LOOK_EVERY_S = 0.05


@dataclass(slots=True, eq=False)
class _Turn:
    """Somebody's place in a line: until when, in the loop's seconds, and whether the turn came; false if it did not."""

    until: float
    given: asyncio.Future[bool]


@dataclass(slots=True)
class Turns:
    """Gives turns to clients, in the order of asking, one client after the other.

    A client holds at most all places but one, so that there is always one for somebody else. It belongs to one event
    loop.

    Args:
        places: how many have a turn at once.
        waiting_places: how many may wait; one client takes at most half of them.
        wait_s: how long one may wait.
        work: what errors call what is done in a turn.
    """

    places: int
    waiting_places: int
    wait_s: float
    work: str = "queries"
    running: Counter[str] = field(default_factory=Counter)
    _waiting: "dict[str, deque[_Turn]]" = field(default_factory=dict)
    _round: asyncio.TimerHandle | None = None

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
        loop = asyncio.get_running_loop()
        turn = _Turn(loop.time() + self.wait_s, loop.create_future())
        line.append(turn)
        self._waiting[client] = line
        self._give()
        if self._round is None:
            self._round = loop.call_later(_LOOK_EVERY_S, self._look)
        try:
            if not await turn.given:
                raise self._refusal(own=self.running[client] >= self.share)
        except BaseException:
            if turn.given.done() and not turn.given.cancelled() and turn.given.result():
                self.give_back(client)  # it came when nobody waited for it any more
            else:
                self._leave(client, turn)
            raise

    def _look(self) -> None:
        """Let those go who have waited too long: a timer for each would cost as much as all the rest."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        for line in self._waiting.values():
            for turn in line:
                if turn.until > now:
                    break
                if not turn.given.done():
                    turn.given.set_result(False)
        self._round = loop.call_later(_LOOK_EVERY_S, self._look) if self._waiting else None

    def _leave(self, client: str, turn: "_Turn") -> None:
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
            if turn.given.done():
                line.appendleft(turn)  # its waiter is about to leave
                continue
            del self._waiting[client]
            if line:
                self._waiting[client] = line  # at the end: the others come first
            self.running[client] += 1
            turn.given.set_result(True)

    def _refusal(self, *, own: bool) -> LimitError:
        if own:
            return LimitError(
                "share", f"you have {self.share} {self.work} running, as many as one client may: wait for one"
            )
        return LimitError("queue", f"too many {self.work} are waiting: try again later")
