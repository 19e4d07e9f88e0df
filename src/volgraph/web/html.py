"""Sending a page."""

from flask import Response, render_template

from volgraph.web.site import language


def html(template: str, status: int = 200, **values: object) -> Response:
    """Return a page made from a template, in the reader's language."""
    response = Response(render_template(template, **values), status, mimetype="text/html")
    response.content_language.add(language())
    return response
