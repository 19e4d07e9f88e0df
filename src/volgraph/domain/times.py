"""Days, half-open intervals and the relative times that a text gives in words."""

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta

from volgraph.domain.vocabulary import TimePrecision, TimeRule


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Days from `start` up to, and without, `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(
                f"the interval from {self.start} until {self.end} is empty: the end is the day after the last day"
            )

    @classmethod
    def day(cls, day: date) -> "Interval":
        """Return one day."""
        return cls(day, day + timedelta(days=1))

    @classmethod
    def month(cls, year: int, month: int) -> "Interval":
        """Return one month."""
        return cls(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))

    @classmethod
    def year(cls, year: int) -> "Interval":
        """Return one year."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.end - timedelta(days=1)

    def spans(self, other: "Interval") -> int:
        """Return the days from the first day of the two intervals to the last."""
        return (max(self.end, other.end) - min(self.start, other.start)).days

    def gap(self, other: "Interval") -> int:
        """Return the days between the two intervals; 0 if they touch, negative if they overlap."""
        return (max(self.start, other.start) - min(self.end, other.end)).days

    def years_earlier(self, years: int) -> "Interval":
        """Return the same days, so many years before."""
        last = _years_earlier(self.last, years)
        return Interval(_years_earlier(self.start, years), last + timedelta(days=1))


def _years_earlier(day: date, years: int) -> date:
    """Return the day of the same name; 28 February stands for a leap day in a year that has none."""
    year = day.year - years
    missing = (day.month, day.day) == (2, 29) and not isleap(year)
    return day.replace(year=year, day=28 if missing else day.day)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a relative time comes to, counted from a publication.

    `baseline` is the time that growth is counted from; `years` how many years the words name.
    """

    valid: Interval
    precision: TimePrecision
    baseline: Interval | None = None
    years: int | None = None


def resolve(rule: TimeRule, words: str, published: Interval) -> Resolved:
    """Return the dates of a relative time.

    Args:
        rule: how the words relate to the publication.
        words: the words themselves; “last N years” takes its N from them.
        published: the days on which the text may have been published.

    Raises:
        ValueError: the rule does not count from a publication, or the words name no number of years.
    """
    match rule:
        case TimeRule.NOW:
            return Resolved(published, TimePrecision.DAY)
        case TimeRule.THIS_YEAR:
            return Resolved(Interval.year(published.start.year), TimePrecision.YEAR)
        case TimeRule.LAST_YEAR:
            return Resolved(Interval.year(published.start.year - 1), TimePrecision.YEAR)
        case TimeRule.LAST_YEARS:
            number = re.search(r"\d+", words)
            if not number:
                raise ValueError(f"“{words}” names no number of years")
            years = int(number[0])
            return Resolved(published, TimePrecision.DAY, published.years_earlier(years), years)
        case _:
            raise ValueError(f"{rule} does not count from a publication")


_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def interval_of(lexical: str) -> Interval | None:
    """Return the days that an `xsd:date`, `xsd:gYearMonth` or `xsd:gYear` names.

    None for any other form, and for a day that the calendar does not have.
    """
    match = _DATE.fullmatch(lexical)
    if not match:
        return None
    year, month, day = match.groups()
    try:
        if day:
            return Interval.day(date(int(year), int(month), int(day)))
        return Interval.month(int(year), int(month)) if month else Interval.year(int(year))
    except (ValueError, OverflowError):
        return None


_FORMS = (
    (re.compile(r"-?\d{4}-\d\d-\d\d"), "date", TimePrecision.DAY),
    (re.compile(r"-?\d{4}-\d\d"), "gYearMonth", TimePrecision.MONTH),
    (re.compile(r"-?\d{4}"), "gYear", TimePrecision.YEAR),
    (re.compile(r"--\d\d-\d\d"), "gMonthDay", TimePrecision.DAY),
)


def date_datatype(lexical: str) -> str | None:
    """Return the XML Schema datatype of a date of any precision; None if it is not one.

    https://www.w3.org/TR/xmlschema11-2/#built-in-primitive-datatypes
    """
    return next((datatype for form, datatype, _ in _FORMS if form.fullmatch(lexical)), None)


def in_calendar(lexical: str) -> bool:
    """Tell whether the calendar has a date of any precision: it has no 30 February, and no year 0.

    A month and a day without a year are looked up in a leap year.
    """
    return interval_of(f"2000{lexical[1:]}" if lexical.startswith("--") else lexical) is not None
