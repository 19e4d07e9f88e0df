"""What a shape looks at is counted as the specification says, along any path."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple, serialize

from volgraph.domain.vocabulary import RDF, SH
from volgraph.io.graph_files import merge
from volgraph.io.lint.coverage import Coverage
from volgraph.io.lint.graph import NIL, ShapesGraph
from volgraph.io.lint.paths import read_path, show_path
from volgraph.io.lint.shapes import Shapes

EX = "https://example.org/"
HEADER = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
DATA = """ex:a a ex:A ; ex:p ex:b , "x" . ex:b a ex:B ; ex:p ex:c ; ex:q ex:a . ex:c ex:q ex:a , ex:b .
ex:B rdfs:subClassOf ex:A .
"""


def ex(name: str) -> NamedNode:
    return NamedNode(EX + name)


def coverage_of(shapes: str, tmp_path: Path, data: str = DATA) -> tuple[Shapes, Coverage]:
    (tmp_path / "shapes.ttl").write_text(HEADER + shapes, encoding="utf-8")
    graph = ShapesGraph(merge([(tmp_path / "shapes.ttl", "shapes.ttl")], tmp_path / "s.nt", "s").documents)
    store = Store()
    store.load(HEADER + data, format=RdfFormat.TURTLE)
    return Shapes(graph), Coverage(Shapes(graph), store)


@pytest.mark.parametrize(
    ("target", "focus"),
    [
        ("sh:targetClass ex:A", {"a", "b"}),
        ("sh:targetClass ex:B", {"b"}),
        ("sh:targetNode ex:c , ex:nowhere", {"c", "nowhere"}),
        ("sh:targetSubjectsOf ex:q", {"b", "c"}),
        ("sh:targetObjectsOf ex:q", {"a", "b"}),
        ("sh:targetClass ex:Nothing", set()),
        ("sh:deactivated true ; sh:targetClass ex:A", set()),
    ],
)
def test_targets_choose_focus_nodes(target: str, focus: set[str], tmp_path: Path) -> None:
    _, coverage = coverage_of(f"ex:S a sh:NodeShape ; {target} ; sh:nodeKind sh:IRI .", tmp_path)
    assert coverage.focus.get(ex("S"), set()) == {ex(name) for name in focus}


def test_a_class_that_is_a_shape_chooses_its_own_instances(tmp_path: Path) -> None:
    _, coverage = coverage_of("ex:A a sh:NodeShape , rdfs:Class ; sh:nodeKind sh:IRI .", tmp_path)
    assert coverage.focus[ex("A")] == {ex("a"), ex("b")}


def test_shapes_inside_look_at_the_values_of_those_around_them(tmp_path: Path) -> None:
    shapes = """ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:P ; sh:or ( ex:O [ sh:class ex:B ] ) .
        ex:P sh:path ex:p ; sh:node ex:N ; sh:not [ sh:class ex:C ] .
        ex:N sh:property [ sh:path ex:p ; sh:minCount 1 ] .
        ex:O sh:class ex:A ."""
    known, coverage = coverage_of(shapes, tmp_path)
    values = {ex("b"), Literal("x")}
    assert coverage.focus[ex("P")] == {ex("a")}
    assert coverage.values[ex("P")] == coverage.focus[ex("N")] == values
    assert coverage.focus[ex("O")] == {ex("a")}
    (inner,) = [node for node in known.nodes if isinstance(node, BlankNode) and known.has_path(node)]
    assert coverage.focus[inner] == values
    assert coverage.values[inner] == {ex("c")}


def test_recursive_shapes_are_followed_to_their_end(tmp_path: Path) -> None:
    _, coverage = coverage_of("ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:property ex:S .", tmp_path)
    assert coverage.focus[ex("S")] == {ex("a"), ex("b"), Literal("x"), ex("c")}


def test_a_constraint_is_judged_by_what_it_asks_about(tmp_path: Path) -> None:
    shapes = """ex:S sh:targetClass ex:A ; sh:path ex:p ; sh:minCount 1 ; sh:maxCount 3 ; sh:minLength 0 ;
        sh:uniqueLang false . ex:T sh:targetNode ex:c ; sh:path ex:p ; sh:minCount 1 ; sh:maxCount 1 ."""
    known, coverage = coverage_of(shapes, tmp_path)

    def judged(shape: str, parameter: str) -> int:
        return coverage.judged(Triple(ex(shape), SH[parameter], known.graph.values(ex(shape), SH[parameter])[0]))

    assert [judged("S", name) for name in ("minCount", "maxCount", "minLength", "uniqueLang")] == [2, 3, 0, 0]
    assert [judged("T", name) for name in ("minCount", "maxCount")] == [1, 0]


NODES = [ex(name) for name in "abcd"]
PREDICATES = [ex(name) for name in "pqr"]
edges = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(PREDICATES), st.sampled_from(NODES)), max_size=12)
paths = st.recursive(
    st.sampled_from([(predicate,) for predicate in PREDICATES]),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"]), inner),
        st.tuples(st.sampled_from(["sequence", "alternativePath"]), inner, inner),
    ),
    max_leaves=5,
)


def written(path: tuple[object, ...], graph: list[Triple]) -> NamedNode | BlankNode:
    """Add what describes a path to a shapes graph, and return its node."""
    form, *parts = path
    if isinstance(form, NamedNode):
        return form
    nodes = [written(part, graph) for part in parts]  # type: ignore[arg-type]
    head: NamedNode | BlankNode = NIL
    for node in reversed(nodes):
        cell = BlankNode()
        graph += [Triple(cell, RDF["first"], node), Triple(cell, RDF["rest"], head)]
        head = cell
    if form == "sequence":
        return head
    around = BlankNode()
    graph.append(Triple(around, SH[str(form)], head if form == "alternativePath" else nodes[0]))
    return around


@settings(max_examples=150, deadline=None)
@given(edges, paths, st.sampled_from(NODES))
def test_a_path_leads_where_sparql_says(
    triples: list[tuple[NamedNode, NamedNode, NamedNode]], path: tuple[object, ...], start: NamedNode
) -> None:
    graph: list[Triple] = []
    graph.append(Triple(ex("S"), SH["path"], written(path, graph)))
    store = Store()
    store.extend(Quad(*triple) for triple in triples)
    store.extend(Quad(node, ex("is"), node) for node in NODES)  # Oxigraph's zero steps begin at known nodes only
    with TemporaryDirectory() as folder:
        file = Path(folder, "shapes.nt")
        file.write_bytes(serialize(graph, format=RdfFormat.N_TRIPLES) or b"")
        known = ShapesGraph(merge([(file, "shapes.nt")], Path(folder, "s.nt"), "s").documents)
    node = known.value(ex("S"), SH["path"])
    assert node
    parsed = read_path(known, node)
    coverage = Coverage(Shapes(known), store)
    query = f"SELECT DISTINCT ?end {{ {start} {show_path(known, parsed)} ?end }}"
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)
    assert coverage.follow(parsed, {start}) == {solution["end"] for solution in answer}
