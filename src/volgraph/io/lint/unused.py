"""Classes and properties that shapes name and the data or the ontology never uses, and shapes without a focus node."""

from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import NamedNode, Triple

from volgraph.domain.names import nearest
from volgraph.domain.vocabulary import OWL, RDF, RDFS, SH
from volgraph.io.lint.data import Usage, namespace
from volgraph.io.lint.graph import Finding, MalformedError, Term
from volgraph.io.lint.paths import read_path
from volgraph.io.lint.shapes import Shapes

_CLASS_TERMS = (SH["targetClass"], SH["class"])
_PROPERTY_TERMS = tuple(
    SH[name]
    for name in ("targetSubjectsOf", "targetObjectsOf", "equals", "disjoint", "lessThan", "lessThanOrEquals", "path")
)
_OF_SUBJECTS = (SH["targetClass"], SH["targetSubjectsOf"])
_KNOWN_BY_ALL = (RDF.iri, RDFS.iri, OWL.iri, SH.iri)


class _Known:
    """What the data use and the ontology, or the shapes themselves, declare."""

    def __init__(self, data: Usage, ontology: Usage | None, declared: frozenset[str]) -> None:
        self.data = data
        self.declared = declared | (ontology.subjects if ontology else frozenset())
        self._spaces = {namespace(iri) for iri in ontology.subjects} if ontology else set()
        self.nearest = lru_cache(maxsize=None)(self._nearest)

    def misses(self, iri: str) -> bool:
        """Return whether the ontology declares other terms of an IRI's namespace, and not this one."""
        return namespace(iri) in self._spaces and iri not in self.declared

    def _nearest(self, iri: str, is_class: bool) -> tuple[str, ...]:
        """Return the IRIs that are used or declared and differ little: in the local name, or in http and https."""
        used = (self.data.classes if is_class else self.data.properties) | self.declared
        space, local = namespace(iri), iri.removeprefix(namespace(iri))
        twin = iri.replace("http:", "https:", 1) if iri.startswith("http:") else iri.replace("https:", "http:", 1)
        if twin in used:
            return (twin,)
        locals_ = {other.removeprefix(space) for other in used if namespace(other) == space}
        fitting = [name for name in sorted(locals_) if name[:1].isupper() == local[:1].isupper()]
        close = nearest(local, fitting)
        return tuple(space + name for name in close if _is_slip(local, name))


def _is_slip(one: str, other: str) -> bool:
    """Return whether two names differ by as little as a slip of the hand: in case, or in one or two letters of many."""
    if one.lower() == other.lower():
        return True
    return min(len(one), len(other)) > 4 and _distance(one, other) <= 1 + (len(one) > 7)


def _distance(one: str, other: str) -> int:
    """Return Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row[0] = row[0], number
        for place, against in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != against))
    return row[-1]


def unused_terms(shapes: Shapes, data: Usage, ontology: Usage | None) -> Iterator[Finding]:
    """Yield a finding for each class, property and target that finds nothing in the data.

    Args:
        shapes: that name them.
        data: what is validated.
        ontology: what declares them; a name that it lacks, while it has others like it, is taken for a mistake.
    """
    graph = shapes.graph
    declared = frozenset(node.value for node in graph.subjects() if isinstance(node, NamedNode))
    known = _Known(data, ontology, declared)
    for triple, term, is_class in _named(shapes):
        if term.value.startswith(_KNOWN_BY_ALL) or term.value in (data.classes if is_class else data.properties):
            continue
        if triple.predicate in _OF_SUBJECTS and _forbids(shapes, triple.subject):
            continue
        kind = "class" if is_class else "property"
        names = [graph.show(NamedNode(iri)) for iri in known.nearest(term.value, is_class)]
        guessed = bool(names) and term.value not in known.declared
        code = f"unknown-{kind}" if guessed or known.misses(term.value) else f"unused-{kind}"
        spot = graph.spot(triple.subject, triple.predicate, triple.object)
        yield Finding(code, spot, {"value": graph.show(term), "nearest": names if code.startswith("unknown") else ()})
    for node in shapes.nodes:
        if shapes.has_target(node) and not shapes.is_deactivated(node) and not _finds_nodes(shapes, node, data):
            yield Finding("no-focus-nodes", graph.spot_of(node), {"shape": graph.name(node)})


def _named(shapes: Shapes) -> Iterator[tuple[Triple, NamedNode, bool]]:
    """Yield each class and property that a shape names, with its triple, once a triple."""
    graph = shapes.graph
    for predicate in (*_CLASS_TERMS, *_PROPERTY_TERMS):
        for triple in graph.with_predicate(predicate):
            if predicate in _CLASS_TERMS:
                if isinstance(triple.object, NamedNode):
                    yield triple, triple.object, True
                continue
            for name in _predicates(shapes, predicate, triple.object):
                yield triple, name, False


def _predicates(shapes: Shapes, predicate: NamedNode, value: Term) -> set[NamedNode]:
    if predicate == SH["path"]:
        try:
            return set(read_path(shapes.graph, value).predicates())
        except MalformedError:
            return set()
    return {value} if isinstance(value, NamedNode) else set()


def _forbids(shapes: Shapes, node: Term) -> bool:
    """Return whether nothing can conform to a shape: its targets are what it forbids, and need not be there."""
    graph = shapes.graph
    everything = {SH["BlankNodeOrIRI"]}
    for refused in graph.values(node, SH["not"]):
        constraints = list(shapes.constraints(refused))
        if all(one.predicate == SH["nodeKind"] and one.object in everything for one in constraints):
            return True
    return False


def _finds_nodes(shapes: Shapes, node: Term, data: Usage) -> bool:
    graph = shapes.graph
    if graph.values(node, SH["targetNode"]) or graph.values(node, SH["target"]):
        return True
    if shapes.is_class(node) and isinstance(node, NamedNode) and node.value in data.classes:
        return True
    uses = {"targetClass": data.classes, "targetSubjectsOf": data.properties, "targetObjectsOf": data.properties}
    return any(
        isinstance(value, NamedNode) and value.value in used
        for name, used in uses.items()
        for value in graph.values(node, SH[name])
    )
