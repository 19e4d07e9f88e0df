"""Reading things from the search index as pages show them: names in three languages, and the parts of claims."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from volgraph.domain.claim_wording import unit_text
from volgraph.domain.times import Interval, interval_of
from volgraph.domain.vocabulary import LANGUAGES, XSD, Comparator
from volgraph.domain.wording import compared_text, dates_text, time_text
from volgraph.io.search_index import SearchIndex, placeholders
from volgraph.services.index_entries import LABEL_ROLE, SOURCE

_COMPARATORS = {comparator.node.value: comparator for comparator in Comparator}
_NUMBERS = {XSD[name].value for name in ("decimal", "integer")}
_DATES = {XSD[name].value for name in ("date", "gYearMonth", "gYear", "gMonthDay")}


@dataclass(frozen=True, slots=True)
class Named:
    """A thing and its labels by language."""

    iri: str
    kind: str = ""
    labels: dict[str, str] = field(default_factory=dict)

    def label(self, language: str) -> tuple[str, str]:
        """Return its label and the language of that: the one asked for, else another; without labels its IRI."""
        for code in (language, *reversed(LANGUAGES), *self.labels):
            if code in self.labels:
                return self.labels[code], code
        return self.iri, ""


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source: who published it, when, in which language, where and what about."""

    publisher: Named | None
    language: str
    published: str
    url: str
    description: str


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim: what it is about, what it says, and where; see the fields of `domain.claims.Claim`."""

    source: Named | None
    measure: Named | None
    subject: Named | None
    predicate: Named | None
    object: Named | None
    comparator: Named | None
    unit: Named | None
    lower: str
    upper: str
    value: str
    datatype: str
    as_written: str
    as_written_language: str
    quote: str
    quote_language: str

    def stated(self, language: str) -> str:
        """Return what it states in words: “more than 200,000”, “20 June 2023”, “Astana”."""
        if self.object is not None:
            return self.object.label(language)[0]
        comparator = _COMPARATORS.get(self.comparator.iri if self.comparator else "", Comparator.EQUAL)
        stated = list(dict.fromkeys(filter(None, (self.value, self.lower, self.upper))))
        if stated and self.datatype in _NUMBERS and comparator is not Comparator.NOT_COMPARABLE:
            text = compared_text(comparator, list(map(Decimal, stated)), language)
            return f"{text} {unit_text(self.unit.iri, self.unit.label(language)[0])}" if self.unit else text
        shown = dates_text(comparator, stated, language) if self.datatype in _DATES else ""
        return shown or "–".join(stated) or self.as_written


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of the index.

    Args:
        row: its number.
        named: its IRI, kind and labels.
        refs: how many claims and things refer to it.
        day: the first day of a claim's time, or when a source was published; empty if unknown.
        until: the day after the last one of a claim's time; empty if there is none.
        claim: what a claim says.
        source: where a source is.
    """

    row: int
    named: Named
    refs: int
    day: str
    until: str
    claim: ClaimCard | None = None
    source: SourceCard | None = None

    def time(self, language: str) -> str:
        """Return its time in words, empty if there is none."""
        if self.until:
            return time_text(Interval(date.fromisoformat(self.day), date.fromisoformat(self.until)), language)
        interval = interval_of(self.day)
        return time_text(interval, language) if interval else ""


def things(index: SearchIndex, rows: Sequence[int]) -> list[Thing]:
    """Return things in the order of their rows as given; six queries, however many there are."""
    plain = {
        row: (iri, kind, refs, day or "", until or "")
        for row, iri, kind, refs, day, until in index.rows(
            f"SELECT row, iri, kind, refs, day, until FROM thing WHERE row IN ({placeholders(rows)})",
            rows,
        )
    }
    claims = {row: rest for row, *rest in _of(index, "claim", rows)}
    sources = {row: rest for row, *rest in _of(index, "source", rows)}
    further = {part for rest in claims.values() for part in (*rest[:6], rest[10]) if part is not None}
    further |= {rest[0] for rest in sources.values() if rest[0] is not None}
    names = named(index, {*rows, *further})
    return [
        Thing(
            row,
            names[row],
            refs,
            day,
            until,
            _claim(claims[row], names) if row in claims else None,
            _source(sources[row], names) if row in sources else None,
        )
        for row in rows
        if row in plain
        for _, _, refs, day, until in (plain[row],)
    ]


def named(index: SearchIndex, rows: Iterable[int]) -> dict[int, Named]:
    """Return things with their labels by their rows; a source without one is called after its publisher and date."""
    wanted = sorted(set(rows))
    if not wanted:
        return {}
    places = placeholders(wanted)
    found = {
        row: Named(iri, kind)
        for row, iri, kind in index.rows(f"SELECT row, iri, kind FROM thing WHERE row IN ({places})", wanted)
    }
    labels = index.rows(
        f"SELECT row, language, text FROM name WHERE row IN ({places}) AND role = ?",
        [*wanted, LABEL_ROLE],
    )
    for row, language, text in labels:
        found[row].labels[language] = text
    sources = [row for row, thing in found.items() if thing.kind == SOURCE and not thing.labels]
    outlets = index.rows(
        "SELECT source.row, name.language, text, published FROM source "
        "CROSS JOIN name ON name.row = publisher "  # in this order: https://www.sqlite.org/optoverview.html#crossjoin
        f"WHERE source.row IN ({placeholders(sources)}) AND role = ?",
        [*sources, LABEL_ROLE],
    )
    for row, language, text, published in outlets:
        interval = interval_of(published)
        when = time_text(interval, language) if interval else ""
        found[row].labels.setdefault(language, ", ".join(filter(None, (text, when))))
    return found


def _of(index: SearchIndex, table: str, rows: Sequence[int]) -> list[tuple[Any, ...]]:
    return index.rows(f"SELECT * FROM {table} WHERE row IN ({placeholders(rows)})", rows)


def _claim(rest: Sequence[Any], names: dict[int, Named]) -> ClaimCard:
    source, measure, subject, predicate, thing, comparator, lower, upper, value, datatype, unit, *words = rest
    as_written, language, quote, quote_language = words
    return ClaimCard(
        names.get(source),
        names.get(measure),
        names.get(subject),
        names.get(predicate),
        names.get(thing),
        names.get(comparator),
        names.get(unit),
        lower,
        upper,
        value,
        datatype,
        as_written,
        language,
        quote,
        quote_language,
    )


def _source(rest: Sequence[Any], names: dict[int, Named]) -> SourceCard:
    publisher, *texts = rest
    return SourceCard(names.get(publisher), *texts)
