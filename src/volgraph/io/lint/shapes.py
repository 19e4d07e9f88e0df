"""Which nodes of a shapes graph are shapes, what the other nodes are, and which shape refers to which."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from volgraph.domain.lint_words import Bearer, Takes
from volgraph.domain.vocabulary import OWL, RDFS, SH
from volgraph.io.lint.graph import Node, ShapesGraph, Term
from volgraph.io.lint.vocabulary import CLASSES, CONSTRAINTS, MADE_BY, PROPERTIES, SHAPES, TARGETS

_SHAPE_CLASSES = (SH["NodeShape"], SH["PropertyShape"])
_TRUE = {"true", "1"}


@dataclass(frozen=True, slots=True)
class Reference:
    """A triple by which a shape refers to another, and that other one; in a list it is a member."""

    triple: Triple
    shape: Term


class Shapes:
    """The shapes of a shapes graph: https://www.w3.org/TR/shacl/#shapes"""

    def __init__(self, graph: ShapesGraph) -> None:
        self.graph = graph
        self._classes = {
            *(node for kind in (RDFS["Class"], OWL["Class"]) for node in graph.of_type(kind)),
        } & {*(node for kind in _SHAPE_CLASSES for node in graph.of_type(kind))}
        self._kinds: dict[Term, set[Bearer]] = {}
        self.references: dict[Term, list[Reference]] = {}
        self.referrers: dict[Term, list[Reference]] = {}
        self._find_references()
        self._find_kinds()
        self.nodes: tuple[Node, ...] = tuple(node for node in graph.subjects() if self._is_shape(node))

    def _find_references(self) -> None:
        for predicate, row in PROPERTIES.items():
            if row.takes not in SHAPES and row.takes is not Takes.SHAPES:
                continue
            for triple in self.graph.with_predicate(predicate):
                value = triple.object
                found = self.graph.members(value) if row.takes is Takes.SHAPES else [value]
                for shape in found:
                    reference = Reference(triple, shape)
                    self.references.setdefault(triple.subject, []).append(reference)
                    self.referrers.setdefault(shape, []).append(reference)

    def _find_kinds(self) -> None:
        for kind, bearer in CLASSES.items():
            for node in self.graph.of_type(kind):
                self._kinds.setdefault(node, set()).add(bearer)
        for predicate, bearer in MADE_BY.items():
            for triple in self.graph.with_predicate(predicate):
                self._kinds.setdefault(triple.object, set()).add(bearer)
        for predicate in (*TARGETS, *CONSTRAINTS):
            for triple in self.graph.with_predicate(predicate):
                if not self._kinds.get(triple.subject):
                    self._kinds.setdefault(triple.subject, set()).add(self._shape_kind(triple.subject))
        for shape in self.referrers:
            self._kinds.setdefault(shape, set()).add(self._shape_kind(shape))

    def _shape_kind(self, node: Term) -> Bearer:
        return Bearer.PROPERTY_SHAPE if self.graph.values(node, SH["path"]) else Bearer.NODE_SHAPE

    def _is_shape(self, node: Term) -> bool:
        return bool(self._kinds.get(node, set()) & {Bearer.NODE_SHAPE, Bearer.PROPERTY_SHAPE})

    def kinds(self, node: Term) -> set[Bearer]:
        """Return what a node is, by its classes, its properties and what refers to it; nothing if SHACL cannot say."""
        return self._kinds.get(node, set())

    def has_path(self, node: Term) -> bool:
        """Return whether a shape is a property shape."""
        return bool(self.graph.values(node, SH["path"]))

    def is_class(self, node: Term) -> bool:
        """Return whether a shape is a class too, and so its own target.

        https://www.w3.org/TR/shacl/#implicit-targetClass
        """
        return node in self._classes

    def has_target(self, node: Term) -> bool:
        """Return whether a shape chooses nodes by itself."""
        return self.is_class(node) or self.chooses(node)

    def chooses(self, node: Term) -> bool:
        """Return whether a shape has an sh:target… property."""
        return any(self.graph.values(node, target) for target in TARGETS)

    def is_deactivated(self, node: Term) -> bool:
        """Return whether a shape says sh:deactivated true."""
        return self.says_true(node, SH["deactivated"])

    def says_true(self, node: Term, predicate: NamedNode) -> bool:
        """Return whether a switch of a node is on."""
        return any(isinstance(one, Literal) and one.value in _TRUE for one in self.graph.values(node, predicate))

    def constraints(self, node: Term) -> Iterator[Triple]:
        """Yield the triples that constrain a shape's nodes."""
        for predicate in CONSTRAINTS:
            for value in self.graph.values(node, predicate):
                yield Triple(node, predicate, value)  # type: ignore[arg-type]

    def inner(self) -> set[Term]:
        """Return the shapes that stand inside another one and bear no name of their own."""
        return {shape for shape in self.referrers if isinstance(shape, BlankNode)}
