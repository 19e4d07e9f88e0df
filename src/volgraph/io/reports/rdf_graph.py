"""The report as RDF: a `sh:ValidationReport`, with the places of its results and what looked at what.

https://www.w3.org/TR/shacl/#validation-report, and beside it PROV-O, Web Annotation with lines by RFC 5147, Pointer
Methods in RDF and checksums by SPDX. `docs/validation.md` shows the pattern.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TextIO

from pyoxigraph import Literal, RdfFormat, parse, serialize

from volgraph.domain.validation import SEVERITIES, LocatedResult, Location, Report, ValidatedFile
from volgraph.domain.vocabulary import DCT, OA, PREFIXES, PROV, RDF, RDFS, SCHEMA, SH, SPDX, TYPE, XSD, Namespace
from volgraph.io.reports.options import Options
from volgraph.io.reports.paths import Path, read_path
from volgraph.io.reports.terms import visible
from volgraph.io.reports.view import View

PTR = Namespace("http://www.w3.org/2009/pointers#")
_SURROGATE = re.compile("[\ud800-\udfff]")
_RFC_5147 = "<http://tools.ietf.org/rfc/rfc5147>"
_PREFIXES = {name: PREFIXES[name] for name in ("dct", "oa", "prov", "rdf", "rdfs", "schema", "sh", "spdx", "xsd")}

Statement = tuple[str, object, object]


def write_as(form: RdfFormat, report: Report, stream: TextIO, options: Options) -> None:
    """Write the graph in a syntax."""
    lines = "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value in _Graph(report, options).all())
    if form == RdfFormat.N_TRIPLES:
        stream.write(lines)
        return
    triples = parse(BytesIO(lines.encode()), format=RdfFormat.N_TRIPLES)
    prefixes = None if form == RdfFormat.JSON_LD else {**_PREFIXES, "ptr": PTR.iri}
    written = serialize(triples, format=form, prefixes=prefixes)
    assert written is not None
    stream.write(written.decode())


def _text(value: str, language: str = "") -> str:
    # No Turtle or N-Triples can hold half of a surrogate pair, which a file's name may have.
    clean = _SURROGATE.sub(lambda match: visible(match[0]), value)
    return str(Literal(clean, language=language) if language else Literal(clean))


def _typed(value: object, datatype: str) -> str:
    return str(Literal(str(value), datatype=XSD[datatype]))


class _Graph:
    """The statements of a report, in the order of its results."""

    def __init__(self, report: Report, options: Options) -> None:
        self.view, self.report = View(report, options), report
        self._nodes = 0
        self._files: dict[str, str] = {}

    def all(self) -> Iterator[Statement]:
        report = self.report
        yield "_:report", TYPE, SH["ValidationReport"]
        yield "_:report", SH["conforms"], _typed(str(report.conforms).lower(), "boolean")
        if left_out := self.view.left_out():
            yield "_:report", RDFS["comment"], _text(left_out, self.view.language)
        yield "_:report", PROV["wasGeneratedBy"], "_:run"
        for number in range(len(report.results)):
            yield "_:report", SH["result"], f"_:r{number}"
        yield from self._run()
        for number, one in enumerate(report.results):
            yield from self._result(f"_:r{number}", one)

    def _run(self) -> Iterator[Statement]:
        name, version = self.view.engine
        yield "_:run", TYPE, PROV["Activity"]
        for node, title, release in (
            ("_:volgraph", "volgraph", self.report.version),
            ("_:engine", name, version),
        ):
            yield "_:run", PROV["wasAssociatedWith"], node
            yield node, TYPE, PROV["SoftwareAgent"]
            yield node, SCHEMA["name"], _text(title)
            yield node, SCHEMA["softwareVersion"], _text(release)
        for node, title, digest, files in (
            ("_:data", "data graph", self.report.data_sha256, self.report.data),
            ("_:shapes", "shapes graph", self.report.shapes_sha256, self.report.shapes_files),
        ):
            yield "_:run", PROV["used"], node
            yield node, TYPE, PROV["Entity"]
            yield node, SCHEMA["name"], _text(title, "en")
            yield from self._checksum(node, digest)
            for file in files:
                yield node, PROV["wasDerivedFrom"], self._file(file.file)
        for file in {file.file: file for file in (*self.report.data, *self.report.shapes_files)}.values():
            yield from self._described(file)

    def _described(self, file: ValidatedFile) -> Iterator[Statement]:
        node = self._file(file.file)
        yield node, TYPE, PROV["Entity"]
        yield node, SCHEMA["name"], _text(file.file)
        yield from self._checksum(node, file.sha256)

    def _checksum(self, node: str, sha256: str) -> Iterator[Statement]:
        checksum = self._node()
        yield node, SPDX["checksum"], checksum
        yield checksum, TYPE, SPDX["Checksum"]
        yield checksum, SPDX["algorithm"], SPDX["checksumAlgorithm_sha256"]
        yield checksum, SPDX["checksumValue"], _typed(sha256, "hexBinary")

    def _result(self, node: str, one: LocatedResult) -> Iterator[Statement]:
        result = one.result
        severity = str(SH[result.severity]) if result.severity in SEVERITIES else result.severity
        yield node, TYPE, SH["ValidationResult"]
        yield node, SH["focusNode"], result.focus
        for name, term in (
            ("value", result.value),
            ("resultSeverity", severity if severity.startswith("<") else f"<{severity}>"),
            ("sourceConstraintComponent", result.component),
            ("sourceShape", result.shape),
        ):
            if term:
                yield node, SH[name], term
        if result.path:
            start, statements = self._path(read_path(result.path))
            yield node, SH["resultPath"], start
            yield from statements
        messages = dict(result.messages) or {self.view.language: self.view.message(result)}
        for language in sorted(messages):
            yield node, SH["resultMessage"], _text(messages[language], language)
        yield node, DCT["identifier"], _text(one.fingerprint)
        yield node, SCHEMA["creativeWorkStatus"], _text(one.state.value, "en")
        for predicate, places in (
            (OA["hasTarget"], one.places),
            (PROV["wasInfluencedBy"], one.shape_places),
            (PROV["wasDerivedFrom"], one.premises),
        ):
            for place in places:
                target = self._node()
                yield node, predicate, target
                yield from self._place(target, place)

    def _place(self, node: str, place: Location) -> Iterator[Statement]:
        known = place.file in self._files
        file = self._file(place.file)
        yield node, TYPE, OA["SpecificResource"]
        yield node, OA["hasSource"], file
        yield node, RDFS["comment"], _text(place.exactness.value, "en")
        if not known:
            yield file, SCHEMA["name"], _text(place.file)
        if place.line is None:
            return
        selector = self._node()
        yield node, OA["hasSelector"], selector
        yield selector, TYPE, OA["FragmentSelector"]
        yield selector, TYPE, PTR["LineCharPointer"]
        yield selector, DCT["conformsTo"], _RFC_5147
        # Lines are counted between them: the first is from 0 to 1. https://www.rfc-editor.org/rfc/rfc5147#section-2.2.2
        yield selector, RDF["value"], _text(f"line={place.line - 1},{place.end_line or place.line}")
        yield selector, PTR["lineNumber"], _typed(place.line, "positiveInteger")
        if place.column is not None:
            yield selector, PTR["charNumber"], _typed(place.column, "positiveInteger")

    def _path(self, path: Path) -> tuple[str, list[Statement]]:
        """Return the node of a path, and the statements that describe it."""
        if path.kind == "predicate":
            return path.iri, []
        if path.kind == "sequence":
            return self._list(path.parts)
        node = self._node()
        start, statements = self._list(path.parts) if path.kind == "alternativePath" else self._path(path.parts[0])
        return node, [(node, SH[path.kind], start), *statements]

    def _list(self, parts: Iterable[Path]) -> tuple[str, list[Statement]]:
        described = [self._path(part) for part in parts]
        nodes = [self._node() for _ in described]
        statements: list[Statement] = []
        for node, (start, inner), rest in zip(nodes, described, [*nodes[1:], str(RDF["nil"])], strict=True):
            statements += [(node, RDF["first"], start), (node, RDF["rest"], rest), *inner]
        return nodes[0], statements

    def _file(self, name: str) -> str:
        return self._files.setdefault(name, f"_:f{len(self._files)}")

    def _node(self) -> str:
        self._nodes += 1
        return f"_:n{self._nodes}"
