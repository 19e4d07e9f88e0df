"""Choosing what a client gets: by `?format=`, else by `Accept`.

https://www.rfc-editor.org/rfc/rfc9110#name-content-negotiation-fields
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from flask import request
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import NotAcceptable
from werkzeug.http import parse_accept_header

from volgraph.io.media_types import Format, Kind, by_name, formats, offers

HTML = "text/html"


@lru_cache(maxsize=1024)
def best_of(accept: str, offered: tuple[str, ...]) -> str | None:
    """Return the media type that a client likes best, of several the one offered first; None if it takes none.

    Parameters other than the quality, such as a profile or a charset, do not count.

    Args:
        accept: the value of the `Accept` header; empty if there is none.
        offered: media types, the preferred one first.
    """
    accepted = parse_accept_header(accept, MIMEAccept)
    if not accepted:
        return offered[0]
    plain = MIMEAccept([(item.partition(";")[0].strip(), quality) for item, quality in accepted])
    quality, index = max((plain.quality(media_type), -index) for index, media_type in enumerate(offered))
    return offered[-index] if quality > 0 else None


def format_of(kind: Kind, name: str, accept: str) -> tuple[Format, str] | None:
    """Return the format for an answer of a kind and the value of its `Content-Type` header; None if there is none.

    Args:
        kind: what the answer consists of.
        name: the value of `?format=`, or empty.
        accept: the value of the `Accept` header, or empty.
    """
    if name:
        named = by_name(name, kind)
        return (named, named.content_type()) if named else None
    return _accepted_format(kind, accept)


@lru_cache(maxsize=1024)
def _accepted_format(kind: Kind, accept: str) -> tuple[Format, str] | None:
    by_media_type: dict[str, Format] = {}
    for media_type, form in offers(kind):
        by_media_type.setdefault(media_type, form)
    found = best_of(accept, tuple(by_media_type))
    return (by_media_type[found], by_media_type[found].content_type(found)) if found else None


def not_acceptable(kind: Kind, name: str) -> str:
    """Return the sentence that says which formats there are."""
    if name:
        return f"there is no format “{name}” for {kind.value}: use one of {_names(formats(kind))}"
    return f"the answer consists of {kind.value}: accept one of {_media_types(formats(kind))}"


def page_wanted(name: str, accept: str, kinds: tuple[Kind, ...]) -> bool:
    """Tell whether a page is what a client likes best, like a browser, of what an answer could be."""
    return name == "html" if name else _page_accepted(accept, kinds)


@lru_cache(maxsize=1024)
def _page_accepted(accept: str, kinds: tuple[Kind, ...]) -> bool:
    instead = (media_type for kind in kinds for media_type, _ in offers(kind))
    return best_of(accept, (*instead, HTML)) == HTML


def best(offered: Sequence[str]) -> str | None:
    """Return the media type that the client of this request likes best: see `best_of`."""
    return best_of(_accept(), tuple(offered))


def wants_html(*instead: str) -> bool:
    """Tell whether a page is what the client of this request likes best, like a browser."""
    return best([*instead, HTML]) == HTML


def chosen_format(kind: Kind) -> tuple[Format, str]:
    """Return the format for an answer to this request, and the value of its `Content-Type` header.

    Raises:
        NotAcceptable: the client takes none; the message lists what there is.
    """
    name = request.values.get("format", "")
    found = format_of(kind, name, _accept())
    if found is None:
        raise NotAcceptable(not_acceptable(kind, name))
    return found


def _accept() -> str:
    return ", ".join(request.headers.getlist("Accept"))


def _names(entries: Iterable[Format]) -> str:
    return ", ".join(entry.name for entry in entries)


def _media_types(entries: Iterable[Format]) -> str:
    return ", ".join(entry.media_type for entry in entries)
