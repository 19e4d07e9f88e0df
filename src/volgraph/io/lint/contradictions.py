"""Constraints of one shape that no value can meet together."""

from collections.abc import Callable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from volgraph.domain.vocabulary import RDF, SH
from volgraph.io.lint.asking import Order, compare
from volgraph.io.lint.graph import Finding, Node, ShapesGraph, Term
from volgraph.io.lint.shapes import Shapes

_STRICT = {Order.SAME, Order.GREATER, Order.NONE}
_LOOSE = {Order.GREATER, Order.NONE}

_RANGES = (
    ("minInclusive", "maxInclusive", _LOOSE),
    ("minInclusive", "maxExclusive", _STRICT),
    ("minExclusive", "maxInclusive", _STRICT),
    ("minExclusive", "maxExclusive", _STRICT),
)
"""A lower and an upper bound, and how the lower must not stand to the upper."""

_COUNTS = (("minCount", "maxCount"), ("minLength", "maxLength"), ("qualifiedMinCount", "qualifiedMaxCount"))

_KINDS: dict[str, type | tuple[type, ...]] = {
    "IRI": NamedNode,
    "BlankNode": BlankNode,
    "Literal": Literal,
    "BlankNodeOrIRI": (BlankNode, NamedNode),
    "BlankNodeOrLiteral": (BlankNode, Literal),
    "IRIOrLiteral": (NamedNode, Literal),
}
_ONLY_NODES = ("IRI", "BlankNode", "BlankNodeOrIRI")
_FOR_LITERALS = ("datatype", "languageIn", "minInclusive", "minExclusive", "maxInclusive", "maxExclusive")
_FOR_STRINGS = ("pattern", "minLength")


def bounds(shapes: Shapes) -> Iterator[Finding]:
    """Yield a finding for each pair of bounds that leaves nothing between them."""
    graph = shapes.graph
    for node in shapes.nodes:
        for low, high in _COUNTS:
            pair = _single(graph, node, low), _single(graph, node, high)
            if all(isinstance(one, Literal) and one.value.isdigit() for one in pair):
                least, most = (int(one.value) for one in pair)  # type: ignore[union-attr]
                if least > most:
                    yield _between(graph, node, low, high)
        for low, high, wrong in _RANGES:
            one, other = _single(graph, node, low), _single(graph, node, high)
            if isinstance(one, Literal) and isinstance(other, Literal) and compare(one, other) in wrong:
                yield _between(graph, node, low, high)


def _single(graph: ShapesGraph, node: Node, name: str) -> Term | None:
    """Return the value of a property that stands once; of a repeated one nothing is said here."""
    values = graph.values(node, SH[name])
    return values[0] if len(values) == 1 else None


def _said(graph: ShapesGraph, node: Node, name: str) -> str:
    value = graph.value(node, SH[name])
    return f"sh:{name} {graph.show(value)}" if value is not None else f"sh:{name}"


def _between(graph: ShapesGraph, node: Node, low: str, high: str) -> Finding:
    value = graph.value(node, SH[low])
    assert value is not None
    facts = {"low": _said(graph, node, low), "high": _said(graph, node, high)}
    return Finding("contradictory-bounds", graph.spot(node, SH[low], value), facts)


def kinds(shapes: Shapes) -> Iterator[Finding]:
    """Yield a finding for each pair of constraints of which one asks for literals and the other for nodes."""
    graph = shapes.graph
    for node in shapes.nodes:
        for one, other in _excluding(graph, node):
            value = graph.value(node, SH[other])
            assert value is not None
            facts = {"one": _said(graph, node, one), "other": _said(graph, node, other)}
            yield Finding("contradictory-kinds", graph.spot(node, SH[other], value), facts)


def _excluding(graph: ShapesGraph, node: Node) -> Iterator[tuple[str, str]]:
    has: Callable[[str], bool] = lambda name: bool(graph.values(node, SH[name]))  # noqa: E731
    kind = graph.value(node, SH["nodeKind"])
    kind_name = kind.value.removeprefix(SH.iri) if isinstance(kind, NamedNode) else ""
    if kind_name in _ONLY_NODES:
        yield from (("nodeKind", name) for name in _FOR_LITERALS if has(name))
    if kind_name == "BlankNode":
        yield from (("nodeKind", name) for name in _FOR_STRINGS if has(name))
    if kind_name == "Literal":
        yield from (("nodeKind", name) for name in ("class", "closed") if has(name))
    if has("class"):
        yield from (("class", name) for name in _FOR_LITERALS if has(name))
    datatype = graph.value(node, SH["datatype"])
    if has("languageIn") and datatype is not None and datatype not in (RDF["langString"], RDF["dirLangString"]):
        yield "languageIn", "datatype"
    for one, other in (("equals", "disjoint"), ("lessThan", "equals")):
        if set(graph.values(node, SH[one])) & set(graph.values(node, SH[other])):
            yield one, other
    for name in ("disjoint", "lessThan"):
        if set(graph.values(node, SH[name])) & set(graph.values(node, SH["path"])):
            yield "path", name


