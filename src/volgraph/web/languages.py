"""The languages of the pages: which one an address is in, and which one a reader likes best."""

from functools import lru_cache

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from volgraph.domain.vocabulary import LANGUAGES

DEFAULT = "en"
COOKIE = "lang"
"""Which cookie holds the language of the page that was read last, if the browser would have asked for another."""


def split_language(path: str) -> tuple[str, str]:
    """Return the language that a path begins with, empty if it does not, and the rest of the path."""
    code, rest = path[1:3], path[3:]
    return (code, rest) if code in LANGUAGES and rest.startswith("/") else ("", path)


@lru_cache(maxsize=1024)
def liked(cookie: str, accept_language: str) -> str:
    """Return the language that a reader likes best.

    Args:
        cookie: the value of the cookie, or empty.
        accept_language: the value of the `Accept-Language` header, or empty.
    """
    if cookie in LANGUAGES:
        return cookie
    accepted = parse_accept_header(accept_language, LanguageAccept)
    plain = LanguageAccept([(tag.partition("-")[0], quality) for tag, quality in accepted])  # ru-KZ is Russian
    return plain.best_match(LANGUAGES, DEFAULT) or DEFAULT
