"""Where the terms of N-Triples and N-Quads stand: a triple a line."""

import re
from collections.abc import Iterator

from volgraph.io.positions.ranges import Range, Ranges
from volgraph.io.positions.tokens import IRI

_STATEMENT = re.compile(rb"(?:[ \t\r\n]++|#[^\r\n]*+)*+(?:([^\r\n]++)|\Z)")
# As in N-Triples 1.1, the label of a blank node may have colons.
_BLANK = rb"_:[0-9A-Za-z_:\x80-\xff](?:[0-9A-Za-z_:\x80-\xff-]++|\.++(?=[0-9A-Za-z_:\x80-\xff-]))*+"
_NODE = rb"(" + IRI + rb"|" + _BLANK + rb")"
_LITERAL = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"(?:[ \t]*+(?:@[A-Za-z0-9-]++|\^\^[ \t]*+' + IRI + rb"))?"
_SPACE = rb"[ \t]*+"
_TERMS = re.compile(
    _NODE + _SPACE + rb"(" + IRI + rb")" + _SPACE + rb"(" + IRI + rb"|" + _BLANK + rb"|" + _LITERAL + rb")"
)


def scan(text: bytes, start: int = 0) -> Iterator[Range]:
    """Yield where each statement stands, from its first byte to the end of its line.

    Args:
        text: N-Triples or N-Quads that pyoxigraph accepts.
        start: the byte at which to begin.
    """
    return (statement.span(1) for statement in _STATEMENT.finditer(text, start) if statement.lastindex)


def terms(text: bytes, statement: Range) -> Ranges:
    """Return where the terms of a statement stand; of one that holds a triple term, the whole line each time."""
    match = _TERMS.match(text, *statement)
    return (match.span(1), match.span(2), match.span(3)) if match else (statement, statement, statement)
