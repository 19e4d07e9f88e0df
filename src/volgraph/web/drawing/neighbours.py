"""The entities that sources link with one, as a small graph around it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from volgraph.services.entity_reading import Fact
from volgraph.web.showing import Shown, named

MOST_NODES = 16
ROW = 46
"""How high a neighbour is, in the units of the drawing."""

_WIDTH, _SIDE = 940, 310
"""How wide the drawing is, and what is left out of it on a side where there is no neighbour."""

_MOST_CHARACTERS = 30


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An entity beside the one in the middle.

    Args:
        shown: it.
        text: its name, shortened.
        relation: by which it is linked.
        claims: how many claims link it.
        is_left: on which side it stands: left are those of which something is said that names the one in the middle.
        y: how far down.
    """

    shown: Shown
    text: str
    relation: str
    claims: int
    is_left: bool
    y: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A drawing of an entity with its neighbours.

    Args:
        name: of the one in the middle, shortened.
        nodes: its neighbours.
        left, width, height: of the drawing.
        more: how many neighbours are not drawn.
    """

    name: str
    nodes: list[Neighbour]
    left: int
    width: int
    height: int
    more: int


def neighbours_of(entity: NamedNode, facts: Sequence[Fact]) -> Neighbours | None:
    """Return the entities that facts link with one, those with most claims first; None if there are none."""
    weights: Counter[tuple[bool, NamedNode, NamedNode]] = Counter()
    for fact in facts:
        if fact.other is not None and fact.other != entity:
            weights[not fact.is_subject, fact.other, fact.about] += len(fact.claims)
    if not weights:
        return None
    shown = weights.most_common(MOST_NODES)
    sides = {side: [entry for entry in shown if entry[0][0] is side] for side in (True, False)}
    height = max(2, *map(len, sides.values())) * ROW
    nodes = [
        _neighbour(node, relation, count, is_left=side, y=round((place + 0.5) * height / len(entries)))
        for side, entries in sides.items()
        for place, ((_, node, relation), count) in enumerate(entries)
    ]
    left, right = (0 if entries else _SIDE for entries in sides.values())
    name, more = _short(named(entity).text), len(weights) - len(nodes)
    return Neighbours(name, nodes, left, _WIDTH - left - right, height, more)


def _neighbour(node: NamedNode, relation: NamedNode, claims: int, *, is_left: bool, y: int) -> Neighbour:
    shown = named(node)
    return Neighbour(shown, _short(shown.text), _short(named(relation).text), claims, is_left, y)


def _short(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 1].rstrip()}…"
