"""Rows, measures and claims that differ from each other only in what a test is about."""

from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from pyoxigraph import NamedNode

from volgraph.domain.claim_table import CLAIM_COLUMNS
from volgraph.domain.claims import Claim, ClaimKind
from volgraph.domain.comparison import Discrepancy, compare
from volgraph.domain.figures import Record, record_of
from volgraph.domain.iris import Base
from volgraph.domain.measures import Measure
from volgraph.domain.rows import Row
from volgraph.domain.times import Interval, interval_of
from volgraph.domain.vocabulary import (
    Comparator,
    Confidence,
    MeasureKind,
    Modality,
    TimePrecision,
    Voice,
)

BASE = Base()
PERSONS = BASE.thing("counted/persons")
ONE_BOUND = {
    Comparator.MORE_THAN: "lower",
    Comparator.AT_LEAST: "lower",
    Comparator.LESS_THAN: "upper",
    Comparator.AT_MOST: "upper",
}


def row(columns: tuple[str, ...] = CLAIM_COLUMNS, **cells: str) -> Row:
    """Return a row of `t.csv`, line 7; the cells that are not named are empty."""
    assert set(cells) <= set(columns)
    return Row("t.csv", 7, {column: cells.get(column, "") for column in columns})


def measure(kind: MeasureKind, name: str = "m", window_days: int = 0, **more: Any) -> Measure:
    """Return a measure of a country."""
    labels = MappingProxyType({"kk": "Өлшем", "ru": "Величина", "en": "Measure"})
    given: dict[str, Any] = {
        "iri": BASE.thing(f"measure/{name}"),
        "subject": BASE.thing("country/kazakhstan"),
        "properties": (name,),
        "claim": ClaimKind.QUANTITY,
        "unit": None,
        "counts": PERSONS,
        "ratio_of": None,
        "predicate": None,
        "labels": labels,
        "scopes": labels,
    }
    return Measure(kind=kind, window_days=window_days, **{**given, **more})


def bounds(comparator: Comparator, number: str) -> dict[str, Decimal]:
    """Return the bounds that a quantity claim writes for a number or a range such as `5-7`."""
    low, _, high = number.partition("-")
    if comparator in ONE_BOUND:
        return {ONE_BOUND[comparator]: Decimal(low)}
    return {"lower": Decimal(low), "upper": Decimal(high or low)}


_PRECISIONS = {1: TimePrecision.YEAR, 2: TimePrecision.MONTH, 3: TimePrecision.DAY}


def days(text: str) -> tuple[Interval, TimePrecision]:
    """Return the days of `2023`, `2023-06`, `2023-06-20` or `2023-06-20/2023-06-22` (its end is exclusive)."""
    if "/" in text:
        first, _, last = text.partition("/")
        return Interval(date.fromisoformat(first), date.fromisoformat(last)), TimePrecision.PERIOD
    interval = interval_of(text)
    assert interval is not None
    return interval, _PRECISIONS[text.count("-") + 1]


def quantity(name: str, figure: str, time: str = "", **more: Any) -> Claim:
    """Return a claim such as `quantity("a", "> 50", "2023-06-20")`.

    Args:
        name: the end of its IRI.
        figure: a sign and a number.
        time: its valid time, see `days`.
        more: other fields of the claim; `baseline` is a time too.
    """
    sign, _, number = figure.partition(" ")
    comparator = SIGNS[sign]
    fields: dict[str, Any] = {"counts": PERSONS, **bounds(comparator, number)}
    if time:
        valid, precision = days(time)
        fields |= {"valid_from": valid.start, "valid_until": valid.end, "time_precision": precision}
    if baseline := more.pop("baseline", None):
        start, _ = days(baseline)
        fields |= {"baseline_from": start.start, "baseline_until": start.end}
    return claim(name, ClaimKind.QUANTITY, comparator=comparator, **{**fields, **more})


SIGNS = {
    "=": Comparator.EQUAL,
    ">": Comparator.MORE_THAN,
    ">=": Comparator.AT_LEAST,
    "<": Comparator.LESS_THAN,
    "<=": Comparator.AT_MOST,
    "..": Comparator.RANGE,
    "~": Comparator.APPROXIMATELY,
    "~<": Comparator.APPROXIMATELY_BELOW,
    "~>": Comparator.APPROXIMATELY_ABOVE,
}


def claim(name: str, kind: ClaimKind, **more: Any) -> Claim:
    """Return a claim of the source of its name."""
    fields: dict[str, Any] = {
        "row": name,
        "source": BASE.thing(f"source/{name}"),
        "voice": Voice.NOT_RECORDED,
        "modality": Modality.STATED,
        "confidence": Confidence.HIGH,
    }
    return Claim(iri=BASE.thing(f"source/{name}/claim/{name}"), kind=kind, **{**fields, **more})


def records(of: Measure, *claims: Claim) -> list[Record]:
    """Return what comparing needs of the claims on a measure."""
    found = [record_of(claim, of) for claim in claims]
    return [record for record in found if record]


def found(of: Measure, *claims: Claim, **more: Any) -> list[tuple[str, list[str]]]:
    """Return the type of each discrepancy, and the names of its claims in order."""
    return [(d.kind.value, names(d)) for d in compare(of, records(of, *claims), **more)]


def names(discrepancy: Discrepancy) -> list[str]:
    """Return the names of the claims of a discrepancy, sorted."""
    return sorted(record.claim.value.rsplit("/", 1)[-1] for record in discrepancy.records)


def name_of(iri: str, language: str) -> str:
    """Return the end of an IRI with its language."""
    return f"{iri.rsplit('/', 1)[-1]}@{language}"


def thing(path: str) -> NamedNode:
    """Return a thing of the default base."""
    return BASE.thing(path)
