"""Writing a narrowed list as a query, which finds in the graph what the list has from the index.

A claim on a time of more than thirty years is listed under the first and the last; the query finds it in each.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from volgraph.domain.iris import Base
from volgraph.io.results import Term
from volgraph.services.index_entries import CLAIM, SOURCE
from volgraph.services.listing import List, Value
from volgraph.services.written_queries import narrowed_out

_QUERIES = {CLAIM: "lists/claims", SOURCE: "lists/sources"}
_OTHERS = "lists/things"


def list_query(wanted: List, choice: Mapping[str, Sequence[Term]], sort: str, base: Base, language: str) -> str:
    """Return the query.

    Args:
        wanted: the list.
        choice: the values that narrow it, by facet.
        sort: its order.
        base: under which things are named.
        language: of the names by which things are sorted.
    """
    if wanted.kind in _QUERIES:
        return narrowed_out(_QUERIES[wanted.kind], choice, sort)
    beginning = Literal(f"{base.things}{wanted.kind}/")
    return narrowed_out(_OTHERS, choice, sort, beginning=beginning, reader=Literal(language))


def as_terms(chosen: Iterable[tuple[str, Value]]) -> dict[str, list[Term]]:
    """Return values of facets as the graph has them, by facet."""
    choice: dict[str, list[Term]] = defaultdict(list)
    for facet, value in chosen:
        choice[facet].append(NamedNode(value.named.iri) if value.named else Literal(value.value))
    return choice
