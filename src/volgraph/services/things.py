"""Describing one thing: what it says of itself, its parts, and what refers to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, NamedNode, QuerySolution, Store, Triple

from volgraph.io.results import Term
from volgraph.services.querying import ask

MOST_TRIPLES = 10_000

Properties = dict[NamedNode, list[Term]]
References = dict[NamedNode, list[NamedNode | BlankNode]]


@dataclass(slots=True)
class Description:
    """What is known of a thing.

    `parts` are the things named under it that it leads to, such as the evidence of a claim. `complete` is False if
    there is more than was taken.
    """

    thing: NamedNode
    properties: Properties = field(default_factory=dict)
    parts: dict[NamedNode, Properties] = field(default_factory=dict)
    references: References = field(default_factory=dict)
    complete: bool = True

    def __bool__(self) -> bool:
        return bool(self.properties or self.references)

    def triples(self) -> Iterator[Triple]:
        """Yield the description as triples, in an order that does not change."""
        for subject, properties in ((self.thing, self.properties), *self.parts.items()):
            for property, values in properties.items():
                for value in values:
                    yield Triple(subject, property, value)
        for property, referrers in self.references.items():
            for referrer in referrers:
                yield Triple(referrer, property, self.thing)


def describe(store: Store, thing: NamedNode, most: int = MOST_TRIPLES) -> Description:
    """Return what all graphs say of a thing, at most so many triples; a thing that is not there is false."""
    taker = _Taker(store, most)
    description = Description(thing, taker.properties(thing))
    waiting = _parts(thing, description.properties)
    while waiting:
        part = waiting.pop(0)
        if part not in description.parts:
            description.parts[part] = taker.properties(part)
            waiting += _parts(thing, description.parts[part])
    for solution in taker.take("references", thing):
        property, subject = solution["property"], solution["subject"]
        assert isinstance(property, NamedNode) and isinstance(subject, NamedNode | BlankNode)
        if subject not in description.parts and subject != thing:
            description.references.setdefault(property, []).append(subject)
    description.references = {
        key: sorted(description.references[key], key=str) for key in _sorted(description.references)
    }
    description.complete = taker.left >= 0
    return description


class _Taker:
    """Takes solutions until there are enough; `left` is then below zero."""

    def __init__(self, store: Store, most: int) -> None:
        self._store = store
        self.left = most

    def take(self, query: str, thing: NamedNode) -> list[QuerySolution]:
        if self.left < 0:
            return []
        found = ask(self._store, query, self.left + 1, thing=thing)
        taken = found[: self.left]
        self.left -= len(found)
        return taken

    def properties(self, thing: NamedNode) -> Properties:
        found: Properties = {}
        for solution in self.take("properties", thing):
            property = solution["property"]
            assert isinstance(property, NamedNode)
            value = solution["value"]
            assert value is not None
            found.setdefault(property, []).append(value)
        return {property: sorted(found[property], key=str) for property in _sorted(found)}


def _parts(thing: NamedNode, properties: Properties) -> list[NamedNode]:
    start = f"{thing.value}/"
    values = (value for held in properties.values() for value in held)
    return [value for value in values if isinstance(value, NamedNode) and value.value.startswith(start)]


def _sorted(properties: Properties | References) -> list[NamedNode]:
    return sorted(properties, key=lambda property: property.value)
