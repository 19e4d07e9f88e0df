"""Writing the dumps of a generation: the same content on any machine, on any day, gives the same bytes."""

import gzip
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from pyoxigraph import QueryTriples, RdfFormat, parse, serialize

from volgraph.domain.vocabulary import PREFIXES
from volgraph.io.stores import graph_store


def write_forms(quads: Path, merge: Path, dumps: Path) -> None:
    """Write TriG of the named graphs, and Turtle and JSON-LD of the default graph, one statement at a time."""
    serialize(
        parse(path=quads, format=RdfFormat.N_QUADS), dumps / "volgraph.trig", format=RdfFormat.TRIG, prefixes=PREFIXES
    )
    for name, rdf_format in (("volgraph.ttl", RdfFormat.TURTLE), ("volgraph.jsonld", RdfFormat.JSON_LD)):
        serialize(parse(path=merge, format=RdfFormat.N_TRIPLES), dumps / name, format=rdf_format, prefixes=PREFIXES)


class Views:
    """Writes what each `CONSTRUCT` query makes of each graph, one N-Triples file a query.

    A query sees one graph at a time, in memory, as its default graph, so that a collection of any size can be
    written. What it makes of the graph before as well, such as the structure of a data cube, is not written again.
    """

    def __init__(self, queries: Iterable[Path], dumps: Path) -> None:
        folder = dumps / "views"
        folder.mkdir(exist_ok=True)
        self._queries = {path.stem: path.read_text(encoding="utf-8") for path in queries}
        self._files = {name: (folder / f"{name}.nt").open("wb") for name in self._queries}
        self._before: dict[str, set[bytes]] = {name: set() for name in self._queries}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()

    def write(self, statements: list[bytes]) -> None:
        """Write the views of a graph of N-Triples statements."""
        store = graph_store(statements)
        for name, query in self._queries.items():
            answer = store.query(query)
            assert isinstance(answer, QueryTriples)
            made = set(answer.serialize(format=RdfFormat.N_TRIPLES).splitlines(keepends=True))  # type: ignore[union-attr]
            self._files[name].writelines(sorted(made - self._before[name]))
            self._before[name] = made


def compress(dumps: Path) -> dict[str, dict[str, int | str]]:
    """Compress every file and return its checksum and size in bytes, by its path in the folder.

    The gzip header holds no name and no time: https://www.rfc-editor.org/rfc/rfc1952
    """
    with ThreadPoolExecutor() as threads:
        list(threads.map(_compress, sorted(_files(dumps), key=_size, reverse=True)))
    return {
        path.relative_to(dumps).as_posix(): {"sha256": _checksum(path), "bytes": path.stat().st_size}
        for path in sorted(_files(dumps))
    }


def _compress(path: Path) -> None:
    target = path.with_name(path.name + ".gz")
    with path.open("rb") as plain, target.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        shutil.copyfileobj(plain, packed, 1 << 20)
    path.unlink()


def _size(path: Path) -> int:
    return path.stat().st_size


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _checksum(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
