"""What the search index knows of an entity: the claims on it, and the sources that name it or that it published.

Each list is in the order of an index of the database, so that a page of it costs the same however long it is.
"""

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from volgraph.domain.vocabulary import SCHEMA, TYPE
from volgraph.io.search_index import SearchIndex, placeholders
from volgraph.services.index_entries import CODE_ROLE

_SIDES = ("subject", "object")


class EntityIndex:
    """The lists of one entity.

    Args:
        index: of a generation.
        entity: which.
    """

    def __init__(self, index: SearchIndex, entity: NamedNode) -> None:
        self._index = index
        found = index.rows("SELECT row FROM thing WHERE iri = ?", [entity.value])
        self._row = found[0][0] if found else 0
        self._facts = [self._count(f"claim WHERE {side} = ?") for side in _SIDES]
        self.facts = sum(self._facts)
        self.mentions = self._count("mention WHERE thing = ?")
        self.published = self._count("source WHERE publisher = ?")

    def claims(self, entries: slice) -> list[tuple[bool, NamedNode]]:
        """Return claims by their place: those that say something of the entity, then those that link others with it.

        Each is preceded by whether it says something of the entity itself.
        """
        found: list[tuple[bool, NamedNode]] = []
        before = 0
        for side, count in zip(_SIDES, self._facts, strict=True):
            start, end = (min(max(place - before, 0), count) for place in (entries.start, entries.stop))
            query = f"SELECT row FROM claim WHERE {side} = ? ORDER BY predicate, measure, row LIMIT ? OFFSET ?"
            found += [(side == _SIDES[0], iri) for iri in self._iris(query, start, end)]
            before += count
        return found

    def mentioning(self, entries: slice) -> list[tuple[NamedNode, int]]:
        """Return sources with the number of their claims that name the entity, by their place, most claims first."""
        rows = self._index.rows(
            "SELECT iri, claims FROM mention CROSS JOIN thing ON thing.row = source "
            "WHERE mention.thing = ? ORDER BY claims DESC, source LIMIT ? OFFSET ?",
            [self._row, entries.stop - entries.start, entries.start],
        )
        return [(NamedNode(iri), claims) for iri, claims in rows]

    def publications(self, entries: slice) -> list[NamedNode]:
        """Return the sources that the entity published by their place, the newest first."""
        query = "SELECT row FROM source WHERE publisher = ? ORDER BY published DESC, row LIMIT ? OFFSET ?"
        return self._iris(query, entries.start, entries.stop)

    def _count(self, where: str) -> int:
        ((count,),) = self._index.rows(f"SELECT count(*) FROM {where}", [self._row])
        return int(count)

    def _iris(self, query: str, start: int, end: int) -> list[NamedNode]:
        rows = [row for (row,) in self._index.rows(query, [self._row, end - start, start])]
        iris = dict(self._index.rows(f"SELECT row, iri FROM thing WHERE row IN ({placeholders(rows)})", rows))
        return [NamedNode(iris[row]) for row in rows]


def country_codes(index: SearchIndex, things: Iterable[NamedNode]) -> dict[NamedNode, str]:
    """Return the ISO 3166-1 codes of two letters of those of some things that are countries."""
    iris: Sequence[str] = [thing.value for thing in things]
    found = index.rows(
        "SELECT iri, text FROM thing JOIN name USING (row) JOIN statement USING (row) "
        f"WHERE iri IN ({placeholders(iris)}) AND role = ? AND length(text) = 2 AND predicate = ? AND object = ?",
        [*iris, CODE_ROLE, TYPE.value, SCHEMA["Country"].value],
    )
    return {NamedNode(iri): code for iri, code in found}
