"""Abbreviations that names suggest: readers look for Организация Объединённых Наций by ООН, written or not.

They are for finding, never for showing: whether anybody uses them, the data does not say.
"""

import re

from volgraph.domain.spelling import words

_LEFT_OUT = {
    "kk": {"және", "мен", "бен", "пен"},
    "ru": {"и", "по", "в", "во", "на", "о", "об", "для", "при", "с", "со", "из", "от", "до", "к", "за"},
    "en": {"of", "the", "and", "for", "in", "on", "to", "a", "an", "at", "by"},
}
"""Words without a letter in abbreviations: Министерство по чрезвычайным ситуациям is МЧС."""

_ASIDE = re.compile(r"\([^)]*\)")
_FEWEST, _MOST = 2, 8

CAPITALS_ONLY = 2
"""How many initials count only if a reader types them in capitals: with “as” begin many words."""


def initials(name: str, language: str) -> str:
    """Return the initials of a name's words in capitals, empty if it has too few or too many words, or a figure.

    Args:
        name: a label; what stands in brackets does not count.
        language: its language, which decides what is left out.
    """
    left_out = _LEFT_OUT.get(language, set())
    parts = [part for word in words(_ASIDE.sub("", name)) for part in word if part.casefold() not in left_out]
    if not _FEWEST <= len(parts) <= _MOST or not all(map(str.isalpha, parts)):
        return ""
    return "".join(part[0] for part in parts).upper()
