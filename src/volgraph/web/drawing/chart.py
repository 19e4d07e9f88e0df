"""What a chart of claims over time consists of: points, ticks and rows, in units of the drawing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from volgraph.domain.marks import Mark


@dataclass(frozen=True, slots=True)
class Point:
    """A mark on its place; all lengths in units of the drawing, downwards.

    Args:
        x, y: where it stands.
        left, right: the time that it holds for; the same for one day.
        high, low: the upper and lower end of what it leaves possible, where both are bounded.
        shape: exact, about, range or none.
        open: the end that has no bound: up, down, or empty.
        strict: whether the number itself is excluded, as in “more than”.
        planned: whether it is planned or proposed, not stated.
        contested: whether a contradiction involves it.
        claims: how many claims it stands for.
        text: what it says, in words; empty until it has its place.
    """

    x: float
    y: float
    left: float
    right: float
    high: float
    low: float
    shape: str
    open: str
    strict: bool
    planned: bool
    contested: bool
    claims: int
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing.

    Args:
        height: its height; `WIDTH` is the width of all.
        bottom: where the plot ends.
        times, values: the ticks of the two axes: places and labels.
        rows: in place of values: where the line of each stands, and its name.
        points: the marks.
        axis: what the values are: the IRI of a unit or of what is counted; empty for rows.
        logarithmic: whether values are shown by their order of magnitude.
        strip: where marks without a figure stand; 0 if there are none.
        undated: where marks without a time stand; 0 if there are none.
        is_folded: whether marks that are alike and near each other are one point.
    """

    height: float
    bottom: float
    times: list[tuple[float, str]]
    values: list[tuple[float, str]]
    rows: list[tuple[float, str]]
    points: list[Point]
    axis: str
    logarithmic: bool
    strip: float
    undated: float
    is_folded: bool

    @property
    def claims(self) -> int:
        """How many claims it shows."""
        return sum(point.claims for point in self.points)

    @property
    def kinds(self) -> list[str]:
        """Which kinds of mark it has, for its legend."""
        found = {
            "exact": any(p.shape == "exact" and not p.open for p in self.points),
            "more-than": any(p.open == "up" and p.strict for p in self.points),
            "at-least": any(p.open == "up" and not p.strict for p in self.points),
            "less-than": any(p.open == "down" and p.strict for p in self.points),
            "at-most": any(p.open == "down" and not p.strict for p in self.points),
            "about": any(p.shape == "about" for p in self.points),
            "range": any(p.shape == "range" for p in self.points),
            "planned": any(p.planned for p in self.points),
            "contested": any(p.contested for p in self.points),
            "near" if self.is_folded else "folded": any(p.claims > 1 for p in self.points),
        }
        return [kind for kind, there in found.items() if there]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What all charts of a page have in common.

    Args:
        language: of the labels.
        describe: says in words what a point shows that stands for some marks.
        value: says in words which value a mark gives, nothing else.
        others: names the row of so many values that have none of their own.
        contested: the IRIs of claims that a contradiction involves.
    """

    language: str
    describe: Callable[[Sequence[Mark]], str]
    value: Callable[[Mark], str]
    others: Callable[[int], str]
    contested: frozenset[str] = frozenset()
