"""Reading SPARQL property paths, and writing them as the RDF structures of SHACL.

https://www.w3.org/TR/sparql11-query/#pp-language and https://www.w3.org/TR/shacl/#property-paths
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r"\s*(<[^<>\"{}|^`\\\x00-\x20]*>|[|/^*+?()])")
_REPEATED = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


@dataclass(frozen=True, slots=True)
class Path:
    """A property path.

    Args:
        kind: the local name of its SHACL term, "sequence" or "predicate".
        parts: of which it is made.
        iri: of a predicate, with its brackets.
    """

    kind: str
    parts: tuple["Path", ...] = ()
    iri: str = ""


def read_path(text: str) -> Path:
    """Read a path whose predicates are IRIs in brackets.

    Raises:
        ValueError: it is none.
    """
    return _Reader(text).path()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(self._split())

    def _split(self) -> Iterator[str]:
        position, text = 0, self._text.rstrip()
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                raise self._error()
            yield match[1]
            position = match.end()

    def path(self) -> Path:
        found = self._alternative()
        if self._tokens:
            raise self._error()
        return found

    def _alternative(self) -> Path:
        return self._separated("|", "alternativePath")

    def _sequence(self) -> Path:
        return self._separated("/", "sequence")

    def _separated(self, separator: str, kind: str) -> Path:
        read = self._sequence if separator == "|" else self._inverse
        parts = [read()]
        while self._take(separator):
            parts.append(read())
        return parts[0] if len(parts) == 1 else Path(kind, tuple(parts))

    def _inverse(self) -> Path:
        return Path("inversePath", (self._repeated(),)) if self._take("^") else self._repeated()

    def _repeated(self) -> Path:
        found = self._primary()
        for sign, kind in _REPEATED.items():
            if self._take(sign):
                return Path(kind, (found,))
        return found

    def _primary(self) -> Path:
        if self._take("("):
            found = self._alternative()
            if not self._take(")"):
                raise self._error()
            return found
        if self._tokens and self._tokens[0].startswith("<"):
            return Path("predicate", iri=self._tokens.pop(0))
        raise self._error()

    def _take(self, token: str) -> bool:
        if self._tokens[:1] != [token]:
            return False
        self._tokens.pop(0)
        return True

    def _error(self) -> ValueError:
        return ValueError(f"“{self._text}” is no property path of IRIs in brackets")
