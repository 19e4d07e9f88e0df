"""Numerals of a text and the numbers that they may write."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_NUMERAL = re.compile(
    r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)"  # 200 000
    r"|(?<!\d[.,])\d+(?:,\d{3})*(?:[.,]\d+)?(?![.,]?\d)"  # 200,000 and 3,5 and 3.5, but not 20.06.2023
    r"|\d+"
)
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
    """A number in digits, its groups and decimals included; `start` and `end` are code points, `end` exclusive.

    `numbers` are the numbers it may write: the digits alone, and with the scale word that follows them.
    A comma may divide groups or decimals: `200,000` may be 200 thousand or 200.
    """

    start: int
    end: int
    text: str
    numbers: frozenset[Decimal]


def numerals(text: str) -> Iterator[Numeral]:
    """Yield every numeral of a Kazakh, Russian or English text in its order.

    Case endings hang on the scale word (`200 мыңнан`), so its stem is enough.
    """
    for match in _NUMERAL.finditer(text):
        numbers = _readings(match[0])
        if scale := _SCALE.match(text, match.end()):
            numbers |= {number * _SCALES[scale[1]] for number in numbers}
        yield Numeral(match.start(), match.end(), match[0], frozenset(numbers))


def _readings(digits: str) -> set[Decimal]:
    joined = re.sub(r"\s", "", digits)
    numbers = {Decimal(joined.replace(",", "."))} if joined.count(",") + joined.count(".") < 2 else set()
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", joined):
        numbers.add(Decimal(joined.replace(",", "")))
    return numbers
