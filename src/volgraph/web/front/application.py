"""The ASGI application: the thin path for queries and graphs, Flask for everything else.

Nothing that comes from outside is parsed here but addresses, headers and forms: queries and RDF are read in processes
that can be ended.
"""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from functools import lru_cache, partial
from typing import IO, Any

from volgraph.errors import AuthorizationError, GenerationError, VolgraphError, WorkerError
from volgraph.io.media_types import Kind
from volgraph.web.front import graphs, health, pages, queries, running, shacl, workspace
from volgraph.web.front.exchange import (
    COMMON,
    MAX_URL_BYTES,
    ClientGoneError,
    Exchange,
    Message,
    Receive,
    Send,
)
from volgraph.web.front.guard import refuse_unsound
from volgraph.web.front.notes import NOTES, PAGE
from volgraph.web.front.site import FrontSite
from volgraph.web.front.streaming import CutError
from volgraph.web.languages import split_language
from volgraph.web.negotiation import HTML, best_of, page_wanted
from volgraph.web.statuses import PROBLEM, Problem, problem_of

Application = Callable[[Message, Receive, Send], Awaitable[None]]
Handler = Callable[[Exchange, FrontSite], Awaitable[None]]
ProblemPage = Callable[[Problem, str, str], bytes]

QUERY = "/sparql"
_ASKING_PAGES = (QUERY, "/query")
PAGES_AT_ONCE = 16
"""How many threads Flask has."""

STREAMED = "/publications"
"""Where bodies are passed on as they come: they are large, and have a length and a checksum of their own."""

MAX_BODY_BYTES = 1 << 20
_BLOCK_BYTES = 256 << 10
_log = logging.getLogger("volgraph.front")

_METHODS = {
    QUERY: ("GET", "HEAD", "POST", "OPTIONS"),
    graphs.PATH: ("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"),
    running.PATH: ("GET", "HEAD", "DELETE", "OPTIONS"),
    **workspace.METHODS,
    shacl.PATH: shacl.METHODS,
    health.LIVE: ("GET", "HEAD", "OPTIONS"),
    health.READY: ("GET", "HEAD", "OPTIONS"),
    health.METRICS: ("GET", "HEAD", "OPTIONS"),
}
_BELOW = tuple(path + "/" for path in (running.PATH, graphs.PATH, workspace.GRAPHS))
"""The addresses of which those below them are answered in the same place."""

_WATCHING: dict[str, Handler] = {
    health.LIVE: health.say_live,
    health.READY: health.say_ready,
    health.METRICS: health.give_metrics,
}
"""For those who run the server: neither counted against a limit nor recorded."""

_KINDS = tuple(Kind)
_page_liked = lru_cache(maxsize=1024)(lambda accept: page_wanted("", accept.decode("latin-1"), _KINDS))
_READING = {QUERY: ("GET", "HEAD", "POST"), shacl.PATH: ("GET", "HEAD", "POST")}
"""The methods that scripts of other sites may use, where they are not `GET` and `HEAD`: none that changes anything."""


