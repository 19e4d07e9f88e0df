"""A figure with its bounds on a line of numbers, among the others on its measure. `templates/ruler.html` draws it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from volgraph.domain.marks import Mark
from volgraph.domain.quantities import APPROXIMATE
from volgraph.domain.scales import Scale, scale_of
from volgraph.domain.wording import number_text
from volgraph.web.drawing.comparison import STRICT, is_number, shown_numbers


@dataclass(frozen=True, slots=True)
class Ruler:
    """One figure on a line of numbers, among the others on its measure.

    Args:
        ticks: places from left to right, and labels.
        middle: where the number itself stands, if the interval is what “about” leaves possible.
        start, end: where the interval of the figure begins and ends; the edge of the line where it is open.
        opens: the ends without a bound: left, right.
        strict: whether the bound itself is excluded.
        shape: exact, about or range.
        others: where the other figures stand.
        axis: what the values are.
        logarithmic: whether values are shown by their order of magnitude.
    """

    ticks: list[tuple[float, str]]
    middle: float
    start: float
    end: float
    opens: str
    strict: bool
    shape: str
    others: list[float]
    axis: str
    logarithmic: bool


RULER_LEFT, RULER_RIGHT = 24.0, 736.0


def ruler_of(mark: Mark, others: Iterable[Mark], language: str) -> Ruler | None:
    """Return a figure with its bounds on a line, None if it is no number."""
    figure = mark.figure
    if figure is None or not is_number(figure):
        return None
    beside = [one for one in others if one.figure is not None and one.figure.axis == figure.axis]
    scale = scale_of(shown_numbers([mark, *beside]))
    bounds, comparator = figure.bounds, figure.comparator
    start = _along(scale, bounds.lower) if bounds.lower is not None else RULER_LEFT
    end = _along(scale, bounds.upper) if bounds.upper is not None else RULER_RIGHT
    bounds_beside = [one.figure.bounds for one in beside if one.figure is not None]
    values = (one.lower if one.lower is not None else one.upper for one in bounds_beside)
    return Ruler(
        ticks=[(_along(scale, tick), number_text(tick, language)) for tick in scale.ticks],
        middle=_along(scale, Decimal(figure.value)) if comparator in APPROXIMATE else start,
        start=start,
        end=end,
        opens="right" if bounds.upper is None else "left" if bounds.lower is None else "",
        strict=comparator in STRICT,
        shape="about" if comparator in APPROXIMATE else "range" if start != end and bounds.closed else "exact",
        others=sorted({_along(scale, value) for value in values if value is not None}),
        axis=figure.axis.partition(" ")[0],
        logarithmic=scale.logarithmic,
    )


def _along(scale: Scale, value: Decimal) -> float:
    return RULER_LEFT + scale.share(value) * (RULER_RIGHT - RULER_LEFT)
