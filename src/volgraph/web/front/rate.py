"""How many requests a client may send a minute: https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/."""

from math import ceil
from time import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from volgraph.errors import LimitError
from volgraph.web.statuses import Problem, problem_of

_MOST_HELD = 10_000


class Rate:
    """Counts the requests of each client in windows of a minute.

    Counting one costs a quarter of answering a kept answer. So a client is granted a hundredth of its minute at once,
    and what is left of that is counted here; a limit below 200 is counted one by one.

    Args:
        requests: how many a minute; 0 for no limit.
    """

    def __init__(self, requests: int) -> None:
        self._requests = requests
        if requests:
            self._item = RateLimitItemPerMinute(requests)
            self._limiter = FixedWindowRateLimiter(MemoryStorage())
            self._granted_at_once = max(1, requests // 100)
            self._granted: dict[str, int] = {}

    def count(self, client: str) -> None:
        """Count a request.

        Raises:
            Problem: it is one too many.
        """
        if not self._requests:
            return
        left = self._granted.get(client, 0)
        if left:
            self._granted[client] = left - 1
            return
        if not self._limiter.hit(self._item, client, cost=self._granted_at_once):
            raise self._refusal(client)
        if len(self._granted) >= _MOST_HELD:
            self._granted.clear()
        self._granted[client] = self._granted_at_once - 1

    def _refusal(self, client: str) -> Problem:
        again = max(1, ceil(self._limiter.get_window_stats(self._item, client).reset_time - time()))
        message = f"you have sent {self._requests} requests in a minute, as many as one client may: wait"
        problem = problem_of(LimitError("rate", message))
        assert problem is not None
        problem.headers = {
            "Retry-After": str(again),
            "RateLimit-Policy": f'"minute";q={self._requests};w=60',
            "RateLimit": f'"minute";r=0;t={again}',
        }
        return problem
