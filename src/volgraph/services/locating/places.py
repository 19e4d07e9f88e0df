"""The places of triples that were found in documents, or of the nearest thing that the format lets us say."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from pyoxigraph import NamedNode

from volgraph.domain.property_paths import Node
from volgraph.domain.validation import Exactness, Location
from volgraph.io.positions import Part, Span, is_numbered, locate, mentions
from volgraph.services.locating.search import Match

_PARTS = {Exactness.TRIPLE: Part.WHOLE, Exactness.FOCUS: Part.SUBJECT, Exactness.MENTION: Part.OBJECT}


class Written(Protocol):
    """A file, the name that reports show, and the IRI against which relative ones in it resolve."""

    @property
    def path(self) -> Path:
        """Of the file."""
        ...

    @property
    def shown(self) -> str:
        """The name."""
        ...

    @property
    def base(self) -> str:
        """The IRI."""
        ...


class Found(NamedTuple):
    """A triple to be shown.

    Args:
        match: where it is.
        exactness: TRIPLE if it is what a result is about, FOCUS if its subject is, MENTION if its object is.
        node: that subject or object; of a TRIPLE, its subject.
    """

    match: Match
    exactness: Exactness
    node: Node


def triple_places(document: Written, numbers: Collection[int]) -> dict[int, Location]:
    """Return where triples of a document are written, as far as that can be told.

    Args:
        document: in Turtle, TriG, N-Triples or N-Quads; nothing can be told of others.
        numbers: of its triples, from 0 in the order in which it is read.
    """
    found = locate(document.path, {(number, Part.WHOLE) for number in numbers})
    return {number: location(document.shown, span, Exactness.TRIPLE) for (number, _), span in found.items()}


def places(documents: Sequence[Written], found: Iterable[Found]) -> dict[Found, Location]:
    """Return where things that were found are written; each file is read once."""
    by_document: dict[int, list[Found]] = defaultdict(list)
    for one in found:
        by_document[one.match.document].append(one)
    return {
        one: place
        for number, here in by_document.items()
        for one, place in _in_document(documents[number], here).items()
    }


def _in_document(document: Written, found: Sequence[Found]) -> Mapping[Found, Location]:
    if is_numbered(document.path):
        spans = locate(document.path, {_part(one) for one in found})
        return {one: _place(document, spans.get(_part(one)), one.exactness) for one in found}
    iris = {one.node.value for one in found if isinstance(one.node, NamedNode)}
    named = mentions(document.path, iris, document.base)
    result = {}
    for one in found:
        mention = named.get(one.node.value) if isinstance(one.node, NamedNode) else None
        if mention is None:
            result[one] = Location(document.shown, exactness=Exactness.FILE)
        else:
            exactness = Exactness.FOCUS if mention.described else Exactness.MENTION
            result[one] = location(document.shown, mention.span, exactness)
    return result


def _part(found: Found) -> tuple[int, Part]:
    return found.match.number, _PARTS[found.exactness]


def _place(document: Written, span: Span | None, exactness: Exactness) -> Location:
    return location(document.shown, span, exactness) if span else Location(document.shown, exactness=Exactness.FILE)


def location(shown: str, span: Span, exactness: Exactness) -> Location:
    """Return a span of a file, which reports show by this name, as a place."""
    return Location(shown, span.line, span.column, span.end_line, span.end_column, exactness)
