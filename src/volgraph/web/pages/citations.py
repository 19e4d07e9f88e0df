"""Citing what a page shows, as a page and as files for reference managers."""

from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request
from pyoxigraph import Literal
from werkzeug.exceptions import BadRequest, NotFound

from volgraph.domain.citations import FORMATS, Citation, citation_key
from volgraph.domain.vocabulary import VG
from volgraph.io.kept_queries import SHORT_DIGITS
from volgraph.services.description import DATASET
from volgraph.services.listing import LISTS
from volgraph.services.querying import ask
from volgraph.services.things import is_known
from volgraph.web.absent import refuse_absent, refuse_gone, thing_or_absent
from volgraph.web.html import html
from volgraph.web.languages import split_language
from volgraph.web.links import whole
from volgraph.web.listed import Wanted
from volgraph.web.mementos import PARAMETER, of_generation
from volgraph.web.pages.lists import list_title
from volgraph.web.permalinks import kept_query
from volgraph.web.search import Asked
from volgraph.web.showing import named
from volgraph.web.site import PATH_CHARACTERS, language, site, snapshot
from volgraph.web.texts import text

MAX_QUERY_CHARS = 8000
"""A longer query does not fit into an address."""

_OF_COLLECTION = ("/", "/about", "/data/dumps/")
VIEWS = {"ns": "vocabulary", "shapes": "shapes", "status": "state"}
"""Pages with nothing to choose, and the texts that name them."""
_OF_ONE_PAGE = ("page", "sources", "published")
"""Parameters that say which part of a thing or a table is shown: the whole is cited."""

Fields = list[tuple[str, str]]

blueprint = Blueprint("citations", __name__)


def cited_at(path: str) -> str:
    """Return where the page that is asked for can be cited, with its parameters; empty if it cannot.

    Args:
        path: of the page, without its language.
    """
    query, name = request.args.get("query", "").strip(), path.removeprefix("/")
    if path in _OF_COLLECTION:
        return _address("/cite/", _fields(PARAMETER))
    if path.startswith("/page/") or name in VIEWS:
        return _address(f"/cite{path}", _fields(PARAMETER))
    if path == "/query" and (0 < len(query) <= MAX_QUERY_CHARS or (not query and "q" in request.args)):
        return _address("/cite/query", _fields())
    if name in LISTS or (path == "/search" and request.args.get("q", "").strip()):
        return _address(f"/cite{path}", _fields())
    return ""


@blueprint.get("/cite/")
def cite_collection() -> Response:
    """Give citations of the whole collection."""
    return _answer(_collection(), "/", [], site().base.thing(DATASET).value, "volgraph")


@blueprint.get("/cite/page/<path:path>")
def cite_thing(path: str) -> Response:
    """Give citations of a thing."""
    node = thing_or_absent(path)
    refuse_gone(node)
    if not is_known(snapshot().source, node):
        refuse_absent(path)
    key = citation_key("volgraph", *path.split("/")[-3:])
    return _answer(named(node).text, f"/page/{path}", [], node.value, key)


@blueprint.get(f"/cite/<any({', '.join(VIEWS)}):view>")
def cite_view(view: str) -> Response:
    """Give citations of the ontology, of the shapes, or of the state of the data."""
    base = site().base
    iris = {"ns": VG.iri.removesuffix("#"), "shapes": base.graph("shapes").value}
    iri = iris.get(view, base.thing(DATASET).value)
    return _answer(text(VIEWS[view], language()), f"/{view}", [], iri, f"volgraph-{view}")


@blueprint.get(f"/cite/<any({', '.join(LISTS)}):view>")
def cite_list(view: str) -> Response:
    """Give citations of a list, as it is narrowed and sorted."""
    wanted, index = Wanted.of_request(view), snapshot().index
    wanted.narrowed(index)  # which refuses a value that nothing has
    return _answer_found(list_title(wanted, index), f"/{view}", _own_fields(), f"volgraph-{view}")


