"""The words of the pages: https://projectfluent.org files beside this module, one a part of the site and language."""

from functools import cache, lru_cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource

from volgraph.domain.vocabulary import LANGUAGES

LANGUAGE_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}

Value = str | int | float


def text(key: str, language: str, **values: Value) -> str:
    """Return a text in a language.

    Args:
        key: of the text; no two parts have the same.
        language: one of `LANGUAGES`.
        values: what stands in it, by the names of its variables; numbers are written and counted by CLDR.

    Raises:
        KeyError: there is no such text, or a value is missing.
    """
    return _formatted(key, language, tuple(values.items()))


def has_text(key: str) -> bool:
    """Tell whether there is such a text."""
    return _bundle(LANGUAGES[0]).has_message(key)


def sources(language: str) -> dict[str, str]:
    """Return the files of a language by the part that they are for."""
    ending = f".{language}.ftl"
    found = (path for path in files(__name__).iterdir() if path.name.endswith(ending))
    return {path.name.removesuffix(ending): path.read_text(encoding="utf-8") for path in found}


@lru_cache(maxsize=16_384)
def _formatted(key: str, language: str, values: tuple[tuple[str, Value], ...]) -> str:
    bundle = _bundle(language)
    pattern = bundle.get_message(key).value
    if pattern is None:
        raise KeyError(key)
    made, errors = bundle.format_pattern(pattern, dict(values))
    if errors:
        raise KeyError(f"{key} in {language}: {errors[0]}")
    return str(made)


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)  # all three are written from left to right
    for source in sources(language).values():
        bundle.add_resource(FluentResource(source))
    return bundle
