"""Where a triple stands in a file, by its number in the order in which the parser yields the triples."""

from collections.abc import Collection, Iterable, Iterator
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import TypeVar

from pyoxigraph import RdfFormat

from volgraph.io.positions import lines, turtle
from volgraph.io.positions.ranges import Range, Ranges, Span, skip_byte_order_mark, spans
from volgraph.io.rdf_files import format_of

T = TypeVar("T")

_TURTLE = {RdfFormat.TURTLE, RdfFormat.TRIG}
_LINES = {RdfFormat.N_TRIPLES, RdfFormat.N_QUADS}


class Part(Enum):
    """What of a triple is to be shown.

    A blank node without label stands at its opening bracket. What is only implied, such as the `rdf:rest` of a
    collection, is empty and stands where the item does that implies it.
    """

    SUBJECT = 0
    PREDICATE = 1
    OBJECT = 2
    WHOLE = 3
    """The predicate and the object, or the object alone where others stand between them."""


def is_numbered(path: Path) -> bool:
    """Return whether the triples of a file can be found by their numbers: Turtle, TriG, N-Triples and N-Quads."""
    return format_of(path) in _TURTLE | _LINES


def locate(path: Path, wanted: Collection[tuple[int, Part]]) -> dict[tuple[int, Part], Span]:
    """Return where parts of triples of a file stand, as far as that can be told.

    It cannot if the file is not numbered, nor behind the first triple term, reifier or annotation of Turtle or TriG.

    Args:
        path: a file that pyoxigraph accepts. It is read up to the last of the triples; not at all if none is wanted.
        wanted: numbers of triples, from 0 in the order in which pyoxigraph yields them, each with a part of it.
    """
    if not wanted or not is_numbered(path):
        return {}
    text = path.read_bytes()
    start = skip_byte_order_mark(text)
    numbers = {number for number, _ in wanted}
    if format_of(path) in _TURTLE:
        terms = dict(turtle.numbered(text, numbers, start))
    else:
        terms = {number: lines.terms(text, line) for number, line in _numbered(lines.scan(text, start), numbers)}
    found = {one: _range(text, terms[one[0]], one[1]) for one in wanted if one[0] in terms}
    places = spans(text, found.values())
    return {one: places[place] for one, place in found.items()}


def _numbered(items: Iterator[T], numbers: Iterable[int]) -> Iterator[tuple[int, T]]:
    """Yield items with their numbers, those that are wanted, and take no more of them than needed."""
    passed = 0
    for number in sorted(set(numbers)):
        for item in islice(items, number - passed, number - passed + 1):
            yield number, item
        passed = number + 1


def _range(text: bytes, terms: Ranges, part: Part) -> Range:
    if part is not Part.WHOLE:
        return terms[part.value]
    _, (start, end), (value, value_end) = terms
    adjoining = start < end <= value and not text[end:value].strip()
    return (start, value_end) if adjoining else (value, value_end)
