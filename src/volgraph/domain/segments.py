"""Cutting a text where marked spans begin and end, so that spans that overlap can be shown one after another."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Generic, TypeVar

Key = TypeVar("Key")

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Segment(Generic[Key]):
    """Words that the same spans cover.

    Args:
        start, end: where the words stand, in code points of the text, `end` exclusive.
        text: the words.
        keys: of the spans that cover them, each once, in the order in which the spans begin, the longer first.
    """

    start: int
    end: int
    text: str
    keys: tuple[Key, ...] = ()


def segments(text: str, spans: Iterable[tuple[Key, int, int]]) -> list[Segment[Key]]:
    """Return the text as a sequence of segments without gap or overlap.

    Args:
        text: the whole.
        spans: key, start and end in code points into `text`, end exclusive; several may have one key.

    Raises:
        ValueError: a span is empty or does not lie in the text.
    """
    placed = sorted(spans, key=lambda span: (span[1], -span[2]))
    opening, closing = defaultdict(list), defaultdict(list)
    for rank, (key, start, end) in enumerate(placed):
        if not 0 <= start < end <= len(text):
            raise ValueError(f"the span from {start} to {end} does not lie in a text of {len(text)} code points")
        opening[start].append((rank, key))
        closing[end].append(rank)
    found, covering = [], dict[int, Key]()
    for start, end in pairwise(sorted({0, len(text), *opening, *closing})):
        for rank in closing[start]:
            del covering[rank]
        covering.update(opening[start])
        keys = dict.fromkeys(key for _, key in sorted(covering.items(), key=lambda item: item[0]))
        found.append(Segment(start, end, text[start:end], tuple(keys)))
    return found


def lines(parts: Iterable[Segment[Key]]) -> Iterator[list[Segment[Key]]]:
    """Yield the segments of each line of the text, cut after each line end, which stays with the line before it."""
    line: list[Segment[Key]] = []
    for part in parts:
        for match in _LINE.finditer(part.text):
            start = part.start + match.start()
            line.append(replace(part, start=start, end=start + len(match[0]), text=match[0]))
            if match[0].endswith("\n"):
                yield line
                line = []
    if line:
        yield line
