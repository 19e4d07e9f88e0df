"""A graph in one file on the disk, whose statements are found by subject or object without reading the others.

It is an SQLite database, since a store of triples rewrites literals. It is written once, under another name, and never
changed; its name has a checksum, so that a file that was damaged is found out and written anew.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from errno import ENOSPC
from hashlib import blake2b
from pathlib import Path
from tempfile import mkstemp
from time import time
from zlib import crc32

from volgraph.domain.statements import Statement
from volgraph.io.disk import full_disk_named, sync_file

KEPT = 4
"""How many indexes a folder keeps: those that were used last."""

_LEFT_S = 86_400
"""How long a file that is being written may stay without a change, in seconds."""

_TABLES = """
CREATE TABLE document (number INTEGER PRIMARY KEY, name TEXT, sha256 TEXT, triples INTEGER, imports INTEGER);
CREATE TABLE term (id INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE statement (s INTEGER, p INTEGER, o INTEGER, document INTEGER, PRIMARY KEY (s, p, o, document))
  WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document in an index: its name, SHA-256 and number of triples, and whether it imports others."""

    name: str
    sha256: str
    triples: int
    imports: bool


class GraphIndex:
    """Statements of documents, which are numbered."""

    def __init__(self, path: Path) -> None:
        """Open an index.

        Raises:
            OSError: it is not there.
            ValueError: it is damaged.
        """
        if _checksum(path) != path.stem.rpartition("-")[2]:
            raise ValueError(f"{path} is damaged")
        with suppress(OSError):
            os.utime(path)
        try:
            self._database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            rows = self._database.execute("SELECT number, name, sha256, triples, imports FROM document").fetchall()
        except sqlite3.Error as error:  # it went away after it was looked at
            raise OSError(str(error)) from None
        self.documents: Mapping[int, Indexed] = {number: Indexed(*rest) for number, *rest in rows}
        self._texts: dict[int, str] = {}

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def match(self, subject: str | None, predicate: str | None, value: str | None) -> Iterator[tuple[Statement, int]]:
        """Yield the statements that have these terms, each with the number of a document that has it.

        Subject or object has to be given; None stands for any term.
        """
        asked = {"s": subject, "p": predicate, "o": value}
        given = {name: _identity(term) for name, term in asked.items() if term is not None}
        where = " AND ".join(f"{name} = :{name}" for name in given)
        rows = self._database.execute(f"SELECT s, p, o, document FROM statement WHERE {where}", given)
        for s, p, o, document in rows.fetchall():
            yield (subject or self._text(s), predicate or self._text(p), value or self._text(o)), document

    def _text(self, identity: int) -> str:
        if identity not in self._texts:
            row = self._database.execute("SELECT text FROM term WHERE id = ?", (identity,)).fetchone()
            self._texts[identity] = row[0]
        return self._texts[identity]


def kept_index(folder: Path, key: str, documents: Iterable[tuple[Indexed, Iterable[Statement]]]) -> GraphIndex:
    """Return the index of a key, which is written if it is not kept or is damaged.

    Args:
        folder: of the indexes; others may use it at the same time.
        key: what the content follows from.
        documents: the content; read only if it is needed, and numbered in this order.

    Raises:
        DiskSpaceError: there is no room for it.
    """
    for path in sorted(folder.glob(f"{key}-*.sqlite")):
        try:
            return GraphIndex(path)
        except ValueError:
            path.unlink(missing_ok=True)
        except OSError:
            continue
    with full_disk_named(folder, "the index of the data at the revision"):
        path = _write(folder, key, documents)
    _forget_old(folder)
    return GraphIndex(path)


def _write(folder: Path, key: str, documents: Iterable[tuple[Indexed, Iterable[Statement]]]) -> Path:
    descriptor, name = mkstemp(dir=folder, prefix=f".{key[:12]}-", suffix=".part")
    os.close(descriptor)
    part = Path(name)
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as database:
            database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
            database.execute("BEGIN")
            _fill(database, documents)
            database.execute("COMMIT")
            database.execute("CREATE INDEX reaching ON statement (o, p)")
        path = folder / f"{key}-{_checksum(part)}.sqlite"
        sync_file(part)
        part.rename(path)
    except sqlite3.OperationalError as error:
        if "full" not in str(error):
            raise
        raise OSError(ENOSPC, str(error)) from None
    finally:
        part.unlink(missing_ok=True)
    return path


def _fill(database: sqlite3.Connection, documents: Iterable[tuple[Indexed, Iterable[Statement]]]) -> None:
    identities: dict[str, int] = {}
    rows: list[tuple[int, int, int, int]] = []
    for number, (document, statements) in enumerate(documents):
        for one in statements:
            for term in one:
                if term not in identities:
                    identities[term] = _identity(term)
            rows.append((identities[one[0]], identities[one[1]], identities[one[2]], number))
        described = (number, document.name, document.sha256, document.triples, document.imports)
        database.execute("INSERT INTO document VALUES (?, ?, ?, ?, ?)", described)
    rows.sort()
    database.executemany("INSERT OR IGNORE INTO statement VALUES (?, ?, ?, ?)", rows)
    terms = sorted((identity, term) for term, identity in identities.items())
    database.executemany("INSERT INTO term VALUES (?, ?)", terms)  # fails if two terms had one identity


def _identity(term: str) -> int:
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "big", signed=True)


def _checksum(path: Path) -> str:
    value = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            value = crc32(block, value)
    return f"{value:08x}"


def _forget_old(folder: Path) -> None:
    """Remove indexes that were not used for longest, and what runs that were killed left."""
    times = []
    for path in folder.iterdir():
        with suppress(OSError):
            times.append((path.stat().st_mtime, path))
    times.sort()
    indexes = [path for _, path in times if path.suffix == ".sqlite"]
    left = [path for since, path in times if path.suffix == ".part" and since < time() - _LEFT_S]
    for path in (*indexes[:-KEPT], *left):
        path.unlink(missing_ok=True)
