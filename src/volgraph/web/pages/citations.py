"""Citing a thing or the result of a query, as a page and as files for reference managers."""

from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from pyoxigraph import Literal
from werkzeug.exceptions import BadRequest, NotFound

from volgraph.domain.citations import FORMATS, Citation, citation_key
from volgraph.services.querying import ask
from volgraph.services.things import is_known
from volgraph.web.absent import refuse_absent, refuse_gone, thing_or_absent
from volgraph.web.html import html
from volgraph.web.languages import split_language
from volgraph.web.links import absolute
from volgraph.web.mementos import of_generation
from volgraph.web.showing import named
from volgraph.web.site import language, local, site, snapshot
from volgraph.web.texts import text

MAX_QUERY_CHARS = 8000
"""A longer query does not fit into an address."""

blueprint = Blueprint("citations", __name__)


@blueprint.get("/cite/page/<path:path>")
def cite_thing(path: str) -> Response:
    """Give citations of a thing."""
    node = thing_or_absent(path)
    refuse_gone(node)
    if not is_known(snapshot().source, node):
        refuse_absent(path)
    title = named(node)
    url = of_generation(absolute(f"/{language()}/page/{path}"), snapshot().digest)
    return _answer(title.text, url, node.value, citation_key("volgraph", *path.split("/")[-3:]), local(f"/page/{path}"))


@blueprint.get("/cite/query")
def cite_query() -> Response:
    """Give citations of what a query finds."""
    query = request.args.get("query", "")
    if not query.strip():
        raise BadRequest("there is no query to cite: give it as the parameter “query”")
    if len(query) > MAX_QUERY_CHARS:
        raise BadRequest(f"the query has {len(query)} characters; one of more than {MAX_QUERY_CHARS} cannot be cited")
    url = of_generation(f"{absolute(f'/{language()}/query')}?{urlencode({'query': query})}", snapshot().digest)
    digest = sha256(query.encode()).hexdigest()
    title = f"{text('claim-query-result', language())} {digest[:12]}"
    return _answer(title, url, "", citation_key("volgraph-query", digest[:12]), local("/query", query=query), query)


def _answer(title: str, url: str, iri: str, key: str, back: str, query: str = "") -> Response:
    name = request.args.get("format", "")
    form = next((one for one in FORMATS if one.name == name), None)
    if name and form is None:
        raise NotFound(f"there is no citation in the format “{name}”: use one of {', '.join(f.name for f in FORMATS)}")
    held, home = snapshot(), site().published.home
    release = next((label for label, digest in home.releases().items() if digest == held.digest), "")
    since = home.history().first_published(held.digest)
    citation = Citation(
        key=citation_key(key, release or held.digest[:12]),
        title=title,
        author=text("claim-editors", language()),
        collection=_collection(),
        version=release or f"{text('generation', language()).lower()} {held.digest}",
        url=url,
        iri=iri,
        issued=since.date() if since else None,
        accessed=datetime.now(UTC).date(),
        language=language(),
        note=query,
    )
    if form is None:
        files = [(one, one.write(citation)) for one in FORMATS]
        here = split_language(request.path)[1]
        fields = {"query": query} if query else {}
        downloads = {one.name: local(here, format=one.name, **fields) for one in FORMATS}
        return html(
            "citation.html",
            lasting=False,
            citation=citation,
            files=files,
            downloads=downloads,
            back=back,
            title=title,
        )
    response = Response(form.write(citation), mimetype=form.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{citation.key}.{form.name}"'
    response.headers["Cache-Control"] = "no-store"  # it says when it was asked for
    return response


def _collection() -> str:
    """Return the title of the dataset in the reader's language."""
    titles = (one["value"] for one in ask(snapshot().source, "dataset") if str(one["property"]).endswith("/title>"))
    found = {title.language: title.value for title in titles if isinstance(title, Literal)}
    return found.get(language()) or found.get("en") or "volgraph"
