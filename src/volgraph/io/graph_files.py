"""Merging RDF files into one graph, with blank node labels that say which file each comes from."""

import re
from codecs import getincrementaldecoder
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from pyoxigraph import BlankNode, RdfFormat, Triple, parse, serialize

from volgraph.domain.property_paths import Node
from volgraph.errors import Place, RdfSyntaxError, TextError
from volgraph.io.rdf_files import format_of, parsing, read_quads
from volgraph.io.sorted_lines import SortedLines

_BLOCK_BYTES = 8 << 20
_TRIPLE_TERM_END = b")>> .\n"
_OWL = b"<http://www.w3.org/2002/07/owl#"
_IMPORTED = re.compile(rb"^\S+ %simports> <([^>]*)> \.$" % re.escape(_OWL))
_VERSION = re.compile(rb"^\S+ %sversionIRI> <([^>]*)> \.$" % re.escape(_OWL))
_ONTOLOGY = re.compile(rb"^<([^>]*)> <[^>]*#type> %sOntology> \.$" % re.escape(_OWL))


@dataclass(frozen=True, slots=True)
class Document:
    """An RDF file, of which a triple is known by its number in the order in which it is read.

    Args:
        path: of the file.
        shown: its name in reports and errors.
        label: begins the labels of its blank nodes: the n-th one read is `_:<label>b<n>`, from 0.
        sha256: of its bytes.
        triples: how many it has, before any is merged.
        base_iri: against which its relative IRIs resolve, if not its own.
        lined: whether its lines mean something to who wrote it: not those of a copy of an endpoint or a store.
        ontologies: the IRIs, with those of versions, of the ontologies that it describes.
        imports: the IRIs of `owl:imports`.
        plain: the same triples as N-Triples, if they were kept when it was first read.
    """

    path: Path
    shown: str
    label: str
    sha256: str
    triples: int
    base_iri: str = ""
    lined: bool = True
    ontologies: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    plain: Path | None = None

    @property
    def base(self) -> str:
        """The IRI against which its relative IRIs resolve."""
        return self.base_iri or self.path.resolve().as_uri()

    def read(self) -> Iterator[Triple]:
        """Yield its triples in their order, the same ones with the same labels each time."""
        labelled: dict[BlankNode, BlankNode] = {}

        def label(node: BlankNode) -> BlankNode:
            return labelled.setdefault(node, BlankNode(f"{self.label}b{len(labelled)}"))

        for quad in read_quads(self.path, self.base, self.shown):
            subject, value = quad.subject, quad.object
            if not isinstance(subject, BlankNode) and not isinstance(value, BlankNode):
                yield quad.triple  # most are such, and to make them anew takes twice the time
                continue
            yield Triple(
                label(subject) if isinstance(subject, BlankNode) else subject,
                quad.predicate,
                label(value) if isinstance(value, BlankNode) else value,
            )

    def blocks(self) -> Iterator[list[bytes]]:
        """Yield the triples of `read` as lines of N-Triples, some megabytes at once.

        The engine writes them, and only lines with a blank node are touched here: a million triples take seconds.

        Raises:
            RdfSyntaxError: it does not parse, or has a triple term, which RDF 1.1 has not; nothing was yielded then.
        """
        if self.plain is not None:
            yield from self._labelled(self.plain)
            return
        with TemporaryDirectory() as folder:
            plain = Path(folder, "plain.nt")
            self.write_plain(plain)
            yield from self._labelled(plain)

    def write_plain(self, target: Path) -> None:
        """Write its triples as N-Triples, with whatever labels.

        Raises:
            RdfSyntaxError: it does not parse, or has a triple term.
        """
        with parsing(self.path, self.base, self.shown) as quads:
            triples = (quad.triple for quad in quads) if format_of(self.path).supports_datasets else quads
            serialize(triples, output=target, format=RdfFormat.N_TRIPLES)
        for block in _blocks(target):
            if _TRIPLE_TERM_END in block:
                raise _triple_term(block, self.shown)

    def _labelled(self, plain: Path) -> Iterator[list[bytes]]:
        relabelled = _Labels(self.label.encode()).relabelled
        for block in _blocks(plain):
            lines = block.splitlines(keepends=True)
            yield [relabelled(line) if b"_:" in line else line for line in lines] if b"_:" in block else lines

    def about(self, nodes: Collection[Node]) -> Iterator[tuple[int, Triple]]:
        """Yield the triples of `read` that have one of some nodes as subject or object, each with its number.

        Lines are compared as they are, and only those that are found become triples: of a million, few are sought.
        """
        wanted = {str(node).encode() for node in nodes}
        passed = 0
        for lines in self.blocks():
            found = [number for number, line in enumerate(lines) if not wanted.isdisjoint(_ends(line))]
            quads = parse(b"".join(lines[number] for number in found), format=RdfFormat.N_TRIPLES)
            for number, quad in zip(found, quads, strict=True):
                yield passed + number, quad.triple
            passed += len(lines)


class _Labels:
    """Names blank nodes after their document, in the order in which they are met."""

    def __init__(self, prefix: bytes) -> None:
        self._prefix = prefix
        self._labels: dict[bytes, bytes] = {}

    def _label(self, node: bytes) -> bytes:
        found = self._labels.get(node)
        if found is None:
            found = self._labels[node] = b"_:%sb%d" % (self._prefix, len(self._labels))
        return found

    def relabelled(self, line: bytes) -> bytes:
        """Return a line of N-Triples with our labels."""
        if line.startswith(b"_:"):
            subject, space, rest = line.partition(b" ")
            line = self._label(subject) + space + rest
        start, end = line.rfind(b" ", 0, -3) + 1, -3
        value = line[start:end]
        if value.startswith(b"_:") and b'"' not in value:  # else it is the last word of a literal
            line = line[:start] + self._label(value) + line[end:]
        return line


