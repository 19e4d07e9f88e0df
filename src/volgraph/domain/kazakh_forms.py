"""The forms of a Kazakh noun: which stems a word may have, found by taking off its endings.

Endings are taken off a skeleton (`domain.spelling`), so that one rule holds for Cyrillic and Latin spellings, and for
front and back vowels that skeletons write alike. A word may be read in several ways (облысы: облыс-ы, облы-сы), and no
dictionary decides: all readings are stems.

The endings, their order and what may stand before them: Raihan Muhamedowa, “Kazakh: A Comprehensive Grammar”
(Routledge, 2016), chapters on number, possession and case; the tables of noun endings in
https://pl.wiktionary.org/wiki/Aneks:Kazachski_-_końcówki_rzeczowników and of cases in
https://pypi.org/project/qazaq-inflector/, with whose forms the tests compare.
"""

from collections.abc import Iterator
from functools import lru_cache

from volgraph.domain.spelling import undoubled

SHORTEST = 3
"""How many letters a stem has at least."""

_VOWELS = "aeiou"
_NASAL, _VOICED, _VOICELESS = "mn", "lrzviu", "pktshfbgdcv"


def _endings(after_vowel: str, after_nasal: str, after_voiced: str, after_voiceless: str) -> dict[str, str]:
    """Return which letters each of some endings may stand after; the letters of a stem's end choose among them."""
    allowed: dict[str, str] = {}
    for group, letters in (
        (after_vowel, _VOWELS),
        (after_nasal, _NASAL),
        (after_voiced, _VOICED),
        (after_voiceless, _VOICELESS),
    ):
        for ending in group.split():
            allowed[ending] = allowed.get(ending, "") + letters
    return allowed


_CASES = {
    **_endings("nin", "nin", "din", "tin"),  # -ның
    **_endings("ga ge", "ga ge", "ga ge", "ka ke"),  # -ға
    **_endings("ni", "di", "di", "ti"),  # -ны
    **_endings("da de", "da de", "da de", "ta te"),  # -да
    **_endings("dan den nan nen", "nan nen", "dan den", "tan ten"),  # -дан; -нан after a possessed noun too
    **_endings("men", "men", "men ben", "pen"),  # -мен
}
_CASES_AFTER_POSSESSION = {
    **dict.fromkeys(("n", "na", "ne", "nda", "nde"), "i"),  # after -ы, -сы
    **dict.fromkeys(("a", "e"), "mn"),  # after -ым, -ың
}
_OF_A_PLACE = {f"{ending}gi": letters for ending, letters in _endings("da de", "da de", "da de", "ta te").items()} | {
    "ndagi": "i",
    "ndegi": "i",
}
_POSSESSION = {
    **_endings("si", "i", "i", "i"),
    **_endings("m", "im", "im", "im"),
    **_endings("n", "in", "in", "in"),
    **_endings("miz", "imiz", "imiz", "imiz"),
    **_endings("niz", "iniz", "iniz", "iniz"),
}
_PLURAL = _endings("lar ler", "dar der", "lar ler dar der", "tar ter")
_DERIVED = _endings("lik shi", "dik shi", "lik dik shi", "tik shi")  # -лық: волонтерлік; -шы
_LAYERS = (_OF_A_PLACE, _CASES | _CASES_AFTER_POSSESSION, _POSSESSION, _PLURAL, _DERIVED)
"""From the end of a word inwards; each ending may be absent."""

_ENDINGS = frozenset().union(*_LAYERS)

_VOICED_BEFORE_VOWEL = {"b": "p", "g": "k"}
"""кітап, кітабы: the last letter of a stem as it is without an ending."""


@lru_cache(maxsize=65_536)
def kazakh_stems(letters: str) -> frozenset[str]:
    """Return the skeletons of every stem that a word may have, itself among them.

    Args:
        letters: the word's, as `domain.spelling.letters` gives them.
    """
    found = {letters}
    for layer in _LAYERS:
        for word in tuple(found):
            found.update(_without(word, layer))
    return frozenset(undoubled(form) for stem in found for form in _alone(stem))


def is_ending(letters: str) -> bool:
    """Tell whether some letters are an ending, as it stands behind a hyphen: БҰҰ-ның, 682-ге."""
    return letters in _ENDINGS


def _without(word: str, layer: dict[str, str]) -> Iterator[str]:
    """Yield a word without each ending of a layer that it may have."""
    for ending, after in layer.items():
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= SHORTEST and stem[-1] in after and _harmonious(stem, ending):
            yield stem


def _harmonious(stem: str, ending: str) -> bool:
    """Tell whether the vowels go together: an ending with а does not stand after е. Loans end as they like."""
    last = next((letter for letter in reversed(stem) if letter in _VOWELS), None)
    return last is not None and not (last == "e" and "a" in ending)


def _alone(stem: str) -> Iterator[str]:
    """Yield a stem as it is without an ending, and without the vowel that it may lose before one: халық, халқы."""
    plain = stem[:-1] + _VOICED_BEFORE_VOWEL.get(stem[-1:], stem[-1:])
    yield plain
    if len(plain) > SHORTEST + 1 and plain[-2] == "i" and plain[-1] not in _VOWELS and plain[-3] not in _VOWELS:
        yield plain[:-2] + plain[-1]
