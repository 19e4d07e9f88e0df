"""Reading an entity: what sources say of it, in both directions, and which sources these are; page by page."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import NamedNode

from volgraph.domain.claims import Claim, Description
from volgraph.domain.paging import Pages
from volgraph.io.search_index import SearchIndex
from volgraph.services.claim_details import claims_in, statements_with_sources
from volgraph.services.entity_index import EntityIndex, country_codes
from volgraph.services.querying import Source

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
    source: Source,
    index: SearchIndex,
    entity: NamedNode,
    page: int = 1,
    mention_page: int = 1,
    published_page: int = 1,
) -> EntityReading:
    """Return what is known of an entity, in one query of the store and a fixed number of the index.

    Args:
        source: what is asked.
        index: of the same generation.
        entity: which.
        page, mention_page, published_page: which page of the claims and of the sources, from 1.
    """
    known = EntityIndex(index, entity)
    of_facts = Pages(page, known.facts, PAGE_CLAIMS)
    of_mentions = Pages(mention_page, known.mentions, PAGE_SOURCES)
    of_published = Pages(published_page, known.published, PAGE_SOURCES)
    sided = known.claims(of_facts.entries)
    mentions = [Mention(*found) for found in known.mentioning(of_mentions.entries)]
    published = known.publications(of_published.entries)
    named = (*(claim for _, claim in sided), *(mention.source for mention in mentions), *published)
    about = statements_with_sources(source, named)
    said = {claim.iri: claim for claim in claims_in(about)}
    facts = _facts([(is_subject, said[iri]) for is_subject, iri in sided if iri in said])
    places = [place for claim in said.values() for place in claim.places]
    others = dict.fromkeys((entity, *(fact.other for fact in facts if fact.other), *places))
    sources = {thing: description for thing, description in about.items() if thing not in said}
    codes = country_codes(index, others)
    return EntityReading(facts, of_facts, mentions, of_mentions, published, of_published, sources, codes)


def _facts(sided: Iterable[tuple[bool, Claim]]) -> list[Fact]:
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
