"""Terms that SHACL does not have, or that stand where they mean nothing, and values that no property takes."""

import re
from collections.abc import Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from volgraph.domain.lint_rules import Fact
from volgraph.domain.lint_words import Bearer, Takes
from volgraph.domain.names import nearest
from volgraph.domain.vocabulary import RDF, SH, XSD
from volgraph.io.lint.graph import TYPE, Finding, MalformedError, Node, ShapesGraph, Term
from volgraph.io.lint.shapes import Shapes
from volgraph.io.lint.vocabulary import CLASSES, LISTS, NODE_KINDS, PROPERTIES, SHAPES, TERMS, Property

_NAMES = sorted(term.value.removeprefix(SH.iri) for term in TERMS)
_COUNT = re.compile(r"\+?\d+|-0+")
_MEMBERS = {Takes.IRIS: Takes.IRI, Takes.STRINGS: Takes.STRING, Takes.SHAPES: Takes.SHAPE}

_IDLE = {
    "flags": ("pattern",),
    "ignoredProperties": ("closed",),
    "qualifiedMinCount": ("qualifiedValueShape",),
    "qualifiedMaxCount": ("qualifiedValueShape",),
    "qualifiedValueShapesDisjoint": ("qualifiedValueShape",),
    "qualifiedValueShape": ("qualifiedMinCount", "qualifiedMaxCount"),
}
"""Properties that do nothing unless one of some others stands beside them."""

_NEEDED = {
    Bearer.DECLARATION: (("prefix",), ("namespace",)),
    Bearer.PARAMETER: (("path",),),
    Bearer.COMPONENT: (("parameter",),),
}


def unknown_terms(graph: ShapesGraph) -> Iterator[Finding]:
    """Yield a finding for each triple with a term in SHACL's namespace that SHACL has not."""
    for triple in graph:
        for term in (triple.predicate, triple.object):
            if isinstance(term, NamedNode) and term in SH and term not in TERMS and term.value != SH.iri:
                names = [f"sh:{name}" for name in nearest(term.value.removeprefix(SH.iri), _fitting(term, triple))]
                yield Finding(
                    "unknown-term",
                    graph.spot(triple.subject, triple.predicate, triple.object),
                    {"term": graph.show(term), "nearest": names},
                )


def _fitting(term: NamedNode, triple: object) -> Sequence[str]:
    """Return the names that may have been meant: properties for a property, classes for a class."""
    if term == triple.predicate:  # type: ignore[attr-defined]
        known = set(PROPERTIES)
    elif triple.predicate == TYPE:  # type: ignore[attr-defined]
        known = set(CLASSES)
    else:
        return [name for name in _NAMES if "-" not in name]
    return sorted(one.value.removeprefix(SH.iri) for one in known)


def misplaced_terms(shapes: Shapes) -> Iterator[Finding]:
    """Yield a finding for each property on a node that cannot have it, or that does nothing there."""
    graph = shapes.graph
    for node in graph.subjects():
        kinds = shapes.kinds(node)
        for predicate, values in graph.properties(node).items():
            row = PROPERTIES.get(predicate)
            if row is None or not kinds:
                continue
            spot = graph.spot(node, predicate, values[0])
            if _is_misplaced(row, node, shapes):
                fitting = sorted(row.bearers, key=list(Bearer).index)
                facts = {"term": graph.show(predicate), "shape": graph.name(node), "bearer": min(kinds)}
                yield Finding("misplaced-term", spot, {**facts, "fitting": fitting})
            elif row.once and len(values) > 1:
                again = graph.spot(node, predicate, values[1])
                facts = {"term": graph.show(predicate), "shape": graph.name(node)}
                yield Finding("repeated-term", again, {**facts, "count": len(values)})


def _is_misplaced(row: Property, node: Node, shapes: Shapes) -> bool:
    kinds = shapes.kinds(node)
    if row.name == "path":
        types = shapes.graph.values(node, TYPE)
        return SH["NodeShape"] in types and SH["PropertyShape"] not in types
    if kinds <= {Bearer.NODE_SHAPE, Bearer.PROPERTY_SHAPE}:
        is_property = Bearer.PROPERTY_SHAPE in kinds or shapes.has_path(node)
        return (Bearer.PROPERTY_SHAPE if is_property else Bearer.NODE_SHAPE) not in row.bearers
    may_be = kinds | {Bearer.PROPERTY_SHAPE} if Bearer.PARAMETER in kinds else kinds
    return not may_be & row.bearers


