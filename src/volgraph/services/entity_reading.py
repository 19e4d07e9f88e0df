"""Reading an entity: what sources say of it, in both directions, and which sources these are; page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import NamedNode

from volgraph.domain.claims import Claim, Description
from volgraph.io.solutions import Solution
from volgraph.services.claim_details import claims, statements
from volgraph.services.querying import Source, ask, ask_many

PAGE_CLAIMS = 100
PAGE_SOURCES = 50


@dataclass(frozen=True, slots=True)
class Fact:
    """What claims say of an entity in one way.

    Args:
        is_subject: whether they say it of the entity itself; if not, they say it of `other`.
        about: the property, or the measure of a quantity or value.
        other: the thing that they link it with; None for a measure.
        claims: that say so.
    """

    is_subject: bool
    about: NamedNode
    other: NamedNode | None
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of a long list is shown.

    Args:
        page: its number, from 1.
        total: how many entries all pages have.
        size: how many a page has, the last one fewer.
    """

    page: int
    total: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """How many entries stand before this page."""
        return (self.page - 1) * self.size


@dataclass(frozen=True, slots=True)
class Mention:
    """A source with the number of its claims that name the entity."""

    source: NamedNode
    claims: int


@dataclass(frozen=True, slots=True)
class EntityReading:
    """What is known of an entity, and where from.

    Args:
        facts: of this page, those that say something of the entity first.
        fact_pages: which page of the claims that is.
        mentions: sources that name it, those that do so most first.
        mention_pages: which page of them that is.
        published: sources that it published, the newest first.
        published_pages: which page of them that is.
        sources: what is said of every source that the page names.
        codes: the ISO 3166-1 codes of those of the entity and the others that are countries.
    """

    facts: list[Fact]
    fact_pages: Pages
    mentions: list[Mention]
    mention_pages: Pages
    published: list[NamedNode]
    published_pages: Pages
    sources: dict[NamedNode, Description]
    codes: dict[NamedNode, str]


def read_entity(
    source: Source, entity: NamedNode, page: int = 1, mention_page: int = 1, published_page: int = 1
) -> EntityReading:
    """Return what is known of an entity, in a fixed number of queries.

    Args:
        source: what is asked.
        entity: which.
        page, mention_page, published_page: which page of the claims and of the sources, from 1.
    """
    totals = {row["what"].value: int(row["count"].value) for row in ask(source, "count-facts", thing=entity)}
    of_facts = Pages(page, totals.get("facts", 0), PAGE_CLAIMS)
    of_mentions = Pages(mention_page, totals.get("sources", 0), PAGE_SOURCES)
    of_published = Pages(published_page, totals.get("published", 0), PAGE_SOURCES)
    facts = _facts(source, entity, of_facts)
    mentions = [
        Mention(_node(row["stated"]), int(row["claims"].value))
        for row in _rows(source, "sources-on-thing", entity, of_mentions)
    ]
    published = [_node(row["stated"]) for row in _rows(source, "published-by", entity, of_published)]
    said = [claim for fact in facts for claim in fact.claims]
    stating = [claim.source for claim in said if claim.source]
    named = (*stating, *(mention.source for mention in mentions), *published)
    places = [place for claim in said for place in claim.places]
    others = dict.fromkeys((entity, *(fact.other for fact in facts if fact.other), *places))
    codes = {row["thing"]: row["code"].value for row in ask_many(source, "country-codes", others)}
    return EntityReading(
        facts, of_facts, mentions, of_mentions, published, of_published, statements(source, named), codes
    )


def _rows(source: Source, name: str, entity: NamedNode, pages: Pages) -> Iterator[Solution]:
    """Yield what a query finds for a page; nothing is asked if there is nothing."""
    if pages.first < pages.total:
        yield from ask(source, name, pages.first + pages.size, thing=entity)[pages.first :]


def _node(term: object) -> NamedNode:
    assert isinstance(term, NamedNode)
    return term


def _facts(source: Source, entity: NamedNode, pages: Pages) -> list[Fact]:
    rows = [(row["side"].value == "1", _node(row["claim"])) for row in _rows(source, "facts-of-thing", entity, pages)]
    found = {claim.iri: claim for claim in claims(source, [iri for _, iri in rows])}
    sided = [(is_subject, found[iri]) for is_subject, iri in rows if iri in found]
    keyed = sorted(((_key(is_subject, claim), claim) for is_subject, claim in sided), key=_order)
    return [
        Fact(is_subject, about, other, tuple(claim for _, claim in group))
        for (is_subject, about, other), group in groupby(keyed, key=lambda pair: pair[0])
    ]


_Key = tuple[bool, NamedNode, NamedNode | None]


def _key(is_subject: bool, claim: Claim) -> _Key:
    if claim.object is None:
        assert claim.measure is not None, "a claim without an object has a measure"
        return True, claim.measure, None
    assert claim.subject is not None and claim.predicate is not None, "a relation has a subject and a predicate"
    return is_subject, claim.predicate, claim.object if is_subject else claim.subject


def _order(pair: tuple[_Key, Claim]) -> tuple[object, ...]:
    """Order what is said of the entity first, relations before measures, and claims by when they hold."""
    (is_subject, about, other), claim = pair
    since = claim.valid_from.isoformat() if claim.valid_from else ""
    return not is_subject, other is None, about.value, other.value if other else "", since, claim.iri.value
