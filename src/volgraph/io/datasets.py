"""Giving a query exactly the graphs that it is about."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from volgraph.errors import QueryError

MERGE_LIMIT_TRIPLES = 1_000_000


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query is about: those merged into its default graph, and those it can name.

    https://www.w3.org/TR/sparql11-query/#specifyingDataset
    """

    default: tuple[NamedNode, ...] = ()
    named: tuple[NamedNode, ...] = ()


def dataset_from(default: Iterable[str], named: Iterable[str]) -> Dataset | None:
    """Return the dataset of the graphs with some IRIs, each counted once, or None if there are none.

    Raises:
        QueryError: one is no absolute IRI.
    """
    try:
        graphs = [tuple(dict.fromkeys(map(NamedNode, iris))) for iris in (default, named)]
    except ValueError as error:
        raise QueryError(f"a graph is named by no IRI: {error}") from None
    return Dataset(*graphs) if any(graphs) else None


def merged_store(store: Store, dataset: Dataset, limit: int = MERGE_LIMIT_TRIPLES) -> Store:
    """Return a store in memory whose default graph is the merge of some graphs.

    The engine's own list of default graphs is no merge: it counts a triple once for each graph that has it.

    Raises:
        QueryError: the graphs have more triples than `limit`.
    """
    merged = Store()
    left = limit
    for graphs, target in ((dataset.default, DefaultGraph()), (dataset.named, None)):
        for graph in graphs:
            quads = [
                Quad(quad.subject, quad.predicate, quad.object, target or graph)
                for quad, _ in zip(store.quads_for_pattern(None, None, None, graph), range(left + 1), strict=False)
            ]
            left -= len(quads)
            if left < 0:
                raise QueryError(f"the graphs to merge have more than {limit} triples: ask the default graph instead")
            merged.extend(quads)
    return merged
