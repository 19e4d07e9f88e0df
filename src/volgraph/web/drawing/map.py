"""A map that shows which countries an entity is, or is linked with; what is not known is not drawn."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyoxigraph import NamedNode

from volgraph.web.showing import Shown, named

WIDTH, HEIGHT = 7660, 5000
"""Of the drawing in `static/world.svg`: see `tools/outlines.py`."""

_MARGIN, _LEAST = 0.6, 900
_STEP = re.compile(r"([Ml])(-?\d+) ?(-?\d+)")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing: its left and top side, width and height."""

    x: int
    y: int
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.x} {self.y} {self.width} {self.height}"


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its outline as the data of an SVG path."""

    shown: Shown
    outline: str
    is_itself: bool


@dataclass(frozen=True, slots=True)
class Map:
    """The part of the world that holds some countries."""

    box: Box
    countries: list[Country]


def map_of(entity: NamedNode, codes: Mapping[NamedNode, str]) -> Map | None:
    """Return a map of an entity that is a country, else of the countries that it is linked with; None without any.

    Args:
        entity: of which the page is.
        codes: ISO 3166-1 alpha-2 codes of the countries that the page names.
    """
    drawn = {entity: codes[entity]} if entity in codes else codes
    found = [
        Country(named(node), _outlines()[code], node == entity) for node, code in drawn.items() if code in _outlines()
    ]
    return Map(box_around([country.outline for country in found]), found) if found else None


def box_around(outlines: list[str]) -> Box:
    """Return a rectangle around outlines, with some of what surrounds them, as wide as two of its heights or less."""
    points = [point for outline in outlines for point in _points(outline)]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    height = min(HEIGHT, max(_LEAST, round(max(bottom - top, (right - left) / 2) * (1 + _MARGIN))))
    width = min(WIDTH, height * 2)
    x = min(max(0, (left + right - width) // 2), WIDTH - width)
    y = min(max(0, (top + bottom - height) // 2), HEIGHT - height)
    return Box(x, y, width, height)


def _points(outline: str) -> list[tuple[int, int]]:
    points, x, y = [], 0, 0
    for command, first, second in _STEP.findall(outline):
        x, y = (int(first), int(second)) if command == "M" else (x + int(first), y + int(second))
        points.append((x, y))
    return points


@cache
def _outlines() -> dict[str, str]:
    found: dict[str, str] = json.loads(files("volgraph.web").joinpath("countries.json").read_text(encoding="utf-8"))
    return found
