"""The SPARQL endpoint: the query operation of the protocol, and the description of the service.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from flask import Blueprint, Response, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, UnsupportedMediaType
from werkzeug.wrappers import Response as AnyResponse

from volgraph.io.media_types import Kind, offers
from volgraph.io.results import Answer, Body
from volgraph.services.querying import Query, run
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
    with run(snapshot().store, query) as answer:
        return answer_response(answer)


def answer_response(answer: Answer) -> Response:
    """Return an answer in the format that the client likes best, complete before its first byte is sent."""
    form, content_type = chosen_format(answer.kind)
    return whole(Body(lambda file: answer.write(file, form)), content_type)


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
