"""Where JSON-LD names nodes: the strings that are their IRIs, or become them by the document's own contexts."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from volgraph.io.positions.ranges import Range

_TOKEN = re.compile(rb'("[^"\\]*+(?:\\.[^"\\]*+)*+")|([{\[])|([}\],])|(:)', re.DOTALL)
_STRING, _OPEN, _END, _COLON = range(1, 5)
_CONTEXT, _ID, _BASE = "@context", "@id", "@base"
_SAYS_NOTHING = {_CONTEXT, _ID, "@index", "@graph"}


@dataclass(slots=True)
class _Frame:
    """An object or array that is open.

    Args:
        path: the keys that lead to it.
        key: of the member that is being read; of the items of an array, the array's.
        keys: all that it has; None for an array.
    """

    path: tuple[str, ...]
    key: str = ""
    keys: set[str] | None = None


@dataclass(slots=True)
class _Names:
    """What the contexts of a document say: its base, its prefixes, and its other words for `@id`."""

    base: str
    prefixes: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=lambda: {_ID})

    def take(self, frame: _Frame, value: str) -> None:
        """Take what a string in a context says."""
        if frame.path[-1:] == (_CONTEXT,):
            if frame.key == _BASE:
                self.base = urljoin(self.base, value)
            elif value == _ID:
                self.ids.add(frame.key)
            else:
                self.prefixes[frame.key] = value
        elif frame.path[-2:-1] == (_CONTEXT,) and frame.key == _ID:
            self.prefixes[frame.path[-1]] = value

    def expanded(self, text: str) -> str:
        """Return the IRI that a string becomes: https://www.w3.org/TR/json-ld11/#iri-expansion"""
        for _ in range(len(self.prefixes) + 1):  # a prefix may be written with another
            prefix, colon, rest = text.partition(":")
            if not colon or rest.startswith("//") or prefix not in self.prefixes:
                break
            text = self.prefixes[prefix] + rest
        return text if ":" in text else urljoin(self.base, text)


def scan(text: bytes, base_iri: str) -> Iterator[tuple[str, Range, bool]]:
    """Yield what a document names, where, and whether something is said of it there.

    Every string counts: by its context, any may be an IRI. Contexts that lie elsewhere are not fetched.

    Args:
        text: JSON in UTF-8.
        base_iri: of the document.
    """
    names = _Names(base_iri)
    for frame, value, _ in _strings(text):
        names.take(frame, value)
    identified: list[tuple[_Frame, str, Range]] = []
    for frame, value, place in _strings(text):
        if frame.keys is not None and frame.key in names.ids:
            identified.append((frame, value, place))
        else:
            yield names.expanded(value), place, False
    for frame, value, place in identified:
        yield names.expanded(value), place, bool((frame.keys or set()) - _SAYS_NOTHING - names.ids)


def _strings(text: bytes) -> Iterator[tuple[_Frame, str, Range]]:
    """Yield each string that is a value or an item, with what it is in."""
    frames = [_Frame(())]
    last: Range | None = None
    for match in _TOKEN.finditer(text):
        frame, kind = frames[-1], match.lastindex
        if kind == _STRING:
            last = match.span()
        elif kind == _COLON:
            if last is None or frame.keys is None:
                return  # the file has been changed since it was parsed
            frame.key = _unquoted(text, last)
            frame.keys.add(frame.key)
            last = None
        elif kind == _OPEN and match[0] == b"{":
            frames.append(_Frame((*frame.path, frame.key), keys=set()))
        elif kind == _OPEN:
            frames.append(_Frame(frame.path, frame.key))
        elif kind == _END:
            if last is not None:
                yield frame, _unquoted(text, last), last
                last = None
            if match[0] != b"," and len(frames) > 1:
                frames.pop()


def _unquoted(text: bytes, place: Range) -> str:
    try:
        return str(json.loads(text[slice(*place)]))
    except ValueError:
        return ""
