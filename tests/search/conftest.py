"""The search index of the collection."""

import pytest

from volgraph.domain.iris import Base
from volgraph.io.generations import Home
from volgraph.io.search_index import SearchIndex
from volgraph.services.searching import search


@pytest.fixture(scope="session")
def index(home: Home) -> SearchIndex:
    generation = home.current()
    assert generation
    return SearchIndex(generation.index)


class Found:
    """The paths of the things that a search finds, the surest first."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index

    def __call__(self, text: str, *kinds: str, most: int = 10) -> list[str]:
        rows = [hit.row for hit in search(self._index, text, kinds, most)]
        paths = {row: str(iri) for row, iri in self._index.rows("SELECT row, iri FROM thing")}
        return [paths[row].removeprefix(Base().things) for row in rows]


@pytest.fixture(scope="session")
def found(index: SearchIndex) -> Found:
    return Found(index)
