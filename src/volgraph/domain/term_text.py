"""Terms as N-Triples writes them, and the values by which two writings of a literal are the same."""

from decimal import Decimal, InvalidOperation

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

Term = NamedNode | BlankNode | Literal

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DECIMAL = {
    *("decimal", "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger"),
    *("nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
}
_FLOAT = {"float", "double"}
_MOST_DIGITS = 400
"""Longer numbers are their text: no engine computes with them."""


def term_of(text: str) -> Term | None:
    """Return the term that a text writes, or None if it is none, as "" is.

    Args:
        text: `<iri>`, `_:label` or a literal with its quotes.
    """
    if not text:
        return None
    try:
        if text.startswith("<") and "\\" not in text:
            return NamedNode(text[1:-1])
        if text.startswith("_:"):
            return BlankNode(text[2:])
        found = next(parse(f"<x:s> <x:p> {text} .", format=RdfFormat.N_TRIPLES)).object
    except (SyntaxError, ValueError):
        return None
    return found if isinstance(found, NamedNode | BlankNode | Literal) else None


def value_of(term: object) -> tuple[str, object] | None:
    """Return a number or boolean that engines may write in another way, or None if a term is neither."""
    if not isinstance(term, Literal) or not term.datatype.value.startswith(_XSD):
        return None
    kind, text = term.datatype.value.removeprefix(_XSD), term.value.strip()
    try:
        if kind in _DECIMAL and len(text) <= _MOST_DIGITS:
            number = Decimal(text)
            return ("number", number) if number.is_finite() else None
        if kind in _FLOAT:
            return kind, float(text)
    except (InvalidOperation, ValueError):
        return None
    return (kind, text in ("true", "1")) if kind == "boolean" else None
