"""The cells of the collection's tables from which the values of results come."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal

from volgraph.domain.iris import Base
from volgraph.domain.property_paths import Predicate
from volgraph.domain.table_cells import TABLES, Table, columns_of
from volgraph.domain.term_text import Term
from volgraph.domain.validation import Exactness
from volgraph.io.positions.csv_cells import CellRow, rows
from volgraph.io.positions.ranges import Range
from volgraph.services.locating.looking import Sought


class TableFile(NamedTuple):
    """A file of a table, and its name in reports."""

    table: Table
    path: Path
    shown: str


class Cell(NamedTuple):
    """A cell.

    Args:
        file: which has it.
        place: where in the file.
        exactness: TRIPLE if the value of a result comes from it, FOCUS if it names what the result is about or is
            where a value is missing.
    """

    file: TableFile
    place: Range
    exactness: Exactness


def table_files(root: Path, graph: str) -> list[TableFile]:
    """Return the files of which a graph is made.

    Args:
        root: the folder of the collection.
        graph: its path, such as `claims/forum-2023`; with "" every file of every table counts.
    """
    return [
        TableFile(table, path, path.relative_to(root).as_posix())
        for table in TABLES
        if not graph or table.graph in (graph, graph.rpartition("/")[0] + "/")
        for path in sorted(root.glob(table.files))
        if not table.graph.endswith("/") or graph in ("", table.graph + path.stem)
    ]


def rows_about(file: TableFile, names: Iterable[str], base: Base) -> dict[str, list[CellRow]]:
    """Return the rows of a table that describe some things, by their IRIs."""
    wanted = frozenset(names)
    found: dict[str, list[CellRow]] = defaultdict(list)
    text = file.path.read_bytes()
    for row in rows(text):
        for name in file.table.names(row.cells, base):
            if name in wanted:
                found[name].append(row)
    return found


def cell_of(
    one: Sought, names: Iterable[str], files: Sequence[tuple[TableFile, Mapping[str, list[CellRow]]]]
) -> Cell | None:
    """Return the cell from which the value of a result comes, or the nearest one.

    Args:
        one: the result.
        names: its focus node, then what that is a part of.
        files: where it may stand, with the rows on the things that are sought.
    """
    for name in names:
        here = [(file, row) for file, found in files for row in found.get(name, ())]
        if here:
            return _cell(one, here)
    return None


def _cell(one: Sought, here: Sequence[tuple[TableFile, CellRow]]) -> Cell:
    file, row = here[0]
    language = one.value.language if isinstance(one.value, Literal) else None
    predicate = one.path.iri if isinstance(one.path, Predicate) else None
    options = [
        (file, row, column)
        for file, row in here
        for column in (columns_of(file.table, predicate, language) if predicate else ())
    ]
    if one.value is None and options:
        file, row, column = options[0]
        return Cell(file, row.places[column], Exactness.FOCUS)
    filled = [option for option in options if option[1].cells[option[2]]]
    giving = [option for option in filled if one.value and _gives(option[1].cells[option[2]], one.value)]
    if giving or (filled and len(here) == 1):
        file, row, column = (giving or filled)[0]
        return Cell(file, row.places[column], Exactness.TRIPLE)
    return Cell(file, row.places[file.table.key], Exactness.FOCUS)


def _gives(cell: str, value: Term) -> bool:
    """Return whether a cell is in the value that may come from it, in whatever case."""
    return cell.lower() in value.value.lower()
