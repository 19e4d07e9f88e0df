"""Short addresses of queries: `/q/<sha>` leads to the query page, in the reader's language.

Nothing is parsed here: a text that looks like a query is kept as it came.
"""

import re

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from volgraph.errors import DiskSpaceError
from volgraph.io.kept_queries import SHORT_DIGITS
from volgraph.web.links import absolute
from volgraph.web.negotiation import wants_html
from volgraph.web.site import local, site
from volgraph.web.statuses import Problem

MOST_BYTES = 8000
_VERB = re.compile(r"\b(select|ask|construct|describe)\b", re.IGNORECASE)
_UNSEEN = {"X-Robots-Tag": "noindex", "Cache-Control": "no-store"}
_FULL = 507  # https://www.rfc-editor.org/rfc/rfc4918#section-11.5

blueprint = Blueprint("permalinks", __name__)


@blueprint.post("/q")
def keep() -> AnyResponse:
    """Keep a query, and say under which address.

    Raises:
        Problem: it is none, too long, comes from a page of another site, or there is no room for one more.
    """
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        raise Problem(403, "a page of another site cannot keep queries here: keep it on the query page")
    text = _posted()
    if not _VERB.search(text):
        raise Problem(400, "post a SPARQL query, as application/sparql-query or as the field “query” of a form")
    if (size := len(text.encode())) > MOST_BYTES:
        raise Problem(413, f"the query has {size} bytes; {MOST_BYTES} are the most that a permalink is made for")
    try:
        digest = site().kept_queries.keep(text)
    except DiskSpaceError:
        raise Problem(_FULL, "the server has no room to keep a query: share the address of the answer") from None
    if digest is None:
        most = site().kept_queries.most
        raise Problem(_FULL, f"{most} queries are kept, as many as this server may: share the address of the answer")
    path = f"/q/{digest[:SHORT_DIGITS]}"
    if wants_html("application/json"):
        return _unseen(redirect(path, 303))
    response = jsonify({"sha256": digest, "address": absolute(path)})
    response.status_code = 201
    response.headers["Location"] = path
    return _unseen(response)


@blueprint.get("/q/<name>")
def lead(name: str) -> AnyResponse:
    """Lead to the query page with a query that is kept; for a program, give its text.

    Raises:
        Problem: there is no such query.
    """
    digest, text = kept_query(name)
    if wants_html("application/sparql-query"):
        response: AnyResponse = redirect(local("/query", q=digest[:SHORT_DIGITS]), 303)
    else:
        response = Response(text, mimetype="application/sparql-query")
    response.vary.update(("Accept", "Accept-Language", "Cookie"))
    return _unseen(response)


def kept_query(name: str) -> tuple[str, str]:
    """Return the digest and the text of a query that is kept.

    Raises:
        Problem: there is none.
    """
    found = site().kept_queries.find(name)
    if found is None:
        raise Problem(404, "no query is kept under this address: it may have been copied incompletely")
    return found


def _posted() -> str:
    if request.mimetype != "application/sparql-query":
        return request.form.get("query", "").replace("\r\n", "\n")
    try:
        return request.get_data().decode()
    except UnicodeDecodeError as error:
        raise Problem(400, f"the query is not UTF-8 at byte {error.start}") from None


def _unseen(response: AnyResponse) -> AnyResponse:
    response.headers.update(_UNSEEN)
    return response
