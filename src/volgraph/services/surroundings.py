"""What a generation says of the things that a graph names and does not describe: shapes look at those too."""

from collections.abc import Sequence

from pyoxigraph import DefaultGraph, NamedNode, Store

from volgraph.domain.iris import Base
from volgraph.domain.vocabulary import VG
from volgraph.io.stores import subject_lines


def subjects_of(statements: Sequence[bytes]) -> set[bytes]:
    """Return what some N-Triples statements describe."""
    return {statement.partition(b" ")[0] for statement in statements}


def surroundings(store: Store, statements: Sequence[bytes], base: Base) -> list[bytes]:
    """Return the descriptions of the things, measures and concepts that a graph names without describing them.

    Args:
        store: the generation's.
        statements: the graph, as N-Triples lines without their final full stop.
        base: under which the generation's things are named.
    """
    graphs = (DefaultGraph(), base.graph("ontology"))
    named = {statement.rpartition(b" ")[2] for statement in statements} - subjects_of(statements)
    ours = [NamedNode(term[1:-1].decode()) for term in sorted(named) if _is_ours(term, base)]
    return sorted({line for node in ours for line in subject_lines(store, node, graphs)})


def _is_ours(term: bytes, base: Base) -> bool:
    """Tell whether the last word of a statement is an IRI of ours; it may be the end of a literal."""
    return term.endswith(b">") and term.startswith((b"<" + base.things.encode(), b"<" + VG.iri.encode()))
