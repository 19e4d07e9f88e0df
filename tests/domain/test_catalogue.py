"""Rows of entities, identifiers, sources, origins, units and measures."""

from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from tests.domain.making import BASE, PERSONS, row, thing

from volgraph.domain import catalogue
from volgraph.domain.catalogue import Unit
from volgraph.domain.claims import ClaimKind
from volgraph.domain.vocabulary import DCT, LABEL, PROV, SCHEMA, SKOS, SKOSXL, TYPE, UNIT, VG, MeasureKind, typed
from volgraph.errors import InputError, TableError, UnknownNameError

ENTITY = {
    "entity": "place/astana",
    "type": "schema:City",
    "kk": "Астана",
    "ru": "Астана",
    "en": "Astana",
    "translated": "ru:en",
}
MEASURE = {
    "measure": "total",
    "subject": "country/kazakhstan",
    "properties": "volunteers_total volunteers",
    "claim": "quantity",
    "kind": "stock",
    "window_days": "31",
    "unit": "persons",
    "kk": "К",
    "ru": "Р",
    "en": "E",
    "scope_kk": "К.",
    "scope_ru": "Р.",
    "scope_en": "E.",
}
SOURCE = {
    "source": "paper-1",
    "type": "schema:NewsArticle",
    "url": "https://p.example/%D3%99?a=1&b",
    "language": "ru",
    "description": "a report",
}
UNITS = {"persons": Unit(PERSONS, True), "tonnes": Unit(UNIT["TONNE"], False)}


def entity(**more: str) -> set[Triple]:
    return set(catalogue.entity_triples(row(catalogue.ENTITY_COLUMNS, **{**ENTITY, **more}), BASE))


def test_an_entity_has_types_and_a_label_in_each_language() -> None:
    triples = entity(type="schema:City prov:Agent")
    iri = thing("place/astana")
    assert {Triple(iri, TYPE, SCHEMA["City"]), Triple(iri, TYPE, PROV["Agent"])} <= triples
    assert {Triple(iri, LABEL, Literal(ENTITY[lang], language=lang)) for lang in ("kk", "ru", "en")} <= triples


def test_a_translated_label_says_from_what_and_by_whom() -> None:
    triples = entity()
    node = thing("place/astana/label/ru")
    assert Triple(node, VG["translatedFrom"], Literal("en")) in triples
    assert Triple(node, PROV["wasAttributedTo"], thing("agent/volgraph-editors")) in triples
    assert [triple.subject for triple in triples if triple.predicate == SKOSXL["literalForm"]] == [node]


def test_a_country_gets_its_codes_and_the_names_of_the_cldr() -> None:
    cells = {"entity": "country/kazakhstan", "type": "schema:Country", "iso": "KZ"}
    cells |= {"kk": "Қазақстан", "ru": "Казахстан", "en": "Kazakhstan", "translated": "kk:cldr ru:cldr en:cldr"}
    triples = entity(**cells)
    notations = {triple.object for triple in triples if triple.predicate == SKOS["notation"]}
    assert notations == {Literal("KZ"), Literal("KAZ")}
    with pytest.raises(TableError, match="column ru: the CLDR calls KZ “Казахстан”"):
        entity(**{**cells, "ru": "Қазақстан"})


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"entity": "Astana"}, "entity"),
        ({"type": ""}, "type"),
        ({"type": "shema:City"}, "type"),
        ({"type": "schema:"}, "type"),
        ({"type": "schema:Ci<ty"}, "type"),
        ({"kk": ""}, "kk"),
        ({"translated": "kk-en"}, "translated"),
        ({"translated": "de:en"}, "translated"),
        ({"iso": "XX"}, "iso"),
        ({"event_type": "a b"}, "event_type"),
    ],
)
def test_an_entity_that_cannot_be_used_names_its_column(cells: dict[str, str], column: str) -> None:
    with pytest.raises(InputError) as caught:
        entity(**cells)
    assert caught.value.place.column == column


def identifier(**more: str) -> list[Triple]:
    cells = {"entity": "place/astana", "scheme": "wikidata", "identifier": "Q1520", "where_seen": "a file"}
    cells |= {"confidence": "high", **more}
    return list(catalogue.identifier_triples(row(catalogue.IDENTIFIER_COLUMNS, **cells), BASE))


def test_a_sure_identifier_is_the_same_thing() -> None:
    outside = NamedNode("http://www.wikidata.org/entity/Q1520")
    assert identifier() == [Triple(thing("place/astana"), SCHEMA["sameAs"], outside)]


@pytest.mark.parametrize("confidence", ["medium", "low"])
def test_a_weaker_identifier_is_a_candidate_with_its_reason(confidence: str) -> None:
    triples = identifier(confidence=confidence, scheme="geonames", identifier="1526273")
    node = thing("identification/place-astana-geonames")
    assert Triple(node, DCT["type"], VG["Candidate"]) in triples
    assert Triple(node, VG["identifiedAs"], NamedNode("https://sws.geonames.org/1526273/")) in triples
    assert SCHEMA["sameAs"] not in {triple.predicate for triple in triples}
    assert len([triple for triple in triples if triple.predicate == VG["explanation"]]) == 3


