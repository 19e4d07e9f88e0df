"""The queries that are being answered: listing and cancelling them."""

import json
from time import time

from volgraph.services.answering import Asked
from volgraph.services.workers.messages import Job
from volgraph.web.front.exchange import COMMON, Exchange
from volgraph.web.front.site import FrontSite
from volgraph.web.statuses import Problem

PATH = "/queries"
_SHOWN_CHARS = 2000


async def list_running(exchange: Exchange, site: FrontSite) -> None:
    """List the client's own queries that are being answered; all of them for an administrator.

    Raises:
        Problem: the token is none.
    """
    mine = site.client(exchange)
    shown = [_summary(asked) for asked in site.answering.asked.values() if asked.client == mine]
    body = json.dumps({"queries": shown}, ensure_ascii=False).encode()
    await exchange.whole(200, [*COMMON, (b"content-type", b"application/json"), (b"cache-control", b"no-store")], body)


async def cancel(exchange: Exchange, site: FrontSite, query_id: str) -> None:
    """Cancel a query: who knows its name may.

    Raises:
        Problem: it is not being answered.
    """
    if not site.answering.cancel(query_id):
        raise Problem(404, "no query of this name is being answered: it has ended, or never was")
    await exchange.start(204, COMMON)
    await exchange.send(b"", more=False)


def _summary(asked: Asked) -> dict[str, object]:
    run, job = asked.run, asked.job
    state = "waiting" if run is None else "evaluating" if run.running else "sending"
    return {
        "id": asked.id,
        "state": state,
        "seconds": round(time() - asked.since, 3),
        "bytes": run.size if run else 0,
        "generation": asked.generation,
        "query": job.query[:_SHOWN_CHARS] if isinstance(job, Job) else f"graph {job.graph or 'default'}",
    }


async def handle(exchange: Exchange, site: FrontSite) -> None:
    """List running queries, or cancel the one that the address names."""
    query_id = exchange.path.removeprefix(PATH).strip("/")
    if exchange.method == "DELETE":
        await cancel(exchange, site, query_id)
    else:
        await list_running(exchange, site)
