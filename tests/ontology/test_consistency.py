"""The ontology and the data together are consistent in OWL 2 RL."""

from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, Store
from rdflib import Graph
from tests.ontology.reasoner import inconsistencies


def test_ontology_and_data_are_consistent(collection_root: Path, store: Store) -> None:
    graph = Graph()
    graph.parse(collection_root / "ontology/volgraph.ttl")
    data = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    assert data
    graph.parse(data=data, format="nt")
    assert inconsistencies(graph) == []
