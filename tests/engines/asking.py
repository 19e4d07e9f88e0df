"""Asking engines about a few lines of Turtle."""

from pathlib import Path
from tempfile import TemporaryDirectory

from volgraph.domain.validation import Result
from volgraph.io.engines.choice import engine_named
from volgraph.io.engines.engine import EVERYTHING, Found, Selection
from volgraph.io.graph_files import merge

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix ex: <urn:x:> .
"""
ENGINES = ("turbo", "shifty", "pyshacl")


def ntriples(turtle: str, folder: Path, prefix: str) -> Path:
    """Write a graph as engines take it: the labels of its blank nodes begin with `prefix`."""
    source, target = folder / f"{prefix}.ttl", folder / f"{prefix}.nt"
    source.write_text(PREFIXES + turtle, encoding="utf-8")
    return merge([(source, source.name)], target, prefix).ntriples


def ask(engine: str, shapes: str, data: str, selection: Selection = EVERYTHING) -> Found:
    """Return what an engine finds."""
    with TemporaryDirectory() as name:
        made = engine_named(engine)(ntriples(shapes, Path(name), "s"))
        return made.validate(ntriples(data, Path(name), "d"), selection)


def key(result: Result) -> tuple[str, ...]:
    """Return what engines have to agree on."""
    return result.focus, result.path, result.value, result.component, result.shape, result.severity
