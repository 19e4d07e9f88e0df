"""Regular expressions that an engine rejects, or that engines read in different ways.

A pattern means what SPARQL's REGEX makes of it, https://www.w3.org/TR/shacl/#PatternConstraintComponent, and that is
XPath's language, https://www.w3.org/TR/xpath-functions-31/#regex-syntax. pySHACL asks Python's `re`, engines in Rust
ask Oxigraph.
"""

import re
import warnings
from collections.abc import Iterator

from pyoxigraph import Literal

from volgraph.domain.lint_words import Reason
from volgraph.domain.vocabulary import SH
from volgraph.io.lint.asking import reads_pattern
from volgraph.io.lint.graph import Finding, Spot
from volgraph.io.lint.shapes import Shapes

_FLAGS = "smixq"
_SEEN_BY_PYSHACL = "im"
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_XPATH_ESCAPES = set("nrt\\|.-^?*+{}()[]$sSiIcCdDwWpP123456789")
_GROUP = re.compile(r"(?<!\\)(?:\\\\)*\(\?(?!:)")
_POSSESSIVE = re.compile(r"(?<!\\)(?:\\\\)*[*+?}]\+")
_SUBTRACTION = re.compile(r"\[[^\]]*-\[")


def patterns(shapes: Shapes) -> Iterator[Finding]:
    """Yield a finding for each pattern with a reason to distrust it, and each letter that is no flag."""
    graph = shapes.graph
    for node in shapes.nodes:
        flags = _text(graph.value(node, SH["flags"]))
        for value in graph.values(node, SH["flags"])[:1]:
            for flag in sorted(set(_text(value)) - set(_FLAGS)):
                yield Finding("unknown-flag", graph.spot(node, SH["flags"], value), {"flag": flag})
        for value in graph.values(node, SH["pattern"]):
            if isinstance(value, Literal):
                known = "".join(flag for flag in flags if flag in _FLAGS)
                yield from _of_pattern(value.value, known, graph.spot(node, SH["pattern"], value))


def _text(value: object) -> str:
    return value.value if isinstance(value, Literal) else ""


def _of_pattern(pattern: str, flags: str, spot: Spot | None) -> Iterator[Finding]:
    shown = f"“{pattern}”" if len(pattern) <= 80 else f"“{pattern[:79]}…”"
    python, rust = _python_reads(pattern), reads_pattern(pattern, flags)
    if not python and not rust:
        yield Finding("invalid-pattern", spot, {"pattern": shown, "reason": Reason.NO_ENGINE})
        return
    for reason in _doubts(pattern, flags, python=python, rust=rust):
        yield Finding("pattern-not-portable", spot, {"pattern": shown, "reason": reason})


def _doubts(pattern: str, flags: str, *, python: bool, rust: bool) -> Iterator[Reason]:
    if "q" in flags:
        if re.escape(pattern) != pattern:
            yield Reason.LITERALLY
        return
    if not rust:
        yield Reason.ONLY_PYTHON
    elif not python:
        yield Reason.ONLY_RUST
    elif _POSSESSIVE.search(pattern):
        yield Reason.POSSESSIVE
    elif _SUBTRACTION.search(pattern):
        yield Reason.SUBTRACTION
    elif _GROUP.search(pattern) or set(_ESCAPED.findall(pattern)) - _XPATH_ESCAPES:
        yield Reason.NOT_XPATH
    if set(flags) - set(_SEEN_BY_PYSHACL):
        yield Reason.FLAG_IGNORED


def _python_reads(pattern: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of nested sets, which the doubts name
        try:
            re.compile(pattern)
        except (re.error, RecursionError, OverflowError):
            return False
    return True
