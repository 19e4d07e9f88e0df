"""The SPARQL endpoint: the query operation of the protocol, and the description of the service.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from flask import Blueprint, Response, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, NotAcceptable, UnsupportedMediaType
from werkzeug.wrappers import Response as AnyResponse

from volgraph.io.media_types import Format, Kind, offers
from volgraph.services.querying import Query
from volgraph.services.workers.client import FormatRefusedError
from volgraph.services.workers.messages import Job
from volgraph.web.negotiation import chosen_format, wants_html
from volgraph.web.pages import results_page
from volgraph.web.service_description import description
from volgraph.web.site import local, snapshot
from volgraph.web.writing import rdf_response, whole

FORM = "application/x-www-form-urlencoded"
SPARQL_QUERY = "application/sparql-query"
_PARAMETERS = {"query", "default-graph-uri", "named-graph-uri", "update"}

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def endpoint() -> AnyResponse:
    """Answer a query; without one, describe the service."""
    query = _asked()
    if query is None:
        if _wants_page(Kind.TRIPLES):
            return redirect(local("/"), 303)
        return rdf_response(description(snapshot(), request.base_url))
    if _wants_page(Kind.SOLUTIONS, Kind.TRIPLES):
        return results_page(query)
    return _answer(query)


def _answer(query: Query) -> Response:
    """Return an answer in the format that the client likes best, complete before its first byte is sent."""
    chosen = {kind: _format(kind) for kind in Kind}
    names = {kind: found[0].name if found else None for kind, found in chosen.items()}
    job = Job(query.text, query.default_graphs, query.named_graphs, names[Kind.SOLUTIONS], names[Kind.TRIPLES])
    try:
        answered = snapshot().workers.answer(job, _time_limit_s())
    except FormatRefusedError as error:
        chosen_format(Kind(error.kind))  # says which formats there are
        raise
    found = chosen[Kind(answered.kind)]
    assert found is not None
    return whole(answered.body, found[1])


def _format(kind: Kind) -> tuple[Format, str] | None:
    try:
        return chosen_format(kind)
    except NotAcceptable:
        return None


def _time_limit_s() -> float | None:
    """Return the `timeout` that the client asks for, in seconds."""
    asked = request.values.get("timeout")
    if asked is None:
        return None
    try:
        seconds = float(asked)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise BadRequest(f"the timeout is a number of seconds above 0, not “{asked}”")
    return seconds


def _wants_page(*kinds: Kind) -> bool:
    if request.values.get("format"):
        return request.values["format"] == "html"
    return wants_html(*(media_type for kind in kinds for media_type, _ in offers(kind)))


def _asked() -> Query | None:
    """Return the query of the request, or None if it is a plain `GET`.

    Raises:
        BadRequest: there is no query, or more than one.
        UnsupportedMediaType: it is posted in another form than the protocol's.
    """
    if request.method != "POST":
        return _from(request.args) if _PARAMETERS & {*request.args} else None
    charset = request.mimetype_params.get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "us-ascii"):
        raise UnsupportedMediaType(f"queries are UTF-8, not {charset}")
    if request.mimetype == FORM:
        return _from(request.form)
    if request.mimetype == SPARQL_QUERY:
        try:
            text = request.get_data().decode()
        except UnicodeDecodeError as error:
            raise BadRequest(f"the query is not UTF-8 at byte {error.start}") from None
        return _query(text, request.args)
    raise UnsupportedMediaType(f"post a query as {FORM} or as {SPARQL_QUERY}")


def _from(fields: MultiDict[str, str]) -> Query:
    if "update" in fields:
        raise BadRequest("what is published is never updated: this endpoint answers queries only")
    texts = fields.getlist("query")
    if len(texts) != 1:
        raise BadRequest(f"give one query, not {len(texts)}: the parameter is called “query”")
    return _query(texts[0], fields)


def _query(text: str, fields: MultiDict[str, str]) -> Query:
    if not text.strip():
        raise BadRequest("the query is empty")
    return Query(text, tuple(fields.getlist("default-graph-uri")), tuple(fields.getlist("named-graph-uri")))
