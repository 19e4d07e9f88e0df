"""The page about a thing: what it says of itself, its parts, and what refers to it."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Blueprint, request
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response as AnyResponse

from volgraph.domain.vocabulary import LABEL, TYPE
from volgraph.io.media_types import Kind, formats
from volgraph.services.things import Description, Properties
from volgraph.web.behind import behind
from volgraph.web.html import html
from volgraph.web.linked_data import described
from volgraph.web.links import header, landing_links, neighbours
from volgraph.web.showing import Shown, named, plain, value
from volgraph.web.site import snapshot

blueprint = Blueprint("things", __name__)


@dataclass(frozen=True, slots=True)
class Row:
    """A property and its values."""

    property: Shown
    values: list[Shown]


@dataclass(frozen=True, slots=True)
class Reference:
    """Things that refer to the one described, by one property."""

    property: Shown
    things: list[Shown]


@blueprint.get("/page/<path:path>")
def page(path: str) -> AnyResponse:
    """Describe a thing to a reader."""
    return thing_page(path, described(path))


def thing_page(path: str, description: Description) -> AnyResponse:
    """Return the page about a thing that there is no better one for."""
    node = description.thing
    labels, title = snapshot().names.labels(node), named(node)
    references = [
        Reference(named(key), [named(s) for s in subjects if isinstance(s, NamedNode)])
        for key, subjects in description.references.items()
    ]
    response = html(
        "thing.html",
        title=title,
        path=path,
        iri=node.value,
        labels=[label for label in labels if label.value != title.text],
        types=[value(term) for term in description.types],
        rows=_rows(description.properties),
        parts=[(plain(part), named(part), _rows(properties)) for part, properties in description.parts.items()],
        references=sorted(references, key=lambda reference: len(reference.things)),
        description=description,
        pages={relation: _page_address(number) for relation, number in neighbours(description)},
        behind=behind("statements-on-thing", thing=node),
        formats=formats(Kind.TRIPLES),
    )
    response.headers["Link"] = header(landing_links(path, description))
    return response


def _page_address(number: int) -> str:
    """Return the address of another page of this description."""
    return f"{quote(request.path)}?{urlencode({**request.args.to_dict(), 'page': number})}"


def _rows(properties: Properties) -> list[Row]:
    rows = [
        Row(named(key), [value(v) for v in values]) for key, values in properties.items() if key not in (TYPE, LABEL)
    ]
    return sorted(rows, key=lambda row: row.property.text.casefold())
