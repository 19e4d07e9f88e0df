"""Reading CSV files as RFC 4180 has them, each cell with its line and column name."""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from volgraph.domain.rows import Row
from volgraph.domain.text import check_nfc, decode
from volgraph.errors import InputError, Place, TableError

if TYPE_CHECKING:
    import _csv


def read_rows(
    path: Path, columns: Sequence[str], shown: str = "", key: Sequence[str] = ()
) -> tuple[list[Row], list[InputError]]:
    """Return the rows of a CSV file, and all that is wrong with its form.

    A byte order mark, as spreadsheets write it, is passed over.

    Args:
        path: the file, UTF-8.
        columns: the columns that it must have, in any order.
        shown: the path that errors show, if not `path`.
        key: the columns that together must be unique.
    """
    name = shown or str(path)
    try:
        text = decode(path.read_bytes(), Place(name)).removeprefix("\ufeff")
        check_nfc(text, Place(name))
    except InputError as error:
        return [], [error]
    except OSError as error:
        return [], [TableError(f"cannot be read: {error.strerror}", Place(name))]
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
    except csv.Error as error:
        return [], [TableError(f"the header does not parse: {error}", Place(name, 1))]
    problems = _header_problems(header, columns, name)
    if problems:
        return [], problems
    return _rows(reader, header, name, key)


def _header_problems(header: list[str], columns: Sequence[str], name: str) -> list[InputError]:
    missing = [column for column in columns if column not in header]
    extra = [column for column in header if column not in columns]
    twice = [column for column in dict.fromkeys(header) if header.count(column) > 1]
    problems: list[InputError] = []
    if twice:
        problems.append(TableError(f"the header has columns twice: {', '.join(twice)}", Place(name, 1)))
    if missing:
        problems.append(TableError(f"the header lacks {', '.join(missing)}: add the columns", Place(name, 1)))
    if extra:
        problems.append(TableError(f"the header has unknown columns: {', '.join(extra)}", Place(name, 1)))
    return problems


def _rows(
    reader: "_csv.Reader", header: list[str], name: str, key: Sequence[str]
) -> tuple[list[Row], list[InputError]]:
    rows: list[Row] = []
    errors: list[InputError] = []
    seen: dict[tuple[str, ...], int] = {}
    line = reader.line_num + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return rows, errors
        except csv.Error as error:
            errors.append(TableError(f"the row does not parse: {error}: mend its quotes", Place(name, line)))
            return rows, errors
        start, line = line, reader.line_num + 1
        if not any(cells):
            continue
        if len(cells) != len(header):
            message = f"the row has {len(cells)} cells, the header {len(header)}: quote a cell that holds a comma"
            errors.append(TableError(message, Place(name, start)))
            continue
        row = Row(name, start, {column: cell.strip() for column, cell in zip(header, cells, strict=True)})
        identity = tuple(row[column] for column in key)
        if key and identity in seen:
            message = f"{' '.join(filter(None, identity))} stands already in line {seen[identity]}: rename one"
            errors.append(TableError(message, row.place(key[0])))
            continue
        seen[identity] = start
        rows.append(row)
