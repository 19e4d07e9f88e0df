"""Every row of the collected facts is in the graph, with the value, the words and the source that the row gives.

The rows are not part of this repository: VOLGRAPH_TEST_SHARED names the folder that has `article/` and `corpus/`.
"""

import csv
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

SHARED = Path(os.environ["VOLGRAPH_TEST_SHARED"]) if os.environ.get("VOLGRAPH_TEST_SHARED") else None
ARTICLE_ROWS, CORPUS_ROWS, SOURCES = 36, 355, 120

VG = "https://w3id.org/volgraph/ns#"
ID = "https://w3id.org/volgraph/id/"
QUDT = "http://qudt.org/vocab/"
PREFIXES = f"""
PREFIX vg: <{VG}>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

APPROXIMATE = {"Approximately", "ApproximatelyBelow", "ApproximatelyAbove"}
COMPARATORS = {
    "eq": {"Equal"},
    "gt": {"MoreThan"},
    "ge": {"AtLeast"},
    "lt": {"LessThan"},
    "up_to": {"AtMost"},
    "approx": APPROXIMATE,
}
UNITS = {
    "tonnes": f"{QUDT}unit/TONNE",
    "ha": f"{QUDT}unit/HA",
    "degrees C": f"{QUDT}unit/DEG_C",
    "percent": f"{QUDT}unit/PERCENT",
    "days": f"{QUDT}unit/DAY",
    "years": f"{QUDT}unit/YR",
    "factor": f"{QUDT}unit/UNITLESS",
    "USD": f"{QUDT}currency/USD",
    "KZT": f"{QUDT}currency/KZT",
}
DATES = {"date", "year"}

# Rows of words that the graph takes apart, and into what. No number, date or unit differs from its row.
TAKEN_APART = {
    "f257": {"Turkistan", "Borovoye", "Nur-Sultan"},
    "f263": {"75th session of the UN General Assembly", "2020"},
    "f322": {"CIS Heads of State Council", "2023-10"},
}


@dataclass
class Found:
    """What the graph has under one row identifier."""

    claims: set[str] = field(default_factory=set)
    comparators: set[str] = field(default_factory=set)
    bounds: set[tuple[Decimal | None, Decimal | None]] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    counts: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    words: set[tuple[str, int, int]] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    speakers: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    confidences: set[str] = field(default_factory=set)
    locators: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)


def rows_of(name: str) -> list[dict[str, str]]:
    if SHARED is None or not (SHARED / name).exists():
        return []
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


ARTICLE = rows_of("article/facts.tsv")
CORPUS = rows_of("corpus/facts.tsv")
PAGES = rows_of("corpus/sources.tsv")

pytestmark = pytest.mark.skipif(
    not (ARTICLE and CORPUS and PAGES), reason="VOLGRAPH_TEST_SHARED does not name a folder with the collected facts"
)


def select(store: Store, where: str) -> Iterator[dict[str, str]]:
    """Yield the solutions of a group graph pattern, each variable with its text."""
    solutions = store.query(f"{PREFIXES}SELECT * WHERE {{ {where} }}")
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        terms = {name: solution[name] for name in names}
        yield {name: term.value for name, term in terms.items() if isinstance(term, NamedNode | Literal)}


@pytest.fixture(scope="module")
def graph(store: Store) -> dict[str, Found]:
    """What the graph has, by row identifier."""
    found: dict[str, Found] = defaultdict(Found)
    claim = "?claim dct:identifier ?row ; vg:confidence ?confidence . "
    for row in select(store, claim + "OPTIONAL { ?claim vg:locator ?locator }"):
        found[row["row"]].claims.add(row["claim"])
        found[row["row"]].confidences.add(row["confidence"].removeprefix(VG))
        found[row["row"]].locators.add(row.get("locator", ""))
    bounds = "OPTIONAL { ?claim vg:lower ?lower } OPTIONAL { ?claim vg:upper ?upper } "
    unit = "OPTIONAL { ?claim vg:unit ?unit } OPTIONAL { ?claim vg:counts ?counts }"
    for row in select(store, claim + "?claim a vg:QuantityClaim ; vg:comparator ?comparator . " + bounds + unit):
        found[row["row"]].comparators.add(row["comparator"].removeprefix(VG))
        low, high = (Decimal(row[end]) if end in row else None for end in ("lower", "upper"))
        found[row["row"]].bounds.add((low, high))
        found[row["row"]].units.add(row.get("unit", ""))
        found[row["row"]].counts.add(row.get("counts", ""))
    for row in select(store, claim + "?claim a vg:ValueClaim ; vg:comparator ?comparator ; vg:value ?value"):
        found[row["row"]].comparators.add(row["comparator"].removeprefix(VG))
        found[row["row"]].values.add(row["value"])
    selectors = "?evidence oa:hasSelector/oa:exact ?words ; oa:hasSelector/oa:start ?start ; oa:hasSelector/oa:end ?end"
    for row in select(store, claim + f"?claim vg:evidence ?evidence . {selectors}"):
        found[row["row"]].words.add((row["words"], int(row["start"]), int(row["end"])))
    for row in select(store, claim + "?claim vg:statedIn|prov:wasDerivedFrom ?source"):
        found[row["row"]].sources.add(row["source"])
    for row in select(store, claim + "?claim vg:speaker/(rdfs:label|skos:altLabel) ?name"):
        found[row["row"]].speakers.add(row["name"].casefold())
    for row in select(store, claim + "?claim schema:spatialCoverage/(rdfs:label|skos:altLabel) ?name"):
        found[row["row"]].places.add(row["name"].casefold())
    for row in select(store, claim + "?claim vg:value|vg:asWritten|vg:object/(rdfs:label|skos:altLabel) ?text"):
        found[row["row"]].texts.add(row["text"])
    return found


def number(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def bounds_of(comparator: str, value: Decimal) -> tuple[Decimal | None, Decimal | None]:
    if comparator in ("gt", "ge"):
        return value, None
    return (None, value) if comparator in ("lt", "up_to") else (value, value)


def fact_id(row: dict[str, str]) -> str:
    return row.get("fact_id") or row.get("fact") or row["source_id"]


def test_the_files_are_whole() -> None:
    assert (len(ARTICLE), len(CORPUS), len(PAGES)) == (ARTICLE_ROWS, CORPUS_ROWS, SOURCES)


def test_the_graph_has_these_rows_and_no_others(graph: dict[str, Found]) -> None:
    assert set(graph) == {fact_id(row) for row in [*ARTICLE, *CORPUS]}


@pytest.mark.parametrize("row", ARTICLE, ids=fact_id)
def test_article_row_has_its_words_at_their_offsets(row: dict[str, str], graph: dict[str, Found]) -> None:
    assert graph[row["fact"]].words == {(row["quote"], int(row["start"]), int(row["end"]))}


@pytest.mark.parametrize("row", [row for row in ARTICLE if row["comparator"]], ids=fact_id)
def test_article_row_has_its_value(row: dict[str, str], graph: dict[str, Found]) -> None:
    found = graph[row["fact"]]
    assert found.comparators == COMPARATORS[row["comparator"]]
    assert found.bounds == {bounds_of(row["comparator"], Decimal(row["value"]))}


@pytest.mark.parametrize("row", ARTICLE, ids=fact_id)
def test_article_row_has_its_speaker(row: dict[str, str], graph: dict[str, Found]) -> None:
    speaker = "daniyar kadyrov" if row["voice"].startswith("Daniyar Kadyrov") else None
    assert (speaker in graph[row["fact"]].speakers) if speaker else not graph[row["fact"]].speakers


@pytest.mark.parametrize("row", CORPUS, ids=fact_id)
def test_corpus_row_has_its_source_speaker_place_locator_and_confidence(
    row: dict[str, str], graph: dict[str, Found]
) -> None:
    found = graph[row["fact_id"]]
    assert found.sources == {f"{ID}source/{row['source_id'].lower()}"}
    assert (row["speaker"].casefold() in found.speakers) if row["speaker"] else not found.speakers
    assert (row["place"].casefold() in found.places) if row["place"] else not found.places
    assert found.locators == {row["locator"]}
    assert found.confidences == {row["confidence"].capitalize()}


@pytest.mark.parametrize(
    "row", [row for row in CORPUS if number(row["value"]) is not None and row["unit"] not in DATES], ids=fact_id
)
def test_corpus_row_has_its_number_and_unit(row: dict[str, str], graph: dict[str, Found]) -> None:
    found = graph[row["fact_id"]]
    assert len(found.comparators) == 1
    assert found.comparators <= COMPARATORS[row["comparator"]]
    assert found.bounds == {bounds_of(row["comparator"], Decimal(row["value"]))}
    assert found.units == {UNITS.get(row["unit"], "")}
    assert found.counts != {""} or row["unit"] in UNITS or not row["unit"]


@pytest.mark.parametrize("row", [row for row in CORPUS if row["unit"] in DATES], ids=fact_id)
def test_corpus_row_has_its_date(row: dict[str, str], graph: dict[str, Found]) -> None:
    found = graph[row["fact_id"]]
    assert found.comparators == COMPARATORS[row["comparator"]]
    assert found.values == {row["value"]}


@pytest.mark.parametrize("row", [row for row in CORPUS if row["unit"] == "text"], ids=fact_id)
def test_corpus_row_has_its_words_or_the_things_they_name(row: dict[str, str], graph: dict[str, Found]) -> None:
    parts = TAKEN_APART.get(row["fact_id"]) or set(row["value"].split("; "))
    assert parts <= graph[row["fact_id"]].texts


@pytest.mark.parametrize("row", PAGES, ids=fact_id)
def test_source_has_its_address_language_and_date(row: dict[str, str], store: Store) -> None:
    node = f"<{ID}source/{row['source_id'].lower()}>"
    source = f"{node} a vg:Source ; schema:url ?url ; schema:inLanguage ?language . "
    found = list(select(store, source + f"OPTIONAL {{ {node} schema:datePublished ?date }}"))
    expected = {"url": row["url"], "language": row["language"]}
    assert found == [expected | ({"date": row["date_published"]} if row["date_published"] else {})]
