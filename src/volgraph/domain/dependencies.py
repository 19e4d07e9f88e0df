"""What the verdict on a node depends on: a machine that walks the statements which validating it may look at.

A shape becomes states and steps. A state stands for what a node is looked at for: to be the focus of a shape, to be one
of its values, to stand somewhere on its path. A step from a state says that the statements which leave (or reach) such
a node by a predicate are looked at, and for what the nodes at their other end are looked at then.

The machine looks at whole answers ("all objects of this subject and predicate"), never at single statements. So when a
graph changes, the first answer that differs holds a statement that was added or removed, and everything before it is as
it was: a focus node from which the machine reaches no such statement, before and after, has the verdict that it had.
Walking back from the changed statements finds all other focus nodes; walking on from a focus node finds all that
validating it needs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from volgraph.domain.statements import SUBCLASS, TYPE, Statement, StatementGraph


class Step(NamedTuple):
    """The statements that are looked at from a state.

    Args:
        predicate: of the statements; None for any.
        inverse: whether they are those that reach the node, not those that leave it.
        state: what the nodes at their other end are looked at for.
    """

    predicate: str | None
    inverse: bool
    state: int


class Visit(NamedTuple):
    """A node, and what it is looked at for."""

    state: int
    node: str


@dataclass(frozen=True, slots=True)
class Targets:
    """The nodes that a shape looks at, as it declares them: https://www.w3.org/TR/shacl/#targets"""

    classes: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    subjects_of: frozenset[str] = frozenset()
    objects_of: frozenset[str] = frozenset()

    def hold(self, node: str, graph: StatementGraph) -> bool:
        """Return whether a node of a graph is among them."""
        return (
            node in self.nodes
            or any(any(graph.match(node, predicate, None)) for predicate in self.subjects_of)
            or any(any(graph.match(None, predicate, node)) for predicate in self.objects_of)
            or (bool(self.classes) and not self.classes.isdisjoint(_classes(node, graph)))
        )


def _classes(node: str, graph: StatementGraph) -> set[str]:
    """Return the classes of a node and all classes above them."""
    waiting = [value for _, _, value in graph.match(node, TYPE, None)]
    found: set[str] = set()
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += (value for _, _, value in graph.match(one, SUBCLASS, None))
    return found


@dataclass(frozen=True, slots=True)
class RootShape:
    """A shape with targets.

    Args:
        shape: its term.
        focus: the state of its focus nodes.
        target: the state that looks at what makes a node a target.
        targets: the nodes it looks at.
    """

    shape: str
    focus: int
    target: int
    targets: Targets


@dataclass(slots=True)
class Machine:
    """States and steps; `roots` are the shapes with targets.

    Args:
        steps: from each state.
        silent: the states for which a node is looked at too when it is for this one.
        far: the states from which more is looked at than steps can say, each with the predicates that it is about, or
            None if they are not known.
        roots: the shapes with targets.
    """

    steps: list[list[Step]] = field(default_factory=list)
    silent: list[list[int]] = field(default_factory=list)
    far: dict[int, frozenset[str] | None] = field(default_factory=dict)
    roots: list[RootShape] = field(default_factory=list)

    def state(self) -> int:
        """Add a state."""
        self.steps.append([])
        self.silent.append([])
        return len(self.steps) - 1

    def step(self, start: int, predicate: str | None, inverse: bool = False, end: int | None = None) -> int:
        """Add a step, to a new state if none is given; return where it ends."""
        end = self.state() if end is None else end
        self.steps[start].append(Step(predicate, inverse, end))
        return end

    def also(self, start: int, end: int) -> None:
        """Say that a node which is looked at for one thing is looked at for another too."""
        self.silent[start].append(end)

    def look_far(self, state: int, predicates: frozenset[str] | None) -> None:
        """Say that statements anywhere in the graph are looked at, of some predicates or (None) of any."""
        known = self.far.get(state, frozenset())
        self.far[state] = None if predicates is None or known is None else known | predicates

    def reachable(self, start: int) -> set[int]:
        """Return a state and all that can follow it."""
        seen: set[int] = set()
        waiting = [start]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += (*self.silent[one], *(step.state for step in self.steps[one]))
        return seen


def needed(machine: Machine, graph: StatementGraph, starts: Iterable[Visit]) -> set[Statement]:
    """Return all statements of a graph that validating some nodes may look at."""
    found: set[Statement] = set()
    waiting = list(starts)
    seen = set(waiting)
    while waiting:
        state, node = waiting.pop()
        following = [Visit(other, node) for other in machine.silent[state]]
        for predicate, inverse, other in machine.steps[state]:
            statements = graph.match(None, predicate, node) if inverse else graph.match(node, predicate, None)
            for one in statements:
                found.add(one)
                following.append(Visit(other, one[0] if inverse else one[2]))
        for visit in following:
            if visit not in seen:
                seen.add(visit)
                waiting.append(visit)
    return found


def touched(machine: Machine, graph: StatementGraph, changed: Iterable[Statement]) -> set[Visit]:
    """Return every visit from which the machine reaches a changed statement.

    Args:
        machine: of the shapes.
        graph: the statements of before and after together.
        changed: those that are in only one of the two.
    """
    before = _Before(machine)
    seen: set[Visit] = set()
    waiting = [visit for statement in changed for visit in before.looking_at(statement)]
    while waiting:
        visit = waiting.pop()
        if visit not in seen:
            seen.add(visit)
            waiting += before.leading_to(visit, graph)
    return seen


class _Before:
    """The steps of a machine, found by their predicates and by where they end."""

    def __init__(self, machine: Machine) -> None:
        self._silent: dict[int, list[int]] = defaultdict(list)
        self._ending: dict[int, list[tuple[int, str | None, bool]]] = defaultdict(list)
        self._asking: dict[str | None, list[tuple[int, bool]]] = defaultdict(list)
        for state, steps in enumerate(machine.steps):
            for predicate, inverse, end in steps:
                self._ending[end].append((state, predicate, inverse))
                self._asking[predicate].append((state, inverse))
            for end in machine.silent[state]:
                self._silent[end].append(state)

    def looking_at(self, statement: Statement) -> Iterator[Visit]:
        subject, predicate, value = statement
        for asked in (predicate, None):
            for state, inverse in self._asking.get(asked, ()):
                yield Visit(state, value if inverse else subject)

    def leading_to(self, visit: Visit, graph: StatementGraph) -> Iterator[Visit]:
        state, node = visit
        for before in self._silent.get(state, ()):
            yield Visit(before, node)
        for before, predicate, inverse in self._ending.get(state, ()):
            statements = graph.match(node, predicate, None) if inverse else graph.match(None, predicate, node)
            for one in statements:
                yield Visit(before, one[2] if inverse else one[0])
