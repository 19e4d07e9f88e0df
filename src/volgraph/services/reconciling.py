"""Matching names of other people's tables with things: https://reconciliation-api.github.io/specs/0.2/

A candidate is scored by how much its best name is like the one that is asked for, and by how many of the given values
it has. What is asked of a whole batch is answered from the search index alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from volgraph.domain.iris import Base
from volgraph.domain.spelling import name_key
from volgraph.domain.vocabulary import LANGUAGES, expand
from volgraph.io.search_index import SearchIndex, placeholders
from volgraph.services.index_entries import ALIAS_ROLE, CLAIM, LABEL_ROLE, SOURCE, TERM
from volgraph.services.index_reading import Named, named
from volgraph.services.searching import Step, search

_NOT_RECONCILED = (CLAIM, SOURCE, TERM, "origin")
"""Kinds of things that have no names by which tables mention them."""

PLENTY, MOST_CANDIDATES = 5, 50
_CERTAIN = 95
_SURE = {Step.NAME: 100.0, Step.NAME_FORM: 95.0, Step.INITIALS: 80.0}
"""The scores of names that need no comparison, by how they were found."""

_NAME_SHARE = 0.6
"""How much of a score is the name's, where values are given too."""

GENERAL = {
    "schema:Event": ("event",),
    "schema:Organization": ("organisation",),
    "schema:Person": ("person",),
    "schema:Place": ("place", "country"),
    "schema:Country": ("country",),
    "vg:Measure": ("measure",),
}
"""Classes whose things are all of some kinds, whatever narrower class they have."""

NAME_PROPERTIES = {f"name-{code}": code for code in LANGUAGES}
"""The properties by which tables ask for labels, with the languages of these."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of a batch.

    Args:
        text: the name; empty if only values are given.
        types: ids of types, of which a candidate has one; empty for any.
        strict: `any`, `all`, or `should` if another type only lowers the score.
        values: of properties, by their ids.
        most: how many candidates are wanted.
    """

    text: str
    types: tuple[str, ...] = ()
    strict: str = "any"
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    most: int = PLENTY


@dataclass(slots=True)
class Candidate:
    """A thing that may be meant: its score of 100, whether it surely is, and its types."""

    row: int
    named: Named
    score: float
    types: list[tuple[str, Named | None]] = field(default_factory=list)
    is_match: bool = False


def reconciled_kinds(index: SearchIndex) -> list[str]:
    """Return the kinds of things that names are matched with."""
    found = {kind for (kind,) in index.rows("SELECT DISTINCT kind FROM thing WHERE row > 0")}
    return sorted(found.difference(_NOT_RECONCILED))


