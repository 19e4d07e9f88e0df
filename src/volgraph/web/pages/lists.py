"""The pages of lists: what of a kind there is, narrowed by facets, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from volgraph.io.search_index import SearchIndex, placeholders
from volgraph.services.index_reading import named, things
from volgraph.services.list_queries import as_terms
from volgraph.services.listing import LISTS, PAGE_THINGS, Facet, Value, chosen_values, facets, rows
from volgraph.web.behind import behind_list
from volgraph.web.cards import Card, card, foreign, shown
from volgraph.web.html import html
from volgraph.web.linked_collections import list_markup
from volgraph.web.links import whole
from volgraph.web.listed import FORMS, Wanted
from volgraph.web.numbers import whole_number
from volgraph.web.refusing import refuse
from volgraph.web.showing import Shown
from volgraph.web.site import language, snapshot
from volgraph.web.texts import LANGUAGE_NAMES, text

_SHOWN_VALUES = 10
"""How many values of a facet are shown before the rest is folded away."""
_OPEN = 3
"""How many facets are open at first."""
_OF_ROWS = ("type", "contested", "language")
_MOST_PAGE = 10**9

blueprint = Blueprint("lists", __name__)


@dataclass(frozen=True, slots=True)
class Choosable:
    """A value of a facet: its name, how many things have it, and where the list is with it, or without if chosen."""

    name: Shown
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A facet: its name, its values, the first of which are shown at once, and whether it is open."""

    name: str
    first: list[Choosable]
    rest: list[Choosable]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A thing of a list, with the values of some of its facets."""

    card: Card
    values: dict[str, list[Shown]]

    @property
    def is_contested(self) -> bool:
        """Whether another claim contests it."""
        return bool(self.values.get("contested"))


def _page(name: str) -> AnyResponse:
    wanted, index = Wanted.of_request(name), snapshot().index
    narrowed = wanted.narrowed(index)
    first = (wanted.address(wanted.choice), text("list-first-page", language()))
    number = whole_number("page", 1, _MOST_PAGE, [first])
    pages = max(1, -(-narrowed.total // PAGE_THINGS))
    if number > pages:
        refuse(404, "list-no-page", [first], page=str(number), count=pages)
    start = (number - 1) * PAGE_THINGS
    found = rows(index, narrowed, wanted.sort, language(), start, PAGE_THINGS)
    values = _values(index, found)
    groups = facets(index, wanted.list, wanted.choice)
    chosen = chosen_values(index, wanted.list, wanted.choice)
    lines = [Line(card(thing), values.get(thing.row, {})) for thing in things(index, found)]
    title, address = _title(wanted, chosen), whole(_address(wanted, number))
    return html(
        "list.html",
        wanted=wanted,
        title=title,
        total=narrowed.total,
        lines=lines,
        groups=[_group(facet, wanted, place < _OPEN) for place, facet in enumerate(groups)],
        chosen=[_choosable(facet, value, wanted) for facet, value in chosen],
        sorts=[(sort, wanted.address(wanted.choice, sort=sort), sort == wanted.sort) for sort in wanted.list.sorts],
        number_of=number,
        pages=pages,
        prev=_address(wanted, number - 1) if number > 1 else "",
        next=_address(wanted, number + 1) if number < pages else "",
        behind=behind_list(wanted.list, as_terms(chosen), wanted.sort),
        markup=list_markup(title, address, narrowed.total, start, [line.card for line in lines]),
        forms=[(form, f"/lists/{name}.{form}{wanted.fields(wanted.choice)}") for form in FORMS],
    )


def list_title(wanted: Wanted, index: SearchIndex) -> str:
    """Return the name of a list, and of the values that narrow it."""
    return _title(wanted, chosen_values(index, wanted.list, wanted.choice))


def _title(wanted: Wanted, chosen: Sequence[tuple[str, Value]]) -> str:
    values = ", ".join(_value_name(facet, value).text for facet, value in chosen)
    name = text(f"list-{wanted.list.name}", language())
    return f"{name}: {values}" if values else name


def _address(wanted: Wanted, number: int) -> str:
    return wanted.address(wanted.choice, **({"page": number} if number > 1 else {}))


def _group(facet: Facet, wanted: Wanted, is_open: bool) -> Group:
    values = [_choosable(facet.name, value, wanted) for value in facet.values]
    return Group(facet.name, values[:_SHOWN_VALUES], values[_SHOWN_VALUES:], is_open or facet.chosen)


def _choosable(facet: str, value: Value, wanted: Wanted) -> Choosable:
    others = [other for other in wanted.choice.get(facet, ()) if other != value.value]
    choice = {**wanted.choice, facet: others if value.chosen else [*others, value.value]}
    return Choosable(_value_name(facet, value), value.count, wanted.address(choice), value.chosen)


def _value_name(facet: str, value: Value) -> Shown:
    if value.named is None:
        return _plain_value(facet, value.value)
    words, tag = value.named.label(language())
    return Shown(words, lang=foreign(tag))


def _plain_value(facet: str, value: str) -> Shown:
    """Return a value that is no thing: a year, a language, or that nobody contests something."""
    if facet == "language":
        return Shown(LANGUAGE_NAMES.get(value, value), lang=foreign(value if value in LANGUAGE_NAMES else ""))
    return Shown(text("uncontested", language()) if facet == "contested" else value)


def _values(index: SearchIndex, found: list[int]) -> dict[int, dict[str, list[Shown]]]:
    """Return some facets of things, by row; that nobody contests a thing is none."""
    query = (
        "SELECT membership.row, facet.facet, value, facet.row FROM membership JOIN facet ON id = membership.facet "
        f"WHERE membership.facet > 0 AND membership.row IN ({placeholders(found)}) "
        f"AND facet.facet IN ({placeholders(_OF_ROWS)}) ORDER BY id"
    )
    had = index.rows(query, [*found, *_OF_ROWS])
    names = named(index, (row for *_, row in had if row is not None))
    values: dict[int, dict[str, list[Shown]]] = {}
    for row, facet, value, thing in had:
        if (facet, value) != ("contested", "none"):
            words = shown(names[thing]) if thing is not None else _plain_value(facet, value)
            values.setdefault(row, {}).setdefault(facet, []).append(words)
    return values


for _name in LISTS:
    blueprint.add_url_rule(f"/{_name}", _name, _page, defaults={"name": _name})
