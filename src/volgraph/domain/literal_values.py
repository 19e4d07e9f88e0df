"""What a literal means: one text for all the ways in which engines write the same value."""

import re
from datetime import UTC, datetime

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = {
    *("integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
    *("long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
}
_BINARY = {"float", "double"}
_NUMBER = re.compile(r"([+-]?)0*(\d*)(?:\.(\d*?)0*)?")


def literal_value(term: str) -> str:
    """Return a text that is the same for all spellings of a literal's value.

    Numbers of the datatypes that derive from `xsd:decimal` are one kind, as engines and stores rewrite
    `xsd:nonNegativeInteger` to `xsd:integer`. What is ill-formed keeps its text.

    Args:
        term: as N-Triples writes it.
    """
    literal = _parsed(term)
    if literal is None:
        return term
    if literal.language:
        return f"{_quoted(literal.value)}@{literal.language.lower()}"
    datatype = literal.datatype.value
    if not datatype.startswith(_XSD):
        return f"{_quoted(literal.value)}^^<{datatype}>"
    kind, text = datatype.removeprefix(_XSD), literal.value
    return _value(kind, text.strip()) or f"{_quoted(text)}^^{kind}"


def plain_text(term: str) -> str:
    """Return the text of a literal without its quotes, datatype and language; of another term, "".

    Args:
        term: as N-Triples writes it.
    """
    literal = _parsed(term)
    return literal.value if literal else ""


def _value(kind: str, text: str) -> str | None:
    try:
        if kind in _BINARY:
            return f"{float(text)!r}^^{kind}"
        if kind in _WHOLE or kind == "decimal":
            return _number(text)
        if kind == "boolean":
            return {"true": "true", "1": "true", "false": "false", "0": "false"}.get(text)
        if kind in ("dateTime", "dateTimeStamp"):
            moment = datetime.fromisoformat(text)
            return (moment.astimezone(UTC) if moment.tzinfo else moment).isoformat() + f"^^{kind}"
    except (ValueError, OverflowError):
        return None
    return None


def _number(text: str) -> str | None:
    match = _NUMBER.fullmatch(text)
    if not match or not any(map(str.isdigit, text)):
        return None
    sign, whole, fraction = match.groups()
    digits = f"{whole or '0'}.{fraction}" if fraction else whole or "0"
    return f"{'-' if sign == '-' and digits != '0' else ''}{digits}^^number"


def _parsed(term: str) -> Literal | None:
    try:
        quad = next(parse(f"<x:s> <x:p> {term} .", format=RdfFormat.N_TRIPLES))
    except SyntaxError:
        return None
    return quad.object if isinstance(quad.object, Literal) else None


def _quoted(text: str) -> str:
    return str(Literal(text, datatype=NamedNode(f"{_XSD}string")))
