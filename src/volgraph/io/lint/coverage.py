"""Which nodes of a data graph each shape looks at: https://www.w3.org/TR/shacl/#targets"""

from collections.abc import Iterable

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store, Triple

from volgraph.domain.vocabulary import RDF, RDFS, SH
from volgraph.io.lint.graph import MalformedError, Term
from volgraph.io.lint.paths import Path, read_path
from volgraph.io.lint.shapes import Shapes

_OF_FOCUS = frozenset({"minCount", "qualifiedMinCount", "hasValue", "equals", "sparql", "closed"})
"""Constraints that judge a focus node even if it has no value."""
_NOTHING = {("minCount", "0"), ("minLength", "0"), ("qualifiedMinCount", "0")}
_SWITCHES = ("closed", "uniqueLang", "qualifiedValueShapesDisjoint")
_BESIDE = ("flags", "ignoredProperties", "qualifiedValueShape", "qualifiedValueShapesDisjoint", "property")
"""Parameters that judge nothing by themselves."""


class Coverage:
    """The focus nodes and value nodes of every shape in a data graph."""

    def __init__(self, shapes: Shapes, store: Store) -> None:
        """Find them.

        Args:
            shapes: of any kind; recursive ones too, each node counts once.
            store: the data, in its default graph.
        """
        self._shapes = shapes
        self._store = store
        self.focus: dict[Term, set[Term]] = {}
        self.values: dict[Term, set[Term]] = {}
        self._paths: dict[Term, Path | None] = {node: self._path(node) for node in shapes.nodes}
        waiting: list[tuple[Term, set[Term]]] = [(node, self._targets(node)) for node in shapes.nodes]
        while waiting:
            node, found = waiting.pop()
            new = found - self.focus.setdefault(node, set())
            if not new or shapes.is_deactivated(node):
                continue
            self.focus[node] |= new
            values = self._along(node, new)
            self.values.setdefault(node, set()).update(values)
            waiting += [(reference.shape, values) for reference in shapes.references.get(node, ())]

    def path(self, node: Term) -> Path | None:
        """Return the path of a property shape; None for a node shape, or if it is malformed."""
        return self._paths.get(node)

    def judged(self, constraint: Triple) -> int:
        """Return how many nodes a constraint judged; 0 if it asks for nothing."""
        node, name = constraint.subject, constraint.predicate.value.removeprefix(SH.iri)
        value = constraint.object
        if isinstance(value, Literal) and ((name, value.value) in _NOTHING or (name in _SWITCHES and not _on(value))):
            return 0
        return len((self.focus if name in _OF_FOCUS else self.values).get(node, ()))

    def _path(self, node: Term) -> Path | None:
        value = self._shapes.graph.value(node, SH["path"])
        if value is None:
            return None
        try:
            return read_path(self._shapes.graph, value)
        except MalformedError:
            return None

    def _along(self, node: Term, nodes: set[Term]) -> set[Term]:
        if not self._shapes.has_path(node):
            return nodes
        path = self.path(node)
        return self.follow(path, nodes) if path else set()

    def follow(self, path: Path, nodes: Iterable[Term], *, backwards: bool = False) -> set[Term]:
        """Return what a path leads to from any of some nodes."""
        match path.form:
            case "":
                assert path.predicate is not None
                return self._step(path.predicate, nodes, backwards)
            case "^":
                return self.follow(path.parts[0], nodes, backwards=not backwards)
            case "/":
                reached = set(nodes)
                for part in path.parts[::-1] if backwards else path.parts:
                    reached = self.follow(part, reached, backwards=backwards)
                return reached
            case "|":
                return {end for part in path.parts for end in self.follow(part, nodes, backwards=backwards)}
        return self._repeated(path, set(nodes), backwards)

    def _repeated(self, path: Path, nodes: set[Term], backwards: bool) -> set[Term]:
        part = path.parts[0]
        if path.form == "?":
            return nodes | self.follow(part, nodes, backwards=backwards)
        reached: set[Term] = set(nodes) if path.form == "*" else set()
        fresh = set(nodes)
        while fresh:
            fresh = self.follow(part, fresh, backwards=backwards) - (reached if path.form == "+" else reached | nodes)
            reached |= fresh
        return reached

    def _step(self, predicate: NamedNode, nodes: Iterable[Term], backwards: bool) -> set[Term]:
        found: set[Term] = set()
        for node in nodes:
            if backwards:
                found.update(quad.subject for quad in self._quads(None, predicate, node))
            elif isinstance(node, NamedNode | BlankNode):
                found.update(quad.object for quad in self._quads(node, predicate, None))
        return found

    def _quads(self, subject: Term | None, predicate: NamedNode, value: Term | None):  # type: ignore[no-untyped-def]
        return self._store.quads_for_pattern(subject, predicate, value, DefaultGraph())  # type: ignore[arg-type]

    def _targets(self, node: Term) -> set[Term]:
        """Return the focus nodes that a shape chooses itself."""
        graph = self._shapes.graph
        found: set[Term] = set(graph.values(node, SH["targetNode"]))
        classes = list(graph.values(node, SH["targetClass"])) + ([node] if self._shapes.is_class(node) else [])
        if classes:
            below = self._repeated(_SUBCLASSES, {one for one in classes if isinstance(one, NamedNode)}, False)
            found |= self._step(RDF["type"], below, backwards=True)
        for name, part in (("targetSubjectsOf", "subject"), ("targetObjectsOf", "object")):
            for predicate in graph.values(node, SH[name]):
                if isinstance(predicate, NamedNode):
                    found.update(getattr(quad, part) for quad in self._quads(None, predicate, None))
        return found


_SUBCLASSES = Path("*", parts=(Path("^", parts=(Path("", RDFS["subClassOf"]),)),))


def _on(value: Literal) -> bool:
    return value.value == "true"


def judging(shapes: Shapes, node: Term) -> list[Triple]:
    """Return the constraints of a shape that can be broken by themselves."""
    return [one for one in shapes.constraints(node) if one.predicate.value.removeprefix(SH.iri) not in _BESIDE]
