"""Workbooks: what a spreadsheet shows of a table."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from pyoxigraph import BlankNode, Literal, NamedNode

from volgraph.domain.vocabulary import XSD
from volgraph.io import workbooks
from volgraph.io.workbooks import SheetLimitError, write_workbook

Terms = list[NamedNode | BlankNode | Literal | None]


def written(rows: list[Terms], about: dict[str, str] | None = None, folder: str = "") -> Workbook:
    output = BytesIO()
    write_workbook(output, ["a", "b"], rows, about or {}, folder)
    return load_workbook(BytesIO(output.getvalue()))


def typed(text: str, name: str) -> Literal:
    return Literal(text, datatype=XSD[name])


def test_numbers_days_and_truths_are_values_and_all_else_is_text() -> None:
    rows: list[Terms] = [
        [typed("200000", "integer"), typed("12.5", "decimal")],
        [typed("2023-06-20", "date"), typed("true", "boolean")],
        [Literal("200 мың", language="kk"), NamedNode("https://example.org/a")],
        [None, BlankNode("b")],
    ]
    cells = [[cell.value for cell in row] for row in written(rows)["result"].rows]
    assert cells == [
        ["a", "b"],
        [200000, 12.5],
        [datetime(2023, 6, 20), True],
        ["200 мың", "https://example.org/a"],
        [None, "_:b"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "{=1}", "\t=1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    cell = written([[Literal(text), None]])["result"]["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


@pytest.mark.parametrize(
    "term",
    [
        typed("12345678901234567890", "integer"),
        typed("0.1234567890123456", "decimal"),
        typed("INF", "double"),
        typed("1899-12-31", "date"),
        typed("2023-06-20Z", "date"),
        typed("2023-06", "gYearMonth"),
    ],
    ids=str,
)
def test_a_value_that_a_spreadsheet_would_change_stays_text(term: Literal) -> None:
    cell = written([[term, None]])["result"]["A2"]
    assert (cell.data_type, cell.value) == ("s", term.value)


def test_the_second_sheet_says_what_the_table_is_and_holds_long_texts_whole() -> None:
    query = "SELECT" + " ?x" * 20_000
    book = written([], {"Query": query, "Generation": "abc"})
    assert book.sheetnames == ["result", "about"]
    rows = [(row[0].value, row[1].value) for row in book["about"].rows]
    assert [name for name, _ in rows] == ["Query", None, "Generation"]
    assert "".join(text for _, text in rows[:2]) == query


def test_without_anything_to_say_there_is_one_sheet() -> None:
    assert written([]).sheetnames == ["result"]


def test_files_lie_in_the_folder_that_was_given_and_none_stays(tmp_path: Path) -> None:
    book = written([[Literal("x"), None]] * 1000, folder=str(tmp_path))
    assert book["result"].max_row == 1001
    assert list(tmp_path.iterdir()) == []


def test_a_table_that_no_sheet_holds_is_refused_and_never_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 4)
    assert written([[None, None]] * 3)["result"]
    with pytest.raises(SheetLimitError, match="more than 3 rows"):
        written([[None, None]] * 4)
    with pytest.raises(SheetLimitError, match="a text in row 1 has 32,768 characters"):
        written([[Literal("x" * 32_768), None]])
