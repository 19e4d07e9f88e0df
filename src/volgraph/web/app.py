"""The Flask app, made by a factory from its settings."""

from flask import Flask, Response, g, request

from volgraph.config import Settings
from volgraph.io.generations import Home
from volgraph.services.answering import Answering
from volgraph.services.published import Published
from volgraph.services.tokens import Tokens
from volgraph.web import (
    assets,
    downloads,
    linked_data,
    listed,
    openapi,
    pages,
    permalinks,
    problems,
    publications,
    reconciliation,
    robots,
    search,
    sitemaps,
    sparql,
    state,
    validation,
)
from volgraph.web.front.exchange import PAGE_POLICY
from volgraph.web.languages import split_language
from volgraph.web.site import KEY, Site

MAX_BODY_BYTES = 1 << 20
_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Content-Language, ETag, Link, Location, Memento-Datetime, Retry-After, Volgraph-Generation, Volgraph-Query"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": PAGE_POLICY,
}
_PREFLIGHT = {  # what is only read: the front answers for `/sparql`
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type",
    "Access-Control-Max-Age": "86400",
}


def create_app(
    settings: Settings,
    published: Published | None = None,
    answering: Answering | None = None,
    tokens: Tokens | None = None,
) -> Flask:
    """Return the app.

    Args:
        settings: what the user chose.
        published: where generations come from, if not from the home of the settings.
        answering: who lends workers for queries, if others ask too.
        tokens: who may do more than read, if not from the home of the settings.
    """
    app = Flask(__name__, static_folder=None)
    app.url_map.merge_slashes = False  # an address that is not quite one of ours leads nowhere
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY_BYTES
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions[KEY] = Site(
        settings,
        published or Published(settings),
        answering or Answering(settings),
        tokens or Tokens(Home(settings.home)),
    )
    assets.register(app)
    problems.register(app)
    for part in (
        sparql,
        linked_data,
        search,
        listed,
        reconciliation,
        downloads,
        publications,
        openapi,
        permalinks,
        robots,
        sitemaps,
        state,
        validation,
    ):
        app.register_blueprint(part.blueprint)
    pages.register(app)
    app.after_request(_finish)
    return app


def _finish(response: Response) -> Response:
    """Let pages of other sites read, say which generation answered, and what the answer depends on."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.method == "OPTIONS":
        response.headers.update(_PREFLIGHT)
    if "snapshot" in g:
        response.headers["Volgraph-Generation"] = g.snapshot.digest
        response.vary.update(("Accept-Datetime",))
    if not split_language(request.path)[0] and request.endpoint != "static":
        response.vary.update(("Accept", "Accept-Language", "Cookie"))
    elif response.status_code >= 400:
        response.vary.update(("Accept",))
    for name, value in g.get("memento", {}).items():
        links = response.headers.get(name) if name == "link" else None
        response.headers[name] = f"{links}, {value}" if links else value
    return response
