"""Comparing the claims on one measure: which of them contradict, nearly meet or strain against each other."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from pyoxigraph import NamedNode

from volgraph.domain.figures import Figure, Record, agreement_of, linked, order
from volgraph.domain.growth import Derived, impossible_growths
from volgraph.domain.measures import Measure
from volgraph.domain.quantities import APPROXIMATE, Agreement, Bounds
from volgraph.domain.times import Interval
from volgraph.domain.vocabulary import (
    DiscrepancyType,
    MeasureKind,
    Modality,
    TimePrecision,
)

TENSION_FACTOR = 2
"""Two open lower bounds of neighbouring periods are in tension when one is at least so many times the other."""


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Claims on one measure that do not go together.

    `figures` are in order of value; `derived` is set where a stated growth meets counts; `candidates` are the
    unaccepted identifications without which the claims would not be compared at all.
    """

    kind: DiscrepancyType
    measure: Measure
    figures: tuple[Figure, ...]
    records: tuple[Record, ...]
    derived: Derived | None = None
    candidates: tuple[NamedNode, ...] = ()

    @property
    def approximate(self) -> bool:
        """Whether the tolerance of “about” had a part in it."""
        deciding = (self.derived.start, self.derived.end) if self.derived else self.figures
        return any(figure.comparator in APPROXIMATE for figure in deciding)

    @property
    def bounds_decide(self) -> bool:
        """Whether the values alone make the discrepancy what it is, and not how precisely their times are known."""
        if self.kind is not DiscrepancyType.NEAR_MISS:
            return True
        return all(a.bounds.against(b.bounds) is not Agreement.GAP for a, b in combinations(self.figures, 2))

    @property
    def low_confidence(self) -> bool:
        """Whether a claim of it stands on weak ground."""
        return any(record.low_confidence for record in self.records)

    def origins_at_most(self, figures: Collection[Figure] = ()) -> int:
        """Return how many origins the claims, or those of some figures, can have.

        Claims whose origin is unknown may each have their own source's, so this is an upper bound.
        """
        records = [record for record in self.records if not figures or record.figure in figures]
        return len({record.origin or record.source or record.claim for record in records})

    @property
    def valid(self) -> Interval | None:
        """The days from the first to the last of the figures; None if none has a time."""
        times = [figure.valid for figure in self.figures if figure.valid]
        return Interval(min(t.start for t in times), max(t.end for t in times)) if times else None


_Judge = Callable[[Figure, Figure], DiscrepancyType | None]


def compare(
    measure: Measure,
    records: Sequence[Record],
    counts: Sequence[Record] = (),
    candidates: tuple[NamedNode, ...] = (),
) -> Iterator[Discrepancy]:
    """Yield every discrepancy among the claims on a measure, one a time and set of values.

    Args:
        measure: decides by its kind what disagreement is.
        records: the claims on it.
        counts: for a ratio, the claims on the measure of its counts.
        candidates: the unaccepted identifications that bring the claims together.
    """
    by_figure: dict[Figure, list[Record]] = defaultdict(list)
    for record in records:
        if record.figure.modality in (Modality.STATED, Modality.PLANNED):
            by_figure[record.figure].append(record)
    if measure.kind is MeasureKind.RATIO:
        for figures, together, derived in impossible_growths(measure, by_figure, counts):
            yield Discrepancy(DiscrepancyType.CONTRADICTION, measure, figures, together, derived)
    judge = _JUDGES[measure.kind]
    conflicts: dict[DiscrepancyType, list[tuple[Figure, Figure]]] = defaultdict(list)
    for a, b in combinations(by_figure, 2):
        if a.modality is b.modality and (found := judge(a, b)):
            conflicts[found].append((a, b))
    for kind, pairs in conflicts.items():
        for conflicting in linked(pairs):
            ordered = tuple(sorted(conflicting, key=order))
            together = tuple(record for figure in ordered for record in by_figure[figure])
            yield Discrepancy(kind, measure, ordered, together, candidates=candidates)


