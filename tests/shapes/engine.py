"""The shapes, compiled once, and what the default engine finds with them in a graph."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from rdflib import RDF, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from volgraph.io.engines.engine import Engine
from volgraph.io.engines.files import engine_of, shapes_in

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
def _engine() -> Engine:
    return engine_of(shapes_in([ROOT / "shapes"]))


def read(*paths: Path) -> Graph:
    """Return the merge of Turtle files."""
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def validate(data: Graph) -> list[Finding]:
    """Return what the shapes find wrong with a graph, in a stable order."""
    with NamedTemporaryFile(suffix=".nt") as file:
        data.serialize(file, format="nt", encoding="utf-8")
        file.flush()
        found = _engine().validate(Path(file.name))
    return sorted(
        Finding(_name(result.shape), _name(result.component), result.severity, result.focus.strip("<>"))
        for result in found.results
    )


def _name(term: str) -> str:
    return term.rstrip(">").rpartition("#")[2]


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
