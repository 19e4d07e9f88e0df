"""The search index of a generation: one SQLite file beside the store, written once and then only read.

What a word is, and which words are forms of each other, is decided before it comes here: the full-text index holds
skeletons of words, in ASCII where they can be, with spaces between. Rows are numbered by importance, so that the first
rows that a query finds are the ones to show, and finding them never means to sort.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import quote

from volgraph.errors import GenerationError, LimitError, NoIndexError

FORMAT = 5
"""Counted up when what stands in the file changes its meaning."""

TIME_LIMIT_S = 5
_CHECK_EVERY_STEPS = 10_000

_SCHEMA, _, _INDEXES = (
    files("volgraph.io").joinpath("search_index.sql").read_text(encoding="utf-8").partition("-- When all is written:\n")
)
Row = Sequence[object]
_BATCH = 10_000


class IndexWriter:
    """Writes an index into a file that is not there yet."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(
            f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA user_version={FORMAT}; BEGIN; {_SCHEMA}"
        )
        self._waiting: dict[str, list[Row]] = {}

    def add(self, table: str, row: Row) -> None:
        """Write a row of a table, with a value for each of its columns."""
        rows = self._waiting.setdefault(table, [])
        rows.append(row)
        if len(rows) >= _BATCH:
            self._write(table)

    def add_words(self, row: int, columns: Sequence[str]) -> None:
        """Write the words of a thing: of its names, their forms, of its texts, their forms, and of its kind."""
        self.add("word(rowid, name, form, text, text_form, kind)", (row, *columns))

    def terms(self) -> Iterator[str]:
        """Yield every word of the full-text index but those of kinds."""
        self._write_all()
        self._database.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'word', 'col')")
        yield from (
            term for (term,) in self._database.execute("SELECT DISTINCT term FROM temp.terms WHERE col <> 'kind'")
        )

    def close(self) -> None:
        """Put everything in its final form."""
        self._write_all()
        self._database.execute("INSERT INTO word(word) VALUES ('optimize')")
        self._database.execute("COMMIT")
        self._database.executescript(_INDEXES)
        self._database.close()

    def _write_all(self) -> None:
        for table in list(self._waiting):
            self._write(table)

    def _write(self, table: str) -> None:
        rows = self._waiting.pop(table)
        places = ", ".join("?" * len(rows[0]))
        self._database.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # tables are ours


class SearchIndex:
    """An index that is read, by any number of threads.

    Args:
        path: the file.

    Raises:
        NoIndexError: there is none, or one of another format.
        GenerationError: it is damaged.
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise NoIndexError(path.parent.name)
        self._address = f"file:{quote(str(path))}?mode=ro&immutable=1"
        self._free: list[sqlite3.Connection] = []
        self._lock = Lock()
        try:
            ((found,),) = self.rows("PRAGMA user_version")
        except sqlite3.DatabaseError as error:
            raise GenerationError(f"{path} cannot be read: {error}; build again") from None
        if found != FORMAT:
            raise NoIndexError(path.parent.name)

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return what a query finds.

        Args:
            query: SQL of ours, with `?` for values.
            values: put in as they are, never read as SQL.

        Raises:
            LimitError: it took longer than `TIME_LIMIT_S`.
        """
        with self._connection() as database:
            end = monotonic() + TIME_LIMIT_S
            database.set_progress_handler(lambda: monotonic() > end, _CHECK_EVERY_STEPS)
            try:
                return database.execute(query, values).fetchall()
            except sqlite3.OperationalError as error:
                if "interrupted" in str(error):
                    raise LimitError("time", f"the search took longer than {TIME_LIMIT_S} s: ask for less") from None
                raise

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            database = self._free.pop() if self._free else None
        if database is None:
            database = sqlite3.connect(self._address, uri=True, check_same_thread=False, isolation_level=None)
            database.execute("PRAGMA mmap_size = 268435456")
        try:
            yield database
        finally:
            with self._lock:
                self._free.append(database)

    def __del__(self) -> None:
        for database in getattr(self, "_free", ()):
            database.close()


def is_index(path: Path) -> bool:
    """Tell whether a file is an index that this version reads."""
    try:
        SearchIndex(path)
    except GenerationError:
        return False
    return True


def placeholders(values: Iterable[object]) -> str:
    """Return as many `?` as there are values, with commas between."""
    return ", ".join("?" for _ in values)
