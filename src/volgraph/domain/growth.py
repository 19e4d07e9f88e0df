"""Growth: testing a stated ratio on the counts near the two times that it compares."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from volgraph.domain.figures import Figure, Record, linked, order
from volgraph.domain.measures import Measure
from volgraph.domain.quantities import Agreement, Bounds
from volgraph.domain.times import Interval
from volgraph.domain.vocabulary import Modality

RATIO_REACH_DAYS = 366
"""A growth is tested on counts that lie within so many days of each of its ends."""


@dataclass(frozen=True, slots=True)
class Derived:
    """The growth that counts give, for a growth that is stated; `lower` to `upper` times."""

    stated: Figure
    lower: Decimal | None
    upper: Decimal | None
    start: Figure
    end: Figure


def impossible_growths(
    measure: Measure, by_figure: Mapping[Figure, list[Record]], counts: Sequence[Record]
) -> Iterator[tuple[tuple[Figure, ...], tuple[Record, ...], Derived]]:
    """Yield the stated growths that the counts near their two ends leave impossible.

    Each comes with the counts against it, the claims of all, and the sharpest of the growths that the counts give.

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
        for figures in linked(pairs):
            here = [d for d in derived if d.stated in figures]
            sharpest = min(here, key=partial(_sharpness, known=known))
            ordered = tuple(sorted(figures, key=lambda figure: (figure.measure is not measure, order(figure))))
            records = tuple(record for figure in ordered for record in known[figure])
            yield ordered, records, sharpest


def _sharpness(derived: Derived, known: Mapping[Figure, Sequence[Record]]) -> tuple[object, ...]:
    """Order derived growths: from counts of the source that states the growth first, then the nearest in time."""
    baseline, valid = derived.stated.baseline, derived.stated.valid
    start, end = derived.start.valid, derived.end.valid
    assert baseline and valid and start and end
    sources = [{record.source for record in known[f]} for f in (derived.stated, derived.start, derived.end)]
    distance = max(0, baseline.gap(start)) + max(0, valid.gap(end))
    return not set.intersection(*sources), distance, order(derived.start), order(derived.end)


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
