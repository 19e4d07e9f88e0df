"""Writing a generation's store and reading it back, graph by graph."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import SEEK_END
from itertools import zip_longest
from pathlib import Path
from time import monotonic, sleep
from typing import IO, BinaryIO, cast

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from volgraph.errors import GenerationError, LiteralError, Place

_LOADED_AT_ONCE_BYTES = 192 << 20
_FREE_WITHIN_S = 5


@dataclass(frozen=True, slots=True)
class GraphDigest:
    """A named graph's digest: SHA-256 over its sorted canonical N-Quads lines; and how many triples it has."""

    graph: NamedNode
    sha256: str
    triples: int


def generation_digest(graphs: Iterable[GraphDigest]) -> str:
    """Return the digest of a generation: SHA-256 over the sorted pairs of graph IRI and graph digest."""
    pairs = sorted(f"{entry.graph.value} {entry.sha256}\n" for entry in graphs)
    return sha256("".join(pairs).encode()).hexdigest()


class QuadsWriter:
    """Writes graphs, each sorted, to N-Quads files, and the triples of the default graph to an N-Triples file.

    These files are what the store is loaded from. Only one graph is held in memory at a time.
    """

    def __init__(self, merge: BinaryIO) -> None:
        self._merge = merge
        self.digests: dict[NamedNode, GraphDigest] = {}

    def write(self, file: BinaryIO, graph: NamedNode, triples: Iterable[Triple], *, merged: bool) -> GraphDigest:
        """Write a graph to `file`; `merged` says whether its triples stand in the default graph too."""
        statements = _canonical(triples)
        file.write(_lines(statements, graph))
        if merged:
            self._merge.write(_lines(statements))
        self.digests[graph] = digest_of(graph, statements)
        return self.digests[graph]


def _lines(statements: list[bytes], graph: NamedNode | None = None) -> bytes:
    """Return statements as lines of N-Triples, or of N-Quads with a graph."""
    ending = f" {graph} .\n".encode() if graph else b" .\n"
    return ending.join([*statements, b""])


def _canonical(triples: Iterable[Triple]) -> list[bytes]:
    """Return the sorted N-Triples statements of a graph, its blank nodes named by RDF Dataset Canonicalization.

    https://www.w3.org/TR/rdf-canon/
    """
    held = list(triples)
    statements = {str(triple).encode() for triple in held}
    if any(b"_:" in statement for statement in statements) and any(map(_has_blank_node, held)):
        dataset = Dataset(Quad(triple.subject, triple.predicate, triple.object) for triple in held)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        statements = {str(quad.triple).encode() for quad in dataset}
    return sorted(statements)


def _has_blank_node(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)


def load_store(directory: Path, quads: Iterable[Path], merge: Path) -> Store:
    """Create a store on disk from the files of a `QuadsWriter`, in the form that reads fastest."""
    store = Store(str(directory))
    for path, rdf_format in (*((path, RdfFormat.N_QUADS) for path in quads), (merge, RdfFormat.N_TRIPLES)):
        with path.open("rb") as file:
            while part := _Part.of(file):
                store.bulk_load(cast(IO[bytes], part), format=rdf_format)
    store.optimize()
    return store


class _Part:
    """Whole lines of a file, as many as the engine is given at once: its memory grows with what it loads.

    A blank node is one node within a part only: graphs that have them stand at the beginning.
    """

    def __init__(self, file: BinaryIO, end: int) -> None:
        self._file, self._end = file, end

    @classmethod
    def of(cls, file: BinaryIO) -> "_Part | None":
        """Return the next lines of a file, or None at its end."""
        start = file.tell()
        file.seek(start + _LOADED_AT_ONCE_BYTES)
        file.readline()
        end = file.tell()
        file.seek(0, SEEK_END)
        end = min(end, file.tell())
        file.seek(start)
        return cls(file, end) if start < end else None

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, none at the end of the part."""
        left = self._end - self._file.tell()
        return self._file.read(left if size < 0 else min(size, left))


def finish_store(store: Store) -> None:
    """Put everything that was written on the disk, in the form that reads fastest."""
    store.optimize()
    store.flush()


def open_store(directory: Path) -> Store:
    """Open a store that nothing writes to any more.

    Raises:
        GenerationError: there is none, or it is damaged.
    """
    if not directory.is_dir():
        raise GenerationError(f"there is no store in {directory}: build the generation again")
    try:
        return Store.read_only(str(directory))
    except (OSError, RuntimeError) as error:
        raise GenerationError(f"the store in {directory} does not open: {error}") from None


def writable_store(directory: Path) -> Store:
    """Open a store that this process alone writes to; it is made if there is none.

    One whose process was ended is free again when the system has taken the process away, which takes a moment.

    Raises:
        GenerationError: it is damaged, or another process has it.
    """
    end = monotonic() + _FREE_WITHIN_S
    while True:
        try:
            return Store(str(directory))
        except OSError as error:
            if monotonic() > end:
                raise GenerationError(f"the store in {directory} does not open: {error}") from None
            sleep(0.02)


def memory_store(disk: Store) -> Store:
    """Return a store in memory with the same content, for a collection that fits.

    A dump would load faster, but give every blank node another name each time, and stand in memory beside the store.
    """
    store = Store()
    store.bulk_extend(disk)
    return store


def graph_store(statements: list[bytes]) -> Store:
    """Return a store in memory whose default graph has these N-Triples statements."""
    store = Store()
    store.load(_lines(statements), format=RdfFormat.N_TRIPLES)
    return store


def graph_lines(store: Store, graph: NamedNode | DefaultGraph) -> list[bytes]:
    """Return the sorted N-Triples statements of a graph, its blank nodes named canonically."""
    dump = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph)
    assert dump is not None
    lines = [line.removesuffix(b" .") for line in dump.splitlines()]
    if any(line.startswith(b"_:") for line in lines):
        return _canonical(quad.triple for quad in parse(dump, format=RdfFormat.N_TRIPLES))
    return sorted(lines)


def digest_of(graph: NamedNode, statements: list[bytes]) -> GraphDigest:
    """Return the digest of a graph with these sorted N-Triples statements."""
    return GraphDigest(graph, sha256(_lines(statements, graph)).hexdigest(), len(statements))


def read_digest(store: Store, graph: NamedNode) -> GraphDigest:
    """Return the digest of a graph as the store holds it."""
    return digest_of(graph, graph_lines(store, graph))


def changed_literals(store: Store, quads: Iterable[Path], graph: NamedNode) -> Iterator[LiteralError]:
    """Yield what the store made of each line of a graph that it did not keep as it was written."""
    ending = f" {graph} .".encode()
    written: set[bytes] = set()
    for path in quads:
        with path.open("rb") as file:
            lines = (line.rstrip(b"\n") for line in file)
            written.update(line.removesuffix(ending) for line in lines if line.endswith(ending))
    stored = set(graph_lines(store, graph))
    for before, after in zip_longest(sorted(written - stored), sorted(stored - written), fillvalue=b"nothing"):
        subject = (before if before != b"nothing" else after).split(b" ", 1)[0].decode()
        yield LiteralError(before.decode(), after.decode(), Place(subject=subject))


def subject_lines(store: Store, subject: NamedNode, graphs: Iterable[NamedNode | DefaultGraph]) -> list[bytes]:
    """Return what some graphs say of a subject, as N-Triples lines without their final full stop."""
    return [
        str(quad.triple).encode() for graph in graphs for quad in store.quads_for_pattern(subject, None, None, graph)
    ]
