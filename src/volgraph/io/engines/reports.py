"""Reading the results of an engine from the triples of its report."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from volgraph.domain.validation import Result
from volgraph.io.engines.messages import stated
from volgraph.io.engines.shapes import SH, ShapesGraph

Properties = dict[str, list[str]]
"""The objects of a node's triples by predicate, as N-Triples writes them."""

_TRIPLE = re.compile(r"^(\S+) <([^>]*)> (.*) \.$", re.MULTILINE)
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@(\S+)|\^\^<[^>]*>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_CONFORMS = re.compile(rf"^(_:\S+) <{re.escape(SH)}conforms> ", re.MULTILINE)
_OURS = re.compile(r"_:[ds]\d+b\d+")
"""Blank nodes of the files that an engine was given, see `volgraph.io.graph_files`."""


def read_report(ntriples: str, shapes: ShapesGraph) -> Iterator[Result]:
    """Yield the results of a report in N-Triples as an engine writes it: a triple a line, those of a node together.

    A report may copy what data and shapes say of their blank nodes, which may be reports themselves, and it may have
    results as details of others: its own are those that its root names, and nothing names the root.

    Reading line by line knows no longest literal, as a parser does.
    """
    root = next(node for node in _CONFORMS.findall(ntriples) if _is_root(node, ntriples))
    own = set(re.findall(rf"^{re.escape(root)} <{re.escape(SH)}result> (\S+) \.$", ntriples, re.MULTILINE))
    for subject, lines in groupby(_TRIPLE.finditer(ntriples), key=lambda line: line[1]):
        if subject not in own:
            continue
        properties: Properties = {}
        for line in lines:
            properties.setdefault(line[2], []).append(line[3])
        yield result_of(properties, shapes)


def _is_root(node: str, ntriples: str) -> bool:
    return not _OURS.fullmatch(node) and f" {node} .\n" not in ntriples


def result_of(properties: Mapping[str, list[str]], shapes: ShapesGraph) -> Result:
    """Return a result from its properties.

    A path that is no IRI is read from the shape, of which it is a copy in any report.
    https://www.w3.org/TR/shacl/#results-path
    """

    def term(name: str) -> str:
        return next(iter(properties.get(SH + name, ())), "")

    shape, path, component = term("sourceShape"), term("resultPath"), term("sourceConstraintComponent")
    return Result(
        focus=term("focusNode"),
        path=shapes.path_of(shape) if path.startswith("_:") else path,
        value=term("value"),
        component=component,
        shape=shape,
        severity=term("resultSeverity").removeprefix("<").removesuffix(">").removeprefix(SH),
        messages=stated(shapes, shape, component) or _messages(properties.get(f"{SH}resultMessage", [])),
    )


def _messages(literals: list[str]) -> dict[str, str]:
    """Return a text a language; several in one language are put together."""
    texts: dict[str, list[str]] = {}
    for literal in literals:
        if match := _LITERAL.fullmatch(literal):
            texts.setdefault(match[2] or "", []).append(_ESCAPE.sub(_unescaped, match[1]))
    return {language: " ".join(sorted(found)) for language, found in sorted(texts.items())}


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(escape[3], escape[3])
