"""The queries that are being answered: listing and cancelling them."""

import json
from time import time

from volgraph.domain.tokens import Scope
from volgraph.services.answering import Asked
from volgraph.services.workers.messages import AnyJob, GraphJob, Job, StoredJob, UpdateJob, ValidationJob, WriteJob
from volgraph.web.front.exchange import COMMON, Exchange
from volgraph.web.front.site import FrontSite
from volgraph.web.statuses import Problem

PATH = "/queries"
_SHOWN_CHARS = 2000


async def handle(exchange: Exchange, site: FrontSite) -> None:
    """List running queries, or cancel the one that the address names.

    Raises:
        Problem: there is no such query.
        AuthorizationError: the client sends a token that does not let it see all.
    """
    query_id = exchange.path.removeprefix(PATH).strip("/")
    if exchange.method == "DELETE":
        await _cancel(exchange, site, query_id)
    else:
        await _list(exchange, site, query_id)


async def _list(exchange: Exchange, site: FrontSite, query_id: str) -> None:
    """List the client's own queries; all of them, with who asked, for a token with the scope `admin`."""
    administers = bool(exchange.header("authorization"))
    if administers:
        site.tokens.check(exchange.header("authorization"), Scope.ADMIN)
    mine = site.client(exchange)
    shown = [
        {**_summary(asked), **({"client": asked.client} if administers else {})}
        for answering in site.all_answering()
        for asked in answering.asked.values()
        if (administers or asked.client == mine) and query_id in ("", asked.id)
    ]
    if query_id and not shown:
        raise _unknown()
    content = shown[0] if query_id else {"queries": shown}
    body = json.dumps(content, ensure_ascii=False).encode() + b"\n"
    await exchange.whole(200, [*COMMON, (b"content-type", b"application/json"), (b"cache-control", b"no-store")], body)


async def _cancel(exchange: Exchange, site: FrontSite, query_id: str) -> None:
    """Cancel a query: who knows its name may, since only who asked and administrators are told it."""
    if not any(answering.cancel(query_id) for answering in site.all_answering()):
        raise _unknown()
    await exchange.start(204, COMMON)
    await exchange.send(b"", more=False)


def _unknown() -> Problem:
    return Problem(404, "no query of this name is being answered: it has ended, or never was")


def _summary(asked: Asked) -> dict[str, object]:
    run = asked.run
    state = "waiting" if run is None else "evaluating" if run.running else "sending"
    return {
        "id": asked.id,
        "state": state,
        "seconds": round(time() - asked.since, 3),
        "bytes": run.size if run else 0,
        "generation": asked.generation,
        "query": _text(asked.job)[:_SHOWN_CHARS],
    }


def _text(job: AnyJob) -> str:
    match job:
        case Job():
            return job.query
        case UpdateJob():
            return job.update
        case GraphJob():
            return f"graph {job.graph or 'default'}"
        case StoredJob():
            return job.name
        case WriteJob():
            return f"{job.operation} graph {job.graph or 'default'}"
        case ValidationJob():
            return f"validation of {', '.join(job.data)} with {', '.join(job.shapes) or 'the published shapes'}"
