"""Intervals are half-open; relative times count from the days of publication."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volgraph.domain.times import Interval, date_datatype, in_calendar, interval_of, resolve
from volgraph.domain.vocabulary import TimePrecision, TimeRule

FORUM = Interval(date(2023, 6, 20), date(2023, 6, 22))
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def test_an_interval_ends_before_its_end() -> None:
    assert FORUM.last == date(2023, 6, 21)
    assert Interval.day(date(2023, 12, 31)).end == date(2024, 1, 1)


@pytest.mark.parametrize("end", [date(2023, 6, 20), date(2023, 6, 19)])
def test_an_empty_interval_is_refused(end: date) -> None:
    with pytest.raises(ValueError, match="is empty: the end is the day after the last day"):
        Interval(date(2023, 6, 20), end)


def test_december_ends_with_the_year() -> None:
    assert Interval.month(2023, 12) == Interval(date(2023, 12, 1), date(2024, 1, 1))


def test_february_of_a_leap_year_has_29_days() -> None:
    assert Interval.month(2024, 2).last == date(2024, 2, 29)
    assert Interval.month(2023, 2).last == date(2023, 2, 28)


def test_gap_is_zero_when_days_touch_and_negative_when_they_overlap() -> None:
    june, july = Interval.month(2023, 6), Interval.month(2023, 7)
    assert june.gap(july) == july.gap(june) == 0
    assert FORUM.gap(june) < 0
    assert Interval.year(2019).gap(Interval.year(2021)) == 366


def test_span_counts_every_day_from_first_to_last() -> None:
    assert FORUM.spans(FORUM) == 2
    assert Interval.month(2023, 6).spans(FORUM) == 30
    assert Interval.day(date(2023, 6, 1)).spans(Interval.day(date(2023, 7, 1))) == 31


@given(DAYS, DAYS, DAYS, DAYS)
def test_gap_and_span_do_not_depend_on_order(a: date, b: date, c: date, d: date) -> None:
    if a == b or c == d:
        return
    one, other = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    assert one.gap(other) == other.gap(one)
    assert one.spans(other) == other.spans(one) >= 1


def test_now_is_the_days_of_publication() -> None:
    resolved = resolve(TimeRule.NOW, "қазіргі таңда", FORUM)
    assert (resolved.valid, resolved.precision, resolved.baseline) == (FORUM, TimePrecision.DAY, None)


def test_this_year_and_last_year_are_whole_years() -> None:
    this, last = (resolve(rule, "", FORUM) for rule in (TimeRule.THIS_YEAR, TimeRule.LAST_YEAR))
    assert (this.valid, last.valid) == (Interval.year(2023), Interval.year(2022))
    assert this.precision is last.precision is TimePrecision.YEAR


def test_the_last_three_years_end_with_the_publication_and_count_from_the_same_days_then() -> None:
    resolved = resolve(TimeRule.LAST_YEARS, "соңғы 3 жылда", FORUM)
    assert resolved.valid == FORUM
    assert resolved.baseline == Interval(date(2020, 6, 20), date(2020, 6, 22))
    assert resolved.years == 3


@pytest.mark.parametrize(
    ("published", "years", "baseline"),
    [
        (Interval.day(date(2024, 2, 29)), 1, Interval.day(date(2023, 2, 28))),
        (Interval.day(date(2024, 2, 29)), 4, Interval.day(date(2020, 2, 29))),
        # The day before a leap day used to become an empty interval.
        (Interval.day(date(2024, 2, 28)), 1, Interval.day(date(2023, 2, 28))),
        (Interval(date(2024, 2, 28), date(2024, 3, 2)), 1, Interval(date(2023, 2, 28), date(2023, 3, 2))),
        (Interval.day(date(2024, 12, 31)), 1, Interval.day(date(2023, 12, 31))),
    ],
)
def test_years_before_a_leap_day(published: Interval, years: int, baseline: Interval) -> None:
    resolved = resolve(TimeRule.LAST_YEARS, f"последние {years} года", published)
    assert resolved.baseline == baseline


@given(DAYS, st.integers(0, 60), st.integers(1, 50))
def test_any_publication_has_a_baseline_of_its_calendar_days(start: date, length: int, years: int) -> None:
    published = Interval(start, date.fromordinal(start.toordinal() + length + 1))
    earlier = published.years_earlier(years)
    assert earlier.start.year == published.start.year - years
    assert earlier.last.year == published.last.year - years
    assert (earlier.start.month, earlier.last.month) == (published.start.month, published.last.month)


def test_last_years_without_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="“соңғы жылдары” names no number of years"):
        resolve(TimeRule.LAST_YEARS, "соңғы жылдары", FORUM)


@pytest.mark.parametrize("rule", [TimeRule.FORUM_DAYS, TimeRule.URL_DATE])
def test_an_editors_rule_does_not_count_from_a_publication(rule: TimeRule) -> None:
    with pytest.raises(ValueError, match="does not count from a publication"):
        resolve(rule, "", FORUM)


@pytest.mark.parametrize(
    ("lexical", "datatype", "interval"),
    [
        ("2023-06-20", "date", Interval.day(date(2023, 6, 20))),
        ("2023-06", "gYearMonth", Interval.month(2023, 6)),
        ("2023", "gYear", Interval.year(2023)),
        ("--06-20", "gMonthDay", None),
        ("20 June", None, None),
        ("20230620", None, None),
    ],
)
def test_dates_of_each_precision(lexical: str, datatype: str | None, interval: Interval | None) -> None:
    assert date_datatype(lexical) == datatype
    assert interval_of(lexical) == interval


@pytest.mark.parametrize("lexical", ["2023-02-29", "2023-13", "2023-06-31", "0000", "--02-30", "--13-01"])
def test_days_that_no_calendar_has(lexical: str) -> None:
    # They used to end a build with an internal error.
    assert interval_of(lexical) is None
    assert not in_calendar(lexical)


@pytest.mark.parametrize("lexical", ["2024-02-29", "--02-29", "2023-12", "2023"])
def test_days_that_the_calendar_has(lexical: str) -> None:
    assert in_calendar(lexical)
