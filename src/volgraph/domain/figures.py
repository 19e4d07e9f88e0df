"""Figures: what claims give for a measure, in a form in which two of them can be held against each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from volgraph.domain.claims import Claim, ClaimKind
from volgraph.domain.measures import Measure
from volgraph.domain.quantities import Agreement, Bounds
from volgraph.domain.times import Interval, interval_of
from volgraph.domain.vocabulary import Comparator, Confidence, Modality, TimePrecision, Voice


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


def record_of(claim: Claim, measure: Measure) -> Record | None:
    """Return what there is to compare of a claim; None for vague words, unknown units and editors' counts."""
    figure = figure_of(claim, measure)
    if figure is None or claim.voice is Voice.EDITOR:
        return None
    return Record(
        claim.iri,
        figure,
        claim.source,
        claim.origin,
        claim.confidence is Confidence.LOW,
        claim.rests_on,
    )


def figure_of(claim: Claim, measure: Measure) -> Figure | None:
    """Return what a claim gives for its measure; None for vague words and unknown units."""
    comparable = _value(claim)
    if comparable is None:
        return None
    axis, bounds, value, thing = comparable
    return Figure(
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


def order(figure: Figure) -> tuple[Decimal, Decimal, tuple[str, ...]]:
    """Order figures by value; two that differ in anything never tie, or builds would differ."""
    low = figure.bounds.lower if figure.bounds.lower is not None else figure.bounds.upper
    high = figure.bounds.upper if figure.bounds.upper is not None else figure.bounds.lower
    apart = (figure.valid, figure.comparator.value, figure.precision, figure.baseline, figure.measure.iri, figure.axis)
    return low or Decimal(0), high or Decimal(0), (figure.value, *(str(part) for part in apart))


def agreement_of(a: Figure, b: Figure) -> Agreement:
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


def linked(pairs: Iterable[tuple[Figure, Figure]]) -> list[set[Figure]]:
    """Return the sets of figures that are linked by conflicts, in the order in which they were found."""
    sets: list[set[Figure]] = []
    for a, b in pairs:
        linked = [s for s in sets if a in s or b in s]
        merged = {a, b}.union(*linked)
        sets = [s for s in sets if s not in linked] + [merged]
    return sets
