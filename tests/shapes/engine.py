"""The shapes, compiled once, and what pySHACL finds with them in a graph."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyshacl.graph_abstraction import DataGraph
from pyshacl.monkey import apply_patches
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator
from rdflib import RDF, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent
VGS = Namespace("https://w3id.org/volgraph/shapes#")
VG = Namespace("https://w3id.org/volgraph/ns#")

_ALTERNATIVES = (SH["or"], SH.xone, SH["and"])
_NESTED = (SH["not"], SH.node, SH.qualifiedValueShape)
_DESCRIBING = {RDF.type, SH.path, SH.message, SH.severity, SH.property, SH.closed}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One validation result: which constraint of which shape failed, on which node."""

    shape: str
    component: str
    severity: str
    focus: str

    @property
    def reason(self) -> str:
        """The shape and the constraint component, as an `# expect:` line names them."""
        return f"{self.shape} {self.component}"


@cache
def shapes() -> Graph:
    """Return all shapes in one graph."""
    graph = Graph()
    for path in sorted((ROOT / "shapes").glob("*.ttl")):
        graph.parse(path)
    return graph


@cache
def _compiled() -> ShapesGraph:
    apply_patches()  # type: ignore[no-untyped-call]
    return ShapesGraph(shapes())


def read(*paths: Path) -> Graph:
    """Return the merge of Turtle files."""
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def validate(data: Graph) -> list[Finding]:
    """Return what the shapes find wrong with a graph, in a stable order."""
    validator = Validator(DataGraph.from_rdflib_graph(data), shacl_graph=shapes(), options={"inference": "none"})
    validator.shacl_graph = _compiled()
    _, report, _ = validator.run()  # type: ignore[no-untyped-call]
    return sorted(_findings(report))


def _findings(report: Graph) -> Iterator[Finding]:
    for result in report.objects(None, SH.result):
        shape, component, severity, focus = (
            report.value(result, term)
            for term in (SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity, SH.focusNode)
        )
        yield Finding(_local(shape), _local(component), _local(severity), str(focus))


def _local(node: Node | None) -> str:
    return str(node).rpartition("#")[2]


def reporting_shapes() -> list[URIRef]:
    """Return the shapes that results can name: those that are no mere alternative of another shape."""
    graph = shapes()
    named = {node for kind in (SH.NodeShape, SH.PropertyShape) for node in graph.subjects(RDF.type, kind)}
    only_nested = set(graph.objects(None, SH.node))
    only_nested |= {part for shape in only_nested for part in graph.objects(shape, SH.property)}
    return sorted(node for node in named - only_nested if isinstance(node, URIRef))


def alternatives() -> set[Node]:
    """Return the shapes that stand inside another shape's constraint and so are never reported."""
    graph = shapes()
    found: set[Node] = {node for predicate in _NESTED for node in graph.objects(None, predicate)}
    for predicate in _ALTERNATIVES:
        for head in graph.objects(None, predicate):
            found.update(Collection(graph, head))
    for node in list(found):
        if isinstance(node, BNode):
            found.update(graph.objects(node, SH.property))
    return found


def focus_nodes(shape: URIRef, data: Graph) -> set[Node]:
    """Return the nodes of a graph that a shape, or the node shape that holds it, is about."""
    graph = shapes()
    found: set[Node] = set()
    for holder in (shape, *graph.subjects(SH.property, shape)):
        for target in graph.objects(holder, SH.targetClass):
            found.update(data.subjects(RDF.type, target))
        for target in graph.objects(holder, SH.targetSubjectsOf):
            found.update(data.subjects(target, None))
    return found


def components(shape: URIRef) -> set[str]:
    """Return the local names of a shape's constraint parameters, `minCount` say."""
    return {_local(predicate) for predicate in shapes().predicates(shape) if predicate not in _DESCRIBING} - {
        "targetClass",
        "targetSubjectsOf",
        "ignoredProperties",
    }
