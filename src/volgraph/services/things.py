"""Describing one thing: what it says of itself, its parts, and what refers to it; page by page if that is much."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from volgraph.domain.vocabulary import TYPE
from volgraph.io.results import Term
from volgraph.services.querying import Source, ask

PAGE_TRIPLES = 1000

Properties = dict[NamedNode, list[Term]]
Node = NamedNode | BlankNode | Triple
References = dict[NamedNode, list[NamedNode | BlankNode]]


@dataclass(slots=True)
class Description:
    """One page of what is known of a thing, in an order that does not change within a generation.

    Args:
        thing: what is described.
        types: its classes, on every page.
        total: how many triples all pages have together.
        size: how many triples a page has, the last one fewer.
        page: which this is, from 1.
        properties: what it says of itself.
        parts: what is said of the things named under it that it leads to, such as the evidence of a claim.
        references: what refers to it.
    """

    thing: NamedNode
    types: list[Term]
    total: int
    size: int
    page: int
    properties: Properties = field(default_factory=dict)
    parts: dict[NamedNode, Properties] = field(default_factory=dict)
    references: References = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.total > 0

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // self.size))

    def triples(self) -> Iterator[Triple]:
        """Yield the page as triples."""
        for subject, properties in ((self.thing, self.properties), *self.parts.items()):
            for property, values in properties.items():
                for value in values:
                    yield Triple(subject, property, value)
        for property, referrers in self.references.items():
            for referrer in referrers:
                yield Triple(referrer, property, self.thing)


def triples_of(source: Source, graph: NamedNode) -> Iterator[Triple]:
    """Yield what a graph says."""
    for solution in ask(source, "graph", graph=graph):
        subject, property, value = solution["subject"], solution["property"], solution["value"]
        assert isinstance(subject, NamedNode | BlankNode) and isinstance(property, NamedNode) and value is not None
        yield Triple(subject, property, value)


def is_known(source: Source, thing: NamedNode) -> bool:
    """Tell whether any graph says something of a thing, or refers to it."""
    return bool(ask(source, "is-known", 1, thing=thing))


def describe(source: Source, thing: NamedNode, page: int = 1, size: int = PAGE_TRIPLES) -> Description:
    """Return a page of what all graphs say of a thing; a thing that is not there is false.

    First comes what it says of itself, then its parts, then what refers to it.
    """
    own = list(_own(source, thing))
    inner: set[tuple[Node, NamedNode]] = {
        (triple.subject, triple.predicate) for triple in own if triple.object == thing
    }
    total = len(own) + _count_references(source, thing) - len(inner)
    types = [triple.object for triple in own if triple.subject == thing and triple.predicate == TYPE]
    description = Description(thing, types, total, size, page)
    start = (page - 1) * size
    for triple in own[start : start + size]:
        assert isinstance(triple.subject, NamedNode)
        held = description.properties
        if triple.subject != thing:
            held = description.parts.setdefault(triple.subject, {})
        held.setdefault(triple.predicate, []).append(triple.object)
    first, last = (max(0, place - len(own)) for place in (start, start + size))
    for property, subject in islice(_references(source, thing, last + len(inner), inner), first, last):
        description.references.setdefault(property, []).append(subject)
    return description


def _own(source: Source, thing: NamedNode) -> Iterator[Triple]:
    """Yield what a thing and its parts say, each part after what first leads to it."""
    prefix = f"{thing.value}/"
    waiting, seen = [thing], {thing}
    for subject in waiting:
        for property, value in sorted(_statements(source, subject), key=lambda pair: (pair[0].value, str(pair[1]))):
            yield Triple(subject, property, value)
            if isinstance(value, NamedNode) and value.value.startswith(prefix) and value not in seen:
                seen.add(value)
                waiting.append(value)


def _statements(source: Source, subject: NamedNode) -> Iterator[tuple[NamedNode, Term]]:
    for solution in ask(source, "properties", thing=subject):
        property, value = solution["property"], solution["value"]
        assert isinstance(property, NamedNode) and value is not None
        yield property, value


def _count_references(source: Source, thing: NamedNode) -> int:
    for solution in ask(source, "count-references", thing=thing):
        count = solution["count"]
        assert isinstance(count, Literal)
        return int(count.value)
    return 0


def _references(
    source: Source, thing: NamedNode, most: int, inner: set[tuple[Node, NamedNode]]
) -> Iterator[tuple[NamedNode, NamedNode | BlankNode]]:
    """Yield properties and subjects that refer to a thing, without those of the thing and its parts themselves."""
    for solution in ask(source, "references", most, thing=thing) if most > len(inner) else ():
        property, subject = solution["property"], solution["subject"]
        assert isinstance(property, NamedNode) and isinstance(subject, NamedNode | BlankNode)
        if (subject, property) not in inner:
            yield property, subject
