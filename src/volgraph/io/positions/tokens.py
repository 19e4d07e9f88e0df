"""The tokens of Turtle and TriG, told apart by one regular expression.

It reads the bytes of files that a parser has accepted, so that it need not know which letters a name may have: every
byte beyond ASCII counts as one. https://www.w3.org/TR/turtle/#sec-grammar
"""

import re

SKIPPED, TERM, LITERAL, STRING, SEMICOLON, STOP, OPEN, CLOSE, END = range(1, 10)
"""What a match of `TOKEN` is, by its `lastindex`; one without is newer than RDF 1.1.

What is skipped are directives, commas, and the word before a graph's name. A literal has a language or a datatype, a
string has neither.
"""


def _any(*patterns: bytes) -> bytes:
    return b"(?:" + b"|".join(patterns) + b")"


SPACE = rb"(?:[ \t\r\n]++|#[^\r\n]*+)"
_NAME = rb"[0-9A-Za-z_\x80-\xff-]"
_PREFIX = rb"(?:[A-Za-z\x80-\xff][0-9A-Za-z_.\x80-\xff-]*+)?:"
_LOCAL = (
    rb"(?:(?:[0-9A-Za-z_:\x80-\xff]|%|\\.)(?:[0-9A-Za-z_:%\x80-\xff-]++|\\.|\.++(?=[0-9A-Za-z_:%\\\x80-\xff-]))*+)?"
)
_NUMBER = rb"[+-]?(?:(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)[eE][+-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++)"
_WORD = rb"[A-Za-z]++"  # a, true, false
IRI = rb"<[^<>]*+>"
BLANK = rb"_:" + _NAME + rb"(?:" + _NAME + rb"++|\.++(?=" + _NAME + rb"))*+"
QUOTED = _any(
    rb'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""',
    rb"'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''",
    rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"',
    rb"'[^'\\]*+(?:\\.[^'\\]*+)*+'",
)
_SUFFIX = SPACE + rb"*+" + _any(rb"@[A-Za-z0-9-]++", rb"\^\^" + SPACE + rb"*+" + _any(IRI, _PREFIX + _LOCAL))
_DIRECTIVE = _any(
    _any(rb"@prefix" + SPACE + rb"*+", rb"(?i:prefix)" + SPACE + rb"++") + _PREFIX + SPACE + rb"*+" + IRI,
    rb"@?(?i:base)" + SPACE + rb"*+" + IRI,
    rb"@?(?i:version)" + SPACE + rb"*+" + QUOTED,
)
_GRAPH = rb"(?i:graph)(?![0-9A-Za-z_.:\x80-\xff-])"

_KINDS = {
    SKIPPED: _any(rb",", _DIRECTIVE, _GRAPH),
    TERM: _any(IRI, _PREFIX + _LOCAL, BLANK, _NUMBER, _WORD),
    LITERAL: QUOTED + _SUFFIX,
    STRING: QUOTED,
    SEMICOLON: rb";",
    STOP: rb"[.{}]",
    OPEN: rb"[\[(]",
    CLOSE: rb"[\])]",
    END: rb"\Z",
}
TOKEN = re.compile(SPACE + rb"*+(?:" + b"|".join(b"(" + kind + b")" for kind in _KINDS.values()) + b"|.)", re.DOTALL)

_BETWEEN = rb"[ \t\r\n]*+"
_PARTS = _any(*(_KINDS[kind] for kind in (TERM, LITERAL, STRING)), rb"[,;]")
PLAIN = re.compile(SPACE + rb"*+(?!" + _any(_DIRECTIVE, _GRAPH) + rb")((?:" + _PARTS + _BETWEEN + rb")++)\.", re.DOTALL)
"""A statement, up to its full stop, that has no brackets and no comments in it."""

TEXT = re.compile(_any(QUOTED, IRI, rb"\\."), re.DOTALL)
"""In what of such a statement a comma or a semicolon does not stand between terms."""

FURTHER_PREDICATE = re.compile(rb";[ \t\r\n;]*+(?=[^ \t\r\n;])")
"""What stands before each predicate but the first, where such texts are taken out."""