def values(shapes: Shapes) -> Iterator[Finding]:
    """Yield a finding for each value that sh:hasValue or sh:in names and another constraint refuses."""
    graph = shapes.graph
    for node in shapes.nodes:
        listed = [member for head in graph.values(node, SH["in"]) for member in graph.members(head)]
        required = graph.values(node, SH["hasValue"])
        for value in required:
            spot = graph.spot(node, SH["hasValue"], value)
            if listed and value not in listed:
                yield _refused(graph, "hasValue", value, "in", spot)
            for name in _refusing(graph, node, value):
                yield _refused(graph, "hasValue", value, name, spot)
        for head in graph.values(node, SH["in"]):
            for value in graph.members(head):
                for name in _refusing(graph, node, value):
                    yield _refused(graph, "in", value, name, graph.spot(node, SH["in"], head))
        most = _single(graph, node, "maxCount")
        if isinstance(most, Literal) and most.value.isdigit() and len(required) > int(most.value):
            last = required[-1]
            yield _refused(graph, "hasValue", last, "maxCount", graph.spot(node, SH["hasValue"], last))


def _refused(graph: ShapesGraph, one: str, value: Term, other: str, spot: object) -> Finding:
    facts = {"one": f"sh:{one}", "value": graph.show(value), "other": f"sh:{other}"}
    return Finding("contradictory-values", spot, facts)  # type: ignore[arg-type]


def _refusing(graph: ShapesGraph, node: Node, value: Term) -> Iterator[str]:
    """Yield the constraints of a shape that a value breaks, of those that can be told from the value alone."""
    kind = _single(graph, node, "nodeKind")
    if isinstance(kind, NamedNode) and kind in SH:
        allowed = _KINDS.get(kind.value.removeprefix(SH.iri))
        if allowed is not None and not isinstance(value, allowed):
            yield "nodeKind"
    datatype = _single(graph, node, "datatype")
    if isinstance(datatype, NamedNode) and (not isinstance(value, Literal) or value.datatype != datatype):
        yield "datatype"
    for name, wrong in (
        ("minInclusive", {Order.LESS}),
        ("minExclusive", {Order.LESS, Order.SAME}),
        ("maxInclusive", {Order.GREATER}),
        ("maxExclusive", {Order.GREATER, Order.SAME}),
    ):
        bound = _single(graph, node, name)
        if isinstance(bound, Literal) and (not isinstance(value, Literal) or compare(value, bound) in wrong):
            yield name
    yield from _wrong_length(graph, node, value)


def _wrong_length(graph: ShapesGraph, node: Node, value: Term) -> Iterator[str]:
    if isinstance(value, BlankNode | Triple):
        return
    for name, wrong in (("minLength", int.__lt__), ("maxLength", int.__gt__)):
        bound = _single(graph, node, name)
        if isinstance(bound, Literal) and bound.value.isdigit() and wrong(len(value.value), int(bound.value)):
            yield name


def closed(shapes: Shapes) -> Iterator[Finding]:
    """Yield a finding for each closed shape that refuses what its nodes must or should have.

    https://www.w3.org/TR/shacl/#ClosedConstraintComponent
    """
    graph = shapes.graph
    for node in shapes.nodes:
        if not shapes.says_true(node, SH["closed"]):
            continue
        spot = graph.spot(node, SH["closed"], graph.values(node, SH["closed"])[0])
        allowed = _own_predicates(graph, node) | _ignored(graph, node)
        if RDF["type"] not in allowed and (graph.values(node, SH["targetClass"]) or shapes.is_class(node)):
            yield Finding("closed-without-type", spot, {"shape": graph.name(node)})
        for other, predicate in _inherited(shapes, node):
            if predicate not in allowed:
                facts = {"shape": graph.name(node), "other": graph.name(other), "property": graph.show(predicate)}
                yield Finding("closed-without-inherited", spot, facts)


def _own_predicates(graph: ShapesGraph, node: Term) -> set[Term]:
    return {path for shape in graph.values(node, SH["property"]) for path in graph.values(shape, SH["path"])}


def _ignored(graph: ShapesGraph, node: Term) -> set[Term]:
    return {member for head in graph.values(node, SH["ignoredProperties"]) for member in graph.members(head)}


def _inherited(shapes: Shapes, node: Node) -> Iterator[tuple[Term, NamedNode]]:
    """Yield the properties that shapes ask of the same node through sh:node and sh:and, with the shape that does."""
    graph = shapes.graph
    waiting, seen = [node], {node}
    while waiting:
        for reference in shapes.references.get(waiting.pop(), ()):
            other = reference.shape
            if reference.triple.predicate not in (SH["node"], SH["and"]) or other in seen:
                continue
            if isinstance(other, NamedNode | BlankNode):
                seen.add(other)
                waiting.append(other)
                for path in sorted(_own_predicates(graph, other), key=str):
                    if isinstance(path, NamedNode):
                        yield other, path
