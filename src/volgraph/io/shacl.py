"""SHACL engines behind one small interface; pySHACL is the reference."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

import pyshacl
from pyoxigraph import RdfFormat, serialize
from pyshacl.errors import ReportableRuntimeError
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH

from volgraph.domain.validation import Result
from volgraph.errors import InputError, Place, RdfSyntaxError
from volgraph.io.rdf_files import read_triples


class Engine(Protocol):
    """Validates a data graph against the shapes that it was made with."""

    name: str
    version: str

    def validate(self, ntriples: bytes) -> list[Result]:
        """Return every result for a graph in N-Triples."""
        ...


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shape files, as one Turtle text an engine, and a digest that names them."""

    files: tuple[Path, ...]
    sha256: str


def shapes_in(paths: Sequence[Path]) -> Shapes:
    """Return the shapes of files and of the Turtle files in folders, in the order of their names."""
    files: list[Path] = []
    for path in paths:
        files.extend(sorted(path.glob("*.ttl")) if path.is_dir() else [path])
    digest = sha256()
    for file in files:
        try:
            digest.update(file.read_bytes())
        except OSError as error:
            raise RdfSyntaxError(f"cannot be read: {error.strerror}", Place.of(file)) from None
    return Shapes(tuple(files), digest.hexdigest())


class PyShacl:
    """pySHACL, without inference: the collection's graphs are validated as they are."""

    name = "pyshacl"

    def __init__(self, shapes: Shapes) -> None:
        self.version = version("pyshacl")
        self._names = ", ".join(file.name for file in shapes.files)
        self._shapes = Graph()
        for file in shapes.files:
            statements = serialize(read_triples(file), format=RdfFormat.N_TRIPLES)
            self._shapes.parse(data=statements or b"", format="nt")

    def validate(self, ntriples: bytes) -> list[Result]:
        """Return every result for a graph in N-Triples."""
        data = Graph()
        data.parse(data=ntriples, format="nt")
        try:
            _, report, _ = pyshacl.validate(data, shacl_graph=self._shapes, inference="none", advanced=False)
        except ReportableRuntimeError as error:
            reason = " ".join(str(error).split())
            raise InputError(f"pySHACL cannot use the shapes: {reason}", Place(self._names)) from None
        if not isinstance(report, Graph):
            raise InputError("pySHACL cannot validate this graph against the shapes", Place(self._names))
        nodes = report.subjects(RDF.type, SH.ValidationResult)
        return sorted((_result(report, node) for node in nodes), key=lambda result: result.sort_key)


def _result(report: Graph, node: object) -> Result:
    def term(predicate: URIRef) -> str:
        found = report.value(node, predicate)  # type: ignore[call-overload]
        return found.n3() if found is not None else ""

    messages = {
        message.language or "": str(message)
        for message in report.objects(node, SH.resultMessage)  # type: ignore[arg-type]
        if isinstance(message, Literal)
    }
    return Result(
        focus=term(SH.focusNode),
        path=term(SH.resultPath),
        value=term(SH.value),
        component=term(SH.sourceConstraintComponent),
        shape=term(SH.sourceShape),
        severity=term(SH.resultSeverity).removeprefix(f"<{SH}").removesuffix(">"),
        messages=messages,
    )
