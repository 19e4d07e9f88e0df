"""Sending a body whole, and triples in the format that the client likes best."""

from collections.abc import Iterable

from flask import Response
from pyoxigraph import Triple

from volgraph.io.media_types import Format, Kind
from volgraph.io.results import Body, write_triples
from volgraph.web.negotiation import chosen_format


def rdf_response(triples: Iterable[Triple], form: Format | None = None) -> Response:
    """Return triples, in `form` if the address names it, else as the client asks."""
    if form is None:
        form, content_type = chosen_format(Kind.TRIPLES)
    else:
        content_type = form.content_type()
    return whole(Body(lambda file: write_triples(triples, file, form)), content_type)


def whole(body: Body, content_type: str) -> Response:
    """Return a body with its length, so that a client notices a transfer that was cut."""
    response = Response(body.chunks(), content_type=content_type)
    response.content_length = body.length
    response.call_on_close(body.close)
    return response
