"""The SPARQL endpoint beside its answers: the way to the page for people, and the description of the service.

Programs are answered by `web.front.queries`.
"""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from volgraph.io.media_types import Kind, offers
from volgraph.services.querying import Query
from volgraph.web.negotiation import wants_html
from volgraph.web.pages.query import results_page
from volgraph.web.service_description import description
from volgraph.web.site import language, local, snapshot
from volgraph.web.writing import rdf_response

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def endpoint() -> AnyResponse:
    """Lead a person to the page of a query and its results; without a query, describe the service."""
    fields = request.values
    text = fields.get("query", "")
    if text.strip() and request.method == "POST":  # what was posted may be too long for an address
        return results_page(
            Query(text, tuple(fields.getlist("default-graph-uri")), tuple(fields.getlist("named-graph-uri")))
        )
    if text.strip():
        return redirect(f"/{language()}/query?{request.query_string.decode('latin-1')}", 303)
    if fields.get("format") == "html" or wants_html(*(media_type for media_type, _ in offers(Kind.TRIPLES))):
        return redirect(local("/query"), 303)
    return rdf_response(description(snapshot(), request.base_url))
