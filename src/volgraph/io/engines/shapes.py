"""A graph of shapes as engines see it: the path of each shape, and which shapes can report which results."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from volgraph.errors import ShapesError

SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"

_TARGETS = (f"{SH}targetNode", f"{SH}targetClass", f"{SH}targetSubjectsOf", f"{SH}targetObjectsOf", f"{SH}target")
_SHAPE_KINDS = frozenset({f"<{SH}NodeShape>", f"<{SH}PropertyShape>"})
_CLASSES = frozenset({f"<{RDFS}Class>", "<http://www.w3.org/2002/07/owl#Class>"})
_REPETITIONS = {f"{SH}zeroOrMorePath": "*", f"{SH}oneOrMorePath": "+", f"{SH}zeroOrOnePath": "?"}

_RULES = "https://www.w3.org/TR/shacl/#property-paths"

_ADVANCED = ("target", "expression", "returnType")
_RULE = re.compile(rf"^\S+ <{re.escape(SH)}rule> .*\n", re.MULTILINE)

Term = NamedNode | BlankNode | Literal | Triple


def read_shapes(ntriples: Path) -> tuple[str, "ShapesGraph"]:
    """Return shapes as engines take them, and what they say.

    Rules are left out: engines that do not run them refuse them. A shape that is a class only by a class below
    `rdfs:Class` is said to be one: most engines do not look so far.

    Raises:
        ShapesError: they need JavaScript, of which some engines say nothing.
    """
    text = _RULE.sub("", ntriples.read_text("utf-8"))
    graph = ShapesGraph(text)
    for shape in graph.subjects(f"{SH}js"):
        raise ShapesError(f"the shape {shape} has sh:js, and no JavaScript is run here: state it in SPARQL")
    return text + "".join(f"{shape} <{RDF}type> <{RDFS}Class> .\n" for shape in graph.implied_classes()), graph


class ShapesGraph:
    """Shapes by their terms, as N-Triples writes them."""

    def __init__(self, ntriples: str) -> None:
        self._objects: dict[tuple[str, str], list[Term]] = defaultdict(list)
        self._subjects: dict[str, list[str]] = defaultdict(list)
        self._paths: dict[str, str] = {}
        for quad in parse(ntriples, format=RdfFormat.N_TRIPLES):
            subject, predicate = str(quad.subject), quad.predicate.value
            self._objects[subject, predicate].append(quad.object)
            self._subjects[predicate].append(subject)

    def objects(self, subject: str, predicate: str) -> list[Term]:
        """Return the objects of a term's triples with a predicate, which is an IRI."""
        return self._objects.get((subject, predicate), [])

    def subjects(self, predicate: str) -> list[str]:
        """Return the terms that have a predicate, which is an IRI, once for each triple."""
        return self._subjects.get(predicate, [])

    def path_of(self, shape: str) -> str:
        """Return the path of a property shape as a SPARQL property path.

        Raises:
            ShapesError: it has none, several, or one that does not keep to the rules.
        """
        if shape not in self._paths:
            found = self.objects(shape, f"{SH}path")
            if len(found) != 1:
                raise ShapesError(f"the shape {shape} has {len(found)} sh:path: write one")
            self._paths[shape] = self.path(found[0], shape)
        return self._paths[shape]

    def path(self, node: Term, shape: str, above: tuple[str, ...] = ()) -> str:
        """Return what a node describes as a SPARQL property path: https://www.w3.org/TR/shacl/#property-paths

        Args:
            node: an IRI, or a blank node that describes a path.
            shape: that errors name.
            above: the nodes that this one is part of, which it cannot have as parts.

        Raises:
            ShapesError: it does not keep to the rules.
        """
        if isinstance(node, NamedNode):
            return str(node)
        known = str(node)
        if isinstance(node, BlankNode) and known not in above:
            above = (*above, known)
            if self.objects(known, f"{RDF}first"):
                return "/".join(self._step(part, shape, above) for part in self.items(known))
            for inner in self.objects(known, f"{SH}inversePath"):
                return "^" + self._step(inner, shape, above)
            for inner in self.objects(known, f"{SH}alternativePath"):
                return "|".join(self._step(part, shape, above) for part in self.items(str(inner)))
            for predicate, sign in _REPETITIONS.items():
                for inner in self.objects(known, predicate):
                    return self._step(inner, shape, above) + sign
        raise ShapesError(f"the sh:path of the shape {shape} is no path: see {_RULES}")

    def _step(self, node: Term, shape: str, above: tuple[str, ...]) -> str:
        path = self.path(node, shape, above)
        return path if isinstance(node, NamedNode) else f"({path})"

    def items(self, head: str) -> Iterator[Term]:
        """Yield the members of an RDF list."""
        seen: set[str] = set()
        while head not in seen:
            seen.add(head)
            yield from self.objects(head, f"{RDF}first")[:1]
            head = next((str(rest) for rest in self.objects(head, f"{RDF}rest")), f"<{RDF}nil>")
            if head == f"<{RDF}nil>":
                return

    def implied_classes(self) -> list[str]:
        """Return the shapes that are classes, and do not say so: https://www.w3.org/TR/shacl/#implicit-targetClass"""
        return [
            shape
            for shape in sorted(set(self.subjects(f"{RDF}type")))
            if (types := set(map(str, self.objects(shape, f"{RDF}type")))) & _SHAPE_KINDS
            and types.isdisjoint(_CLASSES)
            and self._above(types) & _CLASSES
        ]

    def _above(self, classes: set[str]) -> set[str]:
        found, waiting = set[str](), list(classes)
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += map(str, self.objects(one, f"{RDFS}subClassOf"))
        return found

    @cached_property
    def advanced(self) -> bool:
        """Whether they use what only some engines have, and only if asked: https://www.w3.org/TR/shacl-af/"""
        return any(self.subjects(SH + name) for name in _ADVANCED)

    @cached_property
    def nests(self) -> bool:
        """Whether a property shape holds property shapes, whose results are about other nodes than its own."""
        return any(self.objects(shape, f"{SH}path") for shape in self.subjects(f"{SH}property"))

    def held(self, shapes: frozenset[str]) -> frozenset[str]:
        """Return shapes, as terms, with the property shapes that they hold: https://www.w3.org/TR/shacl/#PropertyConstraintComponent"""
        found: set[str] = set()
        waiting = list(shapes)
        while waiting:
            shape = waiting.pop()
            if shape not in found:
                found.add(shape)
                waiting += map(str, self.objects(shape, f"{SH}property"))
        return frozenset(found)

    def reporting(self, shapes: frozenset[str]) -> frozenset[str] | None:
        """Return the IRIs of the shapes with targets whose validation can report one of these shapes, which are terms.

        None if one of them has no IRI.
        """
        found = {shape for shape in self._targeting if self.held(frozenset([shape])) & shapes}
        if any(shape.startswith("_:") for shape in found):
            return None
        return frozenset(shape[1:-1] for shape in found)

    @cached_property
    def _targeting(self) -> frozenset[str]:
        """Every shape with a target, or that may be a class and so its own target."""
        explicit = {shape for target in _TARGETS for shape in self.subjects(target)}
        typed = {s for s in self.subjects(f"{RDF}type") if _SHAPE_KINDS & set(map(str, self.objects(s, f"{RDF}type")))}
        return frozenset(explicit | typed)
