"""Link headers: what an answer leads to, for machines: https://signposting.org/FAIR/."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import request
from pyoxigraph import NamedNode

from volgraph.domain.vocabulary import SCHEMA
from volgraph.io.media_types import Kind, formats
from volgraph.io.results import Term
from volgraph.services.description import DATASET, LICENCE
from volgraph.services.things import Description
from volgraph.web.site import PATH_CHARACTERS, site, snapshot

_HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Link:
    """A link of https://www.rfc-editor.org/rfc/rfc8288; its target is absolute."""

    target: str
    relation: str
    media_type: str = ""

    def __str__(self) -> str:
        kind = f'; type="{self.media_type}"' if self.media_type else ""
        return f'<{self.target}>; rel="{self.relation}"{kind}'


def header(links: Iterable[Link]) -> str:
    """Return the value of a `Link` header."""
    return ", ".join(map(str, links))


def absolute(path: str) -> str:
    """Return the whole address of a path of this server."""
    return whole(quote(path, safe=f"{PATH_CHARACTERS}?"))


def whole(address: str) -> str:
    """Return the whole of an address on this server that begins with its path, quoted already."""
    return request.url_root.rstrip("/") + address


def page_address(path: str, page: int) -> str:
    """Return the address of a page of a document; the first one has the document's own."""
    return absolute(path) + (f"?{urlencode({'page': page})}" if page > 1 else "")


def page_links(path: str, node: NamedNode, types: Iterable[Term]) -> Iterator[Link]:
    """Yield what a page about a thing of these types leads to."""
    yield Link(node.value, "cite-as")
    for form in formats(Kind.TRIPLES):
        yield Link(absolute(f"/data/{path}{form.suffix}"), "describedby", form.media_type)
    yield Link(SCHEMA["AboutPage"].value, "type")
    for term in types:
        if term in SCHEMA:
            yield Link(term.value, "type")  # type: ignore[union-attr]
    yield from _belonging(path)


def landing_links(path: str, description: Description) -> Iterator[Link]:
    """Yield what the page about a thing leads to."""
    yield from page_links(path, description.thing, description.types)
    if path == DATASET:
        for name in snapshot().manifest["dumps"]:
            yield Link(absolute(f"/data/dumps/{name}"), "item", "application/gzip")
    yield from paging_links(f"/page/{path}", description)


def document_links(path: str, suffix: str, description: Description) -> Iterator[Link]:
    """Yield what a document of data about a thing leads to."""
    yield Link(description.thing.value, "describes")
    yield Link(absolute(f"/page/{path}"), "describes", _HTML)
    yield Link(description.thing.value, "cite-as")
    yield from _belonging(path)
    yield from paging_links(f"/data/{path}{suffix}", description)


def graph_links(path: str, graph: NamedNode) -> Iterator[Link]:
    """Yield what a document that holds a graph leads to."""
    yield Link(graph.value, "cite-as")
    yield Link(absolute(f"/page/{path}"), "describedby", _HTML)
    yield from _belonging(path)


def paging_links(path: str, description: Description) -> Iterator[Link]:
    """Yield the neighbours of a page of a document, none if there is only one."""
    for relation, page in neighbours(description):
        yield Link(page_address(path, page), relation)


def neighbours(description: Description) -> Iterator[tuple[str, int]]:
    """Yield the relations of a page to others, with their numbers: https://www.rfc-editor.org/rfc/rfc8288."""
    page, pages = description.page, description.pages
    if pages > 1:
        yield "first", 1
        if page > 1:
            yield "prev", page - 1
        if page < pages:
            yield "next", page + 1
        yield "last", pages


def _belonging(path: str) -> Iterator[Link]:
    """Yield the licence, unless it is a stored text, and the dataset, for anything but itself."""
    if not (path.startswith("graph/text/") or (path.startswith("article/") and path.endswith("/text"))):
        yield Link(LICENCE.value, "license")
    if path != DATASET:
        yield Link(site().base.thing(DATASET).value, "collection")
