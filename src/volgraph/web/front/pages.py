"""Pages: each is made once for a generation, then kept, compressed, with an entity tag of its bytes.

A page that may be kept says so by `Cache-Control: no-cache`; every other answer is passed on as it comes.
"""

from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable
from hashlib import sha256

from werkzeug.http import parse_cookie

from volgraph.web.front.cache import Kept, Key, tag_matches
from volgraph.web.front.coding import coding_of
from volgraph.web.front.exchange import Exchange, Headers, Message
from volgraph.web.front.site import FrontSite
from volgraph.web.front.streaming import compressed
from volgraph.web.languages import COOKIE, liked, split_language

_LASTING = (b"cache-control", b"no-cache")
_YEAR_S = 365 * 24 * 3600

Make = Callable[[Callable[[Message], Awaitable[None]]], Awaitable[None]]
"""Has the page made, and sent by the function that it is given."""


def is_page(exchange: Exchange) -> bool:
    """Tell whether an address is that of a page, and is read."""
    return exchange.method in ("GET", "HEAD") and bool(split_language(exchange.path)[0])


async def give_kept(exchange: Exchange, site: FrontSite) -> bool:
    """Send a page if it is kept, and tell whether it was.

    Raises:
        GenerationError: nothing is published.
    """
    digest = site.current().digest
    kept = site.cache.get(_key(exchange, site, digest))
    if kept is None:
        return False
    exchange.notes.tell("", "", digest, kept.form, kept=True)
    await _send(exchange, kept)
    return True


async def give_made(exchange: Exchange, site: FrontSite, make: Make) -> None:
    """Have a page made, send it, and keep it if it may be kept."""
    collector = _Collector(exchange)
    if exchange.method == "HEAD":  # without its body it has no tag
        await make(exchange.pass_on)
        return
    await make(collector.take)
    if collector.headers is None:
        return
    body, coding = await compressed(b"".join(collector.blocks), coding_of(exchange.header("accept-encoding")))
    tag = f'"{urlsafe_b64encode(sha256(body).digest()[:18]).decode()}"'
    coded = [(b"content-encoding", coding.encode())] if coding else []
    headers = [*collector.headers, *coded, (b"etag", tag.encode())]
    digest = dict(headers).get(b"volgraph-generation", b"").decode()
    kept = Kept(headers, body, tag, generation=digest, form="text/html")
    if digest == site.current().digest:
        exchange.notes.tell("", "", digest, kept.form, kept=False)
        site.cache.put(_key(exchange, site, digest), kept)
    await _send(exchange, kept)


class _Collector:
    """Takes what the application sends: holds a page that may be kept, and passes everything else on.

    Attributes:
        headers: of the page, without its length; None if this is no such page.
        blocks: its body.
    """

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self.headers: Headers | None = None
        self.blocks: list[bytes] = []

    async def take(self, message: Message) -> None:
        """Take one message of the application."""
        if message["type"] == "http.response.start":
            headers = [(bytes(name).lower(), bytes(value)) for name, value in message["headers"]]
            if message["status"] == 200 and _LASTING in headers:
                self.headers = [header for header in headers if header[0] != b"content-length"]
        elif self.headers is not None:
            self.blocks.append(message.get("body", b""))
        if self.headers is None:
            await self._exchange.pass_on(message)


def _key(exchange: Exchange, site: FrontSite, digest: str) -> Key:
    """Return all that a page depends on."""
    raw = exchange.headers.raw
    asked = (site.url(exchange), exchange.query_string, raw(b"accept-datetime"))
    return ("page", digest, *asked, coding_of(exchange.header("accept-encoding")))


async def _send(exchange: Exchange, kept: Kept) -> None:
    headers = [*kept.headers, *_remembered(exchange)]
    held = exchange.header("if-none-match")
    if held and tag_matches(held, kept.tag):
        await exchange.start(304, [header for header in headers if header[0] not in _OF_BODY])
        await exchange.send(b"", more=False)
    else:
        await exchange.whole(200, headers, kept.body)


_OF_BODY = (b"content-type", b"content-encoding", b"content-language")


def _remembered(exchange: Exchange) -> Headers:
    """Return a cookie with the language of this page, for a reader whom an address without one would lead elsewhere."""
    language, _ = split_language(exchange.path)
    if liked(parse_cookie(exchange.header("cookie")).get(COOKIE, ""), exchange.header("accept-language")) == language:
        return []
    cookie = f"{COOKIE}={language}; Path=/; Max-Age={_YEAR_S}; SameSite=Lax; HttpOnly"
    return [(b"set-cookie", cookie.encode())]
