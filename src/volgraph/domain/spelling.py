"""Spelling: whatever alphabet a Kazakh, Russian or English word is written in, it becomes one skeleton of letters.

The skeleton keeps what the ways of writing have in common, so that a reader finds Қазақстан by Qazaqstan, Казакстан or
Kazakstan. It is for finding, never for showing.
"""

import re
import unicodedata
from functools import lru_cache

# Cyrillic, as the Latin alphabet of Kazakh of January 2021 has it, without its diacritics; й, и, і and ы become one
# letter, since Latin spellings mix them: https://en.wikipedia.org/wiki/Kazakh_alphabets (table of 2021).
_CYRILLIC = {
    **dict(zip("абвгдезиклмнопрстуфхыэ", "abvgdeziklmnoprstufhie", strict=True)),
    **{"ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i", "й": "i", "ё": "e"},
    **{"ж": "zh", "ч": "ch", "ш": "sh", "щ": "sh", "ц": "ts", "ю": "iu", "я": "ia", "ъ": "", "ь": ""},
}
# Latin letters that are more than a base letter with a mark: ş and j of 2021; ý, which stands for у, of the alphabet
# of 2018 (https://en.wikipedia.org/wiki/Kazakh_alphabets, by decree 637 of 19 February 2018); w and ŋ of the draft of
# 2019; ç of Turkish and that draft. Marks fall away by themselves: ä á → a, ğ ǵ → g, ñ ń → n, ö ó → o, ü ū ú → u.
_LATIN = {"ş": "sh", "ș": "sh", "ç": "ch", "j": "zh", "ý": "u", "w": "u", "ŋ": "n", "ı": "i", "y": "i", "q": "k"}
_LETTERS = str.maketrans({**_CYRILLIC, **_LATIN, "x": "ks", "æ": "a", "ø": "o", "ß": "s"})
# Digraphs of English romanisation (BGN/PCGN): kh х, gh ғ, ng ң, shch щ.
_DIGRAPHS = (("shch", "sh"), ("kh", "h"), ("gh", "g"), ("ng", "n"))
_DOUBLED = re.compile(r"([^\W\daeou])\1+")

# Letters that look alike: typed on the wrong keyboard inside a Cyrillic word, they are meant as Cyrillic.
_ALIKE = str.maketrans("aceopxyihABCEHKMOPTXYI", "асеорхуіһАВСЕНКМОРТХУІ")
_CYRILLIC_LETTER, _LATIN_LETTER = re.compile(r"[\u0400-\u04ff]"), re.compile(r"[A-Za-z]")

_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:([ ,\u00a0\u202f])\d{3})(?:\1\d{3})*(?![\d])")
_WORD = re.compile(r"[^\W_]+(?:['’ʼʻ`´][^\W_]+)*(?:[-‐‑][^\W_]+(?:['’ʼʻ`´][^\W_]+)*)*")
_APOSTROPHES = re.compile("['’ʼʻ`´]")
_HYPHENS = re.compile("[-‐‑]")

_KAZAKH_ONLY = re.compile("[әғқңөұүһі]")
_ALPHABET = {letter: index for index, letter in enumerate("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя", 0x430)}


def words(text: str) -> list[list[str]]:
    """Return the words of a text, each as its parts: `Нұр-Сұлтан` has two. Digits that spaces group are one word."""
    whole = _NUMBER.sub(lambda number: re.sub(r"\D", "", number[0]), unicodedata.normalize("NFC", text))
    return [_HYPHENS.split(_APOSTROPHES.sub("", word)) for word in _WORD.findall(whole)]


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """Return the skeleton of a word: lower-case Latin letters and digits, and letters of other scripts as they are.

    Doubled letters are one, but for a, e, o and u: ООН stays apart from “on”.
    """
    return undoubled(letters(word))


def undoubled(skeleton: str) -> str:
    """Return a skeleton whose doubled letters may still be there without them."""
    return _DOUBLED.sub(r"\1", skeleton)


@lru_cache(maxsize=65_536)
def letters(word: str) -> str:
    """Return the skeleton of a word with its doubled letters, which endings are taken off: көмек-ке."""
    latin = in_one_script(word).casefold().translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(c))
    for pair, single in _DIGRAPHS:
        plain = plain.replace(pair, single)
    return plain


def in_one_script(word: str) -> str:
    """Return a word of both scripts with its Latin letters replaced by the Cyrillic ones that look like them."""
    if _CYRILLIC_LETTER.search(word) and _LATIN_LETTER.search(word):
        return word.translate(_ALIKE)
    return word


def is_cyrillic(word: str) -> bool:
    """Tell whether a word has a Cyrillic letter."""
    return _CYRILLIC_LETTER.search(word) is not None


def has_kazakh_letters(word: str) -> bool:
    """Tell whether a word has a letter that Kazakh has and Russian has not."""
    return _KAZAKH_ONLY.search(word.casefold()) is not None


def name_key(text: str) -> str:
    """Return what is the same for all spellings of a whole name, whatever stands between its words."""
    return "".join(skeleton(part) for word in words(text) for part in word)


def alphabetical(text: str) -> str:
    """Return a key that sorts names as the alphabets do: Kazakh letters between the Russian ones, marks aside."""
    kept = (c for c in unicodedata.normalize("NFC", text.casefold()) if c.isalnum() or c.isspace())
    return "".join(chr(_ALPHABET[c]) if c in _ALPHABET else _unmarked(c) for c in kept).strip()


def _unmarked(letter: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
