"""What reports say of each shape: its name, description and messages."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, parse

from volgraph.domain.validation import VIOLATION, ShapeInfo

_SH = "http://www.w3.org/ns/shacl#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SUBCLASS = _RDFS + "subClassOf"
_TARGETS = [_SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")]

Term = NamedNode | BlankNode | Literal


class ShapeCatalogue:
    """The shapes of a graph.

    Args:
        ntriples: the file of the shapes graph.
    """

    def __init__(self, ntriples: Path) -> None:
        self._store = Store()
        self._store.extend(parse(path=ntriples, format=RdfFormat.N_TRIPLES))  # which keeps the labels of blank nodes
        self.targeting = frozenset(map(str, self._targeting()))

    def infos(self, found: Iterable[str]) -> tuple[ShapeInfo, ...]:
        """Return every shape that has a target and those that found something, in the order of their terms."""
        return tuple(self._info(shape) for shape in sorted({*self.targeting, *found}))

    def names(self) -> list[str]:
        """Return the IRIs of what may be a shape: every subject."""
        return sorted({quad.subject.value for quad in self._store if isinstance(quad.subject, NamedNode)})

    def _targeting(self) -> Iterator[object]:
        """Yield the shapes that have a target: https://www.w3.org/TR/shacl/#targets"""
        for predicate in _TARGETS:
            yield from self._subjects(predicate)
        waiting, below = [_RDFS + "Class", _OWL + "Class"], set[str]()
        while waiting:
            one = waiting.pop()
            if one not in below:
                below.add(one)
                waiting += [node.value for node in self._subjects(_SUBCLASS, one) if isinstance(node, NamedNode)]
        classes = {node for one in below for node in self._subjects(_TYPE, one)}
        shapes = {*self._subjects(_TYPE, _SH + "NodeShape"), *self._subjects(_TYPE, _SH + "PropertyShape")}
        yield from classes & shapes

    def _subjects(self, predicate: str, value: str = "") -> Iterator[object]:
        wanted = NamedNode(value) if value else None
        return (quad.subject for quad in self._store.quads_for_pattern(None, NamedNode(predicate), wanted, None))

    def _info(self, shape: str) -> ShapeInfo:
        severity = next((value.value for value in self._objects(shape, _SH + "severity")), VIOLATION)
        return ShapeInfo(
            shape=shape,
            name=self._texts(shape, _SH + "name", _RDFS + "label") or {"": self._local(shape)},
            description=self._texts(shape, _SH + "description", _RDFS + "comment"),
            messages=self._texts(shape, _SH + "message"),
            severity=severity.removeprefix(_SH),
        )

    def _local(self, shape: str) -> str:
        """Return a short name: the end of its IRI, else that of its path, else its label."""
        path = next((str(value) for value in self._objects(shape, _SH + "path")), "")
        iri = next((term for term in (shape, path) if term.startswith("<")), shape)
        return re.split("[#/:]", iri.strip("<>").rstrip("#/:"))[-1]

    def _texts(self, shape: str, *predicates: str) -> dict[str, str]:
        """Return the literals of the first of some predicates that has any, by language."""
        for predicate in predicates:
            found = [value for value in self._objects(shape, predicate) if isinstance(value, Literal)]
            if found:
                return {value.language or "": value.value for value in sorted(found, key=str, reverse=True)}
        return {}

    def _objects(self, shape: str, predicate: str) -> list[Term]:
        subject = NamedNode(shape[1:-1]) if shape.startswith("<") else BlankNode(shape.removeprefix("_:"))
        quads = self._store.quads_for_pattern(subject, NamedNode(predicate), None, None)
        return sorted((quad.object for quad in quads if not isinstance(quad.object, Triple)), key=str)
