"""Whether the server lives, whether it can answer, and its metrics: for those who run it."""

import json

from volgraph.web.front.exchange import COMMON, Exchange
from volgraph.web.front.metrics import CONTENT_TYPE
from volgraph.web.front.site import FrontSite
from volgraph.web.statuses import Problem

LIVE, READY, METRICS = "/health/live", "/health/ready", "/metrics"
_NO_STORE = (b"cache-control", b"no-store")


async def say_live(exchange: Exchange, site: FrontSite) -> None:
    """Say that the process answers."""
    await _say(exchange, 200, {"status": "live"})


async def say_ready(exchange: Exchange, site: FrontSite) -> None:
    """Say whether queries would be answered."""
    status, content = await site.readiness.find()
    await _say(exchange, status, content)


async def give_metrics(exchange: Exchange, site: FrontSite) -> None:
    """Give the metrics.

    Raises:
        Problem: they are none of the client's business.
    """
    if not site.forwarding.caller(exchange).is_own:
        raise Problem(403, "metrics are for clients that --trusted-clients names")
    await exchange.whole(200, [*COMMON, (b"content-type", CONTENT_TYPE), _NO_STORE], site.metrics.text())


async def _say(exchange: Exchange, status: int, content: dict[str, str]) -> None:
    body = json.dumps(content).encode() + b"\n"
    await exchange.whole(status, [*COMMON, (b"content-type", b"application/json"), _NO_STORE], body)
