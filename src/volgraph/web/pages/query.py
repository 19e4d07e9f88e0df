"""Asking a query: its answer as a table."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from volgraph.errors import QueryError
from volgraph.io.media_types import Kind, formats
from volgraph.services.querying import Query
from volgraph.services.workers.messages import Job
from volgraph.web.examples import examples
from volgraph.web.front.clients import client_of
from volgraph.web.html import html
from volgraph.web.links import absolute
from volgraph.web.showing import plain
from volgraph.web.site import language, local, notes, site, snapshot

MOST_ROWS = 1000

blueprint = Blueprint("query", __name__)


@blueprint.get("/query")
def query() -> AnyResponse:
    """Show the answer to a query as a table."""
    fields = request.args
    asked = fields.get("query", "")
    if not asked.strip():
        return redirect(local("/"), 303)
    return results_page(
        Query(asked, tuple(fields.getlist("default-graph-uri")), tuple(fields.getlist("named-graph-uri")))
    )


def results_page(query: Query) -> AnyResponse:
    """Show what a query finds, or what is wrong with it, below the form that holds it."""
    held = snapshot()
    notes().tell("", query.text, held.digest, kept=None)
    endpoint = absolute("/sparql")
    job = Job(query.text, query.default_graphs, query.named_graphs, most_rows=MOST_ROWS + 1, base_iri=endpoint)
    client = client_of(request.remote_addr or "unknown")
    try:
        table = site().answering.table(held.workers, job, client, held.digest)
    except QueryError as error:
        notes().error = error
        return html("results.html", 400, query=query.text, error=error, examples=examples(language()))
    return html(
        "results.html",
        lasting=False,
        query=query.text,
        asked=query,
        boolean=table.boolean,
        variables=table.variables,
        rows=[[plain(term) for term in row] for row in table.rows[:MOST_ROWS]],
        more=len(table.rows) > MOST_ROWS,
        formats=formats(Kind(table.kind)),
        examples=examples(language()),
    )
