"""What every request needs: the settings, the generation it is answered from, and the reader's language."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import current_app, g, request
from pyoxigraph import NamedNode

from volgraph.config import Settings
from volgraph.domain.iris import Base
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.services.answering import Answering
from volgraph.services.published import Published, Snapshot
from volgraph.services.tokens import Tokens

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
        GenerationError: nothing is published.
    """
    if "snapshot" not in g:
        g.snapshot = site().published.snapshot()
    held = g.snapshot
    assert isinstance(held, Snapshot)
    return held


def language() -> str:
    """Return the language that the reader chose with `?lang=`, else the one that the browser asks for."""
    chosen = request.args.get("lang", "")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES, DEFAULT_LANGUAGE) or DEFAULT_LANGUAGE


def local(path: str) -> str:
    """Return a path of this server, keeping a language that the reader chose by hand."""
    chosen = request.args.get("lang", "")
    target = quote(path, safe="/:@!$&'()*+,;=~-._")
    return f"{target}?lang={chosen}" if chosen in LANGUAGES else target


def thing(path: str) -> NamedNode | None:
    """Return the thing of a path, or None if the path makes no IRI."""
    try:
        return site().base.thing(path)
    except ValueError:
        return None
