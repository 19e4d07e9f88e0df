"""Coverage: every numeral of a stored text is stated by a claim, or waived with a reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from pyoxigraph import Literal

from volgraph.domain.claims import Claim
from volgraph.domain.numerals import Numeral, numerals
from volgraph.domain.rows import Row
from volgraph.domain.text import locate, sentence_at
from volgraph.domain.times import date_datatype
from volgraph.domain.vocabulary import TimePrecision
from volgraph.errors import Place, TableError, UncoveredNumeralError

WAIVER_COLUMNS = ("quote", "reason")


@dataclass(frozen=True, slots=True)
class Waiver:
    """A numeral that no claim has to state, and why; `offset` is where it begins, in code points."""

    offset: int
    reason: str


def waiver_of(row: Row, text: str) -> Waiver:
    """Return the waiver of a row of `waivers.csv`: words that stand once in the text and hold the numeral.

    Raises:
        InputError: the words are absent or not unique, or hold no numeral.
    """
    span = locate(row.required("quote"), text, row.place("quote"))
    first = next(numerals(span.exact), None)
    if first is None:
        raise TableError("the quote holds no numeral: quote the words around it", row.place("quote"))
    return Waiver(span.start + first.start, row.required("reason"))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many numerals a text has, and how many of them a claim states or a waiver explains."""

    numerals: int
    covered: int
    waived: int
    uncovered: tuple[Numeral, ...]


def coverage(text: str, claims: Sequence[Claim], waivers: Sequence[Waiver] = ()) -> Coverage:
    """Return how far the claims cover the numerals of `text`.

    A numeral is covered by a claim whose evidence holds it and whose value, bounds, ratio or time it equals.
    """
    found = list(numerals(text))
    waived_offsets = {waiver.offset for waiver in waivers}
    covered = [numeral for numeral in found if any(map(partial(_states, numeral), claims))]
    waived = [n for n in found if n not in covered and n.start in waived_offsets]
    uncovered = tuple(n for n in found if n not in covered and n not in waived)
    return Coverage(len(found), len(covered), len(waived), uncovered)


def uncovered_errors(text: str, result: Coverage, place: Place) -> Iterator[UncoveredNumeralError]:
    """Yield an error for each numeral that nothing covers."""
    for numeral in result.uncovered:
        yield UncoveredNumeralError(numeral.text, numeral.start, sentence_at(numeral.start, text), place)


def _states(numeral: Numeral, claim: Claim) -> bool:
    held = any(span.covers(numeral.start, numeral.end) for span in claim.spans())
    return held and not numeral.numbers.isdisjoint(_numbers(claim))


def _numbers(claim: Claim) -> set[Decimal]:
    """Return the numbers that a claim states: bounds, the parts of its dates, the length in years of its time."""
    found = {bound for bound in (claim.lower, claim.upper) if isinstance(bound, Decimal)}
    for literal in (claim.value, claim.lower, claim.upper):
        if isinstance(literal, Literal) and date_datatype(literal.value):
            found.update(Decimal(part) for part in literal.value.split("-") if part)
    if claim.valid:
        found.add(Decimal(claim.valid.start.year))
        if claim.time_precision is TimePrecision.DAY and claim.time_rule is None:
            found.update(Decimal(day) for day in (claim.valid.start.day, claim.valid.last.day))
        if claim.baseline:
            found.add(Decimal(claim.valid.start.year - claim.baseline.start.year))
    return found
