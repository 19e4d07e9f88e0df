"""The triples of a graph as they were written, found by any of their terms."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from volgraph.domain.property_paths import Node


class Asserted:
    """Triples in memory, about 400 bytes each, found by their terms.

    Args:
        ntriples: the file that holds them, as pyoxigraph writes it.
        predicates: of the triples that will be asked for; None for all.
    """

    def __init__(self, ntriples: Path, predicates: Collection[NamedNode] | None = None) -> None:
        self._store = Store()
        self._store.bulk_extend(_quads(ntriples, predicates))

    def match(self, subject: Node | None, predicate: NamedNode | None, value: Node | None) -> Iterator[Triple]:
        """Yield the triples that have these terms; None stands for any."""
        if isinstance(subject, Literal):
            return iter(())
        return (quad.triple for quad in self._store.quads_for_pattern(subject, predicate, value, None))


def _quads(ntriples: Path, predicates: Collection[NamedNode] | None) -> Iterable[Quad]:
    """Yield triples with the labels that their blank nodes have in the file."""
    if predicates is None:
        return parse(path=ntriples, format=RdfFormat.N_TRIPLES)
    wanted = {str(predicate).encode() for predicate in predicates}
    with ntriples.open("rb") as lines:
        kept = b"".join(line for line in lines if line.split(b" ", 2)[1] in wanted)
    return parse(kept, format=RdfFormat.N_TRIPLES)