def _attribute(a: Figure, b: Figure) -> DiscrepancyType | None:
    """Values of an attribute differ, or they do not: the day of reporting does not matter."""
    return None if agreement_of(a, b) is Agreement.AGREE else DiscrepancyType.CONTRADICTION


def _level(a: Figure, b: Figure) -> DiscrepancyType | None:
    """Compare levels: figures of one time, and open lower bounds of neighbouring times."""
    if a.valid is None or b.valid is None or a.axis != b.axis:
        return None
    agreement = agreement_of(a, b)
    window = max(1, a.measure.window_days)
    if a.valid.spans(b.valid) <= window:
        if agreement is Agreement.AGREE:
            return None
        sharp = agreement is Agreement.GAP and a.precision is b.precision
        return DiscrepancyType.CONTRADICTION if sharp else DiscrepancyType.NEAR_MISS
    if a.valid == b.valid:
        if agreement is Agreement.AGREE:
            return None
        total = a.measure.kind is MeasureKind.PERIOD_TOTAL and agreement is Agreement.GAP
        return DiscrepancyType.CONTRADICTION if total else DiscrepancyType.NEAR_MISS
    if 0 <= a.valid.gap(b.valid) <= window and _strained(a.bounds, b.bounds):
        return DiscrepancyType.TENSION
    return None


def _strained(a: Bounds, b: Bounds) -> bool:
    if a.lower is None or b.lower is None or a.upper is not None or b.upper is not None:
        return False
    low, high = sorted((a.lower, b.lower))
    return low > 0 and high >= TENSION_FACTOR * low


def _running_total(a: Figure, b: Figure) -> DiscrepancyType | None:
    """Compare what had been reached: two figures for one time differ, or a later one falls below an earlier one.

    Figures whose times overlap without an order may be growth, and are left alone.
    """
    if a.valid is None or b.valid is None or a.axis != b.axis:
        return None
    (a_first, a_last), (b_first, b_last) = _reached(a.valid, a.precision), _reached(b.valid, b.precision)
    if a.valid == b.valid:
        agreement = agreement_of(a, b)
    elif a_last <= b_first:
        agreement = _fall(a.bounds, b.bounds)
    elif b_last <= a_first:
        agreement = _fall(b.bounds, a.bounds)
    else:
        return None
    if agreement is Agreement.AGREE:
        return None
    sharp = agreement is Agreement.GAP and a.precision is b.precision
    return DiscrepancyType.CONTRADICTION if sharp else DiscrepancyType.NEAR_MISS


def _reached(valid: Interval, precision: TimePrecision | None) -> tuple[date, date]:
    """Return the earliest and the latest day by which a running total was reached.

    A total given for a year or a longer event is what had been reached at its end; one given for a month may
    be of any day in it.
    """
    whole = precision in (TimePrecision.YEAR, TimePrecision.PERIOD)
    return (valid.end if whole else valid.start, valid.end)


def _fall(earlier: Bounds, later: Bounds) -> Agreement:
    """Tell whether the later total must be below the earlier one."""
    return Bounds(None, later.upper, upper_open=later.upper_open).against(
        Bounds(earlier.lower, None, lower_open=earlier.lower_open)
    )


def _same_growth(a: Figure, b: Figure) -> DiscrepancyType | None:
    """Compare growths that are counted from one time to another."""
    if a.valid is None or a.valid != b.valid or a.baseline != b.baseline:
        return None
    return _attribute(a, b)


_JUDGES: dict[MeasureKind, _Judge] = {
    MeasureKind.ATTRIBUTE: _attribute,
    MeasureKind.STOCK: _level,
    MeasureKind.PERIOD_TOTAL: _level,
    MeasureKind.CUMULATIVE: _running_total,
    MeasureKind.RATIO: _same_growth,
}
