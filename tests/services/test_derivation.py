"""What the build derives from the real collection: every discrepancy it must find, none that it must not."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from tests.domain.making import BASE, claim, measure, quantity, thing
from tests.services.conftest import Made

from volgraph.domain.claims import ClaimKind
from volgraph.domain.vocabulary import DCT, SCHEMA, TYPE, VG, Comparator, Confidence, MeasureKind, Modality, typed
from volgraph.services.derivation import Derivation, discrepancy_triples

ID = "https://w3id.org/volgraph/id/"


@dataclass(frozen=True)
class Found:
    """A discrepancy of the published graph, its claims by row id."""

    iri: str
    kind: str
    measures: frozenset[str]
    rows: frozenset[str]
    low: bool
    rests_on: frozenset[str]


@pytest.fixture(scope="session")
def discrepancies(real: Made) -> list[Found]:
    def values(iri: str, path: str) -> frozenset[str]:
        found = real.rows(f"SELECT ?v {{ <{iri}> {path} ?v }}")
        return frozenset(value.removeprefix(ID).rpartition("#")[2] for (value,) in found)

    return [
        Found(
            iri,
            kind.rpartition("#")[2],
            frozenset(name.removeprefix("measure/") for name in values(iri, "vg:measure")),
            values(iri, "vg:involves/dct:identifier"),
            low == "true",
            values(iri, "vg:restsOn"),
        )
        for iri, kind, low in real.rows(
            "SELECT ?d ?kind ?low { ?d a vg:Discrepancy ; dct:type ?kind ; vg:involvesLowConfidence ?low } ORDER BY ?d"
        )
    ]


def one(found: Iterable[Found], kind: str, measure: str) -> Found:
    (only,) = [d for d in found if d.kind == kind and measure in d.measures]
    return only


@pytest.mark.parametrize(
    ("measure", "rows"),
    [
        # 682 organisations in the article, 680 in the others, June 2023
        ("kazakhstan-volunteer-organisations-total", {"06c", "f034", "f089", "f097", "f109"}),
        # 2020 was the Year of Volunteers; one quotation says 2023
        ("year-of-volunteer-designated-year", {"f031", "f127", "f129", "f130", "f132", "f264"}),
        # The forum began in June; a release of December says July
        ("forum-2023-start", {"f025", "f050", "f061", "f101", "f118", "f308", "f312", "f314"}),
        # 115 or 150 tonnes collected by 13 February 2023
        ("aid-to-turkiye-tonnes-collected", {"f329", "f335", "f340", "f346", "f356"}),
        # About 50 or about 250 tonnes collected in Astana, title and body of one page
        ("astana-aid-for-floods-collected", {"f426", "f427"}),
        # 8 or 9 UN volunteers in 2020-2023
        ("un-volunteers-deployed-2020-2023", {"f299", "f300"}),
    ],
)
def test_a_contradiction_of_the_collection_lists_all_its_claims(
    discrepancies: list[Found], measure: str, rows: set[str]
) -> None:
    assert one(discrepancies, "Contradiction", measure).rows == rows


def test_the_threefold_growth_contradicts_the_counts(discrepancies: list[Found]) -> None:
    found = one(discrepancies, "Contradiction", "kazakhstan-volunteers-growth")
    assert {"06a", "06d", "06e", "f087", "f095"} <= found.rows
    assert found.measures == {"kazakhstan-volunteers-growth", "kazakhstan-volunteers-total"}
    assert "f037" not in found.rows  # “manifold” is no number


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ["3 есе өсім", "50 000 (2019)", "200 000-нан астам", "басы 2020 ж. 20–21 маусым емес, 2019"]),
        ("ru", ["рост в 3 раза", "50 000 (2019)", "более 200 000", "начало — 2019, а не 20–21 июня 2020 г."]),
        ("en", ["growth is 3 times", "50,000 (2019)", "more than 200,000", "the start is 2019, not 20–21 June 2020"]),
    ],
)
def test_the_sentence_on_growth_names_the_dates_that_differ(
    real: Made, discrepancies: list[Found], language: str, words: list[str]
) -> None:
    found = one(discrepancies, "Contradiction", "kazakhstan-volunteers-growth")
    query = f'SELECT ?text {{ <{found.iri}> vg:explanation ?text FILTER (lang(?text) = "{language}") }}'
    ((text,),) = real.rows(query)
    shown = " ".join(text.split())
    assert [word for word in words if word not in shown] == []


def test_the_act_of_last_year_meets_the_law_of_2016_by_a_candidate_only(discrepancies: list[Found]) -> None:
    found = one(discrepancies, "Contradiction", "volunteer-act-signing-date")
    assert found.rows == {"05a", "f141", "f167", "f243", "f245", "f246", "f248"}
    assert found.measures == {"volunteer-act-signing-date", "law-42-vi-date"}
    assert "identification/act-is-law-42-vi" in found.rests_on


def test_more_than_50_and_more_than_200_organisations_are_a_tension(discrepancies: list[Found]) -> None:
    found = one(discrepancies, "Tension", "kazakhstan-volunteer-organisations-total")
    assert found.rows == {"06b", "f033", "f088", "f096", "f123"}


def test_only_what_stands_on_weak_ground_is_flagged(discrepancies: list[Found]) -> None:
    flagged = {measure for found in discrepancies if found.low for measure in found.measures}
    assert flagged == {"astana-aid-for-floods-collected", "year-of-volunteer-designated-year"}


def test_there_are_no_other_contradictions_or_tensions(discrepancies: list[Found]) -> None:
    contradictions = [found for found in discrepancies if found.kind == "Contradiction"]
    assert len(contradictions) == 9  # those above, and which ministry signed with the UN Volunteers programme
    assert one(contradictions, "Contradiction", "agreement-with-un-volunteers-party").rows == {"f265", "f285"}
    assert len([found for found in discrepancies if found.kind == "Tension"]) == 1


@pytest.mark.parametrize(
    "measure",
    [
        "donations-to-afad-money",  # sums in different currencies, and growing
        "abai-fire-deaths",  # a death toll grows
        "forum-2023-city",
        "aid-to-turkiye-tonnes-sent",
    ],
)
def test_nothing_is_reported_where_nothing_disagrees(real: Made, discrepancies: list[Found], measure: str) -> None:
    (count,) = real.rows(f"SELECT (COUNT(*) AS ?n) {{ ?c vg:measure <{ID}measure/{measure}> ; dct:identifier ?row }}")
    assert int(count[0]) > 1, "the measure has claims that are compared"
    assert [found for found in discrepancies if measure in found.measures] == []


def test_more_than_and_about_200_000_are_no_discrepancy_by_themselves(real: Made, discrepancies: list[Found]) -> None:
    about = {
        row
        for (row,) in real.rows(
            f"""SELECT ?row {{ ?c vg:measure <{ID}measure/kazakhstan-volunteers-total> ; dct:identifier ?row ;
            vg:comparator vg:Approximately ; vg:lower ?low FILTER (?low = 200000) }}"""
        )
    }
    assert about
    for found in discrepancies:
        if "kazakhstan-volunteers-growth" not in found.measures:
            assert about.isdisjoint(found.rows)


def test_planned_and_stated_never_stand_together(real: Made) -> None:
    mixed = real.rows(
        """SELECT ?d { ?d a vg:Discrepancy ; vg:involves/vg:modality ?one , ?other FILTER (?one != ?other) }"""
    )
    assert mixed == []
    assert real.rows("SELECT ?c { ?c vg:modality vg:Planned } LIMIT 1")


def test_editors_counts_and_vague_words_are_in_no_discrepancy(real: Made) -> None:
    for pattern in ("vg:voice vg:Editor", "vg:comparator vg:NotComparable"):
        assert real.rows(f"SELECT ?c {{ ?c {pattern} }} LIMIT 1")
        assert real.rows(f"SELECT ?c {{ ?d vg:involves ?c . ?c {pattern} }}") == []


def test_every_discrepancy_is_explained_in_three_languages_with_its_origins(real: Made) -> None:
    rows = real.rows(
        """SELECT ?d (COUNT(DISTINCT lang(?e)) AS ?n) (MAX(?o) AS ?origins) (COUNT(DISTINCT ?c) AS ?claims)
        { ?d a vg:Discrepancy ; vg:explanation ?e ; vg:originsAtMost ?o ; vg:involves ?c } GROUP BY ?d"""
    )
    assert len(rows) == sum(real.report.discrepancies.values())
    for _, languages, origins, claims in rows:
        assert languages == "3"
        assert 1 <= int(origins) <= int(claims)


def test_a_tolerance_is_recorded_only_where_about_had_a_part(real: Made) -> None:
    with_tolerance = {row[0] for row in real.rows("SELECT ?d { ?d vg:toleranceShare 0.1 }")}
    with_about = {
        row[0]
        for row in real.rows(
            "SELECT DISTINCT ?d { ?d vg:involves/vg:comparator ?c FILTER (STRSTARTS(STR(?c), STR(vg:Approx))) }"
        )
    }
    assert with_tolerance
    assert with_tolerance <= with_about


STOCK = measure(MeasureKind.STOCK, "total", 31)
CITY = measure(MeasureKind.ATTRIBUTE, "city")
PLACE = {"subject": thing("event/fair"), "predicate": SCHEMA["location"]}


def city(name: str, place: str, **more: object) -> tuple[str, dict[str, object]]:
    return name, {**PLACE, "object": thing(f"place/{place}"), **more}


def derive(*relations: tuple[str, dict[str, object]]) -> set[Triple]:
    derivation = Derivation(BASE, {CITY.iri: CITY})
    for name, fields in relations:
        derivation.add_claim(claim(name, ClaimKind.RELATION, **{"measure": CITY.iri, **fields}))
    return derivation.plain_triples(derivation.discrepancies())


ASTANA = Triple(thing("event/fair"), SCHEMA["location"], thing("place/astana"))


def test_a_stated_relation_becomes_a_plain_triple() -> None:
    assert derive(city("a", "astana"), city("b", "astana")) == {ASTANA}


@pytest.mark.parametrize(
    "more",
    [
        {"modality": Modality.PLANNED},
        {"modality": Modality.PROPOSED},
        {"confidence": Confidence.LOW},
        {"rests_on": (thing("identification/i"),)},
    ],
    ids=str,
)
def test_what_is_not_stated_not_sure_or_interpreted_does_not(more: dict[str, object]) -> None:
    assert derive(city("a", "astana", **more)) == set()


def test_what_is_contested_does_not() -> None:
    assert derive(city("a", "astana"), city("b", "almaty")) == set()


def test_relations_without_a_measure_do_not_contest_each_other() -> None:
    assert len(derive(city("a", "astana", measure=None), city("b", "almaty", measure=None))) == 2


def test_a_quantity_is_never_asserted_bare() -> None:
    derivation = Derivation(BASE, {STOCK.iri: STOCK})
    derivation.add_claim(quantity("a", "= 1", "2023", measure=STOCK.iri, subject=STOCK.subject))
    assert derivation.plain_triples([]) == set()


def test_a_discrepancy_has_one_name_whatever_the_order_of_its_claims() -> None:
    made = []
    for order in ("ab", "ba"):
        derivation = Derivation(BASE, {STOCK.iri: STOCK})
        for name in order:
            number = "= 1" if name == "a" else "= 2"
            derivation.add_claim(quantity(name, number, "2023-06-20", measure=STOCK.iri))
        (discrepancy,) = derivation.discrepancies()
        made.append(set(discrepancy_triples(discrepancy, BASE, lambda iri, language: iri)))
    assert made[0] == made[1]
    assert Triple(next(iter(made[0])).subject, TYPE, VG["Discrepancy"]) in made[0]


def candidate(kind: NamedNode) -> list[Triple]:
    node = thing("identification/act")
    return [
        Triple(node, DCT["type"], kind),
        Triple(node, VG["identifies"], thing("law/act")),
        Triple(node, VG["identifiedAs"], thing("law/42")),
        Triple(node, VG["asWritten"], Literal("заң", language="kk")),
    ]


@pytest.mark.parametrize(("kind", "count"), [("Candidate", 1), ("Accepted", 0)])
def test_two_things_are_compared_across_a_candidate_only(kind: str, count: int) -> None:
    act, law = (
        measure(MeasureKind.ATTRIBUTE, f"{name}-date", subject=thing(f"law/{name}"), properties=("date",))
        for name in ("act", "42")
    )
    derivation = Derivation(BASE, {act.iri: act, law.iri: law})
    derivation.add_identifications(candidate(VG[kind]))
    for of, year in ((act, "2022"), (law, "2016")):
        value = typed(year, "gYear")
        derivation.add_claim(claim(year, ClaimKind.VALUE, measure=of.iri, comparator=Comparator.EQUAL, value=value))
    found = derivation.discrepancies()
    assert len(found) == count
    assert all(discrepancy.candidates == (thing("identification/act"),) for discrepancy in found)
