"""The ontology and the data together are consistent in OWL 2 RL."""

from pathlib import Path

import owlrl
from owlrl.Namespaces import ERRNS
from pyoxigraph import DefaultGraph, RdfFormat, Store
from rdflib import RDF, Graph, URIRef

VG = "https://w3id.org/volgraph/ns#"


def closure(collection_root: Path, store: Store) -> Graph:
    """The ontology and the default graph, not yet closed."""
    graph = Graph()
    graph.parse(collection_root / "ontology/volgraph.ttl")
    data = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    assert data
    graph.parse(data=data, format="nt")
    return graph


def errors(graph: Graph) -> list[str]:
    """What the reasoner found: it adds an error node instead of raising."""
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return [str(message) for message in graph.objects(None, ERRNS.error)]


def test_ontology_and_data_are_consistent(collection_root: Path, store: Store) -> None:
    assert errors(closure(collection_root, store)) == []


def test_a_claim_of_two_kinds_is_found_inconsistent(collection_root: Path) -> None:
    graph = Graph()
    graph.parse(collection_root / "ontology/volgraph.ttl")
    claim = URIRef("https://example.org/claim")
    graph.add((claim, RDF.type, URIRef(VG + "QuantityClaim")))
    graph.add((claim, RDF.type, URIRef(VG + "RelationClaim")))
    assert any("disjoint" in message.lower() for message in errors(graph))
