"""Lists of things with facets: what of a kind there is, narrowed by some of its values, sorted, a page at a time.

Counts of a whole list are in the index. Those of a narrowed list are counted over what is left of it, each facet
without its own choice, so that a reader sees what another choice would give.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from volgraph.domain.names import nearest
from volgraph.errors import UnknownNameError
from volgraph.io.search_index import SearchIndex, placeholders
from volgraph.services.index_entries import CLAIM, MEASURE, SOURCE
from volgraph.services.index_reading import Named, named

PAGE_THINGS = 50
MOST_VALUES = 100
"""How many values of a facet are shown."""


@dataclass(frozen=True, slots=True)
class List:
    """A list of things of one kind.

    Args:
        name: what addresses call it.
        kind: of its things.
        facets: by which it is narrowed on the page, in their order.
        hidden: facets that links may narrow it by, shown only where one is chosen.
        sorts: in which orders it can be; the first one is its own.
    """

    name: str
    kind: str
    facets: tuple[str, ...]
    hidden: tuple[str, ...]
    sorts: tuple[str, ...]

    @property
    def all_facets(self) -> tuple[str, ...]:
        """Every facet."""
        return (*self.facets, *self.hidden)


_ABOUT = ("type", "place", "year", "language", "contested")
_BY_REFERENCES = ("-refs", "name")
LISTS = {
    entry.name: entry
    for entry in (
        List(
            "claims",
            CLAIM,
            ("type", "contested", "place", "year", "outlet", "language", "comparator", "modality"),
            ("measure", "source", "subject"),
            ("-time", "time", "-amount", "amount"),
        ),
        List("measures", MEASURE, _ABOUT, ("subject", "counts"), _BY_REFERENCES),
        List(
            "sources",
            SOURCE,
            ("type", "outlet", "language", "year", "place", "contested"),
            (),
            ("-time", "time", "-refs"),
        ),
        List("events", "event", _ABOUT, (), (*_BY_REFERENCES,)),
        List("organizations", "organisation", _ABOUT, (), _BY_REFERENCES),
        List("people", "person", _ABOUT, (), _BY_REFERENCES),
        List("places", "place", _ABOUT, (), _BY_REFERENCES),
        List("countries", "country", ("place", "year", "language", "contested"), (), _BY_REFERENCES),
    )
}
_COLUMNS = {"time": "day", "refs": "refs", "amount": "amount"}

Choice = Mapping[str, Sequence[str]]
"""The values that are wanted, by facet; a thing has one of the values of each."""


_Counted = tuple[str, int, str, int | None, int]
"""A facet, the number of a value in the index, the value, the row of the thing that it is, and how many have it."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet.

    Args:
        value: as addresses write it.
        named: the thing that it is, if it is one.
        count: how many things of the list have it.
        chosen: whether it narrows the list.
    """

    value: str
    named: Named | None
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values, the most frequent first."""

    name: str
    values: list[Value]

    @property
    def chosen(self) -> bool:
        """Whether one of its values narrows the list."""
        return any(value.chosen for value in self.values)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is left of a list: the condition in SQL on rows of `thing`, its values, and how many things there are."""

    condition: str
    values: list[object]
    total: int


def narrow(index: SearchIndex, wanted: List, choice: Choice) -> Narrowed:
    """Return what is left of a list.

    Raises:
        UnknownNameError: nothing in the list has a value that is chosen.
    """
    ids = _ids(index, wanted, choice)
    condition, values = _condition(wanted, ids)
    only = _only(ids)
    if only is None:
        ((total,),) = index.rows(f"SELECT count(*) FROM thing WHERE {condition}", values)
    else:
        ((total,),) = index.rows("SELECT count FROM facet WHERE id = ?", [only])
    return Narrowed(condition, values, total)


def rows(index: SearchIndex, narrowed: Narrowed, sort: str, language: str, start: int, most: int) -> list[int]:
    """Return rows of what is left of a list, in an order that does not change within a generation.

    Args:
        index: of a generation.
        narrowed: what is left of the list.
        sort: one of the list's sorts.
        language: by whose names it is sorted.
        start: how many come before.
        most: how many are wanted.
    """
    column = _COLUMNS.get(sort.removeprefix("-"), language)
    order = f"{column} DESC" if sort.startswith("-") else f"{column} IS NULL, {column}"
    found = index.rows(
        f"SELECT row FROM thing WHERE {narrowed.condition} ORDER BY {order}, row LIMIT ? OFFSET ?",
        [*narrowed.values, most, start],
    )
    return [row for (row,) in found]


def facets(index: SearchIndex, wanted: List, choice: Choice) -> list[Facet]:
    """Return the facets that divide a list, with their values."""
    ids = _ids(index, wanted, choice)
    found = _counted(index, wanted, [name for name in wanted.facets if name not in ids], ids)
    for name in ids:
        if name in wanted.facets:
            found += _counted(index, wanted, [name], {other: ids[other] for other in ids if other != name})
    values = _values(index, found, ids)
    for name, held in values.items():
        held.sort(key=lambda value: (not value.chosen, -count_order(name, value), value.value))
        values[name] = [value for place, value in enumerate(held) if value.chosen or place < MOST_VALUES]
    return [Facet(name, values[name]) for name in wanted.facets if name in ids or len(values.get(name, ())) > 1]


def chosen_values(index: SearchIndex, wanted: List, choice: Choice) -> list[tuple[str, Value]]:
    """Return the values by which a list is narrowed, each after its facet; their counts are of the whole list."""
    ids = _ids(index, wanted, choice)
    numbers = [number for held in ids.values() for number in held]
    query = f"SELECT facet, id, value, row, count FROM facet WHERE id IN ({placeholders(numbers)})"
    values = _values(index, index.rows(query, numbers), ids)
    return [(facet, value) for facet in wanted.all_facets for value in values.get(facet, ())]


def _values(index: SearchIndex, found: Sequence[_Counted], ids: Mapping[str, Sequence[int]]) -> dict[str, list[Value]]:
    names = named(index, (row for *_, row, _ in found if row is not None))
    values: dict[str, list[Value]] = {}
    for facet, number, value, row, count in found:
        chosen = number in ids.get(facet, ())
        values.setdefault(facet, []).append(Value(value, names.get(row) if row is not None else None, count, chosen))
    return values


def count_order(facet: str, value: Value) -> int:
    """Return by what the values of a facet are sorted, the highest first: years by themselves, others by frequency."""
    return int(value.value) if facet == "year" and value.value.isdigit() else value.count


def _ids(index: SearchIndex, wanted: List, choice: Choice) -> dict[str, list[int]]:
    """Return the numbers of the values that are chosen, by facet."""
    ids: dict[str, list[int]] = {}
    for facet, values in choice.items():
        query = f"SELECT value, id FROM facet WHERE kind = ? AND facet = ? AND value IN ({placeholders(values)})"
        found = dict(index.rows(query, [wanted.kind, facet, *values]))
        for value in values:
            if value not in found:
                raise UnknownNameError(facet, value[:100], nearest(value[:100], _known(index, wanted, facet)))
        ids[facet] = sorted(found.values())
    return ids


def _known(index: SearchIndex, wanted: List, facet: str) -> list[str]:
    query = "SELECT value FROM facet WHERE kind = ? AND facet = ? ORDER BY count DESC LIMIT ?"
    return [value for (value,) in index.rows(query, [wanted.kind, facet, MOST_VALUES])]


def _condition(wanted: List, ids: Mapping[str, Sequence[int]]) -> tuple[str, list[object]]:
    parts, values = ["kind = ?"], [wanted.kind]
    numbers: list[object] = []
    for chosen in ids.values():
        parts.append(f"row IN (SELECT row FROM membership WHERE facet IN ({placeholders(chosen)}))")
        numbers += chosen
    return " AND ".join(parts), [*values, *numbers]


def _whole(index: SearchIndex, wanted: List, names: Sequence[str]) -> list[_Counted]:
    query = f"SELECT facet, id, value, row, count FROM facet WHERE kind = ? AND facet IN ({placeholders(names)})"
    return index.rows(query, [wanted.kind, *names])


def _counted(
    index: SearchIndex, wanted: List, names: Sequence[str], ids: Mapping[str, Sequence[int]]
) -> list[_Counted]:
    if not ids:
        return _whole(index, wanted, names)
    if (only := _only(ids)) is not None and only > 0:
        return _beside(index, only, names)
    condition, values = _condition(wanted, ids)
    query = (
        "WITH counted AS MATERIALIZED (SELECT membership.facet AS id, count(*) AS number FROM membership "
        f"WHERE membership.facet > 0 AND row IN (SELECT row FROM thing WHERE {condition}) GROUP BY 1) "
        "SELECT facet, id, value, row, number FROM counted JOIN facet USING (id) "
        f"WHERE facet IN ({placeholders(names)})"
    )
    return index.rows(query, [*values, *names])


def _only(ids: Mapping[str, Sequence[int]]) -> int | None:
    """Return the number of the value that is chosen, if it is a single one."""
    chosen = [number for numbers in ids.values() for number in numbers]
    return chosen[0] if len(chosen) == 1 else None


def _beside(index: SearchIndex, only: int, names: Sequence[str]) -> list[_Counted]:
    """Return the values of facets that things with a value have too; they are counted in the index."""
    query = (
        "SELECT facet.facet, id, value, row, together.count FROM together JOIN facet ON id = other "
        f"WHERE together.facet = ? AND facet.facet IN ({placeholders(names)})"
    )
    return index.rows(query, [only, *names])
