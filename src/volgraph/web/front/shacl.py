"""Validating posted graphs: `POST /shacl`.

Nothing of them is parsed here but the parts of a form: documents are read and validated in a process that can be ended.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.http import parse_options_header

from volgraph.domain.validation import INFO, SEVERITIES
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.services import report_excerpts
from volgraph.services.answering import Asked, new_query_id
from volgraph.services.workers.messages import Head, ValidationJob
from volgraph.web.front.documents import FORM, form_documents, raw_document, refuse_unknown_type
from volgraph.web.front.exchange import COMMON, PAGE_COMMON, Exchange, Headers
from volgraph.web.front.fields import Fields
from volgraph.web.front.queries import Order, Wish, give
from volgraph.web.front.site import FrontSite
from volgraph.web.languages import DEFAULT, split_language
from volgraph.web.report_forms import PAGE, ReportForm, form_of
from volgraph.web.statuses import Problem

PATH = "/shacl"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
PARAMETERS = ("format", "lang", "severity")
_NO_CACHE: Headers = [(b"cache-control", b"no-store"), (b"vary", b"Accept, Accept-Encoding, Accept-Language")]

ReportPage = Callable[[bytes, str, str], bytes]
"""Makes a page of the excerpt of a report, given the address that was asked and the languages that the reader likes."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a client wants: the form and language of the report, and the least severity that it shows."""

    form: ReportForm
    language: str
    severity: str

    @classmethod
    def of(cls, exchange: Exchange) -> "Request":
        """Return what the address and the headers say.

        Raises:
            Problem: a parameter is unknown or not what it should be, or there is no such form.
        """
        fields = exchange.arguments()
        unknown = sorted(set(fields) - set(PARAMETERS))
        if unknown:
            raise Problem(400, f"there is no parameter “{unknown[0]}”: there are {', '.join(PARAMETERS)}")
        return cls(
            form_of(fields.first("format") or "", exchange.header("accept")),
            _one_of(fields, "lang", LANGUAGES, split_language(exchange.path)[0] or DEFAULT),
            _one_of(fields, "severity", SEVERITIES, INFO),
        )


def _one_of(fields: Fields, name: str, known: tuple[str, ...], default: str) -> str:
    value = fields.first(name)
    if value is not None and value not in known:
        raise Problem(400, f"the parameter “{name}” is one of {', '.join(known)}, not “{value}”")
    return value or default


class ReportWish(Wish):
    """A report in a form that is known before it is there."""

    def __init__(self, form: ReportForm, accept_encoding: str) -> None:
        super().__init__("", "", accept_encoding)
        self.report_form = form

    def content_type(self, head: Head) -> str:
        """Return the content type of the report."""
        return self.report_form.content_type


async def validate(exchange: Exchange, site: FrontSite, page: ReportPage | None) -> None:
    """Validate what is posted, and answer with the report, whether it conforms or not.

    Args:
        exchange: the request.
        site: what the thin path works with.
        page: makes a page of a report.

    Raises:
        Problem: the request cannot be understood.
        InputError: a document does not parse, or the shapes cannot be used.
        LimitError, WorkerError, GenerationError: there is no report.
        CutError: the report broke off.
    """
    request = Request.of(exchange)
    media_type, parameters = parse_options_header(exchange.header("content-type"))
    refuse_unknown_type(media_type, parameters)
    client, snapshot = site.client(exchange), site.current()
    most_bytes = site.settings.validation_limit_mb * 1_000_000
    async with site.validators.room(client) as folder:
        async with exchange.body(most_bytes) as body:
            if media_type == FORM:
                documents = await asyncio.to_thread(form_documents, body, parameters.get("boundary", ""), folder)
            else:
                documents = await asyncio.to_thread(raw_document, body, media_type, folder)
        job = ValidationJob(
            str(folder),
            report_excerpts.PAGE if request.form is PAGE else request.form.name,
            documents.data,
            documents.shapes,
            request.severity,
            request.language,
            site.url(exchange),
            site.settings.base,
        )
        asked = Asked(new_query_id(), client, job, snapshot.digest)
        workers = await site.validators.workers(snapshot.generation)
        generation: Headers = [] if documents.shapes else [(b"volgraph-generation", snapshot.digest.encode())]
        wish = ReportWish(request.form, exchange.header("accept-encoding"))
        order = Order(
            site.validators.answering,
            workers,
            asked,
            wish,
            [*(PAGE_COMMON if request.form is PAGE else COMMON), *_NO_CACHE, *generation],
        )
        if request.form is PAGE and page is not None:
            await _show(exchange, site, order, page)
        else:
            await give(exchange, site, order)


async def _show(exchange: Exchange, site: FrontSite, order: Order, page: ReportPage) -> None:
    """Answer with a page."""
    exchange.notes.tell(order.asked.id, "", order.asked.generation, PAGE.content_type, kept=None)
    exchange.notes.asked = order.asked
    with site.watch(exchange):
        async with order.run() as run:
            await run.begin(run.limits.answer_bytes)
            report = run.take_all()
    shown = await asyncio.to_thread(page, report, exchange.address, exchange.header("accept-language"))
    own = [(b"content-type", PAGE.content_type.encode()), (b"volgraph-query", order.asked.id.encode())]
    await exchange.whole(200, [*order.headers, *own], shown)
