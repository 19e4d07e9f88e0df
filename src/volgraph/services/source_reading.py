"""Reading a source: its claims, and, where its text is stored, every word that states one of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from hashlib import sha256

from pyoxigraph import Literal, NamedNode

from volgraph.domain.claims import Claim
from volgraph.domain.coverage import coverage
from volgraph.domain.paging import Pages
from volgraph.domain.segments import Segment, lines, segments
from volgraph.domain.text import Span
from volgraph.domain.vocabulary import VG
from volgraph.services.claim_details import claims
from volgraph.services.querying import Source, ask

PAGE_CLAIMS = 100
"""How many claims of a source without a stored text a page has."""


class Role(Enum):
    """Why words of a text are marked."""

    CORE = "core"  # they state a claim
    CONTEXT = "context"  # they hold the subject, place or time of a claim
    UNCOVERED = "uncovered"  # they are a numeral that no claim states


@dataclass(frozen=True, slots=True)
class Mark:
    """Why words are marked, and for which claim, if for one."""

    role: Role
    claim: NamedNode | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """Whether the quotes of the claims stand in the stored text, letter by letter, where their selectors say.

    Args:
        quotes: how many there are, core and context.
        differing: the claims of which a quote differs from the text.
        is_whole: whether the text has the digest that was recorded for it.
    """

    quotes: int
    differing: tuple[NamedNode, ...]
    is_whole: bool

    @property
    def passes(self) -> bool:
        """Whether nothing differs."""
        return self.is_whole and not self.differing


@dataclass(frozen=True, slots=True)
class StoredText:
    """A text with its words marked.

    Args:
        lines: its lines, each cut where marked words begin and end; joined, they are the text.
        check: whether every quote matches.
        numerals: how many numerals it has.
        uncovered: how many of them no claim states.
        rights: what may be done with the text, a literal a language.
    """

    lines: list[list[Segment[Mark]]]
    check: Check
    numerals: int
    uncovered: int
    rights: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class SourceReading:
    """The claims of a source; if its text is stored, all of them, in the order in which the text states them.

    Args:
        claims: of this page.
        pages: which page that is.
        text: None if it is not stored.
    """

    claims: list[Claim]
    pages: Pages
    text: StoredText | None


def read_source(source: Source, iri: NamedNode, page: int = 1) -> SourceReading:
    """Return a page of the claims of a source, in a fixed number of queries.

    Args:
        source: what is asked.
        iri: of the source.
        page: which page, from 1; there is only one if the text is stored.
    """
    stored = ask(source, "text-of-source", thing=iri)
    named = [row["claim"] for row in ask(source, "claims-of-source", thing=iri)]
    iris = [claim for claim in named if isinstance(claim, NamedNode)]
    if not stored:
        pages = Pages(page, len(iris), PAGE_CLAIMS)
        return SourceReading(claims(source, iris[pages.entries]), pages, None)
    found = _with_words(source, iri, claims(source, iris))
    rights = dict.fromkeys(row["rights"] for row in stored if isinstance(row["rights"], Literal))
    digest = stored[0]["digest"]
    text = marked(stored[0]["text"].value, found, digest.value if digest else "", tuple(rights))
    return SourceReading(found, Pages(page, len(found), max(1, len(found))), text)


def marked(text: str, claims: Sequence[Claim], digest: str, rights: Iterable[Literal] = ()) -> StoredText:
    """Return a text with the words of its claims marked, and what a check of each quote finds.

    Words that differ from the text are not marked: nobody knows where they stand.

    Args:
        text: as it is stored.
        claims: with their evidence.
        digest: the SHA-256 that was recorded for the text, in hexadecimal digits.
        rights: what may be done with the text.
    """
    differing, spans = [], []
    for claim in claims:
        for role, span in _roles(claim):
            if span.exact and text[span.start : span.end] == span.exact:
                spans.append((Mark(role, claim.iri), span.start, span.end))
            else:
                differing.append(claim.iri)
    covered = coverage(text, claims)
    spans += [(Mark(Role.UNCOVERED), numeral.start, numeral.end) for numeral in covered.uncovered]
    quotes = sum(len(claim.spans()) for claim in claims)
    check = Check(quotes, tuple(dict.fromkeys(differing)), sha256(text.encode()).hexdigest() == digest)
    parts = list(lines(segments(text, spans)))
    return StoredText(parts, check, covered.numerals, len(covered.uncovered), tuple(rights))


def _roles(claim: Claim) -> list[tuple[Role, Span]]:
    core = [(Role.CORE, claim.evidence)] if claim.evidence else []
    return [*core, *((Role.CONTEXT, span) for span in claim.contexts)]


def _with_words(source: Source, iri: NamedNode, found: list[Claim]) -> list[Claim]:
    """Return claims with the words that state them, in the order of these; last those without any."""
    core: dict[NamedNode, Span] = {}
    contexts: dict[NamedNode, list[Span]] = defaultdict(list)
    for row in ask(source, "words-of-source", thing=iri):
        claim, (start, end, exact) = row["claim"], (row[name].value for name in ("start", "end", "exact"))
        span = Span(int(start), int(end), exact, "", "")
        if row["role"] == VG["evidence"]:
            core[claim] = span
        else:
            contexts[claim].append(span)
    whole = [replace(one, evidence=core.get(one.iri), contexts=tuple(contexts[one.iri])) for one in found]
    last = max((span.end for span in core.values()), default=0)
    return sorted(whole, key=lambda one: (one.evidence.start if one.evidence else last, one.row, one.iri.value))
