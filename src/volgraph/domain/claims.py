"""The claim: one flat node that says what a source states, and how it is read from and written to RDF."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from volgraph.domain.names import nearest
from volgraph.domain.quantities import canonical, disagreement
from volgraph.domain.text import Span
from volgraph.domain.times import Interval, in_calendar
from volgraph.domain.vocabulary import (
    DCT,
    OA,
    PROV,
    SCHEMA,
    SKOS,
    TYPE,
    VG,
    XSD,
    Comparator,
    Concept,
    Confidence,
    Modality,
    Qualifier,
    TimePrecision,
    TimeRole,
    TimeRule,
    Voice,
    integer,
    typed,
)
from volgraph.errors import ClaimError, Place

Term = NamedNode | Literal
Description = list[tuple[NamedNode, Term]]
"""The predicates and objects of one subject."""


class ClaimKind(Enum):
    """The three kinds of claim; the value is the class."""

    QUANTITY = VG["QuantityClaim"]
    VALUE = VG["ValueClaim"]
    RELATION = VG["RelationClaim"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a source, or a speaker quoted in it, states.

    `lower` and `upper` are numbers of the unit, or dates of a value claim. `valid_from` and `valid_until`,
    `baseline_from` and `baseline_until` are half-open. `evidence` and `contexts` are words of `text`.
    The fields are described term by term in `ontology/volgraph.ttl`.
    """

    iri: NamedNode
    kind: ClaimKind
    row: str
    source: NamedNode | None = None
    voice: Voice
    speaker: NamedNode | None = None
    modality: Modality
    confidence: Confidence
    subject: NamedNode | None = None
    predicate: NamedNode | None = None
    object: NamedNode | None = None
    measure: NamedNode | None = None
    comparator: Comparator | None = None
    lower: Decimal | Literal | None = None
    upper: Decimal | Literal | None = None
    value: Literal | None = None
    unit: NamedNode | None = None
    counts: NamedNode | None = None
    per: NamedNode | None = None
    as_written: Literal | None = None
    time_as_written: Literal | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    time_precision: TimePrecision | None = None
    time_role: TimeRole | None = None
    time_rule: TimeRule | None = None
    time_resolution: NamedNode | None = None
    baseline_from: date | None = None
    baseline_until: date | None = None
    places: tuple[NamedNode, ...] = ()
    qualifiers: tuple[Qualifier, ...] = ()
    unknown: tuple[NamedNode, ...] = ()
    rests_on: tuple[NamedNode, ...] = ()
    origin: NamedNode | None = None
    locator: Literal | None = None
    derived_from: tuple[NamedNode, ...] = ()
    revision_of: NamedNode | None = None
    note: Literal | None = None
    evidence: Span | None = None
    contexts: tuple[Span, ...] = ()
    text: NamedNode | None = None

    @property
    def valid(self) -> Interval | None:
        """The time at which the claim holds."""
        return _interval(self.valid_from, self.valid_until)

    @property
    def baseline(self) -> Interval | None:
        """The time that a ratio counts from."""
        return _interval(self.baseline_from, self.baseline_until)

    def spans(self) -> tuple[Span, ...]:
        """Return the words that state the claim: core first, then context."""
        return ((self.evidence,) if self.evidence else ()) + self.contexts


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim as an author writes it: with quotes, not yet with offsets."""

    claim: Claim
    quote: str | None
    context_quotes: tuple[str, ...]


def _interval(start: date | None, end: date | None) -> Interval | None:
    return Interval(start, end) if start and end else None


@dataclass(frozen=True, slots=True)
class _Field:
    """How a field of `Claim` is written: its property, and the two ways between term and value."""

    name: str
    property: NamedNode
    read: Callable[[Term], Any]
    write: Callable[[Any], Term]


def _node(term: Term) -> NamedNode:
    if not isinstance(term, NamedNode):
        raise ValueError("must be an IRI")
    return term


def _literal(term: Term) -> Literal:
    if not isinstance(term, Literal):
        raise ValueError("must be a literal")
    return term


def _string(term: Term) -> str:
    return _literal(term).value


def _date(term: Term) -> date:
    literal = _literal(term)
    if literal.datatype != XSD["date"]:
        raise ValueError('must be an xsd:date such as "2023-06-20"^^xsd:date')
    return date.fromisoformat(literal.value)


def _bound(term: Term) -> Decimal | Literal:
    literal = _literal(term)
    if literal.datatype not in (XSD["decimal"], XSD["integer"]):
        return literal
    try:
        return Decimal(literal.value)
    except InvalidOperation:
        raise ValueError(f"“{literal.value}” is not a number") from None


def _write_bound(bound: Decimal | Literal) -> Literal:
    return typed(canonical(bound), "decimal") if isinstance(bound, Decimal) else bound


def _concept(concepts: type[Concept]) -> Callable[[Term], Concept]:
    by_node = {concept.node: concept for concept in concepts}

    def read(term: Term) -> Concept:
        if term not in by_node:
            names = ", ".join(f"vg:{concept.value}" for concept in concepts)
            raise ValueError(f"must be one of {names}")
        return by_node[_node(term)]

    return read


def _same(term: Any) -> Term:
    return term  # type: ignore[no-any-return]


def _of_concept(name: str, concepts: type[Concept], local: str) -> _Field:
    return _Field(name, VG[local], _concept(concepts), lambda concept: concept.node)


def _of_node(name: str, predicate: NamedNode) -> _Field:
    return _Field(name, predicate, _node, _same)


def _of_literal(name: str, predicate: NamedNode) -> _Field:
    return _Field(name, predicate, _literal, _same)


def _of_date(name: str, local: str) -> _Field:
    return _Field(name, VG[local], _date, lambda day: typed(day.isoformat(), "date"))


_FIELDS = (
    _Field("row", DCT["identifier"], _string, lambda row: Literal(row)),
    _of_node("source", VG["statedIn"]),
    _of_concept("voice", Voice, "voice"),
    _of_node("speaker", VG["speaker"]),
    _of_concept("modality", Modality, "modality"),
    _of_concept("confidence", Confidence, "confidence"),
    _of_node("subject", VG["subject"]),
    _of_node("predicate", VG["predicate"]),
    _of_node("object", VG["object"]),
    _of_node("measure", VG["measure"]),
    _of_concept("comparator", Comparator, "comparator"),
    _Field("lower", VG["lower"], _bound, _write_bound),
    _Field("upper", VG["upper"], _bound, _write_bound),
    _of_literal("value", VG["value"]),
    _of_node("unit", VG["unit"]),
    _of_node("counts", VG["counts"]),
    _of_node("per", VG["per"]),
    _of_literal("as_written", VG["asWritten"]),
    _of_literal("time_as_written", VG["timeAsWritten"]),
    _of_date("valid_from", "validFrom"),
    _of_date("valid_until", "validUntil"),
    _of_concept("time_precision", TimePrecision, "timePrecision"),
    _of_concept("time_role", TimeRole, "timeRole"),
    _of_concept("time_rule", TimeRule, "timeRule"),
    _of_node("time_resolution", VG["timeResolution"]),
    _of_date("baseline_from", "baselineFrom"),
    _of_date("baseline_until", "baselineUntil"),
    _of_node("places", SCHEMA["spatialCoverage"]),
    _of_concept("qualifiers", Qualifier, "qualifier"),
    _of_node("unknown", VG["unknown"]),
    _of_node("rests_on", VG["restsOn"]),
    _of_node("origin", VG["origin"]),
    _of_literal("locator", VG["locator"]),
    _of_node("derived_from", PROV["wasDerivedFrom"]),
    _of_node("revision_of", PROV["wasRevisionOf"]),
    _of_literal("note", SKOS["editorialNote"]),
)
_DATES = {XSD[name] for name in ("date", "gYearMonth", "gYear", "gMonthDay")}
_BY_PROPERTY = {field.property: field for field in _FIELDS}
_MANY = {"places", "qualifiers", "unknown", "rests_on", "derived_from"}
_REQUIRED = {field.name for field in fields(Claim) if field.name in {"row", "voice", "modality", "confidence"}}
_QUOTE, _CONTEXT_QUOTE = VG["quote"], VG["contextQuote"]


def read_claim(iri: NamedNode, kind: ClaimKind, description: Description, place: Place) -> Draft:
    """Return the claim that an author wrote as a node of a Turtle file.

    Raises:
        ClaimError: a property is unknown, missing, given twice or of the wrong form.
    """
    values: dict[str, Any] = {}
    quotes: dict[NamedNode, list[str]] = {_QUOTE: [], _CONTEXT_QUOTE: []}
    for predicate, term in description:
        if predicate == TYPE:
            continue
        if predicate in quotes:
            quotes[predicate].append(_string(term))
            continue
        field = _BY_PROPERTY.get(predicate)
        if field is None:
            known = [property.value for property in (*_BY_PROPERTY, *quotes)]
            hint = " or ".join(nearest(predicate.value, known)) or "a property of vg:Claim"
            raise ClaimError(f"a claim has no property {predicate.value}; did you mean {hint}?", place)
        try:
            value = field.read(term)
        except ValueError as error:
            raise ClaimError(f"{predicate.value} {error}", place) from None
        if field.name in _MANY:
            values[field.name] = (*values.get(field.name, ()), value)
        elif field.name in values:
            raise ClaimError(f"{predicate.value} is given twice: write two claims, or one value", place)
        else:
            values[field.name] = value
    for name in sorted(_REQUIRED - values.keys()):
        missing = next(field.property.value for field in _FIELDS if field.name == name)
        raise ClaimError(f"{missing} is missing", place)
    if len(quotes[_QUOTE]) > 1:
        raise ClaimError("vg:quote is given twice: the words beside the core are a vg:contextQuote", place)
    claim = Claim(iri=iri, kind=kind, **values)
    core = quotes[_QUOTE][0] if quotes[_QUOTE] else None
    return Draft(claim, core, tuple(sorted(quotes[_CONTEXT_QUOTE])))


def check(claim: Claim, place: Place) -> None:
    """Raise `ClaimError` if the parts of a claim do not hold together."""
    problem = _problem(claim)
    if problem:
        raise ClaimError(problem, place)


def _problem(claim: Claim) -> str | None:
    for name, start, end in (
        ("valid time", claim.valid_from, claim.valid_until),
        ("baseline", claim.baseline_from, claim.baseline_until),
    ):
        if (start is None) != (end is None) or (start and end and start >= end):
            return f"the {name} from {start} until {end} is not an interval: the end is the day after the last"
    if claim.kind is ClaimKind.RELATION:
        missing = [name for name in ("subject", "predicate", "object") if getattr(claim, name) is None]
        return f"a relation claim needs {' and '.join(missing)}" if missing else None
    if claim.measure is None:
        return "a quantity or value claim needs a measure"
    if claim.comparator is None:
        return "a quantity or value claim needs a comparator"
    if claim.kind is ClaimKind.VALUE:
        dates = (v for v in (claim.value, claim.lower, claim.upper) if isinstance(v, Literal) and v.datatype in _DATES)
        wrong = next((date for date in dates if not in_calendar(date.value)), None)
        return f"the calendar has no “{wrong.value}”: write a date such as 2023-06-20" if wrong else None
    lower, upper = claim.lower, claim.upper
    if isinstance(lower, Literal) or isinstance(upper, Literal):
        return "the bounds of a quantity are xsd:decimal"
    reason = disagreement(claim.comparator, lower, upper)
    return f"the claim {reason}" if reason else None


def claim_triples(claim: Claim) -> Iterator[Triple]:
    """Yield the claim and its evidence as triples, without blank nodes."""
    yield Triple(claim.iri, TYPE, claim.kind.value)
    for field in _FIELDS:
        value = getattr(claim, field.name)
        if field.name in _MANY:
            for item in value:
                yield Triple(claim.iri, field.property, field.write(item))
        elif value is not None:
            yield Triple(claim.iri, field.property, field.write(value))
    if claim.evidence and claim.text:
        yield from _evidence(claim, VG["evidence"], "evidence", claim.evidence)
        for number, span in enumerate(claim.contexts, 1):
            yield from _evidence(claim, VG["contextEvidence"], f"context/{number}", span)


def _evidence(claim: Claim, link: NamedNode, path: str, span: Span) -> Iterator[Triple]:
    """Yield words of a text as a Web Annotation specific resource with two selectors.

    https://www.w3.org/TR/annotation-model/#selectors
    """
    node, quote, position = (NamedNode(f"{claim.iri.value}/{path}{part}") for part in ("", "/quote", "/position"))
    assert claim.text is not None
    yield from _statements(
        (claim.iri, link, node),
        (node, TYPE, OA["SpecificResource"]),
        (node, OA["hasSource"], claim.text),
        (node, OA["hasSelector"], quote),
        (node, OA["hasSelector"], position),
        (quote, TYPE, OA["TextQuoteSelector"]),
        (quote, OA["exact"], Literal(span.exact)),
        (quote, OA["prefix"], Literal(span.prefix)),
        (quote, OA["suffix"], Literal(span.suffix)),
        (position, TYPE, OA["TextPositionSelector"]),
        (position, OA["start"], integer(span.start)),
        (position, OA["end"], integer(span.end)),
    )


def _statements(*statements: tuple[NamedNode, NamedNode, Term]) -> Iterable[Triple]:
    return (Triple(*statement) for statement in statements)