def missing_terms(shapes: Shapes) -> Iterator[Finding]:
    """Yield a finding for each node without a property that it needs, or with one that needs another."""
    graph = shapes.graph
    for node in graph.subjects():
        kinds = shapes.kinds(node)
        if Bearer.PROPERTY_SHAPE in kinds and not shapes.has_path(node) and Bearer.PARAMETER not in kinds:
            facts = {"shape": graph.name(node), "bearer": Bearer.PROPERTY_SHAPE, "term": "sh:path"}
            yield Finding("missing-term", graph.spot_of(node), facts)
        for kind, groups in _NEEDED.items():
            for names in groups if kind in kinds else ():
                if not any(graph.values(node, SH[name]) for name in names):
                    terms = [f"sh:{name}" for name in names]
                    needed = {"shape": graph.name(node), "bearer": kind, "term": terms}
                    yield Finding("missing-term", graph.spot_of(node), needed)
        for name, others in _IDLE.items():
            for value in graph.values(node, SH[name])[:1]:
                if not any(graph.values(node, SH[other]) for other in others):
                    spot = graph.spot(node, SH[name], value)
                    yield Finding("idle-term", spot, {"term": f"sh:{name}", "missing": [f"sh:{one}" for one in others]})
        if shapes.is_class(node) and isinstance(node, BlankNode):
            yield Finding("unnamed-class", graph.spot_of(node), {"shape": graph.name(node)})


def wrong_values(shapes: Shapes) -> Iterator[Finding]:
    """Yield a finding for each value that its property does not take, and each list that is none."""
    graph = shapes.graph
    for predicate, row in PROPERTIES.items():
        for triple in graph.with_predicate(predicate):
            spot = graph.spot(triple.subject, predicate, triple.object)
            if row.takes in LISTS:
                yield from _wrong_list(shapes, row, triple.object, Finding("", spot))
            elif row.takes in SHAPES and isinstance(triple.object, NamedNode) and not graph.describes(triple.object):
                yield Finding("undefined-shape", spot, _undefined(shapes, row, triple.object))
            elif row.takes is Takes.PROPERTY_SHAPE and _is_empty(graph, triple.object):
                facts = {"shape": graph.name(triple.object), "bearer": Bearer.PROPERTY_SHAPE, "term": "sh:path"}
                yield Finding("missing-term", spot, facts)
            elif not _fits(shapes, row.takes, triple.object):
                yield _wrong(graph, row, row.takes, triple.object, Finding("", spot))


def _is_empty(graph: ShapesGraph, value: Term) -> bool:
    return isinstance(value, BlankNode) and not graph.describes(value)


def _undefined(shapes: Shapes, row: Property, value: NamedNode) -> dict[str, Fact]:
    graph = shapes.graph
    names = nearest(graph.show(value), [graph.show(node) for node in shapes.nodes if isinstance(node, NamedNode)])
    return {"term": f"sh:{row.name}", "value": graph.show(value), "nearest": names}


def _wrong(graph: ShapesGraph, row: Property, takes: Takes, value: Term, at: Finding) -> Finding:
    shown = graph.show(value) if not isinstance(value, BlankNode) else "[]"
    return Finding("wrong-value", at.spot, {"term": f"sh:{row.name}", "takes": takes, "value": shown})


def _wrong_list(shapes: Shapes, row: Property, head: Term, at: Finding) -> Iterator[Finding]:
    graph = shapes.graph
    try:
        members = graph.items(head)
    except MalformedError as error:
        yield Finding("malformed-list", at.spot, {"term": f"sh:{row.name}", "reason": error.reason})
        return
    takes = _MEMBERS.get(row.takes, Takes.ANYTHING)
    for member in members:
        if takes is Takes.SHAPE and isinstance(member, NamedNode) and not graph.describes(member):
            yield Finding("undefined-shape", at.spot, _undefined(shapes, row, member))
        elif not _fits(shapes, takes, member):
            yield _wrong(graph, row, row.takes, member, at)
    if not members and row.name in ("in", "or", "xone", "languageIn"):
        yield Finding("empty-list", at.spot, {"term": f"sh:{row.name}"})


def _fits(shapes: Shapes, takes: Takes, value: Term) -> bool:
    match takes:
        case Takes.IRI:
            return isinstance(value, NamedNode)
        case Takes.NODE | Takes.SHAPE:
            return isinstance(value, NamedNode | BlankNode)
        case Takes.IRI_OR_LITERAL:
            return isinstance(value, NamedNode | Literal)
        case Takes.NODE_SHAPE:
            return isinstance(value, NamedNode | BlankNode) and not shapes.has_path(value)
        case Takes.PROPERTY_SHAPE:  # one without a path misses it, and is told so
            return isinstance(value, NamedNode | BlankNode)
        case Takes.NODE_KIND:
            return value in NODE_KINDS
        case Takes.ANYTHING | Takes.PATH:
            return True
    return isinstance(value, Literal) and _literal_fits(takes, value)


def _literal_fits(takes: Takes, value: Literal) -> bool:
    match takes:
        case Takes.COUNT:
            return value.datatype == XSD["integer"] and bool(_COUNT.fullmatch(value.value))
        case Takes.BOOLEAN:
            return value.datatype == XSD["boolean"] and value.value in ("true", "false")
        case Takes.STRING:
            return value.datatype == XSD["string"]
        case Takes.TEXT:
            return value.datatype in (XSD["string"], RDF["langString"], RDF["dirLangString"])
        case Takes.ANY_URI:
            return value.datatype == XSD["anyURI"]
    return True


def fits_text(value: Term) -> bool:
    """Return whether a term is a string, with or without a language."""
    return isinstance(value, Literal) and _literal_fits(Takes.TEXT, value)
