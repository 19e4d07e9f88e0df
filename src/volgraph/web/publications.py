"""Publications: the log of what was published when, and the way to publish from afar with a token."""

from collections.abc import Iterator
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any

from flask import Blueprint, Response, jsonify, request, url_for
from werkzeug.exceptions import LengthRequired, NotFound, RequestTimeout, UnsupportedMediaType

from volgraph.domain.tokens import Scope
from volgraph.errors import AuthorizationError, LimitError
from volgraph.io.archives import MEDIA_TYPE
from volgraph.io.generations import Home
from volgraph.services.receiving import Outcome, Receiver, checksum_in, is_digest
from volgraph.web import mementos
from volgraph.web.authorization import authorized
from volgraph.web.links import absolute
from volgraph.web.problems import respond
from volgraph.web.site import site
from volgraph.web.statuses import Problem

MOST_RESULTS = 1000
_BLOCK_BYTES = 1 << 20
_SILENCE_LIMIT_S = 60

blueprint = Blueprint("publications", __name__)


@blueprint.get("/publications")
def publications() -> Response:
    """List what was published, the newest first."""
    home = _home()
    current = home.current()
    entries = [{**entry.to_json(), "url": _url(entry.digest)} for entry in reversed(home.publications())]
    return jsonify({"current": current.digest if current else None, "publications": entries})


@blueprint.get("/publications/<digest>")
def publication(digest: str) -> Response:
    """Say when a generation was published and whether it is now.

    A publisher asks this before it sends anything: a token that comes with the question is checked, so that a wrong
    one is known before the build is uploaded.
    """
    if "Authorization" in request.headers:
        authorized(Scope.PUBLISH)
    home = _home()
    entries = [entry.to_json() for entry in home.publications() if entry.digest == digest]
    if not is_digest(digest) or not entries:
        raise NotFound("no such generation was published here")
    current = home.current()
    return jsonify(
        {"digest": digest, "current": current is not None and current.digest == digest, "publications": entries}
    )


@blueprint.get("/timemap/<path:path>")
@blueprint.get("/timemap/", defaults={"path": ""})
def timemap(path: str) -> Response:
    """List the kept generations in which an address can be asked."""
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    lines = mementos.timemap(site().published, absolute(f"/{path}") + query)
    return Response(",\n".join(lines) + "\n", content_type="application/link-format")


@blueprint.post("/publications")
def publish() -> Response:
    """Take a build, check it, and publish it; or say why not."""
    receiver = Receiver(site().settings)
    digest = request.headers.get("Volgraph-Generation", "")
    client = request.remote_addr or ""
    try:
        token = authorized(Scope.PUBLISH)
    except AuthorizationError as error:
        if error.name is not None:
            with receiver.audited(error.name, client, digest) as attempt:
                attempt.outcome = error.reason
        raise
    with receiver.audited(token.name, client, digest) as attempt:
        if request.mimetype != MEDIA_TYPE:
            raise UnsupportedMediaType(f"send the build as {MEDIA_TYPE}")
        if request.content_length is None:
            raise LengthRequired("say how long the archive is: Content-Length")
        checksum = checksum_in(request.headers.get("Content-Digest") or request.headers.get("Repr-Digest"))
        request.max_content_length = request.content_length  # the receiver has a limit of its own
        return _answer(receiver.receive(attempt, checksum, request.content_length, blocks(request.stream)))


def blocks(stream: IO[bytes], silence_s: float = _SILENCE_LIMIT_S) -> Iterator[bytes]:
    """Yield what a client sends, unless it falls silent: one that is gone without a word must not keep others out.

    A read cannot be interrupted, so that another thread reads; it ends with the connection.

    Raises:
        RequestTimeout: nothing came for `silence_s` seconds.
        HTTPException: the client broke off.
    """
    read: Queue[bytes | Exception] = Queue(maxsize=2)

    def read_on() -> None:
        try:
            while block := stream.read(_BLOCK_BYTES):
                read.put(block)
            read.put(b"")
        except Exception as error:
            read.put(error)

    Thread(target=read_on, daemon=True).start()
    while True:
        try:
            block = read.get(timeout=silence_s)
        except Empty:
            raise RequestTimeout(f"nothing came for {silence_s:g} seconds: send the archive again") from None
        if isinstance(block, Exception):
            raise block
        if not block:
            return
        yield block


def _answer(outcome: Outcome) -> Response:
    match outcome.name:
        case "published" | "current":
            response = jsonify(outcome.content)
            response.status_code = 201 if outcome.name == "published" else 200
            assert outcome.content is not None
            response.headers["Location"] = _url(outcome.content["digest"])
            return response
        case "refused":
            return _refusal(outcome)
        case "limit":
            return respond(Problem(503, outcome.detail))
        case "unready":
            return respond(Problem(503, outcome.detail))
    return respond(Problem(400, f"the build cannot be used: {outcome.detail}"))


def _refusal(outcome: Outcome) -> Response:
    """Answer with the report: the members of the problem are those of `volgraph validate --format json`."""
    report: dict[str, Any] = dict(outcome.content or {})
    report["results"] = report["results"][:MOST_RESULTS]
    return respond(Problem(422, outcome.detail, more=report))


def _home() -> Home:
    return Home(site().settings.home)


def _url(digest: str) -> str:
    return url_for("publications.publication", digest=digest)


@blueprint.errorhandler(LimitError)
def _too_large(error: LimitError) -> Response:
    return respond(Problem(413, str(error)))