@blueprint.get("/cite/search")
def cite_search() -> Response:
    """Give citations of what some words name."""
    asked = Asked.of_request()
    if not asked.words:
        raise BadRequest("there is no search to cite: give its words as the parameter “q”")
    return _answer_found(f"{text('search', language())}: {asked.words}", "/search", _own_fields(), "volgraph-search")


@blueprint.get("/cite/query")
def cite_query() -> Response:
    """Give citations of what a query finds: one that is given, or one that is kept."""
    query, fields = request.args.get("query", ""), _own_fields()
    if not query.strip() and "q" in request.args:
        kept, query = kept_query(request.args["q"])
        fields = [("q", kept[:SHORT_DIGITS])]
    if not query.strip():
        raise BadRequest("there is no query to cite: give it as the parameter “query”")
    if len(query) > MAX_QUERY_CHARS:
        raise BadRequest(f"the query has {len(query)} characters; one of more than {MAX_QUERY_CHARS} cannot be cited")
    digest = sha256(query.encode()).hexdigest()[:12]
    title = f"{text('claim-query-result', language())} {digest}"
    return _answer(title, "/query", fields, site().base.thing(DATASET).value, f"volgraph-query-{digest}", query)


def _answer_found(title: str, path: str, fields: Fields, key: str) -> Response:
    """Answer for what is found in the collection: its key tells what was asked for."""
    asked = sha256(urlencode(sorted(fields)).encode()).hexdigest()[:8] if fields else ""
    return _answer(title, path, fields, site().base.thing(DATASET).value, f"{key}-{asked}".rstrip("-"))


def _answer(title: str, path: str, fields: Fields, iri: str, key: str, note: str = "") -> Response:
    """Return the page of citations, or the file that is asked for.

    Args:
        title: what is cited.
        path: of its page, without a language.
        fields: the parameters of that.
        iri: its name, or that of the dataset it is found in.
        key: what manuscripts call it, without a generation.
        note: what else a reader should know.
    """
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
        url=of_generation(whole(_address(path, fields)), held.digest),
        iri=iri,
        issued=since.date() if since else None,
        accessed=datetime.now(UTC).date(),
        language=language(),
        note=note,
    )
    if form is None:
        files = [(one, one.write(citation)) for one in FORMATS]
        here = split_language(request.path)[1]
        downloads = {one.name: with_format(_address(here, _fields()), one.name) for one in FORMATS}
        pinned = [field for field in request.args.items() if field[0] == PARAMETER]
        return html(
            "citation.html",
            lasting=False,
            citation=citation,
            files=files,
            downloads=downloads,
            back=_address(path, fields + pinned),
            title=title,
        )
    response = Response(form.write(citation), mimetype=form.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{citation.key}.{form.name}"'
    response.headers["Cache-Control"] = "no-store"  # it says when it was asked for
    return response


def with_format(address: str, name: str) -> str:
    """Return where citations are in one format."""
    return f"{address}{'&' if '?' in address else '?'}format={name}"


def _address(path: str, fields: Fields) -> str:
    """Return the address of a page, in the reader's language."""
    target = quote(f"/{language()}{path}", safe=PATH_CHARACTERS)
    return f"{target}?{urlencode(fields)}" if fields else target


def _fields(*only: str) -> Fields:
    """Return the parameters of this request that say what is cited, or some of them."""
    fields = [field for field in request.args.items(multi=True) if field[0] not in (*_OF_ONE_PAGE, "format")]
    return [field for field in fields if field[0] in only] if only else fields


def _own_fields() -> Fields:
    """Return the same without the generation."""
    return [field for field in _fields() if field[0] != PARAMETER]


def _collection() -> str:
    """Return the title of the dataset in the reader's language."""
    titles = (one["value"] for one in ask(snapshot().source, "dataset") if str(one["property"]).endswith("/title>"))
    found = {title.language: title.value for title in titles if isinstance(title, Literal)}
    return found.get(language()) or found.get("en") or "volgraph"
