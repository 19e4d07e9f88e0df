"""Giving tables what is known of the things that their names were matched with, by property."""

from collections.abc import Iterable, Sequence
from typing import Any

from volgraph.domain.iris import Base
from volgraph.domain.vocabulary import SKOS, XSD, expand
from volgraph.io.search_index import SearchIndex, placeholders
from volgraph.services.index_entries import ALIAS_ROLE, LABEL_ROLE
from volgraph.services.index_reading import Named, named
from volgraph.services.naming import shortened
from volgraph.services.reconciling import GENERAL, NAME_PROPERTIES, reconciled_kinds

_NUMBERS = {XSD["decimal"].value, XSD["integer"].value}


class Extender:
    """What tables can be extended with from one generation.

    Args:
        index: of the generation.
        base: under which its things are named.
        language: of the names in its answers.
    """

    def __init__(self, index: SearchIndex, base: Base, language: str) -> None:
        self._index, self._base, self._language = index, base, language

    def types(self) -> list[tuple[str, str, int]]:
        """Return ids and names of types, and how many things have each, the most frequent first."""
        kinds = reconciled_kinds(self._index)
        query = (
            "SELECT value, row, sum(count) AS number FROM facet "
            f"WHERE facet = 'type' AND kind IN ({placeholders(kinds)}) GROUP BY value ORDER BY number DESC, value"
        )
        rows = self._index.rows(query, kinds)
        names = named(self._index, (row for _, row, _ in rows if row is not None))
        return [(value, self.name(names.get(row), value), number) for value, row, number in rows]

    def properties(self, type_id: str = "") -> list[tuple[str, str]]:
        """Return ids and names of the properties that things of a type, or of any, have; the most frequent first."""
        kinds = reconciled_kinds(self._index)
        of_type, values = "", list(kinds)
        if type_id in GENERAL:
            of_type = f"AND kind IN ({placeholders(GENERAL[type_id])})"
            values += GENERAL[type_id]
        elif type_id:
            of_type = (
                "AND row IN (SELECT row FROM membership WHERE facet IN "
                "(SELECT id FROM facet WHERE facet = 'type' AND value = ?))"
            )
            values.append(type_id)
        query = (
            "SELECT predicate, count(*) AS number FROM statement JOIN thing USING (row) "
            f"WHERE kind IN ({placeholders(kinds)}) {of_type} GROUP BY predicate ORDER BY number DESC, predicate"
        )
        found = [predicate for predicate, _ in self._index.rows(query, values)]
        names = self._named_by_iri(found)
        return [
            *((name, f"name ({code})") for name, code in NAME_PROPERTIES.items()),
            (shortened(SKOS["altLabel"].value), "other name"),
            *((shortened(iri), self.name(names.get(iri), shortened(iri))) for iri in found),
        ]

    def values(self, ids: Sequence[str], properties: Sequence[str]) -> dict[str, dict[str, list[Any]]]:
        """Return the values of properties of things, as the protocol writes them.

        Args:
            ids: of things.
            properties: their ids.
        """
        rows = self.rows(ids)
        found: dict[str, dict[str, list[Any]]] = {one: {name: [] for name in properties} for one in ids}
        by_row = {row: one for one, row in rows.items()}
        wanted = {iri.value: name for name in properties if (iri := expand(name))}
        for row, role, language, text in self._names(by_row):
            for name in properties:
                if (role == LABEL_ROLE and NAME_PROPERTIES.get(name) == language) or (
                    role == ALIAS_ROLE and wanted.get(SKOS["altLabel"].value) == name
                ):
                    found[by_row[row]][name].append({"str": text})
        query = (
            "SELECT row, predicate, object, object_row, datatype FROM statement "
            f"WHERE row IN ({placeholders(by_row)}) AND predicate IN ({placeholders(wanted)}) ORDER BY object"
        )
        stated = self._index.rows(query, [*by_row, *wanted])
        things = named(self._index, (thing for *_, thing, _ in stated if thing is not None))
        for row, predicate, text, thing, datatype in stated:
            value = self._value(text, things.get(thing) if thing is not None else None, datatype)
            found[by_row[row]][wanted[predicate]].append(value)
        return found

    def rows(self, ids: Iterable[str]) -> dict[str, int]:
        """Return the rows of things by their ids; what is not there is left out."""
        wanted = {f"{self._base.things}{one}": one for one in ids}
        query = f"SELECT iri, row FROM thing WHERE row > 0 AND iri IN ({placeholders(wanted)})"
        return {wanted[iri]: row for iri, row in self._index.rows(query, list(wanted))}

    def identifier(self, thing: Named) -> str:
        """Return the id of a thing."""
        return thing.iri.removeprefix(self._base.things)

    def name(self, thing: Named | None, default: str) -> str:
        """Return the name of a thing in the language of the answers, or what it is called without one."""
        return thing.label(self._language)[0] if thing and thing.labels else default

    def _names(self, rows: Iterable[int]) -> list[tuple[Any, ...]]:
        wanted = list(rows)
        query = f"SELECT row, role, language, text FROM name WHERE row IN ({placeholders(wanted)}) ORDER BY 1, 2, 3, 4"
        return self._index.rows(query, wanted)

    def _named_by_iri(self, iris: Sequence[str]) -> dict[str, Named]:
        rows = self._index.rows(f"SELECT row FROM thing WHERE iri IN ({placeholders(iris)})", iris)
        return {thing.iri: thing for thing in named(self._index, (row for (row,) in rows)).values()}

    def _value(self, text: str, thing: Named | None, datatype: str | None) -> dict[str, Any]:
        if thing is not None and thing.iri.startswith(self._base.things) and thing.labels:
            return {"id": self.identifier(thing), "name": self.name(thing, thing.iri)}
        if datatype in _NUMBERS:
            return {"float": float(text)} if "." in text else {"int": int(text)}
        if datatype == XSD["date"].value:
            return {"date": f"{text}T00:00:00Z"}
        return {"str": self.name(thing, text) if thing else text}