class Front:
    """The application.

    Args:
        site: what the thin path works with.
        pages: the Flask application, behind a bridge to ASGI.
        problem_page: makes a page of a problem, given the address and the languages that the reader likes.
        report_page: makes a page of the report of a validation.
    """

    def __init__(
        self,
        site: FrontSite,
        pages: Application,
        problem_page: ProblemPage | None = None,
        report_page: shacl.ReportPage | None = None,
    ) -> None:
        self._site, self._pages, self._problem_page, self._report_page = site, pages, problem_page, report_page
        self._asking = asyncio.Semaphore(PAGES_AT_ONCE // 2)  # pages that wait for a query leave threads to the others

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or follow the server's life."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        exchange = Exchange(scope, receive, send)
        try:
            await self._answer(exchange)
        except CutError as error:
            exchange.notes.error = error  # and there is no last part: the server breaks the transfer
        except ClientGoneError as error:
            await self._refuse(exchange, error, _BROKEN_OFF)  # perhaps it only stopped to speak HTTP
        except Problem as problem:
            await self._refuse(exchange, problem, problem)
        except VolgraphError as error:
            if isinstance(error, GenerationError | WorkerError):
                _log.error("%s", error)
            if isinstance(error, AuthorizationError):
                _log.warning("a token was refused: %s", error.reason)
            await self._refuse(exchange, error, problem_of(error) or _FAILED)
        except Exception as error:
            _log.exception("a request failed")
            await self._refuse(exchange, error, _FAILED)
        finally:
            if exchange.path not in _WATCHING:
                self._site.record(exchange)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        loop = asyncio.get_running_loop()
        for answering in (self._site.answering, self._site.published.pages):
            answering.attach(loop)
        for opening in (self._site.published.snapshot, self._site.workspace.open if self._site.workspace else None):
            try:
                await asyncio.to_thread(opening) if opening else None
            except VolgraphError as error:
                _log.error("%s", error)
        loop.add_signal_handler(signal.SIGHUP, loop.run_in_executor, None, self._reopen)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})

    def _reopen(self) -> None:
        try:
            self._site.published.reopen()
        except GenerationError as error:
            _log.error("%s", error)
        else:
            _log.info("the published generation was opened anew")

    async def _answer(self, exchange: Exchange) -> None:
        refuse_unsound(exchange)
        start = _start(exchange.path)
        if start in _METHODS:
            exchange.notes.kind = start[1:]
        if start not in _WATCHING:
            self._site.count(exchange)
        if start == QUERY and await queries.answer_from_cache(exchange, self._site):
            return
        if pages.is_page(exchange) and await pages.give_kept(exchange, self._site):
            return
        handler = self._handler(exchange, start)
        if handler is not None:
            await handler(exchange, self._site)
            return
        scope = self._site.forwarding.scope(exchange) | {NOTES: exchange.notes}
        if exchange.path.startswith(STREAMED):
            await self._pages(scope, exchange.receive_on, exchange.pass_on)
            return
        turn = self._asking if split_language(exchange.path)[1] in _ASKING_PAGES else nullcontext()
        async with exchange.body(MAX_BODY_BYTES) as body, turn:
            make = partial(self._pages, scope, _Replay(body, exchange.receive))
            if pages.is_page(exchange):
                await pages.give_made(exchange, self._site, make)
            else:
                await make(exchange.pass_on)

    def _handler(self, exchange: Exchange, start: str) -> Handler | None:
        """Return who answers on the thin path, by the start of the path; None if Flask does.

        Raises:
            Problem: the address is too long, or the method is not for it.
        """
        if len(exchange.query_string) + len(exchange.path) > MAX_URL_BYTES:
            raise Problem(414, f"the address is longer than {MAX_URL_BYTES} bytes: post the query instead")
        if start not in _METHODS:
            return None
        if exchange.method not in _METHODS[start]:
            allowed = ", ".join(_METHODS[start])
            raise Problem(405, f"the method {exchange.method} is not for this address", headers={"Allow": allowed})
        if exchange.method == "OPTIONS":
            return _preflight
        if start in _WATCHING:
            return _WATCHING[start]
        if start == QUERY:
            if not self._is_page(exchange):
                return queries.answer_query
            exchange.notes.kind = PAGE
            return None
        if start == shacl.PATH:
            return self._validation(exchange)
        if start == graphs.PATH:
            return graphs.give_graph
        return workspace.handle if start in workspace.METHODS else running.handle

    def _validation(self, exchange: Exchange) -> Handler | None:
        """Return who validates what is posted; for anything else, None: Flask has the form."""
        if exchange.method == "POST":
            return partial(shacl.validate, page=self._report_page)
        exchange.notes.kind = PAGE
        return None

    def _is_page(self, exchange: Exchange) -> bool:
        """Tell whether a person asks, or nobody asks anything: Flask shows the results, or describes the service."""
        if exchange.method == "POST":
            return _page_liked(exchange.headers.raw(b"accept"))
        arguments = exchange.arguments()
        if queries.PARAMETERS.isdisjoint(arguments):
            return True
        name = arguments.first("format")
        return page_wanted(name, "", _KINDS) if name else _page_liked(exchange.headers.raw(b"accept"))

    async def _refuse(self, exchange: Exchange, error: Exception, problem: Problem) -> None:
        exchange.notes.error = error
        if not exchange.status:
            await exchange.problem(problem, await self._page_of(exchange, problem))

    async def _page_of(self, exchange: Exchange, problem: Problem) -> bytes | None:
        """Return a problem as a page, if that is what the client likes best."""
        accept = exchange.header("accept")
        if self._problem_page is None or best_of(accept, (PROBLEM, "application/json", HTML)) != HTML:
            return None
        return await asyncio.to_thread(
            self._problem_page, problem, exchange.address, exchange.header("accept-language")
        )


def _start(path: str) -> str:
    if path.startswith(_BELOW):
        return next(one for one in _BELOW if path.startswith(one))[:-1]
    return shacl.PATH if split_language(path)[1] == shacl.PATH else path


_BROKEN_OFF = Problem(400, "the body broke off: send it again")
_FAILED = Problem(500, "the server made a mistake: try again later")


async def _preflight(exchange: Exchange, site: FrontSite) -> None:
    """Let scripts of other sites read, and nothing else: https://fetch.spec.whatwg.org/#cors-preflight-fetch."""
    await exchange.start(
        204,
        [
            *COMMON,
            (b"access-control-allow-methods", ", ".join(_READING.get(exchange.path, ("GET", "HEAD"))).encode()),
            (b"access-control-allow-headers", b"Accept, Accept-Datetime, Accept-Language, Content-Type, If-None-Match"),
            (b"access-control-max-age", b"86400"),
            (b"allow", ", ".join(_METHODS.get(exchange.path, _METHODS[running.PATH])).encode()),
        ],
    )
    await exchange.send(b"", more=False)


class _Replay:
    """Gives a body that has come whole to an application that wants to receive it."""

    def __init__(self, body: IO[bytes], receive: Receive) -> None:
        self._body, self._receive, self._ended = body, receive, False

    async def __call__(self) -> Any:
        if self._ended:
            return await self._receive()
        block = self._body.read(_BLOCK_BYTES)
        self._ended = len(block) < _BLOCK_BYTES
        return {"type": "http.request", "body": block, "more_body": not self._ended}