class Reconciler:
    """Finds what names of a table mean in one generation.

    Args:
        index: of the generation.
        base: under which its things are named.
    """

    def __init__(self, index: SearchIndex, base: Base) -> None:
        self._index, self._base = index, base

    def candidates(self, asked: Asked) -> list[Candidate]:
        """Return the things that may be meant, the likeliest first."""
        kinds = reconciled_kinds(self._index)
        scores = self._by_name(asked, kinds) | self._by_id(asked.text) if asked.text else self._by_values(asked)
        names, types = named(self._index, scores), self._types(scores)
        found = []
        for row, score in scores.items():
            candidate = Candidate(row, names[row], score, types.get(row, []))
            share = self._typed_share(candidate, asked)
            if share > 0 and candidate.named.kind in kinds:
                candidate.score *= share
                found.append(candidate)
        if asked.values:
            self._weigh_values(found, asked)
        found.sort(key=lambda one: (-one.score, one.row))
        certain = [one for one in found if one.score >= _CERTAIN]
        if len(certain) == 1:
            certain[0].is_match = True
        return found[: asked.most]

    def _by_name(self, asked: Asked, kinds: Sequence[str]) -> dict[int, float]:
        narrowed = {kind for one in asked.types for kind in GENERAL.get(one, ())}
        wanted = sorted(narrowed) if narrowed and len(asked.types) == 1 and asked.strict != "should" else list(kinds)
        hits = search(self._index, asked.text, wanted, MOST_CANDIDATES)
        key = name_key(asked.text)
        likeness: dict[int, float] = {}
        for row, role, _, name in self._names(hit.row for hit in hits):
            if role in (LABEL_ROLE, ALIAS_ROLE):
                ratio = SequenceMatcher(None, key, name_key(name), autojunk=False).ratio()
                likeness[row] = max(likeness.get(row, 0), ratio)
        return {hit.row: _SURE.get(hit.step, 90 * likeness.get(hit.row, 0)) for hit in hits}

    def _by_id(self, text: str) -> dict[int, float]:
        """Return the thing whose id or IRI is asked for in the place of a name: cells may hold these already."""
        iri = f"{self._base.things}{text.strip().removeprefix(self._base.things)}"
        return {row: 100.0 for (row,) in self._index.rows("SELECT row FROM thing WHERE iri = ? AND row > 0", [iri])}

    def _by_values(self, asked: Asked) -> dict[int, float]:
        """Return things that have one of the values; how many they have decides later."""
        found: dict[int, float] = {}
        for name, values in asked.values:
            for row in self._having(name, values):
                found[row] = 100.0
        return dict(list(found.items())[: MOST_CANDIDATES * PLENTY])

    def _having(self, name: str, values: Sequence[str]) -> list[int]:
        """Return the things of which a property has one of some values: a thing by its id or name, or a text."""
        if name in NAME_PROPERTIES:
            query = f"SELECT row FROM name WHERE language = ? AND key IN ({placeholders(values)}) AND row > 0"
            return [row for (row,) in self._index.rows(query, [NAME_PROPERTIES[name], *map(name_key, values)])]
        predicate = expand(name)
        if predicate is None:
            return []
        keys = [key for value in values if (key := name_key(value))]
        named_so = f"SELECT row FROM name WHERE key IN ({placeholders(keys)})"
        written = [*values, *(f"{self._base.things}{value}" for value in values)]
        query = (
            f"SELECT DISTINCT row FROM statement WHERE predicate = ? AND (object IN ({placeholders(written)}) "
            f"OR object_row IN ({named_so}))"
        )
        return [row for (row,) in self._index.rows(query, [predicate.value, *written, *keys])]

    def _weigh_values(self, found: Sequence[Candidate], asked: Asked) -> None:
        having = [set(self._having(name, values)) for name, values in asked.values]
        for one in found:
            share = sum(one.row in rows for rows in having) / len(having)
            name_share = _NAME_SHARE if asked.text else 0
            one.score = name_share * one.score + (1 - name_share) * 100 * share

    def _typed_share(self, candidate: Candidate, asked: Asked) -> float:
        """Return what is left of a candidate's score for its types: nothing if they are wrong."""
        if not asked.types:
            return 1.0
        had = {value for value, _ in candidate.types}
        fits = [one in had or candidate.named.kind in (one, *GENERAL.get(one, ())) for one in asked.types]
        if asked.strict == "should":
            return 1.0 if any(fits) else 0.8
        return float(all(fits) if asked.strict == "all" else any(fits))

    def _types(self, rows: Iterable[int]) -> dict[int, list[tuple[str, Named | None]]]:
        wanted = list(rows)
        query = (
            "SELECT membership.row, value, facet.row FROM membership JOIN facet ON id = membership.facet "
            f"WHERE facet.facet = 'type' AND membership.row IN ({placeholders(wanted)}) ORDER BY value"
        )
        had = self._index.rows(query, wanted)
        names = named(self._index, (thing for *_, thing in had if thing is not None))
        types: dict[int, list[tuple[str, Named | None]]] = {}
        for row, value, thing in had:
            types.setdefault(row, []).append((value, names.get(thing)))
        return types

    def _names(self, rows: Iterable[int]) -> list[tuple[Any, ...]]:
        wanted = list(rows)
        query = f"SELECT row, role, language, text FROM name WHERE row IN ({placeholders(wanted)}) ORDER BY 1, 2, 3, 4"
        return self._index.rows(query, wanted)
