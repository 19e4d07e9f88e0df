"""Comparing the claims on one measure: which of them contradict, nearly meet or strain against each other."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from itertools import combinations

from pyoxigraph import Literal, NamedNode

from volgraph.domain.claims import Claim, ClaimKind
from volgraph.domain.measures import Measure
from volgraph.domain.quantities import APPROXIMATE, Agreement, Bounds
from volgraph.domain.times import Interval, interval_of
from volgraph.domain.vocabulary import (
    Comparator,
    Confidence,
    DiscrepancyType,
    MeasureKind,
    Modality,
    TimePrecision,
    Voice,
)

TENSION_FACTOR = 2
"""Two open lower bounds of neighbouring periods are in tension when one is at least so many times the other."""

RATIO_REACH_DAYS = 366
"""A growth is tested on counts that lie within so many days of each of its ends."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one or more claims give for a measure: the same value for the same time.

    `axis` keeps values apart that cannot be compared: a unit, “date”, “month and day”, “thing” or “text”.
    `value` is the number, date or thing as it is written. `thing` is the IRI or text of a value without order.
    """

    measure: Measure
    axis: str
    bounds: Bounds
    comparator: Comparator
    value: str
    thing: str | None
    valid: Interval | None
    precision: TimePrecision | None
    baseline: Interval | None
    modality: Modality


@dataclass(frozen=True, slots=True)
class Record:
    """What comparing needs of a claim, and nothing more: a build holds one a claim."""

    claim: NamedNode
    figure: Figure
    source: NamedNode | None
    origin: NamedNode | None
    low_confidence: bool
    rests_on: tuple[NamedNode, ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """The growth that counts give, for a growth that is stated; `lower` to `upper` times."""

    stated: Figure
    lower: Decimal | None
    upper: Decimal | None
    start: Figure
    end: Figure


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


def record_of(claim: Claim, measure: Measure) -> Record | None:
    """Return what there is to compare of a claim; None for vague words, unknown units and editors' counts."""
    comparable = _value(claim)
    if comparable is None or claim.voice is Voice.EDITOR:
        return None
    axis, bounds, value, thing = comparable
    figure = Figure(
        measure=measure,
        axis=axis,
        bounds=bounds,
        comparator=claim.comparator or Comparator.EQUAL,
        value=value,
        thing=thing,
        valid=claim.valid,
        precision=claim.time_precision,
        baseline=claim.baseline,
        modality=claim.modality,
    )
    return Record(
        claim.iri,
        figure,
        claim.source,
        claim.origin,
        claim.confidence is Confidence.LOW,
        claim.rests_on,
    )


_Comparable = tuple[str, Bounds, str, str | None]


def _value(claim: Claim) -> _Comparable | None:
    if claim.comparator is Comparator.NOT_COMPARABLE:
        return None
    if claim.kind is ClaimKind.RELATION:
        return ("thing", Bounds(None, None), claim.object.value, claim.object.value) if claim.object else None
    comparator = claim.comparator or Comparator.EQUAL
    if claim.kind is ClaimKind.QUANTITY:
        if not (claim.unit or claim.counts):
            return None
        lower, upper = claim.lower, claim.upper
        if isinstance(lower, Literal) or isinstance(upper, Literal):
            return None
        axis = " ".join(node.value for node in (claim.unit, claim.counts, claim.per) if node)
        shown = [format(bound, "f") for bound in dict.fromkeys((lower, upper)) if bound is not None]
        return axis, Bounds.of(comparator, lower, upper), "–".join(shown), None
    if comparator is Comparator.RANGE:
        ends = [bound for bound in (claim.lower, claim.upper) if isinstance(bound, Literal)]
        days = [interval for end in ends if (interval := interval_of(end.value))]
        if len(days) != 2:
            return None
        return "date", _days(days[0].start, days[1].last), "/".join(end.value for end in ends), None
    if claim.value is None:
        return None
    return _written_value(comparator, claim.value)