def test_a_scheme_without_iris_becomes_a_notation() -> None:
    triples = identifier(scheme="iso-3166-2", identifier="KZ-71")
    assert triples == [Triple(thing("place/astana"), SKOS["notation"], Literal("KZ-71"))]


def test_an_identifier_that_would_break_an_iri_is_refused() -> None:
    with pytest.raises(TableError, match="column identifier"):
        identifier(identifier="Q 1")


def source(**more: str) -> set[Triple]:
    return set(catalogue.source_triples(row(catalogue.SOURCE_COLUMNS, **{**SOURCE, **more}), BASE))


def test_a_source_keeps_its_address_byte_for_byte() -> None:
    assert Triple(thing("source/paper-1"), SCHEMA["url"], typed(SOURCE["url"], "anyURI")) in source()


def test_what_a_source_does_not_tell_is_marked_unknown_and_never_invented() -> None:
    unknown = {triple.object for triple in source() if triple.predicate == VG["unknown"]}
    assert unknown == {SCHEMA["name"], SCHEMA["datePublished"]}
    dated = source(date_published="2023-06-20")
    assert Triple(thing("source/paper-1"), SCHEMA["datePublished"], typed("2023-06-20", "date")) in dated
    assert {triple.object for triple in dated if triple.predicate == VG["unknown"]} == {SCHEMA["name"]}


def test_a_source_slug_that_would_break_an_iri_is_refused() -> None:
    with pytest.raises(TableError, match="column source: “paper 1” is not a slug"):
        source(source="paper 1")


def pairs(**more: str) -> list[tuple[tuple[NamedNode, str], Any]]:
    return list(catalogue.pairs_of(row(catalogue.MEASURE_COLUMNS, **{**MEASURE, **more}), BASE, UNITS))


def test_each_property_key_leads_to_the_measure() -> None:
    (one, first), (other, second) = pairs()
    assert (one[1], other[1]) == ("volunteers_total", "volunteers")
    assert first.measure is second.measure
    assert (first.measure.kind, first.measure.window_days, first.measure.counts) == (MeasureKind.STOCK, 31, PERSONS)


def test_a_relation_may_have_several_objects_and_then_no_measure() -> None:
    ((_, pair),) = pairs(
        measure="", kind="", claim="relation", predicate="schema:attendee", properties="attendees", unit=""
    )
    assert (pair.measure, pair.claim, pair.predicate) == (None, ClaimKind.RELATION, SCHEMA["attendee"])


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"measure": ""}, "measure"),
        ({"measure": "a b"}, "measure"),
        ({"claim": "number"}, "claim"),
        ({"predicate": "schema:attendee"}, "predicate"),
        ({"claim": "relation"}, "predicate"),
        ({"kind": "flow"}, "kind"),
        ({"unit": "people"}, "unit"),
        ({"window_days": "a month"}, "window_days"),
        ({"scope_kk": ""}, "scope_kk"),
        ({"properties": ""}, "properties"),
        ({"counts": "volunteers"}, "counts"),
        ({"ratio_of": "a b"}, "ratio_of"),
    ],
)
def test_a_measure_that_cannot_be_used_names_its_column(cells: dict[str, str], column: str) -> None:
    with pytest.raises(InputError) as caught:
        pairs(**cells)
    assert caught.value.place.column == column


def test_units_are_terms_and_counted_things_are_concepts() -> None:
    labels = {"kk": "а", "ru": "б", "en": "c"}
    counted = row(catalogue.UNIT_COLUMNS, code="persons", kind="counted", iri="counted/persons", **labels)
    unit = row(catalogue.UNIT_COLUMNS, code="t", kind="unit", iri="unit:TONNE", **labels)
    assert catalogue.unit_of(counted, BASE) == ("persons", Unit(PERSONS, True))
    assert catalogue.unit_of(unit, BASE) == ("t", Unit(UNIT["TONNE"], False))
    assert Triple(PERSONS, TYPE, SKOS["Concept"]) in set(catalogue.unit_triples(counted, BASE))
    for wrong in ("TONNE", "unit:TON NE", "nope:TONNE"):
        with pytest.raises(InputError, match="column iri"):
            catalogue.unit_of(row(catalogue.UNIT_COLUMNS, code="t", kind="unit", iri=wrong, **labels), BASE)


def test_an_alias_has_a_language_that_we_speak() -> None:
    good = row(catalogue.ALIAS_COLUMNS, alias="Nur-Sultan", lang="en", entity="place/astana")
    label = Literal("Nur-Sultan", language="en")
    assert list(catalogue.alias_triples(good, BASE)) == [Triple(thing("place/astana"), SKOS["altLabel"], label)]
    with pytest.raises(UnknownNameError, match="there is no language “latin”"):
        list(catalogue.alias_triples(row(catalogue.ALIAS_COLUMNS, alias="a", lang="latin", entity="place/a"), BASE))
