"""Shapes that are never used, circles of shapes, paths that are none, severities, messages."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode

from volgraph.domain.lint_rules import Fact
from volgraph.domain.names import nearest
from volgraph.domain.vocabulary import SH
from volgraph.io.lint.graph import TYPE, Finding, MalformedError, Node, ShapesGraph, Term
from volgraph.io.lint.paths import read_path
from volgraph.io.lint.shapes import Shapes
from volgraph.io.lint.terms import fits_text
from volgraph.io.lint.vocabulary import SEVERITIES, TERMS

_LONGEST_CYCLE = 12


def paths(shapes: Shapes) -> Iterator[Finding]:
    """Yield a finding for each path that is malformed."""
    graph = shapes.graph
    for triple in graph.with_predicate(SH["path"]):
        try:
            read_path(graph, triple.object)
        except MalformedError as error:
            spot = graph.spot(triple.subject, triple.predicate, triple.object)
            yield Finding("malformed-path", spot, {"shape": graph.name(triple.subject), "reason": error.reason})


def unused_shapes(shapes: Shapes) -> Iterator[Finding]:
    """Yield a finding for each shape that looks at nothing, that nothing can break, or that is switched off."""
    graph = shapes.graph
    for node in shapes.nodes:
        name, spot = graph.name(node), graph.spot_of(node)
        if shapes.is_deactivated(node):
            switch = graph.spot(node, SH["deactivated"], graph.values(node, SH["deactivated"])[0])
            yield Finding("deactivated-shape", switch, {"shape": name})
        elif not shapes.has_target(node) and node not in shapes.referrers and not graph.with_object(node):
            yield Finding("unused-shape", spot, {"shape": name})
        elif shapes.chooses(node) and not _is_constrained(shapes, node):
            yield Finding("no-constraints", spot, {"shape": name})


def _is_constrained(shapes: Shapes, node: Term) -> bool:
    """Return whether a shape has a constraint, of SHACL or of a component of its author's."""
    graph = shapes.graph
    own = {
        path
        for component in graph.of_type(SH["ConstraintComponent"])
        for parameter in graph.values(component, SH["parameter"])
        for path in graph.values(parameter, SH["path"])
    }
    more = {*own, SH["expression"], SH["js"], SH["rule"], SH["values"]}
    return any(True for _ in shapes.constraints(node)) or bool(more & set(graph.properties(node)))


def circles(shapes: Shapes) -> Iterator[Finding]:
    """Yield a finding for each circle of shapes: https://www.w3.org/TR/shacl/#shapes-recursion"""
    for circle in _strongly_connected(shapes):
        graph = shapes.graph
        start = min(circle, key=lambda node: (isinstance(node, BlankNode), str(node)))
        cycle = _walk(shapes, start, circle)
        first = next(one for one in shapes.references[start] if one.shape == cycle[1])
        spot = graph.spot(first.triple.subject, first.triple.predicate, first.triple.object)
        yield Finding("recursive-shape", spot, {"cycle": _shown(graph, cycle)})


def _strongly_connected(shapes: Shapes) -> Iterator[set[Term]]:
    """Yield the sets of shapes that refer to each other, by Tarjan's algorithm without recursion."""
    numbers: dict[Term, int] = {}
    lowest: dict[Term, int] = {}
    stack: list[Term] = []
    on_stack: set[Term] = set()
    for root in shapes.references:
        if root in numbers:
            continue
        work = [(root, iter(shapes.references.get(root, ())))]
        numbers[root] = lowest[root] = len(numbers)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    above = work[-1][0]
                    lowest[above] = min(lowest[above], lowest[node])
                if lowest[node] == numbers[node]:
                    found = {node}
                    while (top := stack.pop()) != node:
                        found.add(top)
                    on_stack -= found
                    if len(found) > 1 or any(one.shape == node for one in shapes.references.get(node, ())):
                        yield found
            elif following.shape not in numbers:
                child = following.shape
                numbers[child] = lowest[child] = len(numbers)
                stack.append(child)
                on_stack.add(child)
                work.append((child, iter(shapes.references.get(child, ()))))
            elif following.shape in on_stack:
                lowest[node] = min(lowest[node], numbers[following.shape])


def _walk(shapes: Shapes, start: Term, inside: set[Term]) -> list[Term]:
    """Return a shortest way from a shape back to itself."""
    came_from: dict[Term, Term] = {}
    waiting = [start]
    for node in waiting:
        for reference in shapes.references.get(node, ()):
            if reference.shape == start:
                way = [start]
                while node != start:
                    way.append(node)
                    node = came_from[node]
                return [start, *reversed(way)] if len(way) > 1 else [start, start]
            if reference.shape in inside and reference.shape not in came_from:
                came_from[reference.shape] = node
                waiting.append(reference.shape)
    raise AssertionError("a strongly connected set has a way back")


def _shown(graph: ShapesGraph, cycle: list[Term]) -> str:
    names = list(map(graph.name, cycle[:_LONGEST_CYCLE]))
    return " → ".join(names if len(cycle) <= _LONGEST_CYCLE else [*names, "…", names[0]])


def severities(graph: ShapesGraph) -> Iterator[Finding]:
    """Yield a finding for each severity that nobody knows."""
    for triple in graph.with_predicate(SH["severity"]):
        value = triple.object
        declared = value in SEVERITIES or SH["Severity"] in graph.values(value, TYPE)
        if isinstance(value, NamedNode) and not declared and (value not in SH or value in TERMS):
            spot = graph.spot(triple.subject, triple.predicate, value)
            names = nearest(graph.show(value), [graph.show(one) for one in SEVERITIES])
            yield Finding("unknown-severity", spot, {"value": graph.show(value), "nearest": names})


def messages(shapes: Shapes, language: str) -> Iterator[Finding]:
    """Yield a finding for each file with shapes whose messages leave out the language of the report."""
    graph = shapes.graph
    without: dict[str, list[Node]] = {}
    for node in shapes.nodes:
        texts = [one for one in graph.values(node, SH["message"]) if isinstance(one, Literal) and fits_text(one)]
        if texts and not any((one.language or "").split("-")[0].lower() == language for one in texts):
            spot = graph.spot(node, SH["message"], texts[0])
            assert spot is not None
            without.setdefault(spot.document.label, []).append(node)
    for nodes in without.values():
        first = next(one for one in graph.values(nodes[0], SH["message"]) if fits_text(one))
        facts: dict[str, Fact] = {"count": len(nodes), "language": language, "shape": graph.name(nodes[0])}
        yield Finding("message-language", graph.spot(nodes[0], SH["message"], first), facts)
