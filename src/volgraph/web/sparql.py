"""The SPARQL endpoint for people: the results of a query as a page, and the description of the service.

Programs are answered by `web.front.queries`.
"""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from volgraph.io.media_types import Kind, offers
from volgraph.services.querying import Query
from volgraph.web.negotiation import wants_html
from volgraph.web.pages import results_page
from volgraph.web.service_description import description
from volgraph.web.site import local, snapshot
from volgraph.web.writing import rdf_response

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def endpoint() -> AnyResponse:
    """Show what a query finds; without one, describe the service."""
    text = request.values.get("query", "")
    if text.strip():
        fields = request.values
        return results_page(
            Query(text, tuple(fields.getlist("default-graph-uri")), tuple(fields.getlist("named-graph-uri")))
        )
    if request.values.get("format") == "html" or wants_html(*(media_type for media_type, _ in offers(Kind.TRIPLES))):
        return redirect(local("/"), 303)
    return rdf_response(description(snapshot(), request.base_url))
