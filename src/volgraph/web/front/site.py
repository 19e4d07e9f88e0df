"""What the thin path works with, and which generation a request is answered from."""

import asyncio
from dataclasses import dataclass, field

from volgraph.config import Settings
from volgraph.services.answering import Answering
from volgraph.services.published import Published, Snapshot
from volgraph.services.tokens import Tokens
from volgraph.services.validators import Validators
from volgraph.services.workspace import Workspace
from volgraph.web import mementos
from volgraph.web.front.cache import AnswerCache
from volgraph.web.front.exchange import Exchange, Headers
from volgraph.web.front.forwarding import Forwarding
from volgraph.web.front.metrics import Metrics
from volgraph.web.front.rate import Rate
from volgraph.web.front.readiness import Readiness
from volgraph.web.front.record import record_of
from volgraph.web.front.watching import Round, Watch
from volgraph.web.logs import Log
from volgraph.web.mementos import HEADER, Wanted

KEEPING, KEPT_A_MINUTE = "/q", 30
"""Where queries are kept for their permalinks, and how many one client may have kept a minute."""
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
        log: where a line for each request goes, if anywhere.
    """

    settings: Settings
    published: Published
    answering: Answering
    tokens: Tokens
    workspace: Workspace | None = None
    log: Log | None = None
    cache: AnswerCache = field(init=False)
    forwarding: Forwarding = field(init=False)
    rate: Rate = field(init=False)
    keeping_rate: Rate = field(init=False)
    validators: Validators = field(init=False)
    metrics: Metrics = field(init=False)
    readiness: Readiness = field(init=False)
    round: Round = field(default_factory=Round)
    _kept_of: str = ""

    def __post_init__(self) -> None:
        self.cache = AnswerCache(self.settings.cache_mb * 1_000_000)
        self.forwarding = Forwarding(self.settings)
        self.rate = Rate(self.settings.requests_per_minute)
        self.keeping_rate = Rate(KEPT_A_MINUTE)
        self.validators = Validators(self.settings)
        self.metrics = Metrics(self.published, self.answering, self.cache, self.validators)
        self.readiness = Readiness(self.published, self.answering)

    def client(self, exchange: Exchange) -> str:
        """Return who asks."""
        return self.forwarding.caller(exchange).client

    def all_answering(self) -> list[Answering]:
        """Return who lends workers, of what is published, for validation and of the workspace."""
        return [self.answering, self.validators.answering, *([self.workspace.answering] if self.workspace else [])]

    def count(self, exchange: Exchange) -> None:
        """Count a request against its client's limit.

        Raises:
            Problem: it is one too many.
        """
        if self.settings.requests_per_minute:
            caller = self.forwarding.caller(exchange)
            if not caller.is_own:
                self.rate.count(caller.client)
                if exchange.method == "POST" and exchange.path == KEEPING:
                    self.keeping_rate.count(caller.client)

    def watch(self, exchange: Exchange) -> Watch:
        """Return a context that ends what is done in it when the client goes away, with a `ClientGoneError`."""
        return Watch(exchange.receive, self.round)

    def record(self, exchange: Exchange) -> None:
        """Count a finished exchange, and have its line written."""
        record = record_of(exchange, self.forwarding.caller(exchange).address)
        self.metrics.add(record)
        if self.log is not None and not self.log.put(record):
            self.metrics.dropped_lines += 1

    def url(self, exchange: Exchange) -> str:
        """Return the address that was asked, as the world knows it."""
        if not exchange.url:
            exchange.url = self.forwarding.url(exchange)
        return exchange.url

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


@dataclass(slots=True)
class Choice:
    """The generation that answers, and the headers that say how it was chosen."""

    snapshot: Snapshot
    said: Headers
    is_current: bool = False

    @property
    def headers(self) -> Headers:
        """The headers that name the generation and say how long an answer holds."""
        return [(b"volgraph-generation", self.snapshot.digest.encode()), *self.said]
