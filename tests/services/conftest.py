"""The small collection to change, and the real one built and validated once."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store
from tests.small import copy_collection

from volgraph.io.generations import Generation, Home
from volgraph.services.building import Report

PREFIXES = """PREFIX vg: <https://w3id.org/volgraph/ns#> PREFIX dct: <http://purl.org/dc/terms/>
PREFIX schema: <https://schema.org/> PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX void: <http://rdfs.org/ns/void#>
PREFIX id: <https://w3id.org/volgraph/id/> PREFIX graph: <https://w3id.org/volgraph/graph/>
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a copy of the small collection, which a test may change."""
    folder = tmp_path / "small"
    folder.mkdir()
    return copy_collection(folder)


@pytest.fixture
def place(tmp_path: Path) -> Home:
    """Return an empty home."""
    return Home(tmp_path / "home")


@dataclass(frozen=True)
class Made:
    """The real collection, built."""

    home: Home
    generation: Generation
    report: Report
    store: Store

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """Return what a SELECT query finds, values as text."""
        answer = self.store.query(PREFIXES + query)
        assert isinstance(answer, QuerySolutions)
        return [tuple(term.value if term else "" for term in solution) for solution in answer]


@pytest.fixture(scope="session")
def real(home: Home, store: Store) -> Made:
    """Return the collection of this repository as it is built and published for all tests."""
    generation = home.current()
    assert generation
    return Made(home, generation, Report(**generation.manifest()["counts"]), store)
