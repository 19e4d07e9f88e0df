"""What the thin path works with, and which generation a request is answered from."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from volgraph.config import Settings
from volgraph.errors import GenerationError
from volgraph.services.answering import Answering
from volgraph.services.published import Published, Snapshot
from volgraph.services.tokens import Tokens
from volgraph.services.workspace import Workspace
from volgraph.web.front.cache import AnswerCache
from volgraph.web.front.clients import Network, address_of, client_of, networks
from volgraph.web.front.exchange import Exchange, Headers
from volgraph.web.statuses import Problem


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

    def __post_init__(self) -> None:
        self.cache = AnswerCache(self.settings.cache_mb * 1_000_000)
        self.proxies = networks(self.settings.trusted_proxies)

    def client(self, exchange: Exchange) -> str:
        """Return who asks."""
        peer = (exchange.scope.get("client") or ("unknown",))[0]
        return client_of(address_of(peer, exchange.header("x-forwarded-for"), self.proxies))

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
        return held if held is not None else self.published.snapshot()

    async def pinned(self, digest: str) -> Snapshot:
        """Return the generation that a client asks for by its digest.

        Raises:
            Problem: it is not here.
        """
        if len(digest) < 8 or not all(letter in "0123456789abcdef" for letter in digest):
            raise Problem(
                400, "a generation is named by its digest, or by at least 8 of its first digits in lower case"
            )
        try:
            return await asyncio.to_thread(self.published.kept, digest)
        except GenerationError as error:
            raise Problem(404, f"this generation is not kept here: {error}") from None


def generation_headers(snapshot: Snapshot, *, pinned: bool) -> Headers:
    """Return the headers that say which generation answers, and how long the answer holds."""
    cache = b"public, max-age=31536000, immutable" if pinned else b"no-cache"
    return [(b"volgraph-generation", snapshot.digest.encode()), (b"cache-control", cache)]


def http_date(moment: datetime) -> bytes:
    """Return a moment as HTTP writes it."""
    return moment.strftime("%a, %d %b %Y %H:%M:%S GMT").encode()
