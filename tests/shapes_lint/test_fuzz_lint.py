"""No shapes graph, however broken, makes the lint fail or run for ever, and what SHACL for SHACL refuses it refuses."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pyshacl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize
from pyshacl.graph_abstraction import DataGraph
from pyshacl.monkey import apply_patches
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator
from rdflib import Graph
from tests.shapes_lint.linted import CASES, lint_files

from volgraph.domain.validation import Notice
from volgraph.domain.vocabulary import RDF, RDFS, SH, XSD
from volgraph.io.lint.vocabulary import PROPERTIES, TERMS

EX = "https://example.org/"
NIL = RDF["nil"]
NODES = [*(BlankNode(f"b{n}") for n in range(5)), *(NamedNode(f"{EX}{n}") for n in range(4)), NIL]
TEXTS = [
    *("", "(", "(?=a)", "\\p{L}", "a{2,1}", "[", "\\", "a++", "ex:p", "i", "kk", "true", "\x00", "\U0001f600" * 3),
    *("SELECT $this { $this ex:p ?x }", "ASK { ", "SELECT * {" + "{" * 300, "SELECT (1 AS ?this) {}", "!" * 5000),
    "SELECT $this { $this ex:p '''x ?y }",
]
LITERALS = [
    *(Literal(text) for text in TEXTS),
    *(Literal(number, datatype=XSD["integer"]) for number in ("0", "1", "-1", "99999999999999999999", "one", "")),
    *(Literal(value, datatype=XSD["boolean"]) for value in ("true", "false", "1", "maybe")),
    Literal("2024-01-01", datatype=XSD["date"]),
    Literal("a", language="kk"),
    Literal("x", datatype=NamedNode(EX)),
]
PREDICATES = [
    *PROPERTIES,
    RDF["first"],
    RDF["rest"],
    RDF["type"],
    RDFS["subClassOf"],
    SH["minCout"],
    NamedNode(EX + "p"),
]
SH_TERMS = sorted([*TERMS, SH["nonsense"]], key=str)

subjects = st.sampled_from(NODES)
objects = st.one_of(subjects, subjects, st.sampled_from(LITERALS), st.sampled_from(SH_TERMS))
lists = st.sampled_from([RDF["first"], RDF["rest"]])
triples = st.builds(Triple, subjects, st.one_of(st.sampled_from(PREDICATES), lists), objects)


def lint_triples(graph: list[Triple]) -> list[Notice]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "shapes.nt")
        path.write_bytes(serialize(graph, format=RdfFormat.N_TRIPLES) or b"")
        return lint_files([path], [path], [path], language="ru")


@settings(max_examples=100, deadline=5000, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(triples, max_size=40))
def test_any_graph_over_the_vocabulary_is_linted(graph: list[Triple]) -> None:
    notices = lint_triples(graph)
    assert all(set(notice.messages) == {"kk", "ru", "en"} for notice in notices)
    assert all(notice.place is not None for notice in notices)
    used = {one for triple in graph for one in (triple.predicate, triple.object)}
    if used & {SH["minCout"], SH["nonsense"]}:
        assert "unknown-term" in {notice.code for notice in notices}


def test_shapes_nested_two_thousand_deep_are_linted() -> None:
    nodes = [BlankNode(f"n{n}") for n in range(2000)]
    graph = [Triple(NamedNode(EX), SH["targetClass"], NamedNode(EX + "C")), Triple(NamedNode(EX), SH["not"], nodes[0])]
    graph += [Triple(one, SH["not"], other) for one, other in pairwise(nodes)]
    assert [notice.code for notice in lint_triples(graph) if notice.level == "error"] == []
    circle = [*graph, Triple(nodes[-1], SH["not"], NamedNode(EX))]
    (notice,) = [notice for notice in lint_triples(circle) if notice.code == "recursive-shape"]
    assert len(notice.messages["en"]) < 1000


def test_a_path_nested_two_thousand_deep_is_refused() -> None:
    nodes = [BlankNode(f"n{n}") for n in range(2000)]
    graph = [Triple(NamedNode(EX), SH["path"], nodes[0])]
    graph += [Triple(one, SH["inversePath"], other) for one, other in pairwise(nodes)]
    assert "malformed-path" in {notice.code for notice in lint_triples(graph)}


def test_a_list_of_four_thousand_members_is_linted() -> None:
    nodes: list[BlankNode | NamedNode] = [*(BlankNode(f"n{n}") for n in range(4000)), NIL]
    graph = [Triple(NamedNode(EX), SH["in"], nodes[0]), Triple(NamedNode(EX), SH["targetNode"], NamedNode(EX))]
    for one, other in pairwise(nodes):
        graph += [Triple(one, RDF["first"], NamedNode(f"{EX}{one.value}")), Triple(one, RDF["rest"], other)]
    assert [notice.code for notice in lint_triples(graph) if notice.level == "error"] == []


@cache
def shapes_for_shapes() -> tuple[Graph, ShapesGraph]:
    apply_patches()  # type: ignore[no-untyped-call]
    graph = Graph().parse(Path(pyshacl.__file__).parent / "assets" / "shacl-shacl.ttl")
    return graph, ShapesGraph(graph)


def is_refused(graph: list[Triple]) -> bool:
    """Return whether SHACL for SHACL finds a violation: https://www.w3.org/TR/shacl/#shacl-shacl"""
    source, compiled = shapes_for_shapes()
    data = Graph().parse(data=serialize(graph, format=RdfFormat.N_TRIPLES), format="nt")
    validator = Validator(DataGraph.from_rdflib_graph(data), shacl_graph=source, options={"inference": "none"})
    validator.shacl_graph = compiled
    conforms, _, _ = validator.run()  # type: ignore[no-untyped-call]
    return not conforms


@cache
def clean() -> tuple[Triple, ...]:
    return tuple(quad.triple for quad in parse(path=CASES / "clean-everything.ttl"))


replacements = st.one_of(st.sampled_from(LITERALS), st.sampled_from(SH_TERMS), st.sampled_from(NODES))
changes = st.sampled_from(["object", "predicate", "drop", "again"])


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10_000), changes, replacements, st.sampled_from(PREDICATES))
def test_what_shacl_for_shacl_refuses_after_one_change_is_an_error(
    number: int, change: str, value: NamedNode | BlankNode | Literal, predicate: NamedNode
) -> None:
    graph = list(clean())
    place = number % len(graph)
    triple = graph[place]
    match change:
        case "object":
            graph[place] = Triple(triple.subject, triple.predicate, value)
        case "again":
            graph.append(Triple(triple.subject, triple.predicate, value))
        case "predicate":
            graph[place] = Triple(triple.subject, predicate, triple.object)
        case "drop":
            del graph[place]
    if is_refused(graph):
        assert "error" in {notice.level for notice in lint_triples(graph)}


def test_the_clean_shapes_are_accepted_by_both() -> None:
    assert not is_refused(list(clean()))
    assert "error" not in {notice.level for notice in lint_triples(list(clean()))}
