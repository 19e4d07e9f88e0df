"""A scale of numbers: where one stands on an axis, and at which the axis has ticks."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_MOST_TICKS = 7
_LOGARITHMIC_FROM = 100
"""Numbers of which the largest is so many times the smallest are shown by their order of magnitude."""


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis of numbers.

    Args:
        low, high: what it shows.
        ticks: where it has ticks.
        logarithmic: whether equal distances are equal factors.
    """

    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]
    logarithmic: bool = False

    def share(self, value: Decimal) -> float:
        """Return where a value stands: 0 at the low end, 1 at the high end, and no further."""
        if self.logarithmic:
            low, high = log10(self.low), log10(self.high)
            found = (log10(max(value, self.low)) - low) / (high - low)
        else:
            found = float((value - self.low) / (self.high - self.low))
        return min(max(found, 0.0), 1.0)


def scale_of(values: Iterable[Decimal]) -> Scale:
    """Return a scale that holds some numbers, from zero unless they span several orders of magnitude.

    Raises:
        ValueError: there are no numbers.
    """
    found = list(values)
    if not found:
        raise ValueError("an axis needs a number")
    least, most = min(found), max(found)
    if least > 0 and most / least >= _LOGARITHMIC_FROM:
        first, last = floor(log10(least)), ceil(log10(most))
        ticks = tuple(Decimal(10) ** power for power in range(first, last + 1))
        return Scale(ticks[0], ticks[-1], ticks, logarithmic=True)
    low, high = min(least, Decimal(0)), max(most, Decimal(0))
    if low == high:
        high = low + 1
    step = _step(high - low)
    first, last = floor(low / step), ceil(high / step)
    ticks = tuple(step * number for number in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def _step(span: Decimal) -> Decimal:
    power = Decimal(10) ** (floor(log10(span)) - 1)
    return next(
        size * step for size in (power, power * 10) for step in _STEPS if span / (size * step) <= _MOST_TICKS - 1
    )
