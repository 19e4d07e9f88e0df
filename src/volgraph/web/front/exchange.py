"""One HTTP exchange in ASGI: what the client sent, and sending an answer that cannot be taken for another.

https://asgi.readthedocs.io/en/latest/specs/www.html
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import IO, Any

from volgraph.web.front.fields import Fields
from volgraph.web.front.notes import Notes
from volgraph.web.front.request_headers import headers_of
from volgraph.web.statuses import PROBLEM, Problem

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

MAX_URL_BYTES = 48 << 10
_SPOOLED_BYTES = 64 << 10
_BLOCK_BYTES = 256 << 10
BODY_PACE_BYTES_S, BODY_PATIENCE_S = 1000, 30
"""A body that comes more slowly is not waited for, nor one of which nothing comes for so long."""

_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_POLICY = b"content-security-policy"
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load: nothing from elsewhere, and nothing that stands in the page. https://www.w3.org/TR/CSP3/"""

COMMON: Headers = [
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"Content-Language, ETag, Link, Location, Memento-Datetime, RateLimit, RateLimit-Policy, Retry-After, "
        b"Volgraph-Generation, Volgraph-Query",
    ),
    (b"x-content-type-options", b"nosniff"),
    (_POLICY, b"default-src 'none'; frame-ancestors 'none'; sandbox"),
]
PAGE_COMMON: Headers = [(name, PAGE_POLICY.encode() if name == _POLICY else value) for name, value in COMMON]
"""The headers of every answer, and of every page."""


class ClientGoneError(Exception):
    """The client went away before it had sent everything."""


class Exchange:
    """A request and the way to answer it.

    Args:
        scope, receive, send: as ASGI gives them.

    Attributes:
        url: the address that was asked, as the world knows it, once somebody has found out.
        old: whether the client speaks HTTP/1.0, which cannot tell a cut answer from a whole one without its length.
    """

    def __init__(self, scope: Message, receive: Receive, send: Send) -> None:
        query = scope["query_string"]
        if not query.isascii():  # some clients send words as they are typed
            scope = {**scope, "query_string": _NOT_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], query)}
        self.scope, self.receive, self._send = scope, receive, send
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query_string: bytes = scope["query_string"]
        self.headers = headers_of(tuple(map(tuple, scope["headers"])))
        self.old = scope["http_version"] in ("1", "1.0")
        self.status = 0
        self.sent_bytes = 0
        self.began = monotonic()
        self.answered: float | None = None
        self.notes = Notes()
        self.url = ""
        self._arguments: Fields | None = None

    @property
    def address(self) -> str:
        """The path with the parameters, as they were sent."""
        return self.path + (f"?{self.query_string.decode('latin-1')}" if self.query_string else "")

    def header(self, name: str) -> str:
        """Return the value of a header, several of one name joined by commas; empty if there is none."""
        return self.headers.raw(name.encode()).decode("latin-1")

    def arguments(self) -> Fields:
        """Return the parameters of the address.

        Raises:
            Problem: they are not UTF-8.
        """
        if self._arguments is None:
            self._arguments = Fields.of(self.query_string, "the address")
        return self._arguments

    @asynccontextmanager
    async def body(self, most_bytes: int) -> AsyncIterator[IO[bytes]]:
        """Give the body as a file, once its last byte has come.

        Raises:
            Problem: it is larger than `most_bytes`, not as long as was said, or comes too slowly.
            ClientGoneError: the client went away half-way.
        """
        said = self.header("content-length")
        if said.isdigit() and int(said) > most_bytes:
            raise too_large(most_bytes)
        with SpooledTemporaryFile(_SPOOLED_BYTES) as file:
            size = 0
            async for block in self._blocks():
                size += len(block)
                if size > most_bytes:
                    raise too_large(most_bytes)
                file.write(block)
            if said.isdigit() and size != int(said):
                raise Problem(400, f"the body has {size} bytes where {said} were announced: send it again")
            file.seek(0)
            yield file

    async def _blocks(self) -> AsyncIterator[bytes]:
        """Yield the body as it comes.

        Raises:
            Problem: it comes too slowly.
            ClientGoneError: the client went away half-way.
        """
        now = asyncio.get_running_loop().time
        end, more = now() + BODY_PATIENCE_S, True
        while more:
            try:
                async with asyncio.timeout_at(min(end, now() + BODY_PATIENCE_S)):
                    message = await self.receive()
            except TimeoutError:
                detail = f"the body came more slowly than {BODY_PACE_BYTES_S} bytes a second: send it again"
                raise Problem(408, detail, headers={"Connection": "close"}) from None
            if message["type"] != "http.request":
                raise ClientGoneError
            block = message.get("body", b"")
            end += len(block) / BODY_PACE_BYTES_S
            more = message.get("more_body", False)
            yield block

    async def start(self, status: int, headers: Headers) -> None:
        """Send the status and the headers."""
        self.status, self.answered = status, monotonic()
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    async def receive_on(self) -> Message:
        """Receive for another application: a2wsgi wants a coroutine, granian gives another kind of awaitable."""
        return await self.receive()

    async def pass_on(self, message: Message) -> None:
        """Send what another application answers."""
        if message["type"] == "http.response.start":
            self.status, self.answered = message["status"], monotonic()
        else:
            self.sent_bytes += len(message.get("body", b""))
        await self._send(message)

    async def send(self, block: bytes, *, more: bool) -> None:
        """Send a part of the body; without more to come, the answer is whole."""
        self.sent_bytes += len(block)
        await self._send({"type": "http.response.body", "body": block, "more_body": more})

    async def whole(self, status: int, headers: Headers, body: bytes) -> None:
        """Send an answer with its length; for `HEAD`, without its body."""
        await self.start(status, [*headers, (b"content-length", b"%d" % len(body))])
        await self.send(b"" if self.method == "HEAD" else body, more=False)

    async def file(self, status: int, headers: Headers, file: IO[bytes], length: int) -> None:
        """Send a file from where it is to its end, with its length."""
        await self.start(status, [*headers, (b"content-length", b"%d" % length)])
        while self.method != "HEAD" and (block := file.read(_BLOCK_BYTES)):
            await self.send(block, more=True)
        await self.send(b"", more=False)

    async def problem(self, problem: Problem, page: bytes | None = None) -> None:
        """Send a problem: as problem details, or as a page that says the same."""
        body = page or json.dumps(problem.content(), ensure_ascii=False).encode() + b"\n"
        content_type = b"text/html; charset=utf-8" if page else PROBLEM.encode()
        own = [(name.lower().encode(), value.encode()) for name, value in problem.headers.items()]
        common = [*(PAGE_COMMON if page else COMMON), (b"content-type", content_type)]
        common += [(b"cache-control", b"no-store"), (b"vary", b"Accept")]
        if self.notes.query_id:
            own.append((b"volgraph-query", self.notes.query_id.encode()))
        await self.whole(problem.status, [*common, *own], body)


def too_large(most_bytes: int) -> Problem:
    """Return the problem of a body that is too large."""
    return Problem(413, f"the body is larger than {most_bytes} bytes, the limit here: send less")
