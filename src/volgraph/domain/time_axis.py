"""A time axis: where days stand on it, and at which of them it has a tick."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from volgraph.domain.times import Interval

MOST_TICKS = 8
_YEAR_DAYS, _MONTH_DAYS = 365.25, 30.44


class Unit(Enum):
    """What ticks count; the value is the CLDR skeleton of what is written at one."""

    YEAR = "y"
    MONTH = "yMMM"
    DAY = "MMMd"


_STEPS = {Unit.YEAR: (1, 2, 5, 10, 20, 50, 100), Unit.MONTH: (1, 2, 3, 6), Unit.DAY: (1, 2, 5, 10)}
_LENGTHS = {Unit.YEAR: _YEAR_DAYS, Unit.MONTH: _MONTH_DAYS, Unit.DAY: 1.0}


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from a first one up to, and without, an end.

    Args:
        span: all of it.
        unit: what its ticks count.
        ticks: the days that have one.
    """

    span: Interval
    unit: Unit
    ticks: tuple[date, ...]

    @classmethod
    def over(cls, intervals: Iterable[Interval]) -> "Axis":
        """Return the shortest axis from tick to tick that holds some intervals, of which there is at least one.

        There are years at the ticks if those are few enough, or else months, or days.
        """
        held = list(intervals)
        start, end = min(one.start for one in held), max(one.end for one in held)
        days = (end - start).days
        finest = [unit for unit in reversed(Unit) if days / _LENGTHS[unit] / _STEPS[unit][-1] < MOST_TICKS - 1]
        unit = finest[0] if finest else Unit.YEAR
        step = next((step for step in _STEPS[unit] if days / _LENGTHS[unit] / step < MOST_TICKS - 1), _STEPS[unit][-1])
        ticks = list(_ticks(unit, step, start, end))
        return cls(Interval(ticks[0], ticks[-1]), unit, tuple(ticks))

    def share(self, day: date) -> float:
        """Return how far along the axis a day begins, from 0 to 1."""
        return (day - self.span.start).days / (self.span.end - self.span.start).days


def _ticks(unit: Unit, step: int, start: date, end: date) -> Iterator[date]:
    """Yield days a step apart, from one not after the start to one not before the end."""
    tick = _first(unit, step, start)
    while True:
        yield tick
        if tick >= end:
            return
        tick = _next(unit, step, tick)


def _first(unit: Unit, step: int, day: date) -> date:
    if unit is Unit.YEAR:
        return date(max(1, day.year - day.year % step), 1, 1)
    if unit is Unit.MONTH:
        return date(day.year, day.month - (day.month - 1) % step, 1)
    return day


def _next(unit: Unit, step: int, day: date) -> date:
    if unit is Unit.YEAR:
        return date(day.year + step - (day.year % step if step > 1 else 0), 1, 1)
    if unit is Unit.MONTH:
        months = day.year * 12 + day.month - 1 + step
        return date(months // 12, months % 12 + 1, 1)
    return day + timedelta(days=step)
