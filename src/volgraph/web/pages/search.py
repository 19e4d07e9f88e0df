"""The page of a search: what some words name, the surest first, by kind and page by page."""

from dataclasses import dataclass

from flask import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from volgraph.io.search_index import SearchIndex, placeholders
from volgraph.services.index_entries import ALIAS_ROLE, CLAIM
from volgraph.services.index_reading import things
from volgraph.services.searching import Hit, Step, count_by_kind, search
from volgraph.web.cards import Card, card, kind_name
from volgraph.web.html import html
from volgraph.web.numbers import whole_number
from volgraph.web.search import PATH, Asked, kinds
from volgraph.web.site import language, local, snapshot
from volgraph.web.texts import text

PAGE_HITS, MOST_PAGES = 20, 25
_MIXED, _CLAIMS = 12, 5
"""How many things, and how many claims below them, are shown of a search for anything."""

blueprint = Blueprint("search_page", __name__)


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of things among the results: its name, how many there are, and where they are shown."""

    name: str
    count: int
    address: str
    chosen: bool


@blueprint.get(PATH)
def page() -> AnyResponse:
    """Show what some words name."""
    asked, index = Asked.of_request(), snapshot().index
    if not asked.words:
        return html("search.html", asked=asked, hits=[], known=kinds())
    number = (
        whole_number("page", 1, MOST_PAGES, [(_address(asked, 1), text("list-first-page", language()))])
        if asked.kind
        else 1
    )
    if asked.kind:
        hits = search(index, asked.words, asked.kinds, number * PAGE_HITS + 1)
        shown, claims = hits[(number - 1) * PAGE_HITS : number * PAGE_HITS], []
    else:
        others = [kind for kind in kinds() if kind != CLAIM]
        hits = shown = search(index, asked.words, others, _MIXED)
        claims = search(index, asked.words, (CLAIM,), _CLAIMS)
        if shown and claims and claims[0].step >= Step.TYPO > shown[0].step:
            claims = []  # others are meant for sure
    counts = count_by_kind(index, asked.words, [*shown, *claims])
    return html(
        "search.html",
        asked=asked,
        hits=_cards(index, shown),
        claims=_cards(index, claims),
        claims_address=local(PATH, q=asked.words, type=CLAIM),
        vague=bool(shown or claims) and min(hit.step for hit in [*shown, *claims]) >= Step.TYPO,
        choices=_choices(asked, counts),
        total=sum(counts.values()),
        prev=_address(asked, number - 1) if number > 1 else "",
        next=_address(asked, number + 1) if len(hits) > number * PAGE_HITS and number < MOST_PAGES else "",
    )


def _choices(asked: Asked, counts: dict[str, int]) -> list[KindChoice]:
    return [
        KindChoice(
            kind_name(kind, plural=True), counts[kind], local(PATH, q=asked.words, type=kind), kind == asked.kind
        )
        for kind in kinds()
        if counts.get(kind)
    ]


def _address(asked: Asked, number: int) -> str:
    return local(PATH, q=asked.words, type=asked.kind or None, page=number if number > 1 else None)


def _cards(index: SearchIndex, hits: list[Hit]) -> list[Card]:
    rows = [hit.row for hit in hits]
    aliases: dict[int, list[tuple[str, str]]] = {}
    query = f"SELECT row, text, language FROM name WHERE role = ? AND row IN ({placeholders(rows)}) ORDER BY text"
    for row, name, tag in index.rows(query, [ALIAS_ROLE, *rows]):
        aliases.setdefault(row, []).append((name, tag))
    return [card(thing, aliases.get(thing.row)) for thing in things(index, rows)]
