"""The places of triples that were found in documents, or of the nearest thing that the format lets us say."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode

from volgraph.domain.property_paths import Node
from volgraph.domain.validation import Exactness, Location
from volgraph.io.graph_files import Document
from volgraph.io.positions import Span, TripleSpans, is_numbered, locate, mentions
from volgraph.services.locating.search import Match


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


def triple_places(document: Document, numbers: Collection[int]) -> dict[int, Location]:
    """Return where triples of a document are written, as far as that can be told.

    Args:
        document: in Turtle, TriG, N-Triples or N-Quads; nothing can be told of others.
        numbers: of its triples, from 0 in the order in which it is read.
    """
    found = locate(document.path, numbers)
    return {number: _location(document, spans.whole, Exactness.TRIPLE) for number, spans in found.items()}


def places(documents: Sequence[Document], found: Iterable[Found]) -> dict[Found, Location]:
    """Return where things that were found are written; each file is read once."""
    by_document: dict[int, list[Found]] = defaultdict(list)
    for one in found:
        by_document[one.match.document].append(one)
    return {
        one: location
        for number, here in by_document.items()
        for one, location in _in_document(documents[number], here).items()
    }


def _in_document(document: Document, found: Sequence[Found]) -> Mapping[Found, Location]:
    if is_numbered(document.path):
        spans = locate(document.path, {one.match.number for one in found})
        return {one: _of_triple(document, spans.get(one.match.number), one.exactness) for one in found}
    iris = {one.node.value for one in found if isinstance(one.node, NamedNode)}
    named = mentions(document.path, iris, document.path.resolve().as_uri())
    result = {}
    for one in found:
        mention = named.get(one.node.value) if isinstance(one.node, NamedNode) else None
        if mention is None:
            result[one] = Location(document.shown, exactness=Exactness.FILE)
        else:
            exactness = Exactness.FOCUS if mention.described else Exactness.MENTION
            result[one] = _location(document, mention.span, exactness)
    return result


def _of_triple(document: Document, spans: TripleSpans | None, exactness: Exactness) -> Location:
    if spans is None:
        return Location(document.shown, exactness=Exactness.FILE)
    span = {Exactness.FOCUS: spans.subject, Exactness.MENTION: spans.object}.get(exactness, spans.whole)
    return _location(document, span, exactness)


def _location(document: Document, span: Span, exactness: Exactness) -> Location:
    return Location(document.shown, span.line, span.column, span.end_line, span.end_column, exactness)
