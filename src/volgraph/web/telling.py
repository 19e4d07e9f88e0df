"""Saying in the reader's language what a claim gives, for when, and who says it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from pyoxigraph import NamedNode

from volgraph.domain.claims import Claim
from volgraph.domain.figures import Figure, order
from volgraph.domain.marks import Mark
from volgraph.domain.vocabulary import CURRENCY, Modality
from volgraph.domain.wording import figure_text, time_text
from volgraph.services.claims_on_measure import Comparison, Disagreement, Publication, Stated
from volgraph.web.showing import Shown, named, value
from volgraph.web.site import language, local, site
from volgraph.web.texts import text


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as a row of a table.

    Args:
        claim: its page, named by what it gives.
        when: for which time, in words.
        since, until: the same as ISO dates, half-open; empty if there is none.
        words: as its source writes them.
        source: the page of the source, named by its publisher and day.
        outside: the address of the source itself, or empty.
        speaker: whose words they are, if the source says.
        modality: if it is planned, proposed or judged and not simply stated.
        origin: what the source repeats, if that is known.
        together: how many claims of one origin say the same; 0 for those after the first of them.
        odds: the gravest kind of discrepancy that involves it, if one does.
    """

    claim: Shown
    when: str
    since: str
    until: str
    words: Shown
    source: Shown
    outside: str
    speaker: Shown | None
    modality: Shown | None
    origin: Shown | None
    together: int
    odds: Shown | None


@dataclass(frozen=True, slots=True)
class Explained:
    """A discrepancy as a page shows it.

    Args:
        kind: contradiction, near miss or tension, leading to what that means.
        page: its own page.
        sentence: what is at odds.
        claims: how many claims it involves.
        origins: from how many origins these come at most.
    """

    kind: Shown
    page: str
    sentence: Shown
    claims: int
    origins: int


def explained(disagreements: Iterable[Disagreement]) -> list[Explained]:
    """Return discrepancies with their sentences in the reader's language."""
    return [
        Explained(
            named(one.kind),
            local(f"/page/{site().base.path(one.iri)}"),
            in_language(one.explanation),
            len(one.claims),
            one.origins_at_most,
        )
        for one in disagreements
    ]


def in_language(texts: Mapping[str, str]) -> Shown:
    """Return a text in the reader's language, else in another, which is then named."""
    code = next((code for code in (language(), "en", *texts) if code in texts), "")
    return Shown(texts.get(code, ""), lang=code if code != language() else "")


def figure_words(claim: Claim, figure: Figure | None) -> str:
    """Return what a claim gives, with its comparator: “more than 200,000”; its own words if that is no figure."""
    if figure is not None:
        return figure_text(figure, language(), _name)
    if claim.as_written:
        return f"“{claim.as_written.value}”"
    bound = claim.lower if claim.lower is not None else claim.upper
    return str(bound) if bound is not None else text("claim-no-figure", language())


def with_unit(claim: Claim, figure: Figure | None) -> str:
    """Return the same with the unit, or what is counted, in brackets; a currency stands there already."""
    words = figure_words(claim, figure)
    unit = claim.unit or claim.counts
    if unit is None or unit in CURRENCY or figure is None:
        return words
    return f"{words} ({named(unit).text})"


def when(claim: Claim) -> str:
    """Return for which time a claim holds."""
    return time_text(claim.valid, language()) if claim.valid else text("claim-time-not-stated", language())


def source_name(publication: Publication | None) -> Shown:
    """Return a source by its publisher and the day it was published."""
    if publication is None:
        return Shown(text("claim-own-count", language()))
    publisher = named(publication.publisher) if publication.publisher else Shown(site().base.path(publication.iri))
    day = f", {_day(publication.published, language())}" if publication.published else ""
    address = local(f"/page/{site().base.path(publication.iri)}")
    return Shown(f"{publisher.text}{day}", address, publisher.lang, publication.iri.value)


@lru_cache(maxsize=4096)
def _day(day: date, code: str) -> str:
    return format_date(day, "medium", locale=code)


def mark_words(mark: Mark, publication: Publication | None) -> str:
    """Return what a mark of a chart shows: the figure, its time, and who says it, where.

    Args:
        mark: of the chart.
        publication: that states the first of its claims.
    """
    claim = mark.claims[0]
    who = named(mark.origin).text if mark.origin else source_name(publication).text
    number = f" × {len(mark.claims)}" if len(mark.claims) > 1 else ""
    return f"{figure_words(claim, mark.figure)} · {when(claim)} · {who}{number}"


def marks_words(marks: Sequence[Mark]) -> str:
    """Return what a mark of a chart shows that stands for several: from which figure and time to which, and how many.

    Args:
        marks: all of one unit, or all without a figure.
    """
    figures = sorted(
        (mark for mark in marks if mark.figure), key=lambda mark: order(mark.figure) if mark.figure else ()
    )
    dated = sorted(
        (claim for mark in marks for claim in mark.claims if claim.valid),
        key=lambda one: (one.valid_from, one.valid_until),
    )
    ends = [
        dict.fromkeys(figure_words(mark.claims[0], mark.figure) for mark in (*figures[:1], *figures[-1:])),
        dict.fromkeys(when(claim) for claim in (*dated[:1], *dated[-1:])),
    ]
    number = sum(len(mark.claims) for mark in marks)
    return " · ".join([*(" – ".join(words) for words in ends if words), *([f"× {number}"] if number > 1 else [])])


def told(comparison: Comparison) -> list[Told]:
    """Return those claims on a measure that are read whole as rows, those of one mark one after the other."""
    together = {mark.claims[0].iri: len(mark.claims) for mark in comparison.marks}
    odds = comparison.odds()
    return [_row(one, together.get(one.claim.iri, 0), odds.get(one.claim.iri)) for one in comparison.stated]


def _row(one: Stated, together: int, odds: NamedNode | None) -> Told:
    claim = one.claim
    words = value(claim.as_written) if claim.as_written else Shown("")
    return Told(
        claim=claim_link(one),
        when=when(claim),
        since=claim.valid_from.isoformat() if claim.valid_from else "",
        until=claim.valid_until.isoformat() if claim.valid_until else "",
        words=words,
        source=source_name(one.publication),
        outside=one.publication.url if one.publication else "",
        speaker=named(claim.speaker) if claim.speaker else None,
        modality=None if claim.modality is Modality.STATED else named(claim.modality.node),
        origin=named(claim.origin) if claim.origin else None,
        together=together,
        odds=terms_of(odds),
    )


def claim_link(one: Stated) -> Shown:
    """Return a claim by what it gives, leading to its page."""
    path = site().base.path(one.claim.iri)
    return Shown(figure_words(one.claim, one.figure), local(f"/page/{path}"), title=one.claim.iri.value)


def terms_of(node: NamedNode | None) -> Shown | None:
    """Return a thing by its name, None for none."""
    return named(node) if node else None


def _name(iri: str, code: str) -> str:
    return named(NamedNode(iri)).text
