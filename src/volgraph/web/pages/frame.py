"""What stands around every page: the ways to it in other languages and for good, and the ways on from it."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import current_app, g, request

from volgraph.domain.citations import FORMATS
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.web.languages import split_language
from volgraph.web.links import whole
from volgraph.web.mementos import PARAMETER, of_generation
from volgraph.web.pages.citations import cited_at, with_format
from volgraph.web.site import PATH_CHARACTERS, local
from volgraph.web.texts import LANGUAGE_NAMES

_PLACES = ("measures", "claims", "sources", "events", "organizations", "people", "places", "countries", "query")
"""Where the header leads, each if there is such a page; the names of their texts are `to-…`."""


@dataclass(frozen=True, slots=True)
class InLanguage:
    """This page in a language.

    Args:
        code, name: of the language.
        path: the address on this server.
    """

    code: str
    name: str
    path: str

    @property
    def url(self) -> str:
        """The whole address."""
        return whole(self.path)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the base of every template shows.

    Args:
        languages: the page in each language.
        neutral: the address that leads every reader to the page in a language of theirs; empty if this is no page.
        permalink: the address of the page as it is in this generation; empty if it does not depend on one.
        digest: of this generation.
        places: the paths that the header leads to, with the names of their texts.
        here: the path of this page, without its language.
        has_search: whether there is a page that searches.
        citations: the formats in which this page can be cited, and their addresses; first the page of all of them.
    """

    languages: list[InLanguage]
    neutral: str
    permalink: str
    digest: str
    places: list[tuple[str, str]]
    here: str
    has_search: bool
    citations: list[tuple[str, str]]


def frame() -> Frame:
    """Return what stands around the page that is asked for."""
    language, rest = split_language(request.path)
    digest = g.snapshot.digest if language and "snapshot" in g else ""
    pages = {rule.rule.partition(">")[2] for rule in current_app.url_map.iter_rules()}
    return Frame(
        [
            InLanguage(code, LANGUAGE_NAMES[code], _address(f"/{code}", rest) if language else f"/{code}/")
            for code in LANGUAGES
        ],
        whole(_address("", rest)) if language else "",
        of_generation(whole(_address(f"/{language}", rest, pinned=False)), digest) if digest else "",
        digest,
        [(local(f"/{name}"), f"to-{name}") for name in _PLACES if f"/{name}" in pages],
        rest,
        "/search" in pages,
        _citations(rest) if digest else [],
    )


def _citations(path: str) -> list[tuple[str, str]]:
    """Return where this page can be cited from; nothing for pages that show nothing by themselves."""
    address = cited_at(path)
    return [("", address), *((form.label, with_format(address, form.name)) for form in FORMATS)] if address else []


def _address(start: str, rest: str, *, pinned: bool = True) -> str:
    """Return the address of this page under another start, with or without the generation that it names."""
    fields = [field for field in request.args.items(multi=True) if pinned or field[0] != PARAMETER]
    return f"{start}{quote(rest, safe=PATH_CHARACTERS)}{f'?{urlencode(fields)}' if fields else ''}"
