"""Reading entities: the index knows of them what the graph says."""

from itertools import groupby
from typing import Any

import pytest
from pyoxigraph import NamedNode, Store

from volgraph.domain.iris import Base
from volgraph.io.generations import Home
from volgraph.io.search_index import SearchIndex
from volgraph.services.entity_index import EntityIndex, country_codes

ENTITIES = [
    "event/international-volunteers-forum-2023",
    "country/kazakhstan",
    "country/turkiye",
    "person/kassym-jomart-tokayev",
    "organisation/kazinform",
    "place/astana",
]
PREFIXES = "PREFIX vg: <https://w3id.org/volgraph/ns#> PREFIX schema: <https://schema.org/>"
FACTS = """SELECT ?side ?claim ?predicate ?measure {
  { ?claim vg:subject ?thing BIND(1 AS ?side) } UNION { ?claim vg:object ?thing BIND(2 AS ?side) }
  ?claim vg:voice ?voice OPTIONAL { ?claim vg:predicate ?predicate } OPTIONAL { ?claim vg:measure ?measure } }"""
MENTIONS = """SELECT ?source (COUNT(DISTINCT ?claim) AS ?claims) {
  ?claim vg:subject|vg:object|vg:speaker|schema:spatialCoverage ?thing ; vg:statedIn ?source }
  GROUP BY ?source"""
PUBLISHED = "SELECT ?source ?day { ?source schema:publisher ?thing OPTIONAL { ?source schema:datePublished ?day } }"
ALL = slice(0, 10_000)


@pytest.fixture(scope="module")
def index(home: Home) -> SearchIndex:
    generation = home.current()
    assert generation
    return SearchIndex(generation.index)


def asked(store: Store, query: str, entity: NamedNode) -> list[tuple[str, ...]]:
    """Return what a query finds of an entity."""
    found: Any = store.query(f"{PREFIXES} {query.replace('?thing', str(entity))}")
    return [tuple(term.value if term else "" for term in solution) for solution in found]


@pytest.mark.parametrize("path", ENTITIES)
def test_the_index_has_every_claim_on_an_entity_those_on_one_thing_together(
    index: SearchIndex, store: Store, path: str
) -> None:
    entity = Base().thing(path)
    expected = {(side == "1", claim): about for side, claim, *about in asked(store, FACTS, entity)}
    known = EntityIndex(index, entity)
    found = [(is_subject, claim.value) for is_subject, claim in known.claims(ALL)]
    assert known.facts == len(found)
    assert sorted(found) == sorted(expected)
    topics = [topic for topic, _ in groupby((is_subject, *expected[is_subject, claim]) for is_subject, claim in found)]
    assert len(topics) == len(set(topics))
    assert [is_subject for is_subject, _ in found] == sorted((is_subject for is_subject, _ in found), reverse=True)


@pytest.mark.parametrize("path", ENTITIES)
def test_a_page_of_claims_is_a_part_of_them(index: SearchIndex, path: str) -> None:
    known = EntityIndex(index, Base().thing(path))
    whole = known.claims(ALL)
    parts = [known.claims(slice(start, start + 3)) for start in range(0, known.facts + 3, 3)]
    assert [entry for part in parts for entry in part] == whole


@pytest.mark.parametrize("path", ENTITIES)
def test_the_index_counts_the_claims_of_each_source_that_names_an_entity(
    index: SearchIndex, store: Store, path: str
) -> None:
    entity = Base().thing(path)
    known = EntityIndex(index, entity)
    found = known.mentioning(ALL)
    expected = {source: int(claims) for source, claims in asked(store, MENTIONS, entity)}
    assert {source.value: claims for source, claims in found} == expected
    assert known.mentions == len(found)
    assert found or path == "organisation/kazinform"
    assert [claims for _, claims in found] == sorted(expected.values(), reverse=True)
    assert known.mentioning(slice(1, 3)) == found[1:3]


def test_the_index_has_what_an_outlet_published_the_newest_first(index: SearchIndex, store: Store) -> None:
    outlet = Base().thing("organisation/kazinform")
    known = EntityIndex(index, outlet)
    days: dict[str, str] = dict(asked(store, PUBLISHED, outlet))  # type: ignore[arg-type]
    found = [source.value for source in known.publications(ALL)]
    assert known.published == len(found) > 20
    assert sorted(found) == sorted(days)
    assert [days[source] for source in found] == sorted(days.values(), reverse=True)
    assert EntityIndex(index, Base().thing("place/astana")).published == 0


def test_an_entity_that_the_index_does_not_have_is_known_by_nothing(index: SearchIndex) -> None:
    known = EntityIndex(index, Base().thing("person/nobody"))
    assert (known.facts, known.mentions, known.published) == (0, 0, 0)
    assert known.claims(ALL) == []


def test_countries_have_codes_of_two_letters(index: SearchIndex) -> None:
    base = Base()
    things = [base.thing(path) for path in ("country/kazakhstan", "place/astana", "person/nobody")]
    assert country_codes(index, things) == {base.thing("country/kazakhstan"): "KZ"}
