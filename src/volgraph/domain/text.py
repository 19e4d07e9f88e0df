"""Stored texts and the exact words in them, in Unicode code points."""

import re
import unicodedata
from dataclasses import dataclass

from volgraph.errors import Place, QuoteError, TextError

_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")

CONTEXT_LENGTH = 32
"""Code points before and after a quote that its selector records, as the Web Annotation model advises."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a text: what a text quote selector and a text position selector say of them.

    Offsets are code points, `end` exclusive: https://www.w3.org/TR/annotation-model/#text-position-selector
    """

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str

    def covers(self, start: int, end: int) -> bool:
        """Tell whether the words from `start` to `end` lie inside this span."""
        return self.start <= start and end <= self.end


def check_nfc(text: str, place: Place | None = None) -> None:
    """Raise `TextError` at the first character that is not in Normalization Form C.

    Offsets of a text that another program normalises would no longer cut the same words:
    https://www.unicode.org/reports/tr15/
    """
    if unicodedata.is_normalized("NFC", text):
        return
    normal = unicodedata.normalize("NFC", text)
    offset = next((i for i, (a, b) in enumerate(zip(text, normal, strict=False)) if a != b), len(normal))
    raise TextError(
        f"the text is not in Normalization Form C at offset {offset} (U+{ord(text[offset]):04X}): "
        "normalise it to NFC before it is stored",
        offset,
        place,
    )


def decode(data: bytes, place: Place | None = None) -> str:
    """Return the text of UTF-8 bytes, kept as they are: no line end or byte order mark is changed."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TextError(f"byte {error.start} is not UTF-8: save the text as UTF-8", error.start, place) from None


def occurrences(quote: str, text: str) -> list[int]:
    """Return every offset at which `quote` begins in `text`, overlapping ones too."""
    found, start = [], text.find(quote)
    while start >= 0:
        found.append(start)
        start = text.find(quote, start + 1)
    return found


def locate(quote: str, text: str, place: Place | None = None) -> Span:
    """Return the one place at which `quote` stands in `text`.

    Raises:
        QuoteError: it is absent, or there is more than one.
    """
    found = occurrences(quote, text) if quote else []
    if len(found) != 1:
        raise QuoteError(quote, found, place, mixed_words(quote))
    start, end = found[0], found[0] + len(quote)
    return Span(start, end, quote, text[max(0, start - CONTEXT_LENGTH) : start], text[end : end + CONTEXT_LENGTH])


def mixed_words(text: str) -> list[str]:
    """Return the words that mix Latin and Cyrillic letters, such as “киiз” with a Latin i."""
    return [word for word in re.findall(r"\w+", text) if _LATIN.search(word) and _CYRILLIC.search(word)]


def sentence_at(offset: int, text: str) -> str:
    """Return the sentence of `text` that holds `offset`: up to a full stop or a line end."""
    start = max(text.rfind(". ", 0, offset) + 2, text.rfind("\n", 0, offset) + 1, 0)
    if text.rfind(". ", 0, offset) < 0:
        start = max(text.rfind("\n", 0, offset) + 1, 0)
    ends = [i for i in (text.find(". ", offset), text.find("\n", offset)) if i >= 0]
    return text[start : min(ends) + 1 if ends else len(text)].strip()
