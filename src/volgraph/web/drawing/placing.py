"""Placing the points of a chart so that all can be seen: side by side, or, where they are many, as one."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from statistics import fmean

from volgraph.domain.marks import Mark
from volgraph.web.drawing.chart import Point

MOST_POINTS = 200
"""So many marks are drawn one by one."""

_NEAR_X, _NEAR_Y, _SHIFTS = 10.5, 13.0, (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6)
_CELL_X, _CELL_Y = 84.0, 26.0
"""In a field of this size there is room for points of two or three kinds, each with the number of its claims."""

_FURTHEST_X = 715.0
"""Further to the right no point is moved: its number would end outside."""

_NUMBER_X = 32.0
"""How much room a point takes with the number of its claims."""

Placed = tuple[Point, Mark]


def arranged(placed: Sequence[Placed], describe: Callable[[Sequence[Mark]], str], *, fold: bool) -> list[Point]:
    """Return points with what they say in words, none of which covers another if there is room.

    Args:
        placed: points, each with the mark that it shows.
        describe: says in words what a point shows.
        fold: whether those that look alike and are near each other become one.
    """
    groups = _folded(placed) if fold else [(point, [mark]) for point, mark in placed]
    points = [replace(point, text=describe(marks)) for point, marks in groups]
    return list(_apart(points, _NUMBER_X if fold else _NEAR_X))


def _folded(placed: Sequence[Placed]) -> list[tuple[Point, list[Mark]]]:
    """Return one point for those in a field that look alike, in their middle, as long and as high as they reach."""
    fields: dict[tuple[object, ...], list[Placed]] = defaultdict(list)
    for point, mark in placed:
        look = (point.shape, point.open, point.strict, point.planned, point.contested)
        fields[point.x // _CELL_X, point.y // _CELL_Y, *look].append((point, mark))
    return [(_middle([point for point, _ in found]), [mark for _, mark in found]) for found in fields.values()]


def _middle(points: Sequence[Point]) -> Point:
    return replace(
        points[0],
        x=fmean(point.x for point in points),
        y=fmean(point.y for point in points),
        left=min(point.left for point in points),
        right=max(point.right for point in points),
        high=min(point.high for point in points),
        low=max(point.low for point in points),
        claims=sum(point.claims for point in points),
    )


def _apart(points: Sequence[Point], room: float) -> Iterator[Point]:
    """Yield the points, those that would cover each other moved to the side, as the page says."""
    placed: dict[tuple[int, int], list[Point]] = defaultdict(list)

    def field(point: Point) -> tuple[int, int]:
        return int(point.x // room), int(point.y // _NEAR_Y)

    def is_covered(point: Point) -> bool:
        column, row = field(point)
        near = (placed.get((column + x, row + y), ()) for x in (-1, 0, 1) for y in (-1, 0, 1))
        return any(abs(point.x - o.x) < room - 0.5 and abs(point.y - o.y) < _NEAR_Y for found in near for o in found)

    for point in points:
        moved = (replace(point, x=point.x + shift * _NEAR_X) for shift in _SHIFTS)
        free = next((one for one in moved if one.x <= max(point.x, _FURTHEST_X) and not is_covered(one)), point)
        placed[field(free)].append(free)
        yield free