def _written_value(comparator: Comparator, value: Literal) -> _Comparable:
    if value.value.startswith("--"):
        ordinal = Decimal(value.value[2:4] + value.value[5:7])
        return "month and day", Bounds(ordinal, ordinal), value.value, None
    days = interval_of(value.value)
    if days is None:
        return "text", Bounds(None, None), value.value, value.value.casefold()
    first, last = Decimal(days.start.toordinal()), Decimal(days.last.toordinal())
    match comparator:
        case Comparator.LESS_THAN:
            bounds = Bounds(None, first, upper_open=True)
        case Comparator.AT_MOST:
            bounds = Bounds(None, last)
        case Comparator.MORE_THAN:
            bounds = Bounds(last, None, lower_open=True)
        case Comparator.AT_LEAST:
            bounds = Bounds(first, None)
        case _:
            bounds = Bounds(first, last)
    return "date", bounds, value.value, None


def _days(first: date, last: date) -> Bounds:
    return Bounds(Decimal(first.toordinal()), Decimal(last.toordinal()))


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
        yield from _growth(measure, by_figure, counts)
    judge = _JUDGES[measure.kind]
    conflicts: dict[DiscrepancyType, list[tuple[Figure, Figure]]] = defaultdict(list)
    for a, b in combinations(by_figure, 2):
        if a.modality is b.modality and (found := judge(a, b)):
            conflicts[found].append((a, b))
    for kind, pairs in conflicts.items():
        for figures in _components(pairs):
            ordered = tuple(sorted(figures, key=_order))
            together = tuple(record for figure in ordered for record in by_figure[figure])
            yield Discrepancy(kind, measure, ordered, together, candidates=candidates)


def _order(figure: Figure) -> tuple[Decimal, Decimal, tuple[str, ...]]:
    """Order figures by value; two that differ in anything never tie, or builds would differ."""
    low = figure.bounds.lower if figure.bounds.lower is not None else figure.bounds.upper
    high = figure.bounds.upper if figure.bounds.upper is not None else figure.bounds.lower
    apart = (figure.valid, figure.comparator.value, figure.precision, figure.baseline, figure.measure.iri, figure.axis)
    return low or Decimal(0), high or Decimal(0), (figure.value, *(str(part) for part in apart))


def _agreement(a: Figure, b: Figure) -> Agreement:
    """Tell whether two figures can both hold, whatever their times; different axes are never compared."""
    if {a.axis, b.axis} == {"date", "month and day"}:
        day, dated = (a, b) if a.axis == "month and day" else (b, a)
        return Agreement.AGREE if _month_day_fits(day, dated) else Agreement.GAP
    if a.axis != b.axis:
        return Agreement.AGREE
    if a.thing is not None:
        return Agreement.AGREE if a.thing == b.thing else Agreement.GAP
    return a.bounds.against(b.bounds)


def _month_day_fits(day: Figure, dated: Figure) -> bool:
    """Tell whether a month and day without a year can be the date beside it."""
    interval = interval_of(dated.value)
    if interval is None or (interval.end - interval.start).days > 1:
        return True
    return interval.start.isoformat()[5:] == day.value[2:]


def _attribute(a: Figure, b: Figure) -> DiscrepancyType | None:
    """Values of an attribute differ, or they do not: the day of reporting does not matter."""
    return None if _agreement(a, b) is Agreement.AGREE else DiscrepancyType.CONTRADICTION


def _level(a: Figure, b: Figure) -> DiscrepancyType | None:
    """Compare levels: figures of one time, and open lower bounds of neighbouring times."""
    if a.valid is None or b.valid is None or a.axis != b.axis:
        return None
    agreement = _agreement(a, b)
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
        agreement = _agreement(a, b)
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


