"""A timeline of what is said of an entity: each statement with the time at which it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel.dates import format_skeleton
from pyoxigraph import NamedNode

from volgraph.domain.claims import Claim
from volgraph.domain.time_axis import Axis
from volgraph.domain.times import Interval
from volgraph.domain.vocabulary import TimeRole
from volgraph.domain.wording import time_text
from volgraph.web.pages.claim_items import ClaimItem
from volgraph.web.site import language

MOST_ROWS = 40
_FURTHEST_YEAR = 9800
"""Later ones say “without end”; an axis to them would show nothing."""

_ROLES = (TimeRole.EVENT_TIME, TimeRole.REFERENCE_PERIOD, TimeRole.AS_OF)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the axis with what is written at it, empty if there is no room."""

    percent: float
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A statement on the timeline.

    Args:
        time: in words.
        percent: how far along the axis its time begins.
        length: how long it is, in percent of the axis.
        item: one of the claims that state it.
        claims: how many these are.
    """

    time: str
    percent: float
    length: float
    item: ClaimItem
    claims: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Statements by when they hold.

    Args:
        ticks: of the axis.
        rows: the earliest first.
        more: how many further statements have a time.
    """

    ticks: list[Tick]
    rows: list[Row]
    more: int


def timeline_of(claims: Sequence[Claim], items: Mapping[NamedNode, ClaimItem]) -> Timeline | None:
    """Return the timeline of claims of which the time is that of what they state; None if there are fewer than two.

    Claims that state the same for the same time are one row.
    """
    found: dict[tuple[Interval, str], list[Claim]] = {}
    for claim in claims:
        if claim.valid and claim.time_role in _ROLES and claim.valid.end.year < _FURTHEST_YEAR:
            here = items[claim.iri].here
            found.setdefault((claim.valid, f"{here.about}: {here.value}"), []).append(claim)
    if len({interval for interval, _ in found}) < 2:
        return None
    ordered = sorted(found.items(), key=lambda pair: pair[0])
    shown = ordered[:MOST_ROWS]
    axis = Axis.over(interval for (interval, _), _ in shown)
    rows = [
        Row(time_text(interval, language()), *_place(axis, interval), items[stating[0].iri], len(stating))
        for (interval, _), stating in shown
    ]
    return Timeline(_ticks(axis), rows, len(ordered) - len(rows))


def _place(axis: Axis, interval: Interval) -> tuple[float, float]:
    start, end = axis.share(interval.start), axis.share(interval.end)
    return round(100 * start, 2), round(max(100 * (end - start), 0.8), 2)


def _ticks(axis: Axis) -> list[Tick]:
    texts = [format_skeleton(axis.unit.value, day, locale=language()) for day in axis.ticks]
    return [
        Tick(round(100 * axis.share(day), 2), text if day != axis.ticks[-1] else "")
        for day, text in zip(axis.ticks, texts, strict=True)
    ]
