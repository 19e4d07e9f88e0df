"""Bounds: what a figure with its comparator leaves possible, and whether two figures can both hold."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from volgraph.domain.vocabulary import Comparator

TOLERANCE = Decimal("0.1")
"""The share by which “about N” may be off, to its side: an editor's convention, recorded on what it decides."""

_LOWER_ONLY = {Comparator.MORE_THAN, Comparator.AT_LEAST}
_UPPER_ONLY = {Comparator.LESS_THAN, Comparator.AT_MOST}
APPROXIMATE = {Comparator.APPROXIMATELY, Comparator.APPROXIMATELY_BELOW, Comparator.APPROXIMATELY_ABOVE}


class Agreement(Enum):
    """Whether two figures can both hold."""

    AGREE = "agree"
    TOUCH = "touch"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The values that a figure leaves possible; None is an end without a bound."""

    lower: Decimal | None
    upper: Decimal | None
    lower_open: bool = False
    upper_open: bool = False

    @classmethod
    def of(cls, comparator: Comparator, lower: Decimal | None, upper: Decimal | None) -> "Bounds":
        """Return the bounds of a figure as its claim writes it, “about” widened by the tolerance to its side."""
        match comparator:
            case Comparator.MORE_THAN:
                return cls(lower, None, lower_open=True)
            case Comparator.LESS_THAN:
                return cls(None, upper, upper_open=True)
            case Comparator.AT_LEAST | Comparator.AT_MOST | Comparator.RANGE | Comparator.EQUAL:
                return cls(lower, upper)
        if lower is None:
            return cls(None, None)
        margin = abs(lower) * TOLERANCE
        below = comparator is not Comparator.APPROXIMATELY_ABOVE
        above = comparator is not Comparator.APPROXIMATELY_BELOW
        return cls(lower - margin if below else lower, lower + margin if above else lower)

    @property
    def closed(self) -> bool:
        """Whether both ends are bounded."""
        return self.lower is not None and self.upper is not None

    def against(self, other: "Bounds") -> Agreement:
        """Tell whether a value can lie in both: they agree, only touch at an end, or leave a gap."""
        agreements = (_ends(self, other), _ends(other, self))
        return max(agreements, key=[Agreement.AGREE, Agreement.TOUCH, Agreement.GAP].index)


def _ends(low: Bounds, high: Bounds) -> Agreement:
    """Compare the upper end of `low` with the lower end of `high`."""
    if low.upper is None or high.lower is None or low.upper > high.lower:
        return Agreement.AGREE
    if low.upper < high.lower:
        return Agreement.GAP
    return Agreement.TOUCH if low.upper_open or high.lower_open else Agreement.AGREE


def disagreement(comparator: Comparator, lower: Decimal | None, upper: Decimal | None) -> str | None:
    """Return why a comparator and the bounds beside it do not agree, or None if they do."""
    has = (lower is not None, upper is not None)
    if comparator is Comparator.NOT_COMPARABLE:
        return "has a bound, but its words are not comparable" if any(has) else None
    if comparator in _LOWER_ONLY and has != (True, False):
        return f"says {comparator}: it needs vg:lower and no vg:upper"
    if comparator in _UPPER_ONLY and has != (False, True):
        return f"says {comparator}: it needs vg:upper and no vg:lower"
    if comparator in _LOWER_ONLY | _UPPER_ONLY:
        return None
    if lower is None or upper is None:
        return f"says {comparator}: it needs vg:lower and vg:upper"
    if comparator is Comparator.RANGE:
        return None if lower < upper else "is a range whose vg:lower is not less than its vg:upper"
    return None if lower == upper else f"says {comparator}: vg:lower and vg:upper must be the same number"


def canonical(value: Decimal) -> str:
    """Return the `xsd:decimal` form that the store keeps: no exponent, no trailing zero or point."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