def _ends(line: bytes) -> tuple[bytes, bytes]:
    """Return the subject and the object of a line of N-Triples."""
    subject, _, rest = line.partition(b" ")
    return subject, rest.partition(b" ")[2][:-3]


def _blocks(file: Path) -> Iterator[bytes]:
    """Yield whole lines, some megabytes at once."""
    with file.open("rb") as lines:
        while block := lines.read(_BLOCK_BYTES):
            yield block + lines.readline()


def _triple_term(block: bytes, shown: str) -> RdfSyntaxError:
    line = next(line for line in block.splitlines(keepends=True) if line.endswith(_TRIPLE_TERM_END))
    subject = line.partition(b" ")[0].decode()
    message = f"what is said of {subject} has a triple term, which SHACL and RDF 1.1 have not: take it out"
    return RdfSyntaxError(message, Place(shown))


@dataclass(frozen=True, slots=True)
class GraphFile:
    """The merge of documents as one sorted file of N-Triples, each triple once.

    Args:
        documents: what was merged.
        ntriples: the file.
        triples: how many lines it has.
        sha256: of its bytes.
    """

    documents: tuple[Document, ...]
    ntriples: Path
    triples: int
    sha256: str


class Merging:
    """Documents on their way into one graph; use it as a context manager.

    Args:
        prefix: begins every blank node label.
        kept: a folder in which documents keep their triples as N-Triples, if they will be read again.
    """

    def __init__(self, prefix: str = "d", kept: Path | None = None) -> None:
        self._prefix, self._kept = prefix, kept
        self._lines = SortedLines()
        self._documents: list[Document] = []
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lines.__exit__(kind, error, trace)

    def add(self, path: Path, shown: str, base_iri: str = "", *, lined: bool = True) -> Document:
        """Add a file, whole or, if it raises, not at all.

        Raises:
            RdfSyntaxError: it cannot be read or does not parse.
            TextError: it is not UTF-8.
        """
        label = f"{self._prefix}{self._number}"
        self._number += 1
        document = Document(path, shown, label, digest_of(path, shown), 0, base_iri, lined)
        if self._kept is not None:
            plain = self._kept / f"{label}.nt"
            document.write_plain(plain)
            document = replace(document, plain=plain)
        triples = 0
        ontologies: list[str] = []
        imports: list[str] = []
        for lines in document.blocks():
            triples += len(lines)
            self._lines.add(lines)
            for line in lines:
                if _OWL in line:
                    ontologies += _found(_ONTOLOGY, line) + _found(_VERSION, line)
                    imports += _found(_IMPORTED, line)
        document = replace(document, triples=triples, ontologies=tuple(ontologies), imports=tuple(imports))
        self._documents.append(document)
        return document

    def finish(self, target: Path) -> GraphFile:
        """Write the graph."""
        written = self._lines.write(target)
        return GraphFile(tuple(self._documents), target, written.lines, written.sha256)


def merge(files: Sequence[tuple[Path, str]], target: Path, prefix: str = "d") -> GraphFile:
    """Merge RDF files into a file of N-Triples.

    Args:
        files: each with the name that reports show.
        target: the file to write.
        prefix: begins every blank node label.

    Raises:
        RdfSyntaxError: one cannot be read or does not parse.
        TextError: one is not UTF-8.
    """
    with Merging(prefix) as merging:
        for path, shown in files:
            merging.add(path, shown)
        return merging.finish(target)


def _found(pattern: re.Pattern[bytes], block: bytes) -> list[str]:
    return [iri.decode() for iri in pattern.findall(block)]


def digest_of(path: Path, shown: str) -> str:
    """Return the SHA-256 of a file's bytes, all of which have to be UTF-8: the parser looks at some only.

    Raises:
        RdfSyntaxError: it cannot be read.
        TextError: it is not UTF-8.
    """
    digest, decoder = sha256(), getincrementaldecoder("utf-8")()
    seen = pending = 0
    try:
        if not S_ISREG(path.stat().st_mode):
            raise RdfSyntaxError("cannot be read: it is a pipe or a device, and a file is read twice", Place(shown))
        with path.open("rb") as file:
            for block in iter(lambda: file.read(_BLOCK_BYTES), b""):
                digest.update(block)
                pending = len(decoder.getstate()[0])
                decoder.decode(block)
                seen += len(block)
            pending = len(decoder.getstate()[0])
            decoder.decode(b"", final=True)
    except OSError as error:
        raise RdfSyntaxError(f"cannot be read: {error.strerror or error}", Place(shown)) from None
    except UnicodeDecodeError as error:
        raise _not_utf8(path, shown, seen - pending + error.start) from None
    return digest.hexdigest()


def _not_utf8(path: Path, shown: str, offset: int) -> TextError:
    with path.open("rb") as file:
        before, byte = file.read(offset), file.read(1)
    message = f"the byte 0x{byte.hex()} at offset {offset} is not UTF-8: save the file as UTF-8"
    return TextError(message, offset, Place(shown, before.count(b"\n") + 1))
