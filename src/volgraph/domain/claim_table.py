"""What a row of a claims table means; `data/README.md` describes each column."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from volgraph.domain.catalogue import CONFIDENCES, Unit, named_thing, thing
from volgraph.domain.claims import Claim, ClaimKind
from volgraph.domain.iris import Base, child
from volgraph.domain.measures import Measure, Pair
from volgraph.domain.names import nearest
from volgraph.domain.rows import Row
from volgraph.domain.times import date_datatype, in_calendar
from volgraph.domain.vocabulary import (
    VG,
    Comparator,
    Modality,
    Qualifier,
    TimePrecision,
    TimeRole,
    TimeRule,
    Voice,
    typed,
)
from volgraph.errors import TableError, UnknownNameError

CLAIM_COLUMNS = (
    *("row", "part", "source", "subject", "property", "comparator", "value", "upper", "unit", "per"),
    *("as_written", "as_written_lang", "valid_from", "valid_until", "precision", "time_role", "time_rule"),
    *("place", "speaker", "voice", "modality", "baseline_from", "baseline_until", "qualifier", "locator"),
    *("confidence", "origin", "rests_on", "note"),
)
COMPARATORS = {
    "eq": Comparator.EQUAL,
    "gt": Comparator.MORE_THAN,
    "ge": Comparator.AT_LEAST,
    "lt": Comparator.LESS_THAN,
    "le": Comparator.AT_MOST,
    "range": Comparator.RANGE,
    "approx": Comparator.APPROXIMATELY,
    "approx-below": Comparator.APPROXIMATELY_BELOW,
    "approx-above": Comparator.APPROXIMATELY_ABOVE,
    "none": Comparator.NOT_COMPARABLE,
}
_PRECISIONS = {precision.value.lower(): precision for precision in TimePrecision}
_ROLES = {
    "reference-period": TimeRole.REFERENCE_PERIOD,
    "as-of": TimeRole.AS_OF,
    "event": TimeRole.EVENT_TIME,
    "reported-on": TimeRole.REPORTED_ON,
    "not-stated": TimeRole.NOT_STATED,
}
_RULES: dict[str, TimeRule | None] = {
    "": None,
    "forum-days": TimeRule.FORUM_DAYS,
    "same-release": TimeRule.SAME_RELEASE,
    "url-date": TimeRule.URL_DATE,
    "text-date": TimeRule.TEXT_DATE,
    "page-context": TimeRule.PAGE_CONTEXT,
}
_VOICES = {"attributed": Voice.ATTRIBUTED, "not-recorded": Voice.NOT_RECORDED, "editor": Voice.EDITOR}
_MODALITIES = {modality.value.lower(): modality for modality in Modality}
_QUALIFIERS = {
    "one-of": Qualifier.ONE_OF,
    "only": Qualifier.ONLY,
    "every": Qualifier.EVERY,
    "reached": Qualifier.REACHED,
}
_UNKNOWN_UNIT = "unknown"


@dataclass(frozen=True, slots=True)
class ClaimTables:
    """What a row of a claims table refers to: pairs of subject and property, units, and known sources."""

    base: Base
    pairs: Mapping[tuple[NamedNode, str], Pair]
    units: Mapping[str, Unit]
    sources: Mapping[str, NamedNode]


def claim_of(row: Row, tables: ClaimTables) -> Claim:
    """Return the claim of a row of a claims table.

    Raises:
        InputError: a cell cannot be used; the error names the row and the column.
    """
    base = tables.base
    source = row.choice("source", "source", tables.sources)
    subject = named_thing(row.required("subject"), row, "subject", base)
    pair = _pair(row, subject, tables)
    part = f"-{row.slug('part')}" if row["part"] else ""
    voice = row.choice("voice", "voice", _VOICES, "attributed" if row["speaker"] else "not-recorded")
    editor = voice is Voice.EDITOR
    claim = Claim(
        iri=child(source, f"claim/{row.slug('row')}{part}"),
        kind=pair.claim,
        row=row["row"],
        source=None if editor else source,
        derived_from=(source,) if editor else (),
        voice=voice,
        speaker=thing(row, "speaker", base),
        modality=row.choice("modality", "modality", _MODALITIES, "stated"),
        confidence=row.choice("confidence", "confidence", CONFIDENCES),
        subject=subject,
        predicate=pair.predicate,
        measure=pair.measure.iri if pair.measure else None,
        as_written=_as_written(row),
        valid_from=row.date("valid_from"),
        valid_until=row.date("valid_until"),
        time_precision=row.choice("precision", "precision", {"": None, **_PRECISIONS}, ""),
        time_role=row.choice("time_role", "time role", _ROLES, "not-stated"),
        time_rule=row.choice("time_rule", "time rule", _RULES, ""),
        baseline_from=row.date("baseline_from"),
        baseline_until=row.date("baseline_until"),
        places=tuple(named_thing(path, row, "place", base) for path in row.list("place")),
        qualifiers=tuple(_qualifier(code, row) for code in row.list("qualifier")),
        rests_on=tuple(named_thing(path, row, "rests_on", base) for path in row.list("rests_on")),
        origin=thing(row, "origin", base),
        locator=Literal(row["locator"]) if row["locator"] else None,
        note=Literal(row["note"], language="en") if row["note"] else None,
    )
    return _FILL[pair.claim](claim, row, tables, pair.measure)


def _pair(row: Row, subject: NamedNode, tables: ClaimTables) -> Pair:
    key = row.required("property")
    pair = tables.pairs.get((subject, key))
    if pair is None:
        known = [name for (thing, name) in tables.pairs if thing == subject]
        name = f"{row['subject']} {key}"
        raise UnknownNameError("measure of the pair", name, nearest(key, known), row.place("property"))
    return pair


def _qualifier(code: str, row: Row) -> Qualifier:
    if code not in _QUALIFIERS:
        raise UnknownNameError("qualifier", code, nearest(code, _QUALIFIERS), row.place("qualifier"))
    return _QUALIFIERS[code]


def _as_written(row: Row) -> Literal | None:
    return Literal(row["as_written"], language=row.language("as_written_lang")) if row["as_written"] else None


def _relation(claim: Claim, row: Row, tables: ClaimTables, measure: Measure | None) -> Claim:
    return replace(claim, object=named_thing(row.required("value"), row, "value", tables.base))


def _value(claim: Claim, row: Row, tables: ClaimTables, measure: Measure | None) -> Claim:
    comparator = row.choice("comparator", "comparator", COMPARATORS, "eq")
    if comparator is Comparator.NOT_COMPARABLE:
        return replace(claim, comparator=comparator)
    literal = _date_or_text(row, "value")
    if comparator is Comparator.RANGE:
        return replace(claim, comparator=comparator, lower=literal, upper=_date_or_text(row, "upper"))
    return replace(claim, comparator=comparator, value=literal)


def _date_or_text(row: Row, column: str) -> Literal:
    text = row.required(column)
    datatype = date_datatype(text)
    if datatype and not in_calendar(text):
        raise TableError(f"the calendar has no “{text}”: write a date such as 2023-06-20", row.place(column))
    return typed(text, datatype) if datatype else Literal(text, language="en")


def _quantity(claim: Claim, row: Row, tables: ClaimTables, measure: Measure | None) -> Claim:
    comparator = row.choice("comparator", "comparator", COMPARATORS, "eq")
    lower, upper = _bounds(comparator, row)
    claim = replace(claim, comparator=comparator, lower=lower, upper=upper)
    if row["per"]:
        claim = replace(claim, per=row.choice("per", "unit", tables.units).iri)
    if row["unit"] == _UNKNOWN_UNIT:
        return replace(claim, unknown=(VG["unit"],))
    unit = row.choice("unit", "unit", tables.units)
    if unit.counted:
        return replace(claim, counts=(measure and measure.counts) or unit.iri)
    if measure and measure.unit and unit.iri != measure.unit:
        raise TableError(f"the unit of this measure is {measure.unit.value}", row.place("unit"))
    return replace(claim, unit=unit.iri)


def _bounds(comparator: Comparator, row: Row) -> tuple[Decimal | None, Decimal | None]:
    if comparator is Comparator.NOT_COMPARABLE:
        return None, None
    row.required("value")
    number = row.number("value")
    if comparator is Comparator.RANGE:
        row.required("upper")
        return number, row.number("upper")
    if comparator in (Comparator.MORE_THAN, Comparator.AT_LEAST):
        return number, None
    if comparator in (Comparator.LESS_THAN, Comparator.AT_MOST):
        return None, number
    return number, number


_FILL: dict[ClaimKind, Callable[[Claim, Row, ClaimTables, Measure | None], Claim]] = {
    ClaimKind.RELATION: _relation,
    ClaimKind.VALUE: _value,
    ClaimKind.QUANTITY: _quantity,
}
