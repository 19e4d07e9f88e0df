"""Finding the sentences of a text that some words stand in."""

import re
from collections.abc import Iterable, Iterator

_SENTENCE = re.compile(r"[^\n]*?(?:[.!?…]+[»”\")\]]*(?=\s|$)|(?=\n|$))", re.MULTILINE)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a text stand, in code points, without the space around them.

    A sentence ends at a line end, or at a full stop, question or exclamation mark with a space behind it. After a
    single capital, as in an initial, and before a small letter or a digit, a full stop ends none.
    """
    start = None
    for match in _SENTENCE.finditer(text):
        if not match[0].strip():
            continue
        if start is None:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
        if _goes_on(text, match.end()):
            continue
        yield start, match.end()
        start = None
    if start is not None:
        yield start, len(text.rstrip())


def _goes_on(text: str, end: int) -> bool:
    rest = text[end : end + 2]
    if not rest or rest[0] == "\n" or text[end - 1] != ".":
        return False
    initial = re.search(r"(?:^|[\s.])[^\W\d_]\.$", text[max(0, end - 3) : end])
    return bool(initial) or rest[-1].islower() or rest[-1].isdigit()


def sentences_with(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the sentences that some spans lie in or reach into, in the order of the text.

    Args:
        text: the whole.
        spans: start and end in code points, end exclusive.
    """
    wanted = list(spans)
    return [(start, end) for start, end in sentences(text) if any(s < end and start < e for s, e in wanted)]
