"""Positions agree with the W3C's tests of the four syntaxes: https://github.com/w3c/rdf-tests/tree/main/rdf/rdf11."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from pyoxigraph import NamedNode, parse
from tests.positions.read_back import read_back

_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_RDFT = "http://www.w3.org/ns/rdftest#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_BASE = "https://w3c.github.io/rdf-tests/rdf/rdf11/"
_SUITES = {"rdf-turtle": "Turtle", "rdf-trig": "Trig", "rdf-n-triples": "NTriples", "rdf-n-quads": "NQuads"}


def _cases() -> Iterator[ParameterSet]:
    """Yield each test of what is to be accepted: its file, and the IRI that it is read from."""
    shared = os.environ.get("VOLGRAPH_TEST_SHARED")
    folder = Path(shared) / "w3c/rdf11" if shared else None
    if folder is None or not folder.is_dir():
        return
    for suite, syntax in _SUITES.items():
        base = f"{_BASE}{suite}/"
        triples = [quad.triple for quad in parse(path=folder / suite / "manifest.ttl", base_iri=f"{base}manifest.ttl")]
        positive = {f"{_RDFT}Test{syntax}{kind}" for kind in ("Eval", "PositiveSyntax")}
        tests = {t.subject for t in triples if t.predicate.value == _TYPE and t.object in map(NamedNode, positive)}
        for triple in triples:
            if triple.predicate.value == f"{_MF}action" and triple.subject in tests:
                iri = triple.object.value
                name = iri.removeprefix(base)
                yield pytest.param(folder / suite / name, iri, id=f"{suite}/{triple.subject.value.partition('#')[2]}")


@pytest.mark.parametrize(("file", "iri"), list(_cases()))
def test_what_stands_at_each_place_is_the_term(file: Path, iri: str) -> None:
    read_back(file, iri)
