"""The workspace over HTTP: queries, updates and the Graph Store Protocol, for clients with a token.

https://www.w3.org/TR/sparql11-protocol/ and https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import MultiPartParser
from werkzeug.http import parse_options_header

from volgraph.domain.tokens import Scope
from volgraph.io.media_types import Kind, formats, rdf_format
from volgraph.io.results import write_triples
from volgraph.services.answering import Asked, new_query_id
from volgraph.services.workers.messages import MAX_FILES, AnyJob, Changed, GraphJob, Job, UpdateJob, WriteJob
from volgraph.services.workspace import Workspace
from volgraph.web.front.exchange import COMMON, Exchange, Headers
from volgraph.web.front.fields import Fields
from volgraph.web.front.graphs import graph_of
from volgraph.web.front.queries import (
    FORM,
    SPARQL_UPDATE,
    Order,
    Question,
    Wish,
    give,
    posted_query,
    question_in,
)
from volgraph.web.front.site import FrontSite
from volgraph.web.negotiation import not_acceptable
from volgraph.web.service_description import workspace_description
from volgraph.web.statuses import Problem

PREFIX = "/workspace/"
QUERY, UPDATE, GRAPHS = "/workspace/sparql", "/workspace/update", "/workspace/rdf-graph-store"
METHODS = {
    QUERY: ("GET", "HEAD", "POST", "OPTIONS"),
    UPDATE: ("POST", "OPTIONS"),
    GRAPHS: ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"),
}
_NO_CACHE: Headers = [(b"cache-control", b"no-store"), (b"vary", b"Accept, Accept-Encoding, Authorization")]
INLINE_CHARS = 32 << 10
"""A longer update goes to its worker as a file."""

_OPERATIONS = {"PUT": "put", "POST": "post", "DELETE": "delete"}


async def handle(exchange: Exchange, site: FrontSite) -> None:
    """Answer a request to the workspace.

    Raises:
        Problem: the request cannot be understood, or there is no workspace.
        AuthorizationError: the client may not do that.
        InputError, LimitError, WorkerError: it cannot be done, and nothing was changed.
        CutError: the answer broke off.
    """
    if site.workspace is None:
        raise Problem(404, "this server has no workspace: it is started with --workspace true")
    desk = _Desk(exchange, site, site.workspace)
    if exchange.path == QUERY:
        await desk.query()
    elif exchange.path == UPDATE:
        await desk.update()
    else:
        await desk.graph()


@dataclass(frozen=True, slots=True)
class _Document:
    """A document that came in."""

    file: IO[bytes]
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class _Desk:
    exchange: Exchange
    site: FrontSite
    workspace: Workspace

    async def query(self) -> None:
        client = self._client(Scope.WORKSPACE_READ)
        if self.exchange.method == "POST":
            question, _ = await posted_query(self.exchange)
        else:
            fields = self.exchange.arguments()
            if not {"query", "update"} & {*fields}:
                await self._describe(fields)
                return
            question = question_in(fields)
        wish = Wish.of(self.exchange, question.fields)
        job = Job(
            question.text,
            question.fields.all("default-graph-uri"),
            question.fields.all("named-graph-uri"),
            wish.solutions,
            wish.triples,
            rows_limit=self.workspace.workers.limits.rows,
            base_iri=self.site.url(self.exchange),
            evidence=question.fields.first("evidence") or "",
        )
        await self._give(client, job, wish, question.time_s())

    async def _describe(self, fields: Fields) -> None:
        """Describe the service: https://www.w3.org/TR/sparql11-service-description/#accessing"""
        wish = Wish.of(self.exchange, fields)
        found = wish.format(Kind.TRIPLES)
        if found is None:
            raise Problem(406, not_acceptable(Kind.TRIPLES, wish.name))
        form, content_type = found
        document = BytesIO()
        write_triples(workspace_description(self.site.url(self.exchange)), document, form)
        headers = [*COMMON, *_NO_CACHE, (b"content-type", content_type.encode())]
        await self.exchange.whole(200, headers, document.getvalue())

    async def update(self) -> None:
        client = self._client(Scope.WORKSPACE_WRITE)
        text, fields = await self._posted_update()
        default, named = (fields.all(f"using-{kind}graph-uri") for kind in ("", "named-"))
        time_s, url = Question(text, fields).time_s(), self.site.url(self.exchange)
        if len(text) <= INLINE_CHARS:
            await self._change(client, UpdateJob(text, default, named, url), time_s)
        else:
            with TemporaryFile(buffering=0) as file:
                file.write(text.encode())
                file.seek(0)
                await self._change(
                    client, UpdateJob("", default, named, url), time_s, [_Document(file, "", "the update")]
                )
        await self._say(204)

    async def graph(self) -> None:
        exchange = self.exchange
        reads = exchange.method in ("GET", "HEAD")
        client = self._client(Scope.WORKSPACE_READ if reads else Scope.WORKSPACE_WRITE)
        fields = exchange.arguments()
        collection = exchange.path == GRAPHS and not fields
        if collection and exchange.method == "POST":
            await self._write(client, "post-new", self.site.url(exchange))
            return
        graph = self._graph(fields)
        if not reads:
            await self._write(client, _OPERATIONS[exchange.method], graph)
            return
        wish = Wish.of(exchange, fields)
        form = wish.triples
        if form is None:
            raise Problem(406, not_acceptable(Kind.TRIPLES, wish.name))
        await self._give(client, GraphJob(form, graph), wish, None)

    def _graph(self, fields: Fields) -> str:
        """Return the IRI of the graph: the address itself, or what its parameters say."""
        if self.exchange.path == GRAPHS:
            return graph_of(fields.all("graph"), "default" in fields)
        if "graph" in fields or "default" in fields:
            raise Problem(400, "the address names a graph already: leave ?graph= and ?default out")
        return self.site.url(self.exchange)

    def _client(self, scope: Scope) -> str:
        token = self.site.tokens.check(self.exchange.header("authorization") or None, scope)
        return f"token {token.name}"

    async def _give(self, client: str, job: AnyJob, wish: Wish, time_s: float | None) -> None:
        asked = Asked(new_query_id(), client, job, "workspace")
        workspace = self.workspace
        await give(
            self.exchange,
            self.site,
            Order(workspace.answering, workspace.workers, asked, wish, [*COMMON, *_NO_CACHE], time_s),
        )

    async def _change(
        self, client: str, job: AnyJob, time_s: float | None = None, documents: Sequence[_Document] = ()
    ) -> Changed:
        asked = Asked(new_query_id(), client, job, "workspace")
        files = [document.file.fileno() for document in documents]
        async with self.workspace.answering.answer(self.workspace.workers, asked, time_s, files) as run:
            await run.begin(0)
        assert run.changed is not None
        return run.changed

    async def _write(self, client: str, operation: str, graph: str) -> None:
        if operation == "delete":
            await self._change(client, WriteJob("delete", graph))
            await self._say(204)
            return
        async with AsyncExitStack() as files:
            documents = await self._documents(files)
            job = WriteJob(
                operation,
                graph,
                tuple(document.media_type for document in documents),
                tuple(document.name for document in documents),
            )
            changed = await self._change(client, job, documents=documents)
        if operation == "post-new":
            await self._say(201, [(b"location", changed.graph.encode())])
        else:
            await self._say(201 if changed.created else 204)

    async def _documents(self, files: AsyncExitStack) -> list[_Document]:
        """Return the documents of the body: one, or those of a form with files.

        https://www.w3.org/TR/sparql11-http-rdf-update/#http-post
        """
        media_type, parameters = parse_options_header(self.exchange.header("content-type"))
        body = await files.enter_async_context(self.exchange.body(self._most_bytes))
        if media_type == "multipart/form-data":
            return _parts(body, parameters.get("boundary", ""), files)
        return [_document(body, media_type, parameters, "")]

    @property
    def _most_bytes(self) -> int:
        return self.site.settings.upload_limit_mb * 1_000_000

    async def _posted_update(self) -> tuple[str, Fields]:
        media_type, parameters = parse_options_header(self.exchange.header("content-type"))
        if media_type not in (FORM, SPARQL_UPDATE):
            raise Problem(415, f"post an update as {FORM} or as {SPARQL_UPDATE}")
        _check_charset(parameters)
        async with self.exchange.body(self._most_bytes) as file:
            body = file.read()
        beside = self.exchange.arguments()
        if media_type == FORM:
            fields = Fields.of(body, "the form").with_more(beside)
            texts = fields.all("update")
            if len(texts) != 1 or "query" in fields:
                raise Problem(400, f"give one update, not {len(texts)}, and no query: the parameter is called “update”")
            return texts[0], fields
        try:
            return body.decode(), beside
        except UnicodeDecodeError as error:
            raise Problem(400, f"the update is not UTF-8 at byte {error.start}") from None

    async def _say(self, status: int, headers: Headers | None = None) -> None:
        await self.exchange.start(status, [*COMMON, *_NO_CACHE, *(headers or []), (b"content-length", b"0")])
        await self.exchange.send(b"", more=False)


