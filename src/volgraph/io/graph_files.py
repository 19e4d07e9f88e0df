"""Merging RDF files into one graph, with blank node labels that say which file each comes from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from pyoxigraph import BlankNode, Triple

from volgraph.errors import Place, RdfSyntaxError
from volgraph.io.rdf_files import read_quads


@dataclass(frozen=True, slots=True)
class Document:
    """An RDF file, of which a triple is known by its number in the order in which it is read.

    Args:
        path: of the file.
        shown: its name in reports and errors.
        label: begins the labels of its blank nodes: the n-th one read is `_:<label>b<n>`, from 0.
        sha256: of its bytes.
        triples: how many it has, before any is merged.
    """

    path: Path
    shown: str
    label: str
    sha256: str
    triples: int

    def read(self) -> Iterator[Triple]:
        """Yield its triples in their order, the same ones with the same labels each time."""
        labelled: dict[BlankNode, BlankNode] = {}

        def label(node: BlankNode) -> BlankNode:
            return labelled.setdefault(node, BlankNode(f"{self.label}b{len(labelled)}"))

        for quad in read_quads(self.path, self.path.resolve().as_uri(), self.shown):
            subject, value = quad.subject, quad.object
            if not isinstance(subject, BlankNode) and not isinstance(value, BlankNode):
                yield quad.triple  # most are such, and to make them anew takes twice the time
                continue
            yield Triple(
                label(subject) if isinstance(subject, BlankNode) else subject,
                quad.predicate,
                label(value) if isinstance(value, BlankNode) else value,
            )


@dataclass(frozen=True, slots=True)
class GraphFile:
    """The merge of documents as one file of N-Triples, each triple once.

    Args:
        documents: what was merged.
        ntriples: the file.
        triples: how many lines it has.
        sha256: over its lines, sorted.
    """

    documents: tuple[Document, ...]
    ntriples: Path
    triples: int
    sha256: str


def merge(files: Sequence[tuple[Path, str]], target: Path, prefix: str = "d") -> GraphFile:
    """Merge RDF files into a file of N-Triples.

    Args:
        files: each with the name that reports show.
        target: the file to write.
        prefix: begins every blank node label.

    Raises:
        RdfSyntaxError: one cannot be read or does not parse.
    """
    documents: list[Document] = []
    lines: dict[bytes, None] = {}
    for number, (path, shown) in enumerate(files):
        try:
            with path.open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise RdfSyntaxError(f"cannot be read: {error.strerror or error}", Place(shown)) from None
        document = Document(path, shown, f"{prefix}{number}", digest, 0)
        count = 0
        for triple in document.read():
            count += 1
            lines[f"{triple} .\n".encode()] = None
        documents.append(Document(path, shown, document.label, digest, count))
    target.write_bytes(b"".join(lines))
    return GraphFile(tuple(documents), target, len(lines), _digest(lines))


def _digest(lines: Iterable[bytes]) -> str:
    digest = sha256()
    for line in sorted(lines):
        digest.update(line)
    return digest.hexdigest()
