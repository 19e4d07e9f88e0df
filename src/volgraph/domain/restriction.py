"""Restricting a validation to the focus nodes that a change can affect, soundly, shape by shape, for any engine."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from volgraph.domain.dependencies import Machine, RootShape, Visit, touched
from volgraph.domain.statements import SH, TYPE, Statement, StatementGraph, is_blank

TARGETS = frozenset(
    f"<{SH}{name}>" for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")
)
"""The predicates that declare which nodes a shape looks at."""

KINDS = frozenset({f"<{SH}NodeShape>", f"<{SH}PropertyShape>"})
"""The classes of shapes."""

_MARKED = "urn:volgraph:focus"


@dataclass(frozen=True, slots=True)
class Restriction:
    """What has to be validated.

    Args:
        nodes: the focus nodes of each shape; a shape without any is not here.
        in_full: the shapes that look at all their targets.
    """

    nodes: Mapping[str, frozenset[str]]
    in_full: frozenset[str]

    @property
    def focus_nodes(self) -> frozenset[str]:
        """All nodes, whatever the shape."""
        return frozenset().union(*self.nodes.values())

    def starts(self, machine: Machine) -> list[Visit]:
        """Return where a machine begins to validate the nodes."""
        return [Visit(root.focus, node) for root in machine.roots for node in self.nodes.get(root.shape, ())]


def affected(
    machine: Machine,
    both: StatementGraph,
    new: StatementGraph,
    changed: Collection[Statement],
    changed_shapes: Collection[str] = (),
) -> Restriction:
    """Return what a change can affect: every other node has the results that it had.

    Args:
        machine: of the shapes as they are now.
        both: the statements of before and after together.
        new: those of after.
        changed: those that are in only one of the two.
        changed_shapes: shapes whose description changed.
    """
    at: dict[int, set[str]] = {}
    for state, node in touched(machine, both, changed):
        at.setdefault(state, set()).add(node)
    predicates = {predicate for _, predicate, _ in changed}
    nodes: dict[str, frozenset[str]] = {}
    in_full = set()
    for root in machine.roots:
        candidates = at.get(root.focus, set()) | at.get(root.target, set())
        found = frozenset(node for node in candidates if root.targets.hold(node, new))
        far = [machine.far[state] for state in _states(machine, root) if state in machine.far]
        if root.shape in changed_shapes or (far and (found or _are_about(far, predicates))):
            in_full.add(root.shape)
        elif found:
            nodes[root.shape] = found
    if any(sees_marks(machine, root) for root in machine.roots if root.shape in in_full or root.shape in nodes):
        blank = {shape for shape, found in nodes.items() if any(map(is_blank, found))}
        in_full |= blank
        nodes = {shape: found for shape, found in nodes.items() if shape not in blank}
    return Restriction(nodes, frozenset(in_full))


def _states(machine: Machine, root: RootShape) -> set[int]:
    return machine.reachable(root.focus) | machine.reachable(root.target)


def _are_about(far: Iterable[frozenset[str] | None], predicates: Collection[str]) -> bool:
    return bool(predicates) and any(known is None or not known.isdisjoint(predicates) for known in far)


def sees_marks(machine: Machine, root: RootShape) -> bool:
    """Return whether a shape looks at whatever reaches a node, so that a statement more would change what it says."""
    return any(
        state in machine.far or any(step.predicate is None and step.inverse for step in machine.steps[state])
        for state in _states(machine, root)
    )


def retarget(
    shapes: Iterable[Statement], machine: Machine, restriction: Restriction
) -> tuple[set[Statement], set[Statement]]:
    """Return shapes that look at the nodes of a restriction, and what has to be added to the data for it.

    A node that is an IRI or a literal becomes a `sh:targetNode`. No target names a blank node, so it is marked: some
    node that nothing else knows refers to it, and the shape looks at what that one refers to.
    """
    restricted = {root.shape for root in machine.roots} - restriction.in_full
    kept = {
        one
        for one in shapes
        if not (one[0] in restricted and (one[1] in TARGETS or (one[1] == TYPE and one[2] not in KINDS)))
    }
    marks = set()
    for number, (shape, nodes) in enumerate(sorted(restriction.nodes.items())):
        mark = f"<{_MARKED}:{number}>"
        for node in nodes:
            if is_blank(node):
                marks.add((f"<{_MARKED}>", mark, node))
                kept.add((shape, f"<{SH}targetObjectsOf>", mark))
            else:
                kept.add((shape, f"<{SH}targetNode>", node))
    return kept, marks
