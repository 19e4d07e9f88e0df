"""Counting what the default graph is made of: VoID partitions by class, property and kind of value.

They have the form that https://github.com/sib-swiss/void-generator writes and SPARQL editors complete queries from.
"""

from collections.abc import Iterator
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Store, Triple

from volgraph.domain.iris import child
from volgraph.domain.vocabulary import SD, TYPE, VOID, VOID_EXT, integer
from volgraph.io.solutions import Solution
from volgraph.services.querying import ask


def partitions(graph: NamedNode, store: Store) -> Iterator[Triple]:
    """Yield the partitions of the default graph of a store, and how many triples it has.

    Every query passes over the whole graph: together about 15 seconds of CPU time for a million triples on disk.

    Args:
        graph: what the default graph is called.
        store: the loaded store.
    """
    yield Triple(graph, TYPE, SD["Graph"])
    yield Triple(graph, TYPE, VOID["Dataset"])
    yield from _classes(graph, store)
    yield from _properties(graph, store)
    yield from _properties_of_classes(graph, store)


def _classes(graph: NamedNode, store: Store) -> Iterator[Triple]:
    found = ask(store, "partitions/classes")
    for solution in found:
        term = _iri(solution, "class")
        part = _part(graph, "class", term)
        yield Triple(graph, VOID["classPartition"], part)
        yield Triple(part, VOID["class"], term)
        yield Triple(part, VOID["entities"], _count(solution, "entities"))
    yield Triple(graph, VOID["classes"], integer(len(found)))


def _properties(graph: NamedNode, store: Store) -> Iterator[Triple]:
    found = ask(store, "partitions/properties")
    for solution in found:
        yield from _property(graph, solution)
    yield Triple(graph, VOID["properties"], integer(len(found)))
    yield Triple(graph, VOID["triples"], integer(sum(int(_count(solution).value) for solution in found)))


def _properties_of_classes(graph: NamedNode, store: Store) -> Iterator[Triple]:
    for solution in ask(store, "partitions/properties-of-classes"):
        yield from _property(_part(graph, "class", _iri(solution, "class")), solution)
    for name, link, key in (
        ("class", VOID["classPartition"], VOID["class"]),
        ("datatype", VOID_EXT["datatypePartition"], VOID_EXT["datatype"]),
    ):
        for solution in ask(store, f"partitions/values-by-{name}"):
            holder = _part(_part(graph, "class", _iri(solution, "class")), "property", _iri(solution, "property"))
            target = _iri(solution, "target")
            part = _part(holder, name, target)
            yield Triple(holder, link, part)
            yield Triple(part, key, target)
            yield Triple(part, VOID["triples"], _count(solution))


def _property(holder: NamedNode, solution: Solution) -> Iterator[Triple]:
    term = _iri(solution, "property")
    part = _part(holder, "property", term)
    yield Triple(holder, VOID["propertyPartition"], part)
    yield Triple(part, VOID["property"], term)
    yield Triple(part, VOID["triples"], _count(solution))


def _part(holder: NamedNode, kind: str, term: NamedNode) -> NamedNode:
    return child(holder, f"{kind}/{sha256(term.value.encode()).hexdigest()[:12]}")


def _iri(solution: Solution, name: str) -> NamedNode:
    term = solution[name]
    assert isinstance(term, NamedNode)
    return term


def _count(solution: Solution, name: str = "triples") -> Literal:
    number = solution[name]
    assert isinstance(number, Literal)
    return number
