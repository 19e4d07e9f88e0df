"""Sending a page."""

from flask import Response, g, render_template, request

from volgraph.web.languages import split_language
from volgraph.web.site import language


def html(template: str, status: int = 200, *, lasting: bool = True, **values: object) -> Response:
    """Return a page made from a template, in the reader's language.

    Args:
        template: its name.
        status: of HTTP.
        lasting: whether the page depends on nothing but its address and the generation, so that it can be kept.
        values: what the template shows.
    """
    response = Response(render_template(template, **values), status, mimetype="text/html")
    response.content_language.add(language())
    if lasting and status == 200 and "snapshot" in g and split_language(request.path)[0]:
        response.headers["Cache-Control"] = "no-cache"  # kept, and asked for anew: the next generation has another one
        response.vary.update(("Accept-Encoding",))
    else:
        response.headers["Cache-Control"] = "no-store"
    return response
