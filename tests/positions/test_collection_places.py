"""Results on graphs of the collection are shown in its files: the cells of tables, the triples of articles."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store
from tests.positions.read_back import Text
from tests.small import DATA, append, copy_collection, edit

from volgraph.domain.iris import Base
from volgraph.domain.table_cells import BY_LANGUAGE, TABLES, Table
from volgraph.domain.validation import Location, Result
from volgraph.domain.vocabulary import LANGUAGES, PREFIXES
from volgraph.io.generations import Home
from volgraph.io.positions import Span
from volgraph.io.positions.csv_cells import rows
from volgraph.services.building import build
from volgraph.services.locating import collection_places
from volgraph.services.validating import validate_generation

_GRAPH = Base().graph("").value
_THING = Base().things


def _span(place: Location) -> Span:
    assert place.line is not None and place.column is not None
    assert place.end_line is not None and place.end_column is not None
    return Span(place.line, place.column, place.end_line, place.end_column)


def _shown(root: Path, place: Location) -> str:
    return Text(root / place.file).at(_span(place))


def _results(store: Store, graph: str) -> Iterator[tuple[str, Result]]:
    """Yield a result on every triple of a graph."""
    for quad in store.quads_for_pattern(None, None, None, NamedNode(_GRAPH + graph)):
        yield _GRAPH + graph, Result(str(quad.subject), str(quad.predicate), str(quad.object), "", "", "Violation", {})


def _rows(path: Path) -> dict[int, dict[str, str]]:
    """Return the rows of a table by the lines on which they begin."""
    with path.open(encoding="utf-8", newline="") as file:
        reader, rows, line = csv.DictReader(file), {}, 2
        for row in reader:
            rows[line] = row
            line = reader.line_num + 1
    return rows


@pytest.mark.parametrize("graph", ["entities", "sources", "origins", "measures", "claims/forum-2023"])
def test_every_triple_made_of_a_table_is_shown_in_its_row(collection_root: Path, store: Store, graph: str) -> None:
    findings = list(_results(store, graph))
    found = collection_places(findings, collection_root, Base())
    assert findings
    files = {place.file for places in found for place in places}
    rows = {file: _rows(collection_root / file) for file in files}
    texts = {file: Text(collection_root / file) for file in files}
    for (_, result), places in zip(findings, found, strict=True):
        (place,) = places
        assert place.line is not None
        row = rows[place.file][place.line]
        assert texts[place.file].at(_span(place)).replace('""', '"') in row.values()
        keys = [row[column].lower() for column in ("entity", "source", "origin", "measure", "row") if row.get(column)]
        about = result.focus.lower().replace("identification/", "").replace("-geonames", "").replace("-wikidata", "")
        names = [*keys, *(key.replace("/", "-") for key in keys), row.get("iri", "?").rpartition(":")[2].lower()]
        assert any(name in about for name in names)


def _expanded(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>" if colon and prefix in PREFIXES else name


@pytest.mark.parametrize(
    ("graph", "focus", "path", "value", "expected"),
    [
        ("claims/totals", "source/paper-1/claim/f004", "vg:lower", '"24000.0"', "2: 24000, triple"),
        ("claims/totals", "source/paper-1/claim/f004", "vg:upper", '"24000.0"', "2: 24000, triple"),
        ("claims/totals", "source/paper-1/claim/f004", "vg:upper", "", "2: , focus node"),
        ("claims/totals", "source/paper-1/claim/f004", "vg:asWritten", '"some 24 000"@en', "2: some 24 000, triple"),
        ("claims/totals", "source/wire-1/claim/f005", "vg:locator", "", "3: p4, focus node"),
        ("claims/totals", "source/wire-1/claim/f005/time", "vg:explanation", '"x"@kk', "3: f005, focus node"),
        ("claims/fair", "source/wire-1/claim/f003", "", "", "4: f003, focus node"),
        ("entities", "place/astana", "rdfs:label", '"Астана"@kk', "11: Астана, triple"),
        ("entities", "place/astana", "skos:altLabel", '"Nur-Sultan"@en', "2: Nur-Sultan, triple"),
        ("entities", "place/astana", "rdfs:label", "", "11: place/astana, focus node"),
        ("entities", "person/a-b/label/ru", "skosxl:literalForm", '"А. Б."@ru', "9: А. Б., triple"),
        ("entities", "identification/place-astana-geonames", "vg:confidence", "vg:Medium", "3: medium, triple"),
        ("sources", "source/paper-1", "schema:inLanguage", '"ru"', "2: ru, triple"),
        ("measures", "measure/volunteers-growth", "vg:comparisonWindowDays", "", "6: , focus node"),
        ("measures", "counted/persons", "skos:prefLabel", '"адам"@kk', "4: адам, triple"),
        ("article/fair", "article/fair/claim/1-city", "vg:confidence", "vg:High", "21: vg:confidence vg:High, triple"),
        (
            "article/fair",
            "article/fair/claim/2",
            "vg:lower",
            '"30.0"^^xsd:decimal',
            '37: vg:lower "30"^^xsd:decimal, triple',
        ),
        ("article/fair", "article/fair/claim/2/time", "vg:validFrom", "", "29: <article/fair/claim/2>, focus node"),
        (
            "article/fair",
            "article/fair/claim/2/evidence/quote",
            "oa:exact",
            '"x"',
            "29: <article/fair/claim/2>, focus node",
        ),
        ("some-rule", "source/wire-1/claim/f003", "", "", "4: f003, focus node"),
        ("some-rule", "article/fair/claim/2", "", "", "29: <article/fair/claim/2>, focus node"),
        ("derived/discrepancies", "discrepancy/x", "vg:measure", "", ""),
    ],
)
def test_a_result_leads_to_what_an_author_can_mend(
    graph: str, focus: str, path: str, value: str, expected: str
) -> None:
    root = DATA.parent
    text, colons, datatype = value.partition("^^")
    written = text + colons + _expanded(datatype) if colons else _expanded(value)
    result = Result(f"<{_THING}{focus}>", _expanded(path), written, "", "", "Violation", {})
    name = graph if graph == "some-rule" else _GRAPH + graph
    (places,) = collection_places([(name, result)], root, Base())
    assert "".join(f"{place.line}: {_shown(root, place)}, {place.exactness}" for place in places) == expected


def test_what_is_broken_in_a_file_is_found_there(tmp_path: Path) -> None:
    root, home = copy_collection(tmp_path), Home(tmp_path / "home")
    edit(root / "data/entities/entities.csv", "schema:Event,Meeting", "schema:Event,Concert")
    append(root / "data/entities/entities.csv", "event/ball,schema:Event,,,Бал,Бал,Ball,ru:kk en:kk,")
    edit(root / "data/measures/measures.csv", ",31,persons,group", ",,persons,group")
    claim = "vg:measure <measure/fair-2023-city> ;"
    edit(root / "data/articles/fair/article.ttl", claim, f"{claim}\r\n\tvg:comparator vg:Equal ;")
    generation, _ = build(root, Base(), home)
    verdict = validate_generation(generation, root, Base(), home)
    findings = [(finding.where, finding.result) for finding in verdict.findings]
    found = [place for places in collection_places(findings, root, Base()) for place in places]
    assert {f"{place.file}:{place.line}: {_shown(root, place)}, {place.exactness}" for place in found} == {
        "data/entities/entities.csv:5: Concert, triple",
        "data/entities/entities.csv:12: , focus node",
        "data/entities/entities.csv:12: event/ball, focus node",
        "data/measures/measures.csv:5: volunteers-total, focus node",
        "data/articles/fair/article.ttl:26: vg:comparator vg:Equal, triple",
    }


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.files)
def test_every_column_that_is_named_is_in_the_tables(collection_root: Path, table: Table) -> None:
    named = {column for columns in table.columns.values() for column in columns} | {table.key}
    expected = {column.replace(BY_LANGUAGE, language) for column in named for language in LANGUAGES}
    for path in collection_root.glob(table.files):
        with path.open(encoding="utf-8", newline="") as file:
            assert expected <= set(next(csv.reader(file)))


def test_cells_are_what_csv_reads(tmp_path: Path) -> None:
    text = '\ufeffa,b\r\n"x ""y""\r\nz", қ \n\nтоо,many,cells\r"","last"'
    found = list(rows(text.encode()))
    assert [row.cells for row in found] == [{"a": 'x "y"\r\nz', "b": "қ"}, {"a": "", "b": "last"}]
    start, end = found[1].places["b"]
    assert text.encode()[start:end] == b"last"
