"""Axes of time begin and end at ticks, hold every interval, and have few ticks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volgraph.domain.time_axis import MOST_TICKS, Axis, Unit
from volgraph.domain.times import Interval

INTERVALS = st.builds(
    lambda start, days: Interval(start, start + timedelta(days=days)),
    st.dates(date(1800, 1, 1), date(2200, 1, 1)),
    st.integers(1, 5000),
)


@given(st.lists(INTERVALS, min_size=1, max_size=5))
def test_an_axis_holds_every_interval_between_its_first_tick_and_its_last(intervals: list[Interval]) -> None:
    axis = Axis.over(intervals)
    assert axis.share(axis.ticks[0]) == 0
    assert axis.share(axis.ticks[-1]) == 1
    for interval in intervals:
        assert 0 <= axis.share(interval.start) < axis.share(interval.end) <= 1


@given(st.lists(INTERVALS, min_size=1, max_size=5))
def test_there_are_few_ticks_and_each_is_later_than_the_one_before(intervals: list[Interval]) -> None:
    ticks = Axis.over(intervals).ticks
    assert 2 <= len(ticks) <= MOST_TICKS + 1
    assert list(ticks) == sorted(set(ticks))


@pytest.mark.parametrize(
    ("start", "end", "unit", "ticks"),
    [
        ("2023-06-20", "2023-06-22", Unit.DAY, ["2023-06-20", "2023-06-21", "2023-06-22"]),
        ("2023-01-20", "2023-05-02", Unit.MONTH, [f"2023-0{month}-01" for month in range(1, 7)]),
        ("2019-03-01", "2024-01-01", Unit.YEAR, [f"{year}-01-01" for year in range(2019, 2025)]),
        ("2019-01-01", "2026-01-31", Unit.YEAR, [f"{year}-01-01" for year in range(2018, 2029, 2)]),
        ("2023-06-20", "2023-06-21", Unit.DAY, ["2023-06-20", "2023-06-21"]),
        ("1991-01-01", "2026-01-01", Unit.YEAR, [f"{year}-01-01" for year in range(1990, 2031, 10)]),
    ],
)
def test_ticks_are_what_people_count_in(start: str, end: str, unit: Unit, ticks: list[str]) -> None:
    axis = Axis.over([Interval(date.fromisoformat(start), date.fromisoformat(end))])
    assert (axis.unit, [tick.isoformat() for tick in axis.ticks]) == (unit, ticks)
