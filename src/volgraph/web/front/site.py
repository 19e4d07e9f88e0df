"""What the thin path works with, and which generation a request is answered from."""

import asyncio
from dataclasses import dataclass, field

from volgraph.config import Settings
from volgraph.services.answering import Answering
from volgraph.services.published import Published, Snapshot
from volgraph.services.tokens import Tokens
from volgraph.services.workspace import Workspace
from volgraph.web import mementos
from volgraph.web.front.cache import AnswerCache
from volgraph.web.front.clients import Network, address_of, client_of, networks
from volgraph.web.front.exchange import Exchange, Headers
from volgraph.web.mementos import HEADER, Wanted

IMMUTABLE = b"public, max-age=31536000, immutable"


@dataclass(slots=True)
class FrontSite:
    """What the thin path was made with.

    Args:
        settings: what the user chose.
        published: where generations come from.
        answering: who lends workers.
        tokens: who may do more than read.
        workspace: the dataset that clients may change, if there is one.
    """

    settings: Settings
    published: Published
    answering: Answering
    tokens: Tokens
    workspace: Workspace | None = None
    cache: AnswerCache = field(init=False)
    proxies: tuple[Network, ...] = field(init=False)
    _kept_of: str = ""

    def __post_init__(self) -> None:
        self.cache = AnswerCache(self.settings.cache_mb * 1_000_000)
        self.proxies = networks(self.settings.trusted_proxies)

    def client(self, exchange: Exchange) -> str:
        """Return who asks."""
        peer = (exchange.scope.get("client") or ("unknown",))[0]
        forwarded = exchange.header("x-forwarded-for") if self.proxies else ""
        return client_of(address_of(peer, forwarded, self.proxies))

    def all_answering(self) -> list[Answering]:
        """Return who lends workers, of what is published and of the workspace."""
        return [self.answering, *([self.workspace.answering] if self.workspace else [])]

    def url(self, exchange: Exchange) -> str:
        """Return the address that was asked, as the world knows it."""
        if self.settings.public_url:
            return self.settings.public_url.rstrip("/") + exchange.path
        return f"{exchange.scope['scheme']}://{exchange.header('host') or 'localhost'}{exchange.path}"

    def current(self) -> Snapshot:
        """Return the generation that is published now.

        Raises:
            GenerationError: there is none.
        """
        held = self.published.held()
        if held is None:
            held = self.published.snapshot()
        if held.digest != self._kept_of:  # nothing of what may have been withdrawn stays in memory
            self.cache.clear()
            self._kept_of = held.digest
        return held

    async def choose(self, exchange: Exchange, digest: str | None) -> "Choice":
        """Return the generation that a request is about: the one it names, the one of a moment, or the current one.

        Args:
            exchange: the request.
            digest: the value of `?generation=`, or None.

        Raises:
            Problem: it names none.
            GenerationError, MissingGenerationError: it is not here.
        """
        wanted = Wanted.of(digest, exchange.header(HEADER))
        if not wanted:
            return Choice(self.current(), [(b"cache-control", b"no-cache")], is_current=True)
        memento = await asyncio.to_thread(wanted.find, self.published)
        negotiated = wanted.moment is not None
        url = self.url(exchange) + (f"?{exchange.query_string.decode('ascii')}" if exchange.query_string else "")
        said = mementos.headers(memento, url, negotiated=negotiated)
        headers = [(name.encode(), value.encode()) for name, value in said.items()]
        return Choice(memento.snapshot, [(b"cache-control", b"no-cache" if negotiated else IMMUTABLE), *headers])


@dataclass(frozen=True, slots=True)
class Choice:
    """The generation that answers, and the headers that say how it was chosen."""

    snapshot: Snapshot
    said: Headers
    is_current: bool = False

    @property
    def headers(self) -> Headers:
        """The headers that name the generation and say how long an answer holds."""
        return [(b"volgraph-generation", self.snapshot.digest.encode()), *self.said]
