"""Which shapes a change of the shapes graph changes."""

from collections.abc import Collection, Iterable

from volgraph.domain.statements import IMPORTS, RDFS, SH, SUBCLASS, TYPE, MemoryGraph, Statement

_NOT_DESCRIBED = frozenset({TYPE, SUBCLASS, *(f"<{SH}{name}>" for name in ("class", "targetClass", "targetNode"))})
"""Predicates whose objects are only named: what else is said of them says nothing of the shape."""

_ELSEWHERE = (f"<{RDFS}", "<http://www.w3.org/2002/07/owl#", "<http://purl.org/dc/")
_COMPONENT = frozenset(f"<{SH}{name}>" for name in ("parameter", "validator", "nodeValidator", "propertyValidator"))
_SHARED = frozenset(f"<{SH}{name}>" for name in ("ConstraintComponent", "SPARQLTargetType", "SPARQLFunction"))
"""Classes of what shapes use without naming it."""


def changed_shapes(both: MemoryGraph, changed: Collection[Statement], shapes: Iterable[str]) -> frozenset[str]:
    """Return the shapes whose description differs, with all shapes, lists, paths and prefixes that it leads to.

    All have changed if a constraint component, a type of targets or a function has, or what is below what class.

    Args:
        both: the shapes graphs of before and after together.
        changed: what is in only one of them.
        shapes: those with targets.
    """
    subjects = {subject for subject, _, _ in changed}
    shared = {one[0] for one in both.statements if one[1] in _COMPONENT or (one[1] == TYPE and one[2] in _SHARED)}
    if any(one[1] == SUBCLASS for one in changed) or any(_described(both, one) & subjects for one in shared):
        return frozenset(shapes)
    return frozenset(shape for shape in shapes if _described(both, shape) & subjects)


def _described(graph: MemoryGraph, shape: str) -> set[str]:
    """Return the subjects of all that describes a shape."""
    found: set[str] = set()
    waiting = [shape]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += (
                value
                for _, predicate, value in graph.match(one, None, None)
                # Prefixes of a query may come from what the ontology that it names imports.
                if predicate == IMPORTS or (predicate not in _NOT_DESCRIBED and not predicate.startswith(_ELSEWHERE))
            )
    return found
