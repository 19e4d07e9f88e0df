"""The query operation of the SPARQL protocol: https://www.w3.org/TR/sparql11-protocol/#query-operation."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from tempfile import TemporaryDirectory

from msgspec.structs import replace
from werkzeug.http import parse_options_header

from volgraph.io.media_types import Format, Kind
from volgraph.services.answering import Answering, Asked, new_query_id
from volgraph.services.published import Snapshot
from volgraph.services.querying import MAX_QUERY_CHARS
from volgraph.services.workers.client import Workers
from volgraph.services.workers.messages import Head, Job
from volgraph.services.workers.run import FormatRefusedError, Run
from volgraph.web.front.cache import Kept, Key, entity_tag, repeatable, tag_matches
from volgraph.web.front.coding import coding_of
from volgraph.web.front.exchange import COMMON, Exchange, Headers
from volgraph.web.front.fields import Fields
from volgraph.web.front.notes import Notes
from volgraph.web.front.site import Choice, FrontSite
from volgraph.web.front.streaming import HELD_BACK_BYTES, compressed, stream
from volgraph.web.mementos import PARAMETER
from volgraph.web.negotiation import format_of, not_acceptable
from volgraph.web.statuses import Problem

FORM = "application/x-www-form-urlencoded"
SPARQL_QUERY, SPARQL_UPDATE = "application/sparql-query", "application/sparql-update"
MAX_BODY_BYTES = 1 << 20
PUBLISHING = (
    "what is published changes only by publishing a validated build: run `volgraph publish`, or "
    "`volgraph publish --to` with the address of this server"
)
PARAMETERS = {"query", "default-graph-uri", "named-graph-uri", "update"}
VARY = (b"vary", b"Accept, Accept-Encoding, Accept-Datetime")


WORKBOOK = "xlsx"


@dataclass(slots=True)
class Question:
    """A query with what the client says beside it.

    Args:
        text: SPARQL.
        fields: all parameters.
    """

    text: str
    fields: Fields

    def time_s(self) -> float | None:
        """Return the `timeout` that the client asks for, in seconds.

        Raises:
            Problem: it is no such number.
        """
        asked = self.fields.first("timeout")
        if asked is None:
            return None
        try:
            seconds = float(asked)
        except ValueError:
            seconds = 0.0
        if not 0 < seconds < float("inf"):
            raise Problem(400, f"the timeout is a number of seconds above 0, not “{asked}”")
        return seconds


class Wish:
    """How a client wants its answer.

    Args:
        name: the value of `?format=`, or empty.
        accept, accept_encoding: the values of these headers, or empty.

    Attributes:
        coding: the coding to send it in, empty for none.
        tag: what an entity tag says of all this.
    """

    def __init__(self, name: str, accept: str, accept_encoding: str) -> None:
        self.name, self.coding = name, coding_of(accept_encoding)
        self._formats = {kind: format_of(kind, name, accept) for kind in Kind}
        self.solutions, self.triples = self.format_name(Kind.SOLUTIONS), self.format_name(Kind.TRIPLES)
        self.tag = " ".join([*(content_type for _, content_type in filter(None, self._formats.values())), self.coding])

    @classmethod
    def of(cls, exchange: Exchange, fields: Fields) -> "Wish":
        """Return what a request says of it."""
        name, raw = fields.first("format") or "", exchange.headers.raw
        found = _wish if len(name) <= _LONGEST_NAME else cls
        return found(name, raw(b"accept").decode("latin-1"), raw(b"accept-encoding").decode("latin-1"))

    def format(self, kind: Kind) -> tuple[Format, str] | None:
        """Return the format for an answer of a kind, and its content type."""
        return self._formats[kind]

    def format_name(self, kind: Kind) -> str | None:
        """Return the name of that format."""
        found = self._formats[kind]
        return found[0].name if found else None

    def content_type(self, head: Head) -> str:
        """Return the content type of an answer."""
        found = self._formats[head.kind]
        assert found is not None
        return found[1]


_LONGEST_NAME = 100
_wish = lru_cache(maxsize=512)(Wish)


@dataclass(slots=True)
class Order:
    """An answer that is wanted.

    Args:
        answering: who lends workers.
        workers: of the dataset that is asked.
        asked: who asks what.
        wish: in which form.
        headers: of the answer, without those that depend on it.
        time_s: how long it may take, if that is less than the limit.
        tag: the entity tag of a whole answer, empty for none.
    """

    answering: Answering
    workers: Workers
    asked: Asked
    wish: Wish
    headers: Headers
    time_s: float | None = None
    tag: str = ""

    def run(self) -> AbstractAsyncContextManager[Run]:
        """Wait for a turn, and give the run."""
        return self.answering.answer(self.workers, self.asked, self.time_s)


async def answer_query(exchange: Exchange, site: FrontSite) -> None:
    """Answer a query.

    Raises:
        Problem: the request cannot be understood.
        QueryError, LimitError, WorkerError, GenerationError: it has no answer.
        CutError: the answer broke off.
    """
    if exchange.method == "POST":
        question, body = await posted_query(exchange)
        posted: Key = (exchange.headers.raw(b"content-type"), body)
        if await _send_kept(exchange, site, posted):
            return
    else:
        question, posted = question_in(exchange.arguments()), ()
    await _answer(exchange, site, question, posted)


async def answer_from_cache(exchange: Exchange, site: FrontSite) -> bool:
    """Answer a query that is not posted if its answer is kept, before anything else is looked at.

    Raises:
        GenerationError: nothing is published.
    """
    return exchange.method in ("GET", "HEAD") and await _send_kept(exchange, site, ())


def _key(exchange: Exchange, site: FrontSite, snapshot: Snapshot, posted: Key) -> Key:
    """Return all that an answer depends on.

    Args:
        exchange: the request.
        site: knows under which address the world asks.
        snapshot: the generation that answers.
        posted: what was posted, and as what.
    """
    raw = exchange.headers.raw
    wished = (raw(b"accept"), raw(b"accept-encoding"), raw(b"accept-datetime"))
    return (snapshot.digest, site.url(exchange), exchange.query_string, *wished, *posted)


async def _send_kept(exchange: Exchange, site: FrontSite, posted: Key) -> bool:
    kept = site.cache.get(_key(exchange, site, site.current(), posted))
    if kept is None:
        return False
    query_id = new_query_id()
    own = (b"volgraph-query", query_id.encode())
    exchange.notes.tell(query_id, kept.query, kept.generation, kept.form, kept=True)
    if _holds(exchange, kept.tag):
        await exchange.start(304, [header for header in kept.headers if header[0] != b"content-type"] + [own])
        await exchange.send(b"", more=False)
    else:
        await exchange.whole(200, [*kept.headers, own], kept.body)
    return True


def _holds(exchange: Exchange, tag: str) -> bool:
    held = exchange.header("if-none-match")
    return bool(held) and tag_matches(held, tag)


async def _answer(exchange: Exchange, site: FrontSite, question: Question, posted: Key) -> None:
    wish = Wish.of(exchange, question.fields)
    choice = await site.choose(exchange, question.fields.first(PARAMETER))
    snapshot = choice.snapshot
    job = Job(
        question.text,
        question.fields.all("default-graph-uri"),
        question.fields.all("named-graph-uri"),
        wish.solutions,
        wish.triples,
        rows_limit=snapshot.workers.limits.rows,
        base_iri=site.url(exchange),
        evidence=question.fields.first("evidence") or "",
    )
    if wish.solutions == WORKBOOK:
        with TemporaryDirectory(prefix="volgraph-") as folder:
            job = replace(job, about=_about(job, snapshot), folder=folder)
            await give(exchange, site, _order(exchange, site, question, choice, job, wish))
        return
    order = _order(exchange, site, question, choice, job, wish)
    if choice.is_current:
        await give(exchange, site, order, lambda kept: site.cache.put(_key(exchange, site, snapshot, posted), kept))
    else:
        await give(exchange, site, order)


def _order(exchange: Exchange, site: FrontSite, question: Question, choice: Choice, job: Job, wish: Wish) -> Order:
    snapshot = choice.snapshot
    return Order(
        site.answering,
        snapshot.workers,
        Asked(new_query_id(), site.client(exchange), job, snapshot.digest),
        wish,
        [*COMMON, *choice.headers, VARY],
        question.time_s(),
        _tag(job, snapshot, wish) if repeatable(question.text) and not job.folder else "",
    )


def _about(job: Job, snapshot: Snapshot) -> dict[str, str]:
    """Return what the second sheet of a workbook says, so that it can be cited."""
    return {
        "Сұрау · Запрос · Query": job.query,
        "Мекенжай · Адрес · Address": job.base_iri or "",
        "Буын · Поколение · Generation": snapshot.digest,
        "Алынған күні · Дата обращения · Accessed": datetime.now(UTC).date().isoformat(),
    }


async def give(exchange: Exchange, site: FrontSite, order: Order, keep: Callable[[Kept], None] | None = None) -> None:
    """Have a worker answer, and send the answer; a client that goes away frees its worker.

    Args:
        exchange: the request.
        site: watches whether the client is there.
        order: what is wanted of whom.
        keep: takes a whole answer that has a tag.

    Raises:
        Problem: the client takes no format that there is for it.
        QueryError, GraphMissingError, LimitError, WorkerError: it has no answer.
        CutError: the answer broke off.
    """
    text = order.asked.job.query if isinstance(order.asked.job, Job) else ""
    exchange.notes.tell(order.asked.id, text, order.asked.generation, kept=False if order.tag and keep else None)
    exchange.notes.asked = order.asked
    if order.tag and _holds(exchange, order.tag):
        await exchange.start(304, [*order.headers, (b"etag", order.tag.encode())])
        await exchange.send(b"", more=False)
        return
    try:
        with site.watch(exchange):
            async with order.run() as run:
                await run.begin(run.limits.answer_bytes if exchange.old else HELD_BACK_BYTES)
                await _send(exchange, order, run, keep)
    except FormatRefusedError as error:
        raise Problem(406, not_acceptable(Kind(error.kind), order.wish.name)) from None


async def _send(exchange: Exchange, order: Order, run: Run, keep: Callable[[Kept], None] | None) -> None:
    assert run.head is not None
    content_type = order.wish.content_type(run.head)
    exchange.notes.form = content_type
    typed = [*order.headers, (b"content-type", content_type.encode())]
    own = (b"volgraph-query", order.asked.id.encode())
    if not run.whole or (run.size > HELD_BACK_BYTES and not exchange.old):
        # In chunks even if it is whole: there are clients that notice a broken chunk, but not a missing end.
        await stream(exchange, [*typed, own], run, order.wish.coding)
    elif run.size > HELD_BACK_BYTES:
        await stream(exchange, [*typed, own, (b"content-length", b"%d" % run.size)], run, "")
    else:
        kept = await _whole(run, typed, order.wish, order.tag, exchange.notes)
        if order.tag and keep is not None:
            keep(kept)
        await exchange.whole(200, [*kept.headers, own], kept.body)


async def _whole(run: Run, headers: Headers, wish: Wish, tag: str, notes: Notes) -> Kept:
    body, coding = await compressed(run.take_all(), wish.coding)
    if coding:
        headers = [*headers, (b"content-encoding", coding.encode())]
    if tag:
        headers = [*headers, (b"etag", tag.encode())]
    return Kept(headers, body, tag, notes.query, notes.generation, notes.form)


def _tag(job: Job, snapshot: Snapshot, wish: Wish) -> str:
    default = [f"default {iri}" for iri in job.default_graphs]
    named = [f"named {iri}" for iri in job.named_graphs]
    return entity_tag(
        (snapshot.digest, snapshot.engine, job.query, job.base_iri or "", job.evidence, *default, *named, wish.tag)
    )


async def posted_query(exchange: Exchange) -> tuple[Question, bytes]:
    """Return the query that was posted.

    Raises:
        Problem: it is posted in another form than the protocol's.
    """
    media_type, parameters = parse_options_header(exchange.header("content-type"))
    if media_type == SPARQL_UPDATE:
        raise Problem(403, PUBLISHING)
    if media_type not in (FORM, SPARQL_QUERY):
        raise Problem(415, f"post a query as {FORM} or as {SPARQL_QUERY}")
    charset = parameters.get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "us-ascii"):
        raise Problem(415, f"queries are UTF-8, not {charset}")
    async with exchange.body(MAX_BODY_BYTES) as file:
        body = file.read()
    if media_type == FORM:
        fields = Fields.of(body, "the form")
        return question_in(fields.with_more(exchange.arguments())), body
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise Problem(400, f"the query is not UTF-8 at byte {error.start}") from None
    return _question(text, exchange.arguments()), body


def question_in(fields: Fields) -> Question:
    """Return the query that is among the parameters.

    Raises:
        Problem: there is none, or more than one.
    """
    if "update" in fields:
        raise Problem(403, PUBLISHING)
    texts = fields.all("query")
    if len(texts) != 1:
        raise Problem(400, f"give one query, not {len(texts)}: the parameter is called “query”")
    return _question(texts[0], fields)


def _question(text: str, fields: Fields) -> Question:
    if not text.strip():
        raise Problem(400, "the query is empty")
    if len(text) > MAX_QUERY_CHARS:
        raise Problem(400, f"the query has {len(text)} characters; {MAX_QUERY_CHARS} are the most")
    return Question(text, fields)
