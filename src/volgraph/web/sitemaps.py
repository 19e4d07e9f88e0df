"""All pages for search engines: an index of parts, https://www.sitemaps.org/protocol.html."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, current_app
from pyoxigraph import NamedNode
from werkzeug.exceptions import NotFound

from volgraph.domain.vocabulary import LANGUAGES
from volgraph.errors import NoIndexError
from volgraph.web.links import absolute
from volgraph.web.site import site, snapshot

PART_THINGS = 10_000
"""So many things make a part, each with a page in every language: a part may have 50,000 addresses."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LEFT_OUT = ("/query", "/search", "/feed.atom", "/cite/")
"""How the paths of pages begin that show nothing by themselves."""

blueprint = Blueprint("sitemaps", __name__)


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """List the parts: the pages without a thing, then the things, those that are referred to most first."""
    held = snapshot()
    published = site().published.home.history().first_published(held.digest)
    root = Element("sitemapindex", xmlns=_NAMESPACE)
    for number in range(_parts() + 1):
        entry = SubElement(root, "sitemap")
        SubElement(entry, "loc").text = absolute(f"/sitemap-{number}.xml")
        if published is not None:
            SubElement(entry, "lastmod").text = published.isoformat()
    return _xml(root)


@blueprint.get("/sitemap-<number>.xml")
def part(number: str) -> Response:
    """List the addresses of a part, each in every language."""
    if number not in map(str, range(_parts() + 1)):
        raise NotFound(f"the sitemap has no part {number}: /sitemap.xml lists those that there are")
    root = Element("urlset", xmlns=_NAMESPACE)
    for path in _things(int(number)) if number != "0" else _pages():
        for language in LANGUAGES:
            SubElement(SubElement(root, "url"), "loc").text = absolute(f"/{language}{path}")
    return _xml(root)


def _parts() -> int:
    """Return how many parts of things there are; none for a generation that an older version made."""
    try:
        ((last,),) = snapshot().index.rows("SELECT COALESCE(MAX(row), 0) FROM thing")
    except NoIndexError:
        return 0
    return -(-max(0, int(last)) // PART_THINGS)


def _things(number: int) -> Iterator[str]:
    first = (number - 1) * PART_THINGS + 1
    base = site().base
    query = "SELECT iri FROM thing WHERE row BETWEEN ? AND ? ORDER BY row"
    for (iri,) in snapshot().index.rows(query, (first, first + PART_THINGS - 1)):
        if iri.startswith(base.things):
            yield f"/page/{base.path(NamedNode(iri))}"


def _pages() -> Iterable[str]:
    """Return the paths of the pages that need no value."""
    paths = {rule.rule.partition(">")[2] for rule in current_app.url_map.iter_rules() if ":lang>" in rule.rule}
    return sorted(path for path in paths if "<" not in path and not path.startswith(_LEFT_OUT))


def _xml(root: Element) -> Response:
    response = Response(tostring(root, "utf-8", xml_declaration=True), mimetype="application/xml")
    response.headers["Cache-Control"] = "no-cache"
    return response
