"""Reading back what stands at the places of a file's triples, to hold it against what the parser reads."""

import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from volgraph.io.positions import Part, Span, locate
from volgraph.io.rdf_files import format_of

Term = NamedNode | BlankNode | Literal | Triple

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NIL, _TYPE = NamedNode(f"{_RDF}nil"), NamedNode(f"{_RDF}type")
_IMPLIED = {NamedNode(f"{_RDF}first"), NamedNode(f"{_RDF}rest")}
_DIRECTIVE = re.compile(
    r"""(?P<passed>#[^\r\n]*|"{3}(?:[^"\\]|\\.|"(?!""))*"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}"""
    r"""|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"""|@prefix(?:\s|#[^\r\n]*)*[^\s:]*:\s*<[^>]*>\s*\.|@base\s*<[^>]*>\s*\.|(?i:prefix)\s+[^\s:]*:\s*<[^>]*>|(?i:base)\s*<[^>]*>"""
    r"""|<[^>]*>""",
    re.DOTALL,
)


_TERMS = (Part.SUBJECT, Part.PREDICATE, Part.OBJECT)
_NEWER = re.compile(rb"<<|~|\{[|]")


class Text:
    """The text of a file, by line and column.

    Args:
        path: of the file.
    """

    def __init__(self, path: Path) -> None:
        self.text = path.read_bytes().decode().removeprefix("\ufeff")
        lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", self.text)
        self._starts = list(accumulate((len(line) for line in lines), initial=0))

    def at(self, span: Span) -> str:
        """Return what stands at a span."""
        return self.text[self.offset(span) : self._starts[span.end_line - 1] + span.end_column - 1]

    def offset(self, span: Span) -> int:
        """Return where a span begins."""
        return self._starts[span.line - 1] + span.column - 1


def read_back(path: Path, base: str) -> None:
    """Assert that what stands at the places of each triple is the triple.

    Behind the first sign of RDF 1.2 nothing needs to be found.
    """
    expected = [quad.triple for quad in parse(path=path, format=format_of(path), base_iri=base)]
    found = locate(path, [(number, part) for number in range(len(expected) + 1) for part in _TERMS])
    count = len(found) // 3
    assert {number for number, _ in found} == set(range(count))
    for number in range(count - 1, -1, -max(1, count // 8)):  # alone, since what is not sought is passed over
        assert locate(path, [(number, part) for part in _TERMS]) == {
            (number, part): found[number, part] for part in _TERMS
        }
    assert count == len(expected) or (count < len(expected) and _NEWER.search(path.read_bytes()))
    spans = ([found[number, part] for part in _TERMS] for number in range(count))
    _Reader(path, base).check(zip(expected, spans, strict=False))


class _Reader:
    """Reads terms back, with the directives that stand before them."""

    def __init__(self, path: Path, base: str) -> None:
        self._text = Text(path)
        self._format = format_of(path)
        self._base = base
        found = _DIRECTIVE.finditer(self._text.text)
        self._directives = [one for one in found if one[0][0] not in "<#\"'"]
        self._blank: dict[object, BlankNode] = {}

    def check(self, triples: Iterator[tuple[Triple, list[Span]]]) -> None:
        for triple, spans in triples:
            for term, span in zip((triple.subject, triple.predicate, triple.object), spans, strict=True):
                self._check(term, span)
        assert len(set(self._blank.values())) == len(self._blank)

    def _check(self, term: Term, span: Span) -> None:
        text = self._text.at(span)
        if isinstance(term, BlankNode):
            assert re.fullmatch(r"\[|\(|_:.*|", text)
            name = text if text.startswith("_:") else span
            assert self._blank.setdefault(name, term) == term
        elif term == _NIL and text[-1:] == ")":
            assert text == ")" or text[0] == "("
        elif not text:
            assert term in _IMPLIED
        else:
            assert self._parsed(text, span) == term

    def _parsed(self, text: str, span: Span) -> Term:
        if text == "a":
            return _TYPE
        before = self._text.offset(span)
        directives = "\n".join(f"{one[0]}" for one in self._directives if one.start() < before)
        document = f"{directives}\n<x:s> <x:p> {text} ."
        (read,) = parse(document.encode(), format=RdfFormat.TURTLE, base_iri=self._base)
        assert isinstance(read.object, Term)
        return read.object
