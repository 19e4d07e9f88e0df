"""What every request needs: the settings, the generation it is answered from, and the reader's language."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import quote, urlencode

from flask import current_app, g, request
from pyoxigraph import NamedNode

from volgraph.config import Settings
from volgraph.domain.iris import Base
from volgraph.io.kept_queries import KeptQueries
from volgraph.services.answering import Answering
from volgraph.services.published import Published, Snapshot
from volgraph.services.tokens import Tokens
from volgraph.web import mementos
from volgraph.web.front.notes import NOTES, Notes
from volgraph.web.languages import COOKIE, liked, split_language
from volgraph.web.mementos import HEADER, PARAMETER, Wanted

KEY = "volgraph"
PATH_CHARACTERS = "/:@!$&'()*+,;=~-._"
"""What stands in the path of an address as it is: https://www.rfc-editor.org/rfc/rfc3986#section-3.3"""


@dataclass(frozen=True)
class Site:
    """What an app was made with."""

    settings: Settings
    published: Published
    answering: Answering
    tokens: Tokens

    @cached_property
    def base(self) -> Base:
        """Under which things are named."""
        return Base(self.settings.base)

    @property
    def kept_queries(self) -> KeptQueries:
        """The queries that permalinks lead to."""
        return KeptQueries(self.settings.home, self.settings.kept_queries)


def site() -> Site:
    """Return what the app was made with."""
    found = current_app.extensions[KEY]
    assert isinstance(found, Site)
    return found


def snapshot() -> Snapshot:
    """Return the generation that this request is answered from, the same to its end.

    Raises:
        GenerationError, MissingGenerationError: nothing is published, or not what the request names.
    """
    if "snapshot" not in g:
        wanted = Wanted.of(request.args.get(PARAMETER), request.headers.get(HEADER, ""))
        if wanted:
            memento = wanted.find(site().published)
            g.snapshot = memento.snapshot
            g.memento = mementos.headers(memento, request.url, negotiated=wanted.moment is not None)
        else:
            g.snapshot = site().published.snapshot()
    held = g.snapshot
    assert isinstance(held, Snapshot)
    return held


def notes() -> Notes:
    """Return what is noted of this request for its record."""
    found = request.environ.get("asgi.scope", {}).get(NOTES)
    return found if isinstance(found, Notes) else Notes()


def language() -> str:
    """Return the reader's language: that of the address, else of the page read last, else what the browser asks for."""
    if "language" not in g:  # asked for hundreds of times a page
        g.language = split_language(request.path)[0] or liked(
            request.cookies.get(COOKIE, ""), request.headers.get("Accept-Language", "")
        )
    return str(g.language)


def local(path: str, **values: str | int | None) -> str:
    """Return the address of a page, in the reader's language, and in the generation that this address names, if any.

    Args:
        path: of the page, without a language.
        values: parameters of the address; None for one that is not there.
    """
    return resource(f"/{language()}{path}", **values)


def resource(path: str, **values: str | int | None) -> str:
    """Return the address of what programs read, in the generation that this address names, if any; see `local`."""
    if "pinned" not in g:
        g.pinned = request.args.get(PARAMETER) or None
    kept = {**values, PARAMETER: g.pinned} if values or g.pinned else {}
    target = _quoted(path)
    if not any(kept.values()):
        return target
    return f"{target}?{urlencode({name: one for name, one in kept.items() if one is not None}, quote_via=quote)}"


@lru_cache(maxsize=16_384)
def _quoted(path: str) -> str:
    return quote(path, safe=PATH_CHARACTERS)


def thing(path: str) -> NamedNode | None:
    """Return the thing of a path, or None if the path makes no IRI."""
    try:
        return site().base.thing(path)
    except ValueError:
        return None
