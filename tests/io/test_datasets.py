"""The graphs that a query is about: merged where it is asked for several, and no others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from volgraph.errors import QueryError
from volgraph.io.datasets import Dataset, dataset_from, merged_store
from volgraph.io.query_text import dataset_of
from volgraph.io.results import evaluate

A, B, C, NONE = (NamedNode(f"x:{name}") for name in ("a", "b", "c", "none"))
DEFAULT_TRIPLES, NAMED_TRIPLES = "?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"


@pytest.fixture
def store() -> Store:
    """The triple `<x:s> <x:p> 1` stands in A, in B and in the default graph."""
    store = Store()
    store.update("""INSERT DATA { <x:s> <x:p> 0, 1
        GRAPH <x:a> { <x:s> <x:p> 1 } GRAPH <x:b> { <x:s> <x:p> 1, 2 } GRAPH <x:c> { <x:s> <x:p> 3 } }""")
    return store


def count(store: Store, pattern: str, dataset: Dataset | None, clauses: str = "") -> int:
    with evaluate(store, f"SELECT (COUNT(*) AS ?n) {clauses} WHERE {{ {pattern} }}", dataset) as answer:
        ((number,),) = answer.rows(2)
    assert isinstance(number, Literal)
    return int(number.value)


CASES = [
    (DEFAULT_TRIPLES, [A], [], 1),
    (DEFAULT_TRIPLES, [A, B], [], 2),  # the engine itself counts 3
    (DEFAULT_TRIPLES, [B, B], [], 2),
    (DEFAULT_TRIPLES, [C, NONE, A, B], [], 3),
    (DEFAULT_TRIPLES, [], [A, B], 0),
    (DEFAULT_TRIPLES, [A, B], [C], 2),
    (NAMED_TRIPLES, [A], [], 0),
    (NAMED_TRIPLES, [A, B], [], 0),
    (NAMED_TRIPLES, [], [B, C], 3),
    (NAMED_TRIPLES, [A, B], [B, C], 3),
    (NAMED_TRIPLES, [A, B], [C, NONE], 1),
]


@pytest.mark.parametrize(("pattern", "default", "named", "found"), CASES)
@pytest.mark.parametrize("beside", ["", "FROM <x:c>", "FROM <x:c> FROM <x:a> FROM NAMED <x:a>", "FROM NAMED <x:b>"])
def test_a_query_is_about_the_graphs_of_its_parameters_whatever_its_clauses_say(
    store: Store, pattern: str, default: list[NamedNode], named: list[NamedNode], found: int, beside: str
) -> None:
    dataset = dataset_from([graph.value for graph in default], [graph.value for graph in named])
    assert count(store, pattern, dataset, beside) == found


@pytest.mark.parametrize(("pattern", "default", "named", "found"), CASES)
def test_a_query_is_about_the_graphs_of_its_clauses(
    store: Store, pattern: str, default: list[NamedNode], named: list[NamedNode], found: int
) -> None:
    clauses = " ".join((*(f"FROM {graph}" for graph in default), *(f"FROM NAMED {graph}" for graph in named)))
    dataset = dataset_of(f"SELECT * {clauses} WHERE {{ {pattern} }}")
    assert count(store, pattern, dataset, clauses) == found


@pytest.mark.parametrize("default", [[A], [A, B]])
def test_a_graph_is_named_in_the_same_way_beside_one_default_graph_and_beside_a_merge(
    store: Store, default: list[NamedNode]
) -> None:
    store.add_graph(NamedNode("x:empty"))
    named = [A.value, "x:empty"]
    with evaluate(
        store, "SELECT ?g { GRAPH ?g { } } ORDER BY ?g", dataset_from([graph.value for graph in default], named)
    ) as answer:
        assert [str(term) for (term,) in answer.rows(9)] == ["<x:a>", "<x:empty>"]


def test_graphs_that_are_too_large_to_merge_are_refused(store: Store) -> None:
    assert len(merged_store(store, Dataset((A, B), (C,)), limit=4)) == 3
    with pytest.raises(QueryError, match="more than 3 triples"):
        merged_store(store, Dataset((A, B), (C,)), limit=3)


def test_relative_iris_of_a_query_resolve_against_the_base(store: Store) -> None:
    with evaluate(store, "SELECT ?x { BIND(<y> AS ?x) }", None, "http://example.org/sparql") as answer:
        assert [str(term) for (term,) in answer.rows(9)] == ["<http://example.org/y>"]
    found = dataset_of("SELECT * FROM <a> FROM <b> { }", "http://example.org/sparql")
    assert found and found.default == (NamedNode("http://example.org/a"), NamedNode("http://example.org/b"))
    with pytest.raises(QueryError, match="give the graphs as parameters"):
        dataset_of("SELECT * FROM <a> FROM <b> { }")


def test_a_graph_that_is_no_iri_is_refused() -> None:
    with pytest.raises(QueryError, match="named by no IRI"):
        dataset_from([], ["no iri"])
    assert dataset_from([], []) is None


graphs = st.frozensets(st.tuples(st.sampled_from("st"), st.integers(1, 3)), max_size=5)


@settings(max_examples=50, deadline=None)
@given(st.tuples(graphs, graphs, graphs), st.lists(st.sampled_from([A, B, C]), min_size=1, max_size=4))
def test_a_merge_has_what_the_union_of_sets_has(
    held: tuple[frozenset[tuple[str, int]], ...], asked: list[NamedNode]
) -> None:
    store, union = Store(), set()
    for graph, triples in zip((A, B, C), held, strict=True):
        data = " ".join(f"<x:{subject}> <x:p> {number} ." for subject, number in triples)
        store.update(f"INSERT DATA {{ GRAPH {graph} {{ {data} }} }}")
        union |= {(f"<x:{subject}>", str(number)) for subject, number in triples if graph in asked}
    found = merged_store(store, Dataset(tuple(asked))).query("SELECT ?s ?o { ?s ?p ?o }")
    assert isinstance(found, QuerySolutions)
    rows = [(str(row["s"]), row["o"].value) for row in found]
    assert sorted(rows) == sorted(union)
