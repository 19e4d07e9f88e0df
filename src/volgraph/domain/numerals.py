"""Numerals of a text and the numbers that they may write."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = re.compile(r"\d+")
_SCALE = re.compile(r"[ \u00a0\u202f]?(мың|миллион|млн|миллиард|млрд|тысяч|тыс|thousand|million|billion)")
_SCALES = {
    "мың": 10**3,
    "тысяч": 10**3,
    "тыс": 10**3,
    "thousand": 10**3,
    "миллион": 10**6,
    "млн": 10**6,
    "million": 10**6,
    "миллиард": 10**9,
    "млрд": 10**9,
    "billion": 10**9,
}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A maximal run of digits; `start` and `end` are code points, `end` exclusive.

    `numbers` are the numbers it may write: the digits alone, and with the scale word that follows them.
    """

    start: int
    end: int
    text: str
    numbers: frozenset[Decimal]


def numerals(text: str) -> Iterator[Numeral]:
    """Yield every numeral of a Kazakh, Russian or English text in its order.

    Case endings hang on the scale word (`200 мыңнан`), so its stem is enough.
    """
    for match in _DIGITS.finditer(text):
        digits = Decimal(int(match[0]))
        numbers = {digits}
        if scale := _SCALE.match(text, match.end()):
            numbers.add(digits * _SCALES[scale[1]])
        yield Numeral(match.start(), match.end(), match[0], frozenset(numbers))
