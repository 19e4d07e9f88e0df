"""Where the cells of a CSV file stand: https://www.rfc-editor.org/rfc/rfc4180"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from volgraph.io.positions.ranges import Range, skip_byte_order_mark

_CELL = re.compile(rb'(?:"([^"]*+(?:""[^"]*+)*+)"|([^",\r\n]*+))(,|\r\n|\r|\n|\Z)')
_QUOTED, _PLAIN, _END = 1, 2, 3


@dataclass(frozen=True, slots=True)
class CellRow:
    """A row.

    Args:
        cells: what `csv` reads of each column, without white space around it.
        places: where each stands, without its quotes.
    """

    cells: Mapping[str, str]
    places: Mapping[str, Range]


def rows(text: bytes) -> Iterator[CellRow]:
    """Yield the rows below the header; one that has more or fewer cells than the header is passed over.

    Args:
        text: CSV in UTF-8. Behind a cell whose quotes are broken nothing is read.
    """
    header: list[str] | None = None
    for cells in _rows(text):
        if header is None:
            header = [cell for cell, _ in cells]
        elif len(cells) == len(header):
            named = dict(zip(header, cells, strict=True))
            yield CellRow(
                {column: cell for column, (cell, _) in named.items()},
                {column: place for column, (_, place) in named.items()},
            )


def _rows(text: bytes) -> Iterator[list[tuple[str, Range]]]:
    offset = skip_byte_order_mark(text)
    row: list[tuple[str, Range]] = []
    while offset < len(text) or row:
        match = _CELL.match(text, offset)
        if match is None:
            return
        kind = _PLAIN if match[_QUOTED] is None else _QUOTED
        row.append((match[kind].replace(b'""', b'"').decode("utf-8", "replace").strip(), match.span(kind)))
        offset = match.end()
        if match[_END] != b",":
            yield row
            row = []
