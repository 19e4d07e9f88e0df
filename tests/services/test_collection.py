"""The tables that every claim refers to, and all that is wrong with them at once."""

from pathlib import Path

import pytest
from tests.small import append, edit, line_of

from volgraph.domain.iris import Base
from volgraph.errors import InputError, TableError, UnknownNameError
from volgraph.services.collection import load_collection


def errors(small: Path) -> list[InputError]:
    return load_collection(small, Base()).errors


def test_the_tables_are_read(small: Path) -> None:
    collection = load_collection(small, Base())
    assert collection.errors == []
    assert (len(collection.labels), len(collection.sources), len(collection.measures)) == (10, 2, 5)
    assert (Base().thing("country/kazakhstan"), "volunteers_total") in collection.pairs
    assert collection.name_of(Base().thing("place/astana").value, "kk") == "Астана"
    assert collection.name_of("https://w3id.org/volgraph/id/place/unknown", "kk") == "unknown"
    assert [path.name for path in collection.claim_tables()] == ["fair.csv", "totals.csv"]


def test_a_folder_without_a_collection_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"there is no collection in .*: name the folder that holds data/ and ontology/"
    ):
        load_collection(tmp_path, Base())


ENTITY = "place/astana,schema:City,,,Астана,Астана,Astana,,"


@pytest.mark.parametrize(
    ("table", "line", "column"),
    [
        ("entities/entities.csv", ENTITY, "entity"),
        ("sources/sources.csv", "paper-1,,schema:NewsArticle,https://p.example/2,ru,,,x,", "source"),
        ("sources/origins.csv", "origin/release,release,а,б,c,", "origin"),
        ("measures/units.csv", "persons,counted,counted/others,а,б,c", "code"),
        ("measures/aliases.csv", "Nur-Sultan,en,place/almaty,", "alias"),
        ("entities/identifiers.csv", "place/astana,geonames,1,x,high,", "entity"),
    ],
)
def test_a_name_that_stands_twice_in_a_table_names_both_lines(small: Path, table: str, line: str, column: str) -> None:
    append(small / "data" / table, line)
    (error,) = errors(small)
    assert isinstance(error, TableError)
    last = len((small / "data" / table).read_text(encoding="utf-8").splitlines())
    assert (error.place.file, error.place.line, error.place.column) == (f"data/{table}", last, column)
    assert "stands already in line" in error.message


def test_a_name_that_stands_in_two_tables_is_refused(small: Path) -> None:
    # Both descriptions used to be merged into one entity with two labels a language.
    header = (small / "data/entities/entities.csv").read_text(encoding="utf-8").splitlines()[0]
    (small / "data/entities/entities-2.csv").write_text(f"{header}\n{ENTITY}\n", encoding="utf-8")
    (error,) = errors(small)
    assert str(error.place) == "data/entities/entities.csv, line 11, column entity" or error.place.line == 2
    assert "“place/astana” is described already: rename one" in error.message


def test_sources_that_differ_in_letter_case_only_are_one_name(small: Path) -> None:
    append(small / "data/sources/sources.csv", "Paper-1,,schema:NewsArticle,https://p.example/2,ru,,,x,")
    (error,) = errors(small)
    assert "“Paper-1” is described already" in error.message


def test_a_measure_of_two_rows_is_refused(small: Path) -> None:
    edit(small / "data/measures/measures.csv", "fair-2023-start,event", "fair-2023-city,event")
    found = [error for error in errors(small) if "“fair-2023-city” is described already" in error.message]
    assert [error.place.column for error in found] == ["measure"]


def test_a_pair_that_leads_to_two_measures_is_refused(small: Path) -> None:
    table = small / "data/measures/measures.csv"
    edit(table, "fair-2023-start,event/fair-2023,start_date", "fair-2023-start,event/fair-2023,start_date city")
    (error,) = errors(small)
    assert error.place.line == line_of(table, "fair-2023-start")
    assert "city of this subject is mapped already" in error.message


def test_an_alias_of_nothing_gets_the_nearest_entities(small: Path) -> None:
    append(small / "data/measures/aliases.csv", "Aqmola,en,place/astna,")
    (error,) = errors(small)
    assert isinstance(error, UnknownNameError)
    assert error.nearest[0] == "place/astana"
    assert str(error.place) == "data/measures/aliases.csv, line 3, column entity"


def test_the_faults_of_every_table_are_reported_together(small: Path) -> None:
    append(small / "data/measures/aliases.csv", "Aqmola,en,place/astna,")
    edit(small / "data/measures/units.csv", "code,kind,iri", "code,kind,iris")
    append(small / "data/sources/sources.csv", "paper 2,,schema:NewsArticle,https://p.example/2,ru,,,x,")
    files = {error.place.file for error in errors(small)}
    assert {"data/measures/aliases.csv", "data/measures/units.csv", "data/sources/sources.csv"} <= files
