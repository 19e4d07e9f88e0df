"""Validating what a change can affect, and leaving the rest, says what validating everything says."""

from random import Random

from hypothesis import Phase, assume, event, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse
from tests.incremental import drawing
from tests.incremental.validating import Results, results

from volgraph.domain.dependencies import Machine, needed
from volgraph.domain.restriction import Restriction, affected, retarget
from volgraph.domain.statements import MemoryGraph, Statement, statement_of
from volgraph.io.shape_dependencies import machine_of


def read(turtle: str) -> MemoryGraph:
    return MemoryGraph(statement_of(f"{quad.triple} .\n") for quad in parse(turtle, format=RdfFormat.TURTLE))


def of_restriction(
    data: frozenset[Statement], shapes: MemoryGraph, machine: Machine, restriction: Restriction, whole: bool
) -> Results:
    """Return the results of what is restricted, from the whole graph or from what is needed of it."""
    targets, marks = retarget(shapes.statements, machine, restriction)
    part = data if whole or restriction.in_full else needed(machine, MemoryGraph(data), restriction.starts(machine))
    found = results(part | marks, targets)
    assert found is not None
    return found


def check(old: frozenset[Statement], new: frozenset[Statement], turtle: str) -> str | None:
    """Compare, and return what kind of case it was; None if pySHACL cannot use the shapes."""
    shapes = read(turtle)
    before, after = results(old, shapes.statements), results(new, shapes.statements)
    if before is None or after is None:
        return None
    machine, both, changed = machine_of(shapes), MemoryGraph(old | new), old ^ new
    now = affected(machine, both, MemoryGraph(new), changed)
    then = affected(machine, both, MemoryGraph(old), changed)
    # What runs in full now or did then is compared in full.
    in_full = now.in_full | then.in_full
    now, then = (
        Restriction({shape: nodes for shape, nodes in one.nodes.items() if shape not in in_full}, in_full)
        for one in (now, then)
    )
    gone = of_restriction(old, shapes, machine, then, whole=True)
    found = of_restriction(new, shapes, machine, now, whole=False)
    assert gone <= before
    assert before - gone + found == after
    return f"in full: {bool(in_full)}, nodes: {bool(now.nodes)}, another verdict: {before != after}"


@settings(max_examples=150, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 2**32))
def test_what_is_left_out_has_not_changed(seed: int) -> None:
    random = Random(seed)
    old = drawing.graph(random)
    kind = check(old, drawing.change(random, old), drawing.shapes(random))
    assume(kind is not None)
    event(str(kind))
