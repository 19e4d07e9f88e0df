"""What every request needs: the settings, the generation it is answered from, and the reader's language."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import current_app, g, request
from pyoxigraph import NamedNode

from volgraph.config import Settings
from volgraph.domain.iris import Base
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.services.answering import Answering
from volgraph.services.published import Published, Snapshot
from volgraph.services.tokens import Tokens
from volgraph.web import mementos
from volgraph.web.front.notes import NOTES, Notes
from volgraph.web.mementos import HEADER, PARAMETER, Wanted

KEY = "volgraph"
DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Site:
    """What an app was made with."""

    settings: Settings
    published: Published
    answering: Answering
    tokens: Tokens

    @property
    def base(self) -> Base:
        """Under which things are named."""
        return Base(self.settings.base)


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
    """Return the language that the reader chose with `?lang=`, else the one that the browser asks for."""
    chosen = request.args.get("lang", "")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES, DEFAULT_LANGUAGE) or DEFAULT_LANGUAGE


def local(path: str) -> str:
    """Return a path of this server, keeping a language and a generation that the reader chose by hand."""
    kept = {
        name: value
        for name, value in (("lang", request.args.get("lang", "")), (PARAMETER, request.args.get(PARAMETER, "")))
        if value in LANGUAGES or (name == PARAMETER and value)
    }
    target = quote(path, safe="/:@!$&'()*+,;=~-._")
    return f"{target}?{urlencode(kept)}" if kept else target


def thing(path: str) -> NamedNode | None:
    """Return the thing of a path, or None if the path makes no IRI."""
    try:
        return site().base.thing(path)
    except ValueError:
        return None
