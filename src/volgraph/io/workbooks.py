"""Writing rows as a workbook for spreadsheets, row by row.

https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from volgraph.domain.vocabulary import XSD

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
"""The rows of a sheet, the header among them."""
MOST_CELL_CHARS = 32_767

_NUMBERS = {XSD[name] for name in ("integer", "decimal", "double", "float")}
_EXACT_DIGITS = 15
"""A spreadsheet keeps numbers as doubles: a longer one would change, and stays a text."""
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FIRST_DAY = date(1900, 3, 1)
"""Before that, spreadsheets disagree: some have a 29 February 1900."""
_WIDTH = 24


class SheetLimitError(Exception):
    """A table has more rows, or a longer text, than a sheet can hold."""


def write_workbook(
    output: IO[bytes],
    columns: Sequence[str],
    rows: Iterable[Sequence[NamedNode | BlankNode | Literal | Triple | None]],
    about: Mapping[str, str],
    folder: str = "",
) -> None:
    """Write rows to a sheet, and what is to be known of them to a second one.

    No text becomes a formula or a link, whatever it begins with.

    Args:
        output: takes the workbook, from where it stands.
        columns: the names of the columns.
        rows: a term for each column, None for an empty cell.
        about: what the second sheet says, by what that is; without anything there is none.
        folder: where files may lie while the workbook is made; if empty, it is made in memory.

    Raises:
        SheetLimitError: the table is larger than a sheet can be.
    """
    from xlsxwriter import Workbook  # takes a tenth of a second, which other answers need not wait for

    options = {"constant_memory": True, "tmpdir": folder} if folder else {"in_memory": True}
    with TemporaryFile(dir=folder or None) as file:
        book = Workbook(file, options)
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("result")
        sheet.set_column(0, max(0, len(columns) - 1), _WIDTH)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(columns):
            sheet.write_string(0, column, name, bold)
        number = 0
        for number, row in enumerate(rows, 1):
            if number >= MOST_ROWS:
                raise SheetLimitError(
                    f"the answer has more than {MOST_ROWS - 1:,} rows, the most that a sheet holds: ask for fewer "
                    "with LIMIT, or take CSV"
                )
            for column, term in enumerate(row):
                _write_cell(sheet, number, column, term, day)
        if columns:
            sheet.autofilter(0, 0, number, len(columns) - 1)
        if about:
            _write_about(book.add_worksheet("about"), about, bold, wrapped)
        book.close()
        file.seek(0)
        copyfileobj(file, output)


def _write_cell(
    sheet: "Worksheet", row: int, column: int, term: NamedNode | BlankNode | Literal | Triple | None, day: "Format"
) -> None:
    if term is None:
        return
    if isinstance(term, Literal):
        if term.datatype in _NUMBERS and _is_exact(term.value):
            sheet.write_number(row, column, float(term.value))
            return
        if term.datatype == XSD["boolean"]:
            sheet.write_boolean(row, column, term.value in ("true", "1"))
            return
        if term.datatype == XSD["date"] and (written := _day(term.value)):
            sheet.write_datetime(row, column, written, day)
            return
    text = term.value if isinstance(term, Literal | NamedNode) else str(term)
    if len(text) > MOST_CELL_CHARS:
        raise SheetLimitError(
            f"a text in row {row} has {len(text):,} characters; a cell holds {MOST_CELL_CHARS:,}: take CSV"
        )
    sheet.write_string(row, column, text)


def _is_exact(text: str) -> bool:
    digits = re.sub(r"[eE].*|\D", "", text).lstrip("0")
    return bool(_PLAIN_NUMBER.fullmatch(text)) and len(digits) <= _EXACT_DIGITS


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found >= _FIRST_DAY else None


def _write_about(sheet: "Worksheet", about: Mapping[str, str], bold: "Format", wrapped: "Format") -> None:
    sheet.set_column(0, 0, _WIDTH)
    sheet.set_column(1, 1, 5 * _WIDTH)
    row = 0
    for name, text in about.items():
        sheet.write_string(row, 0, name, bold)
        for start in range(0, max(1, len(text)), MOST_CELL_CHARS):
            sheet.write_string(row, 1, text[start : start + MOST_CELL_CHARS], wrapped)
            row += 1
