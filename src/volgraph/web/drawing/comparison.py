"""Charts of the claims on a measure over time: where each mark stands. `templates/chart.html` draws them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from babel.dates import format_skeleton

from volgraph.domain.figures import Figure
from volgraph.domain.marks import Mark
from volgraph.domain.quantities import APPROXIMATE
from volgraph.domain.scales import scale_of
from volgraph.domain.time_axis import Axis
from volgraph.domain.vocabulary import Comparator, Modality
from volgraph.domain.wording import number_text
from volgraph.web.drawing.chart import Chart, Drawing, Point
from volgraph.web.drawing.placing import MOST_POINTS, Placed, arranged

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 760, 88, 28, 22, 46
_PLOT_HEIGHT, _ROW_HEIGHT, _STRIP = 300, 46, 34
MOST_ROWS = 30
"""So many values without order have a row of their own; the rest share one."""

_OPEN_UP, _OPEN_DOWN = (Comparator.MORE_THAN, Comparator.AT_LEAST), (Comparator.LESS_THAN, Comparator.AT_MOST)
STRICT = (Comparator.MORE_THAN, Comparator.LESS_THAN)


def charts_of(marks: Sequence[Mark], drawing: Drawing) -> list[Chart]:
    """Return a chart for each unit in which there are figures; values without order are rows.

    Every mark is on one of them: words without a figure are on the first.
    """
    by_axis: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.figure is not None:
            by_axis.setdefault(mark.figure.axis if is_number(mark.figure) else "", []).append(mark)
    without = [mark for mark in marks if mark.figure is None]
    charts: list[Chart] = []
    for axis, found in by_axis.items() or [("", [])]:
        draw = _numbers if axis else _rows
        charts.append(draw(axis, found, [] if charts else without, drawing))
    return charts


def is_number(figure: Figure) -> bool:
    """Tell whether a figure is a number, and not a date, a thing or a text."""
    return figure.thing is None and figure.axis not in ("date", "month and day")


def _numbers(axis: str, marks: Sequence[Mark], without: Sequence[Mark], drawing: Drawing) -> Chart:
    """Return a chart with time from left to right and numbers upwards."""
    scale, bottom = scale_of(shown_numbers(marks)), TOP + _PLOT_HEIGHT

    def height(value: Decimal) -> float:
        return bottom - scale.share(value) * _PLOT_HEIGHT

    plot = _Plot([*marks, *without], drawing)
    strip = bottom + _STRIP / 2 + 4 if without else 0.0
    points = [(_number_point(mark, plot, height), mark) for mark in marks]
    points += [(plot.point(mark, strip, "none"), mark) for mark in without]
    end = bottom + (_STRIP if without else 0)
    return Chart(
        height=end + BOTTOM,
        bottom=end,
        times=plot.ticks(),
        values=[(height(tick), number_text(tick, drawing.language)) for tick in scale.ticks],
        rows=[],
        points=arranged(points, drawing.describe, fold=len(points) > MOST_POINTS),
        is_folded=len(points) > MOST_POINTS,
        axis=axis.partition(" ")[0],
        logarithmic=scale.logarithmic,
        strip=strip,
        undated=plot.undated,
    )


def shown_numbers(marks: Iterable[Mark]) -> Iterable[Decimal]:
    """Yield the bounds of the figures of some marks, all of them numbers."""
    for mark in marks:
        assert mark.figure is not None
        bounds = mark.figure.bounds
        yield from (bound for bound in (bounds.lower, bounds.upper) if bound is not None)


def _number_point(mark: Mark, plot: "_Plot", height: Callable[[Decimal], float]) -> Point:
    figure = mark.figure
    assert figure is not None
    bounds, comparator = figure.bounds, figure.comparator
    if comparator in APPROXIMATE:
        value, shape = Decimal(figure.value), "about"
    elif comparator is Comparator.RANGE and bounds.lower is not None and bounds.upper is not None:
        value, shape = (bounds.lower + bounds.upper) / 2, "range"
    else:
        value, shape = bounds.lower if bounds.lower is not None else bounds.upper or Decimal(0), "exact"
    ends = (bounds.upper, bounds.lower) if shape != "exact" else (None, None)
    high, low = (height(end) if end is not None else height(value) for end in ends)
    return plot.point(mark, height(value), shape, high, low)


def _rows(axis: str, marks: Sequence[Mark], without: Sequence[Mark], drawing: Drawing) -> Chart:
    """Return a chart with time from left to right and a row for each value."""
    by_value: dict[str, list[Mark]] = {}
    for mark in sorted(marks, key=_by_value):
        assert mark.figure is not None
        by_value.setdefault(mark.figure.value, []).append(mark)
    plot = _Plot([*marks, *without], drawing, left=28)
    rows: list[tuple[float, str]] = []
    points: list[Placed] = []
    y = float(TOP)
    for found, rest in _rows_of(by_value):
        y += _ROW_HEIGHT
        rows.append((y - 12, drawing.others(rest) if rest else drawing.value(found[0])))
        points += [(plot.point(mark, y - 12, "exact"), mark) for mark in found]
    bottom = y + 6
    strip = bottom + _STRIP / 2 + 4 if without else 0.0
    points += [(plot.point(mark, strip, "none"), mark) for mark in without]
    end = bottom + (_STRIP if without else 0)
    return Chart(
        height=end + BOTTOM,
        bottom=end,
        times=plot.ticks(),
        values=[],
        rows=rows,
        points=arranged(points, drawing.describe, fold=len(points) > MOST_POINTS),
        is_folded=len(points) > MOST_POINTS,
        axis=axis,
        logarithmic=False,
        strip=strip,
        undated=plot.undated,
    )


def _rows_of(by_value: Mapping[str, list[Mark]]) -> Iterator[tuple[list[Mark], int]]:
    """Yield the marks of each row; of the last one also how many values share it, if there are too many values."""
    often = sorted(by_value, key=lambda value: -len(by_value[value]))[:MOST_ROWS]
    own = set(often)
    yield from ((found, 0) for value, found in by_value.items() if value in own)
    rest = [found for value, found in by_value.items() if value not in own]
    if rest:
        yield [mark for found in rest for mark in found], len(rest)


def _by_value(mark: Mark) -> tuple[Decimal, str]:
    assert mark.figure is not None
    bounds = mark.figure.bounds
    return (bounds.lower if bounds.lower is not None else bounds.upper or Decimal(0), mark.figure.value)


class _Plot:
    """The axis of time, and what makes a point of a mark."""

    def __init__(self, marks: Sequence[Mark], drawing: Drawing, left: float = LEFT) -> None:
        times = [mark.figure.valid if mark.figure else mark.claims[0].valid for mark in marks]
        dated = [time for time in times if time is not None]
        self._drawing, self._axis = drawing, Axis.over(dated) if dated else None
        self.undated = left + 22.0 if len(dated) < len(times) else 0.0
        self._left = left + (56 if self.undated else 14)

    def _place(self, day: date) -> float:
        assert self._axis is not None
        return self._left + self._axis.share(day) * (WIDTH - RIGHT - self._left)

    def ticks(self) -> list[tuple[float, str]]:
        """Return where the axis has ticks, and their labels."""
        if self._axis is None:
            return []
        unit, ticks = self._axis.unit.value, self._axis.ticks
        skeletons = [unit if "y" in unit else f"y{unit}", *(unit for _ in ticks[1:])]  # a year stands somewhere
        locale = self._drawing.language
        return [
            (self._place(tick), format_skeleton(skeleton, tick, locale=locale))
            for skeleton, tick in zip(skeletons, ticks, strict=True)
        ]

    def point(self, mark: Mark, y: float, shape: str, high: float | None = None, low: float | None = None) -> Point:
        """Return the point of a mark."""
        claim, figure, drawing = mark.claims[0], mark.figure, self._drawing
        time = figure.valid if figure else claim.valid
        left, right = (self._place(time.start), self._place(time.end)) if time else (self.undated, self.undated)
        iris = {claim.iri.value for claim in mark.claims}
        comparator = figure.comparator if figure else Comparator.EQUAL
        return Point(
            x=(left + right) / 2,
            y=y,
            left=left,
            right=right,
            high=y if high is None else high,
            low=y if low is None else low,
            shape=shape,
            open="up" if comparator in _OPEN_UP else "down" if comparator in _OPEN_DOWN else "",
            strict=comparator in STRICT,
            planned=claim.modality in (Modality.PLANNED, Modality.PROPOSED),
            contested=not iris.isdisjoint(drawing.contested),
            claims=len(mark.claims),
            text="",
        )
