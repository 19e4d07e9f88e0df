"""Choosing what a client gets: by `?format=`, else by `Accept`.

https://www.rfc-editor.org/rfc/rfc9110#name-content-negotiation-fields
"""

from collections.abc import Iterable, Sequence

from flask import request
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import NotAcceptable

from volgraph.io.media_types import Format, Kind, by_name, formats, offers

HTML = "text/html"


def best(offered: Sequence[str]) -> str | None:
    """Return the media type that the client likes best, of several the one offered first; None if it takes none.

    Parameters other than the quality, such as a profile or a charset, do not count.
    """
    accepted = request.accept_mimetypes
    if not accepted:
        return offered[0]
    plain = MIMEAccept([(item.partition(";")[0].strip(), quality) for item, quality in accepted])
    quality, index = max((plain.quality(media_type), -index) for index, media_type in enumerate(offered))
    return offered[-index] if quality > 0 else None


def wants_html(*instead: str) -> bool:
    """Tell whether a page is what the client likes best, like a browser."""
    return best([*instead, HTML]) == HTML


def chosen_format(kind: Kind) -> tuple[Format, str]:
    """Return the format for an answer of a kind, and the value of its `Content-Type` header.

    Raises:
        NotAcceptable: the client takes none; the message lists what there is.
    """
    name = request.values.get("format")
    if name:
        named = by_name(name, kind)
        if named is None:
            raise NotAcceptable(f"there is no format “{name}” for {kind.value}: use one of {_names(formats(kind))}")
        return named, named.content_type()
    by_media_type: dict[str, Format] = {}
    for media_type, form in offers(kind):
        by_media_type.setdefault(media_type, form)
    found = best(list(by_media_type))
    if found is None:
        raise NotAcceptable(f"the answer consists of {kind.value}: accept one of {_media_types(formats(kind))}")
    return by_media_type[found], by_media_type[found].content_type(found)


def _names(entries: Iterable[Format]) -> str:
    return ", ".join(entry.name for entry in entries)


def _media_types(entries: Iterable[Format]) -> str:
    return ", ".join(entry.media_type for entry in entries)
