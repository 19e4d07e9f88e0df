"""Where RDF/XML names nodes: its attributes `rdf:about`, `rdf:ID` and `rdf:resource`."""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin
from xml.parsers import expat

from volgraph.io.positions.ranges import Range

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML_BASE = "http://www.w3.org/XML/1998/namespace base"
_ABOUT, _ID, _RESOURCE, _PARSE_TYPE = (f"{_RDF} {name}" for name in ("about", "ID", "resource", "parseType"))
_ATTRIBUTE = rb"\s(?:[^\s=:<>]+:)?%s\s*=\s*(?:\"([^\"]*)\"|'([^']*)')"
_PATTERNS = {name: re.compile(_ATTRIBUTE % name.partition(" ")[2].encode()) for name in (_ABOUT, _ID, _RESOURCE)}


class _Reader:
    """Takes the start and the end of each element, and keeps what it names."""

    def __init__(self, text: bytes, base_iri: str) -> None:
        self.found: list[tuple[str, Range, bool]] = []
        self._text = text
        self._bases = [base_iri]
        self._literal = 0  # how deep in a literal of XML, whose attributes say nothing
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(text, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        base = urljoin(self._bases[-1], urldefrag(attributes.get(_XML_BASE, "")).url)
        self._bases.append(base)
        if self._literal or attributes.get(_PARSE_TYPE) == "Literal":
            self._literal += 1
            return
        for attribute in attributes.keys() & _PATTERNS.keys():
            value = attributes[attribute]
            iri = urljoin(base, f"#{value}" if attribute == _ID else value) or base
            place = _PATTERNS[attribute].search(self._text, self._parser.CurrentByteIndex)
            if place:
                group = 1 if place[1] is not None else 2
                self.found.append((iri, place.span(group), attribute != _RESOURCE))

    def _end(self, name: str) -> None:
        self._bases.pop()
        self._literal = max(0, self._literal - 1)


def scan(text: bytes, base_iri: str) -> Iterator[tuple[str, Range, bool]]:
    """Yield what a document names, where, and whether something is said of it there.

    Args:
        text: RDF/XML in UTF-8.
        base_iri: of the document.
    """
    try:
        yield from _Reader(text, base_iri).found
    except expat.ExpatError:  # which reads fewer encodings, and more carefully
        return
