"""Writing the dumps of a generation: the same content on any machine, on any day, gives the same bytes."""

import gzip
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from pyoxigraph import NamedNode, QueryTriples, RdfFormat, Store, parse, serialize

from volgraph.domain.vocabulary import PREFIXES


def write_forms(quads: Path, merge: Path, dumps: Path) -> None:
    """Write TriG of the named graphs, and Turtle and JSON-LD of the default graph, one statement at a time."""
    serialize(
        parse(path=quads, format=RdfFormat.N_QUADS), dumps / "volgraph.trig", format=RdfFormat.TRIG, prefixes=PREFIXES
    )
    for name, rdf_format in (("volgraph.ttl", RdfFormat.TURTLE), ("volgraph.jsonld", RdfFormat.JSON_LD)):
        triples = (quad.triple for quad in parse(path=merge, format=RdfFormat.N_TRIPLES))
        serialize(triples, dumps / name, format=rdf_format, prefixes=PREFIXES)


def write_views(store: Store, graphs: list[NamedNode], queries: list[Path], dumps: Path) -> None:
    """Write what each `CONSTRUCT` query makes of each graph, as N-Triples.

    A query sees one graph at a time as its default graph, so that a collection of any size can be written.
    """
    folder = dumps / "views"
    folder.mkdir(exist_ok=True)
    for path in queries:
        query = path.read_text(encoding="utf-8")
        with (folder / f"{path.stem}.nt").open("wb") as file:
            for graph in graphs:
                answer = store.query(query, default_graph=graph)
                assert isinstance(answer, QueryTriples)
                file.writelines(sorted({str(triple).encode() + b" .\n" for triple in answer}))


def compress(dumps: Path) -> dict[str, dict[str, int | str]]:
    """Compress every file and return its checksum and size in bytes, by its path in the folder.

    The gzip header holds no name and no time: https://www.rfc-editor.org/rfc/rfc1952
    """
    for path in sorted(_files(dumps)):
        target = path.with_name(path.name + ".gz")
        with path.open("rb") as plain, target.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
            shutil.copyfileobj(plain, packed, 1 << 20)
        path.unlink()
    return {
        path.relative_to(dumps).as_posix(): {"sha256": _checksum(path), "bytes": path.stat().st_size}
        for path in sorted(_files(dumps))
    }


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _checksum(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
