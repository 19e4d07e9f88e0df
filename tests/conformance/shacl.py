"""The W3C's tests of SHACL engines: what each says, held against what it must, on all six fields of every result.

https://w3c.github.io/data-shapes/data-shapes-test-suite/
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import NamedNode

from volgraph.domain.validation import Result
from volgraph.errors import ShapesError
from volgraph.io.engines.choice import engine_named
from volgraph.io.engines.shapes import SH, ShapesGraph
from volgraph.io.graph_files import Document, merge

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"

KNOWN_FAILURES = {
    ("pyshacl", "sparql/node/prefixes-001"): "does not follow owl:imports to the prefixes of a query",
    ("pyshacl", "sparql/pre-binding/shapesGraph-001"): "does not know $shapesGraph, which is optional",
}
"""What fails, by engine and name of the test, and why."""

Fields = tuple[str, str, str, str, str, str]
"""Focus node, path, value, component, shape and severity of a result."""


@dataclass(frozen=True, slots=True)
class ShaclTest:
    """A test of the suite: the files that it names, and what must come out.

    Args:
        name: its file within the suite, without the ending.
        data: the file of the data graph.
        shapes: the file of the shapes graph.
        expected: the results that must be found; None if the engine must refuse the shapes.
    """

    name: str
    data: Path
    shapes: Path
    expected: tuple[Fields, ...] | None


def shacl_folder() -> Path | None:
    """Return the folder of the suite, if `VOLGRAPH_TEST_SHARED` names one that has it."""
    shared = os.environ.get("VOLGRAPH_TEST_SHARED")
    folder = Path(shared) / "w3c/shacl" if shared else None
    return folder if folder and folder.is_dir() else None


def read_tests(folder: Path) -> list[ShaclTest]:
    """Return the tests that the manifest lists, in its order."""
    return list(_read(folder / "manifest.ttl", folder))


def _read(file: Path, folder: Path) -> Iterator[ShaclTest]:
    base = file.as_uri()
    graph = _graph(file, "d0")
    for included in graph.objects(f"<{base}>", f"{MF}include"):
        yield from _read(_file(included), folder)
    for entries in graph.objects(f"<{base}>", f"{MF}entries"):
        for test in graph.items(str(entries)):
            (action,) = graph.objects(str(test), f"{MF}action")
            (data,) = graph.objects(str(action), f"{SHT}dataGraph")
            (shapes,) = graph.objects(str(action), f"{SHT}shapesGraph")
            (result,) = graph.objects(str(test), f"{MF}result")
            name = file.relative_to(folder).with_suffix("").as_posix()
            failure = result == NamedNode(f"{SHT}Failure")
            expected = None if failure else tuple(_expected(graph, str(result)))
            yield ShaclTest(name, _file(data), _file(shapes), expected)


def _expected(graph: ShapesGraph, report: str) -> Iterator[Fields]:
    found = graph.objects(report, f"{SH}result")
    (conforms,) = graph.objects(report, f"{SH}conforms")
    assert (str(conforms).startswith('"true"')) is (not found)
    for result in map(str, found):

        def term(name: str, result: str = result) -> str:
            return next((str(value) for value in graph.objects(result, SH + name)), "")

        paths = [graph.path(path, result) for path in graph.objects(result, f"{SH}resultPath")]
        shape = term("sourceShape").replace("_:d0", "_:s0")
        component = term("sourceConstraintComponent")
        severity = term("resultSeverity").strip("<>").removeprefix(SH)
        yield term("focusNode"), "".join(paths), term("value"), component, shape, severity


def _file(iri: object) -> Path:
    assert isinstance(iri, NamedNode)
    return Path.from_uri(iri.value) if hasattr(Path, "from_uri") else Path(iri.value.removeprefix("file://"))


def _graph(file: Path, label: str) -> ShapesGraph:
    """Return a file with the labels of blank nodes that it has as first file of a graph."""
    triples = Document(file, file.name, label, "", 0).read()
    return ShapesGraph("".join(f"{triple} .\n" for triple in triples))


def fields(result: Result) -> Fields:
    """Return what the suite compares."""
    return result.focus, result.path, result.value, result.component, result.shape, result.severity


def run(test: ShaclTest, engine: str) -> str | None:
    """Return why an engine fails a test, in one line, or None."""
    with TemporaryDirectory() as folder:
        data = merge([(test.data, test.data.name)], Path(folder, "data.nt"), "d")
        shapes = merge([(test.shapes, test.shapes.name)], Path(folder, "shapes.nt"), "s")
        try:
            found = engine_named(engine)(shapes.ntriples).validate(data.ntriples)
        except ShapesError as error:
            return None if test.expected is None else f"refuses the shapes: {error}"
    if test.expected is None:
        return "does not refuse the shapes"
    wanted, said = Counter(test.expected), Counter(map(fields, found.results))
    return _difference(wanted, said) if wanted != said else None


def _difference(wanted: Counter[Fields], said: Counter[Fields]) -> str:
    parts = [
        f"{what} {count} result{'' if count == 1 else 's'}: {' '.join(filter(None, example))}"
        for what, difference in (("misses", wanted - said), ("adds", said - wanted))
        if (count := difference.total())
        for example in list(difference)[:1]
    ]
    return "; ".join(parts)
