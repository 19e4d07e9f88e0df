"""Asking queries: an editor where scripts run, and a form and a table where they do not."""

from collections.abc import Mapping
from time import monotonic
from typing import Any

from flask import Blueprint, Response, jsonify, request
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response as AnyResponse

from volgraph.config import Settings
from volgraph.domain.vocabulary import PREFIXES, VG
from volgraph.errors import LimitError, QueryError
from volgraph.io.media_types import Kind, formats
from volgraph.services.answering import Table
from volgraph.services.querying import Query
from volgraph.services.terms_in_use import TermInUse, terms_in_use
from volgraph.services.workers.messages import Job
from volgraph.web.examples import Example, examples, questions
from volgraph.web.front.clients import client_of
from volgraph.web.html import html
from volgraph.web.links import absolute
from volgraph.web.mementos import PARAMETER
from volgraph.web.permalinks import kept_query
from volgraph.web.showing import plain
from volgraph.web.site import language, local, notes, site, snapshot
from volgraph.web.statuses import problem_of
from volgraph.web.texts import text

MOST_ROWS = 1000

_SHARED_TEXTS = (
    "query",
    "result",
    "yes",
    "no",
    "page",
    "prev",
    "next",
    "line",
    "column",
    "rows",
    "generation",
    "download",
    "claim-cite",
)
_OWN_TEXTS = (
    *("queries", "table", "response", "chart", "timeline", "map", "graph", "filter", "seconds", "running"),
    *("with-evidence", "value", "along", "first-rows", "not-drawn", "copied", "find-example", "save"),
    *("keep-413", "keep-429", "keep-507", "keep-failed"),
    *("problem-wrong", "problem-memory", "problem-size", "problem-queue", "problem-share", "problem-rate"),
    *("problem-cancelled", "problem-pace", "problem-other"),
    *("problem-unreachable", "problem-cut", "problem-too-large", "problem-stopped"),
)
"""The texts that the scripts of the page show: those of other parts too, and those whose keys begin with `q-`."""

blueprint = Blueprint("query", __name__)


@blueprint.get("/query")
def query() -> AnyResponse:
    """Show an editor with a query: one that is given, with its answer; one that is kept; or an example.

    Raises:
        Problem: no query is kept under such a name.
    """
    fields = request.args
    asked = fields.get("query", "")
    if asked.strip():
        return results_page(
            Query(asked, tuple(fields.getlist("default-graph-uri")), tuple(fields.getlist("named-graph-uri")))
        )
    if "q" in fields:
        digest, kept = kept_query(fields["q"])
        response = _page(kept, lasting=False, runs=True, title=digest[:8])  # it may be taken back
        response.headers["X-Robots-Tag"] = "noindex"
        return response
    first = examples(language())[0]
    return _page(first.query, title=first.title)


@blueprint.get("/query/terms")
def terms() -> Response:
    """Give the prefixes, classes and properties that an editor completes."""
    listed = terms_in_use(snapshot().source)
    response = jsonify(
        prefixes=PREFIXES,
        classes=[_term(term) for term in listed if term.kind == "class"],
        properties=[_term(term) for term in listed if term.kind == "property"],
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def results_page(query: Query) -> Response:
    """Show what a query finds, or what is wrong with it, below the form that holds it."""
    held = snapshot()
    notes().tell("", query.text, held.digest, kept=None)
    endpoint = absolute("/sparql")
    job = Job(query.text, query.default_graphs, query.named_graphs, most_rows=MOST_ROWS + 1, base_iri=endpoint)
    client = client_of(request.remote_addr or "unknown")
    began = monotonic()
    try:
        table = site().answering.table(held.workers, job, client, held.digest)
    except QueryError as error:
        notes().error = error
        return _page(query.text, 400, error=error)
    except LimitError as error:
        return _limited_page(query.text, error)
    return _page(
        query.text,
        lasting=False,
        asked=query,
        answered=True,
        boolean=table.boolean,
        variables=table.variables,
        seconds=round(monotonic() - began, 2),
        claims=_claims(table),
        rows=[[plain(term) for term in row] for row in table.rows[:MOST_ROWS]],
        more=len(table.rows) > MOST_ROWS,
        formats=formats(Kind(table.kind)),
    )


def _limited_page(query: str, error: LimitError) -> Response:
    """Show that a query met a limit, and what can be done, below the form that still holds it."""
    notes().error = error
    problem = problem_of(error)
    assert problem is not None
    reason = text(f"q-problem-{error.limit}", language(), seconds=site().settings.query_time_limit_s)
    response = _page(query, problem.status, limit=reason)
    response.headers.update(problem.headers)
    return response


def _page(
    query: str, status: int = 200, *, lasting: bool = True, title: str = "", runs: bool = False, **values: Any
) -> Response:
    """Return the page with a query in its editor.

    Args:
        query: the text.
        status: of HTTP.
        lasting: whether the page depends on nothing but its address and the generation.
        title: of the query.
        runs: whether the editor asks it at once.
        values: what the template shows of an answer.
    """
    own, others = examples(language()), questions(snapshot(), language())
    return html(
        "query.html",
        status,
        lasting=lasting,
        query=query,
        examples=own,
        questions=others,
        settings=_settings(query, title or _title(query, (*own, *others)), runs=runs),
        **values,
    )


def _claims(table: Table) -> str:
    """Return the first column that holds claims, whose words and addresses can be had; empty if there is none."""
    start = site().base.things
    for place, name in enumerate(table.variables):
        things = (row[place] for row in table.rows)
        if any(isinstance(term, NamedNode) and _is_claim(term.value, start) for term in things):
            return name
    return ""


def _is_claim(iri: str, start: str) -> bool:
    return iri.startswith(start) and "/claim/" in iri


def _title(query: str, known: tuple[Example, ...]) -> str:
    return next((example.title for example in known if example.query == query), "")


def _settings(query: str, title: str, *, runs: bool) -> dict[str, Any]:
    """Return what the scripts of the page work with."""
    held, code, limits = snapshot(), language(), site().settings
    return {
        "language": code,
        "query": query,
        "title": title,
        "run": runs,
        "generation": held.digest,
        "pinned": bool(request.args.get(PARAMETER)),
        "endpoint": "/sparql",
        "queries": "/queries",
        "keep": "/q",
        "cite": f"/{code}/cite/query",
        "terms": local("/query/terms"),
        "page": f"/{code}/page/",
        "vocabulary": f"/{code}/ns",
        "things": site().base.things,
        "ontology": VG.iri,
        "prefixes": PREFIXES,
        "texts": _texts(code, limits),
    }


def _texts(code: str, limits: Settings) -> Mapping[str, str]:
    shared = {key: text(key, code) for key in _SHARED_TEXTS}
    own = {key: text(f"q-{key}", code) for key in _OWN_TEXTS}
    return {**shared, **own, "problem-time": text("q-problem-time", code, seconds=limits.query_time_limit_s)}


def _term(term: TermInUse) -> dict[str, Any]:
    return {"iri": term.iri, "curie": term.curie, "label": term.label(language()), "count": term.count}