def _growth(measure: Measure, by_figure: dict[Figure, list[Record]], counts: Sequence[Record]) -> Iterator[Discrepancy]:
    """Test a stated growth on the counts near its two ends.

    A pair of counts supports a growth when the growth they give, rounded to the digits in which it is stated,
    holds it; a pair that leaves no such growth possible speaks against it. With support there is nothing to
    report: two counts of one time may well differ.
    """
    distinct: dict[Figure, list[Record]] = defaultdict(list)
    for record in counts:
        if record.figure.modality is Modality.STATED and record.figure.valid:
            distinct[record.figure].append(record)
    against: dict[str, list[Derived]] = defaultdict(list)
    for stated in by_figure:
        against[stated.value] += _against(stated, list(distinct))
    known = {**distinct, **by_figure}
    for derived in against.values():
        pairs = [(d.stated, end) for d in derived for end in (d.start, d.end)]
        for figures in _components(pairs):
            here = [d for d in derived if d.stated in figures]
            sharpest = min(here, key=partial(_sharpness, known=known))
            ordered = tuple(sorted(figures, key=lambda figure: (figure.measure is not measure, _order(figure))))
            records = tuple(record for figure in ordered for record in known[figure])
            yield Discrepancy(DiscrepancyType.CONTRADICTION, measure, ordered, records, sharpest)


def _sharpness(derived: Derived, known: Mapping[Figure, Sequence[Record]]) -> tuple[object, ...]:
    """Order derived growths: from counts of the source that states the growth first, then the nearest in time."""
    baseline, valid = derived.stated.baseline, derived.stated.valid
    start, end = derived.start.valid, derived.end.valid
    assert baseline and valid and start and end
    sources = [{record.source for record in known[f]} for f in (derived.stated, derived.start, derived.end)]
    distance = max(0, baseline.gap(start)) + max(0, valid.gap(end))
    return not set.intersection(*sources), distance, _order(derived.start), _order(derived.end)


def _closed(derived: Derived) -> bool:
    return derived.lower is not None and derived.upper is not None


def _against(stated: Figure, counts: list[Figure]) -> list[Derived]:
    """Return the growths that counts give and that the stated one cannot be; none if any pair supports it."""
    if stated.valid is None or stated.baseline is None:
        return []
    against = []
    for start in _near(stated.baseline, counts):
        for end in _near(stated.valid, counts):
            if start.axis != end.axis or not _before(start, end):
                continue
            derived = _derive(stated, start, end)
            agreement = _rounded(derived, stated).against(stated.bounds)
            if agreement is Agreement.AGREE and _closed(derived):
                return []
            if agreement is Agreement.GAP:
                against.append(derived)
    return against


def _near(time: Interval, counts: list[Figure]) -> list[Figure]:
    return [count for count in counts if count.valid and count.valid.gap(time) <= RATIO_REACH_DAYS]


def _before(start: Figure, end: Figure) -> bool:
    return bool(start.valid and end.valid and start.valid.end <= end.valid.start)


def _derive(stated: Figure, start: Figure, end: Figure) -> Derived:
    a, b = start.bounds, end.bounds
    lower = b.lower / a.upper if b.lower is not None and a.upper else None
    upper = b.upper / a.lower if b.upper is not None and a.lower else None
    return Derived(stated, lower, upper, start, end)


def _rounded(derived: Derived, stated: Figure) -> Bounds:
    number = stated.bounds.lower if stated.bounds.lower is not None else stated.bounds.upper
    exponent = number.as_tuple().exponent if number is not None else 0
    digits = Decimal(1).scaleb(min(0, exponent)) if isinstance(exponent, int) else Decimal(1)

    def to_digits(value: Decimal | None) -> Decimal | None:
        return None if value is None else value.quantize(digits, ROUND_HALF_UP)

    return Bounds(to_digits(derived.lower), to_digits(derived.upper))


def _components(pairs: Iterable[tuple[Figure, Figure]]) -> list[set[Figure]]:
    """Return the sets of figures that are linked by conflicts, in the order in which they were found."""
    sets: list[set[Figure]] = []
    for a, b in pairs:
        linked = [s for s in sets if a in s or b in s]
        merged = {a, b}.union(*linked)
        sets = [s for s in sets if s not in linked] + [merged]
    return sets
