"""The forms of a word in three languages: what a word and another form of it have in common."""

from functools import lru_cache

from snowballstemmer import stemmer

from volgraph.domain.kazakh_forms import kazakh_stems
from volgraph.domain.spelling import has_kazakh_letters, in_one_script, is_cyrillic, letters, skeleton

_RUSSIAN, _ENGLISH = stemmer("russian"), stemmer("english")


@lru_cache(maxsize=65_536)
def stems(word: str, language: str = "") -> frozenset[str]:
    """Return the skeletons of the stems that a word may have; two forms of one word have one in common.

    Args:
        word: as it is written.
        language: of the text that it stands in; empty if nobody knows, as of what a reader types.
    """
    written = in_one_script(word)
    found = {skeleton(written)}
    if language in ("kk", ""):
        found |= kazakh_stems(letters(written))
    if language in ("ru", "") and is_cyrillic(written) and not has_kazakh_letters(written):
        found.add(skeleton(_RUSSIAN.stemWord(written.casefold().replace("ё", "е"))))
    if language in ("en", "") and not is_cyrillic(written):  # -ize is written -ise too
        found.add(skeleton(_ENGLISH.stemWord(written.casefold().replace("iz", "is"))))
    return frozenset(found)