def _parts(body: IO[bytes], boundary: str, files: AsyncExitStack) -> list[_Document]:
    def part(*_: object, **__: object) -> IO[bytes]:
        return files.enter_context(TemporaryFile())

    try:
        fields, uploads = MultiPartParser(part, max_form_parts=MAX_FILES).parse(body, boundary.encode("latin-1"), None)
    except (ValueError, RequestEntityTooLarge) as error:
        raise Problem(400, f"the form cannot be read, or has more than {MAX_FILES} parts: {error}") from None
    if fields or not uploads:
        raise Problem(400, "a form with documents has files only: give each part a file name")
    return [
        _document(upload.stream, upload.mimetype, upload.mimetype_params, upload.filename or "")
        for upload in uploads.values()
    ]


def _document(file: IO[bytes], media_type: str, parameters: Mapping[str, str], name: str) -> _Document:
    if rdf_format(media_type) is None:
        known = ", ".join(form.media_type for form in formats(Kind.TRIPLES))
        raise Problem(415, f"send RDF as one of {known}, not as “{media_type}”")
    _check_charset(parameters)
    return _Document(file, media_type, name)


def _check_charset(parameters: Mapping[str, str]) -> None:
    charset = parameters.get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "us-ascii"):
        raise Problem(415, f"what is sent here is UTF-8, not {charset}")
