"""CSV files are read as RFC 4180 has them; every fault names its line."""

from pathlib import Path

import pytest

from volgraph.errors import InputError, TableError, TextError
from volgraph.io.csv_files import read_rows

COLUMNS = ("id", "name")


def read(
    folder: Path, content: str | bytes, key: tuple[str, ...] = ()
) -> tuple[list[dict[str, str]], list[InputError]]:
    path = folder / "t.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    rows, errors = read_rows(path, COLUMNS, "data/t.csv", key)
    return [row.cells for row in rows], errors


def test_cells_are_trimmed_and_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    assert read(tmp_path, "name,id\n Ә ,1\n") == ([{"name": "Ә", "id": "1"}], [])


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfid,name\r\n1,\xd3\x98\r\n") == ([{"id": "1", "name": "Ә"}], [])


def test_quoted_cells_hold_commas_quotes_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('id,name\n1,"a, ""b""\nc"\n2,d\n', encoding="utf-8")
    rows, errors = read_rows(path, COLUMNS)
    assert errors == []
    assert [(row.line, row["name"]) for row in rows] == [(2, 'a, "b"\nc'), (4, "d")]


def test_empty_lines_are_passed_over_but_counted(tmp_path: Path) -> None:
    _, errors = read(tmp_path, "id,name\n\n1,a\n\n\n2\n")
    assert [error.place.line for error in errors] == [6]


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        ("id\n1\n", "data/t.csv, line 1", "the header lacks name: add the columns"),
        ("id,name,nmae\n1,a,b\n", "data/t.csv, line 1", "the header has unknown columns: nmae"),
        ("id,name,id\n1,a,2\n", "data/t.csv, line 1", "the header has columns twice: id"),
        ("", "data/t.csv, line 1", "the header lacks id, name: add the columns"),
        ("id,name\n1,a\n2,b,c\n", "data/t.csv, line 3", "the row has 3 cells, the header 2: quote a cell that holds"),
        ("id,name\n1,a\n2\n", "data/t.csv, line 3", "the row has 1 cells, the header 2"),
        ('id,name\n1,"a\n2,b\n', "data/t.csv, line 2", "the row does not parse"),
        ('id,name\n1,a\n2,"b"c\n', "data/t.csv, line 3", "the row does not parse"),
    ],
)
def test_a_fault_of_form_names_its_line(tmp_path: Path, content: str, place: str, message: str) -> None:
    _, errors = read(tmp_path, content)
    assert [type(error) for error in errors] == [TableError]
    assert str(errors[0].place) == place
    assert errors[0].message.startswith(message)


def test_all_faults_of_a_file_are_reported(tmp_path: Path) -> None:
    rows, errors = read(tmp_path, "id,name\n1\n2,b\n3,c,d\n2,e\n", ("id",))
    assert [row["id"] for row in rows] == ["2"]
    assert [error.place.line for error in errors] == [2, 4, 5]


def test_a_repeated_key_names_the_line_where_it_stands_already(tmp_path: Path) -> None:
    _, (error,) = read(tmp_path, "id,name\n1,a\n2,b\n1,c\n", ("id",))
    assert str(error) == "data/t.csv, line 4, column id: 1 stands already in line 2: rename one"


def test_a_key_of_two_columns_repeats_only_as_a_whole(tmp_path: Path) -> None:
    assert read(tmp_path, "id,name\n1,a\n1,b\n", ("id", "name"))[1] == []


def test_bytes_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    _, (error,) = read(tmp_path, "id,name\n1,Ә".encode("utf-16-le"))
    assert isinstance(error, TextError | TableError)
    _, (error,) = read(tmp_path, b"id,name\n1,\xcf\xf0\xe8\n")
    assert isinstance(error, TextError)
    assert str(error) == "data/t.csv: byte 10 is not UTF-8: save the text as UTF-8"


def test_decomposed_text_is_refused_with_its_offset(tmp_path: Path) -> None:
    _, (error,) = read(tmp_path, "id,name\n1,Абаи\u0306\n")
    assert isinstance(error, TextError)
    assert error.offset == 13


def test_a_file_that_is_not_there_is_an_error_and_no_crash(tmp_path: Path) -> None:
    rows, (error,) = read_rows(tmp_path / "none.csv", COLUMNS)
    assert rows == []
    assert "cannot be read: No such file" in error.message
