"""From which asserted triples a triple follows: the shortest chain of rules of RDFS or OWL 2 RL that leads to it.

https://www.w3.org/TR/rdf11-mt/#patterns-of-rdfs-entailment-informative and
https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from volgraph.domain.property_paths import Graph, Node

RDFS, OWL = "rdfs", "owlrl"

_RDFS_TERMS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL_TERMS = "http://www.w3.org/2002/07/owl#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_SUB_CLASS, _SUB_PROPERTY, _DOMAIN, _RANGE = (
    NamedNode(_RDFS_TERMS + name) for name in ("subClassOf", "subPropertyOf", "domain", "range")
)
_EQUIVALENT_CLASS, _EQUIVALENT_PROPERTY, _INVERSE, _SAME, _SYMMETRIC, _TRANSITIVE = (
    NamedNode(_OWL_TERMS + name)
    for name in (
        *("equivalentClass", "equivalentProperty", "inverseOf", "sameAs"),
        *("SymmetricProperty", "TransitiveProperty"),
    )
)
_MOST_GOALS = 10_000
"""So many things are tried before a chain counts as not found."""


@dataclass(frozen=True, slots=True)
class _Goal:
    """A triple to be found; None stands for any term."""

    subject: Node | None
    predicate: NamedNode
    value: Node | None


_Step = tuple[_Goal, tuple[Triple, ...]]
"""What suffices for a goal: another goal, beside asserted triples."""


def premises(triple: Triple, graph: Graph, regime: str) -> tuple[Triple, ...]:
    """Return asserted triples from which a triple follows: first what is said of things, then of terms.

    Known are the rules on classes and properties and what is above them, on domains and ranges, on inverse, symmetric
    and transitive properties, and on things that are the same; not those on restrictions and the like.

    Args:
        triple: one that is not asserted.
        graph: what is asserted.
        regime: `RDFS` or `OWL`.

    Returns:
        None of them if no chain is found.
    """
    start = _Goal(triple.subject, triple.predicate, triple.object)
    waiting: deque[_Step] = deque([(start, ())])
    seen = {start}
    while waiting and len(seen) < _MOST_GOALS:
        goal, used = waiting.popleft()
        found = next(iter(graph.match(goal.subject, goal.predicate, goal.value)), None)
        if found is not None:
            return tuple(dict.fromkeys((found, *used)))
        for further, reasons in _steps(goal, graph, regime):
            if further not in seen:
                seen.add(further)
                waiting.append((further, (*reasons, *used)))
    return ()


def _steps(goal: _Goal, graph: Graph, regime: str) -> Iterator[_Step]:
    yield from _by_property(goal, graph)
    if goal.predicate == _TYPE and goal.value is not None:
        yield from _by_class(goal.subject, goal.value, graph)
    if goal.predicate in (_SUB_CLASS, _SUB_PROPERTY):
        yield from _by_chain(goal, graph)
    if regime == OWL:
        yield from _by_equivalence(goal, graph)
        yield from _by_characteristics(goal, graph)
        yield from _by_sameness(goal, graph)


def _by_property(goal: _Goal, graph: Graph) -> Iterator[_Step]:
    """Rule rdfs7, prp-spo1."""
    for reason in graph.match(None, _SUB_PROPERTY, goal.predicate):
        if isinstance(reason.subject, NamedNode):
            yield _Goal(goal.subject, reason.subject, goal.value), (reason,)


def _by_class(subject: Node | None, of: Node, graph: Graph) -> Iterator[_Step]:
    """Rules rdfs9, rdfs2 and rdfs3; cax-sco, prp-dom and prp-rng."""
    for reason in graph.match(None, _SUB_CLASS, of):
        yield _Goal(subject, _TYPE, reason.subject), (reason,)
    for reason in graph.match(None, _DOMAIN, of):
        if isinstance(reason.subject, NamedNode):
            yield _Goal(subject, reason.subject, None), (reason,)
    for reason in graph.match(None, _RANGE, of):
        if isinstance(reason.subject, NamedNode):
            yield _Goal(None, reason.subject, subject), (reason,)


def _by_chain(goal: _Goal, graph: Graph, *reasons: Triple) -> Iterator[_Step]:
    """Rules rdfs5 and rdfs11, scm-spo, scm-sco and prp-trp."""
    if goal.subject is not None and goal.value is not None:
        for link in graph.match(goal.subject, goal.predicate, None):
            if not isinstance(link.object, Literal):
                yield _Goal(link.object, goal.predicate, goal.value), (link, *reasons)


def _by_equivalence(goal: _Goal, graph: Graph) -> Iterator[_Step]:
    """Rules cax-eqc and prp-eqp."""
    if goal.predicate == _TYPE and goal.value is not None:
        for reason, other in _either_way(goal.value, _EQUIVALENT_CLASS, graph):
            yield _Goal(goal.subject, _TYPE, other), (reason,)
    for reason, other in _either_way(goal.predicate, _EQUIVALENT_PROPERTY, graph):
        if isinstance(other, NamedNode):
            yield _Goal(goal.subject, other, goal.value), (reason,)


def _by_characteristics(goal: _Goal, graph: Graph) -> Iterator[_Step]:
    """Rules prp-inv1, prp-inv2, prp-symp and prp-trp."""
    if not isinstance(goal.value, Literal):
        turned = _Goal(goal.value, goal.predicate, goal.subject)
        for reason, other in _either_way(goal.predicate, _INVERSE, graph):
            if isinstance(other, NamedNode):
                yield _Goal(goal.value, other, goal.subject), (reason,)
        for reason in graph.match(goal.predicate, _TYPE, _SYMMETRIC):
            yield turned, (reason,)
        if goal.predicate == _SAME:
            yield turned, ()
    for reason in graph.match(goal.predicate, _TYPE, _TRANSITIVE):
        yield from _by_chain(goal, graph, reason)


def _by_sameness(goal: _Goal, graph: Graph) -> Iterator[_Step]:
    """Rules eq-rep-s and eq-rep-o."""
    if goal.subject is not None:
        for reason, other in _either_way(goal.subject, _SAME, graph):
            yield _Goal(other, goal.predicate, goal.value), (reason,)
    if goal.value is not None and not isinstance(goal.value, Literal):
        for reason, other in _either_way(goal.value, _SAME, graph):
            yield _Goal(goal.subject, goal.predicate, other), (reason,)


def _either_way(node: Node, predicate: NamedNode, graph: Graph) -> Iterator[tuple[Triple, Node]]:
    """Yield the triples of a symmetric predicate that a node is in, and what is on the other side."""
    for triple in graph.match(node, predicate, None):
        yield triple, triple.object
    for triple in graph.match(None, predicate, node):
        yield triple, triple.subject
