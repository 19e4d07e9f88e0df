"""Reading measures: what is kept of them for the next page."""

from collections import Counter
from collections.abc import Sequence

from pyoxigraph import NamedNode, Store

from volgraph.domain.iris import Base
from volgraph.domain.measures import Measure
from volgraph.io.results import Term
from volgraph.io.solutions import Solution
from volgraph.services.claims_on_measure import Marks, compare_claims
from volgraph.services.querying import ask

TOTAL, FORUM = Base().thing("measure/kazakhstan-volunteers-total"), Base().thing("measure/forum-2023-start")


class Counting:
    """Asks a store, and counts which queries."""

    def __init__(self, store: Store) -> None:
        self._store, self.asked = store, Counter[str]()

    def ask(
        self, name: str, most: int | None, terms: dict[str, Term], things: Sequence[Term] = ()
    ) -> Sequence[Solution]:
        """Return what a query finds."""
        self.asked[name] += 1
        return ask(self._store, name, most, things=things, **terms)


def measure(source: Counting, marks: Marks, iri: NamedNode = TOTAL) -> Measure:
    """Return a measure of the real collection, whose marks are read for that."""
    comparison = compare_claims(source, marks, iri)
    assert comparison
    return comparison.measure


def test_marks_are_read_once(store: Store) -> None:
    source = Counting(store)
    marks = Marks(source)
    first = marks.on(measure(source, marks))
    assert sum(len(mark.claims) for mark in first) == 26
    assert marks.on(measure(source, marks)) is first
    assert source.asked["figures-on-measure"] == 1
    assert marks.on(measure(source, marks, FORUM)) is not first
    assert source.asked["figures-on-measure"] == 2


def test_what_was_asked_for_longest_ago_is_forgotten(store: Store) -> None:
    source = Counting(store)
    marks = Marks(source, most_claims=30)
    measure(source, marks)
    measure(source, marks, FORUM)  # both together have more claims than are kept
    assert source.asked["figures-on-measure"] == 2
    measure(source, marks, FORUM)
    assert source.asked["figures-on-measure"] == 2
    measure(source, marks)
    assert source.asked["figures-on-measure"] == 3


def test_a_measure_that_is_too_large_is_read_each_time(store: Store) -> None:
    source = Counting(store)
    marks = Marks(source, most_claims=25)
    for _ in range(2):
        assert sum(len(mark.claims) for mark in marks.on(measure(source, marks))) == 26
    assert source.asked["figures-on-measure"] == 4
