"""Answering with an error: problem details for programs, a page for people, never anything from inside.

https://www.rfc-editor.org/rfc/rfc9457
"""

import json
import re
from urllib.parse import quote, urlencode

from flask import Flask, Response, current_app, g, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from volgraph.domain.vocabulary import LANGUAGES
from volgraph.errors import AuthorizationError, GenerationError, VolgraphError, WorkerError
from volgraph.web.languages import split_language
from volgraph.web.mementos import PARAMETER
from volgraph.web.negotiation import HTML, wants_html
from volgraph.web.showing import Shown
from volgraph.web.site import PATH_CHARACTERS, language, notes
from volgraph.web.statuses import PROBLEM, Problem, problem_of
from volgraph.web.texts import LANGUAGE_NAMES, text

_LANGUAGE = re.compile(r"/[A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?(/.*)?")
"""A path that begins with the code of a language: https://www.rfc-editor.org/rfc/rfc5646"""


def register(app: Flask) -> None:
    """Make the app answer with problems."""
    app.register_error_handler(VolgraphError, _error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Problem, respond)
    app.register_error_handler(Exception, _unexpected)


def page_of(app: Flask, problem: Problem, path: str, accept_language: str) -> bytes:
    """Return a problem as a page, outside of a request that the app answers.

    Args:
        app: the app, for its templates.
        problem: what is told.
        path: the address that was asked, with its parameters.
        accept_language: the languages that the reader likes.
    """
    with app.test_request_context(path, headers={"Accept": HTML, "Accept-Language": accept_language}):
        return respond(problem).get_data()


def respond(problem: Problem) -> Response:
    """Return a problem as the client reads it best."""
    if wants_html(PROBLEM, "application/json"):
        ways = _ways_on(problem)
        page = render_template(
            "problem.html",
            status=problem.status,
            title=problem.title,
            detail=problem.detail,
            place=problem.place if problem.place is not None and problem.place.line is not None else None,
            reason=text(problem.key, language(), **problem.values) if problem.key else "",
            ways=ways,
        )
        response = Response(page, problem.status, mimetype="text/html")
    else:
        content = json.dumps(problem.content(), ensure_ascii=False) + "\n"
        response = Response(content, problem.status, mimetype=PROBLEM)
    response.headers.update(problem.headers)
    return response


def _ways_on(problem: Problem) -> list[Shown]:
    """Return where a reader finds what was asked for, if a problem is no more than its generation or its language."""
    if problem.key.startswith("generation-") and PARAMETER in request.args:
        g.pinned = None  # no way on the page leads back to a generation that is not here
        fields = [field for field in request.args.items(multi=True) if field[0] != PARAMETER]
        now = Shown(text("generation-now", language()), _address(request.path, fields))
        instead = problem.more.get("replacedBy")
        if not isinstance(instead, str):
            return [now]
        replaced = _address(request.path, [*fields, (PARAMETER, instead)])
        return [Shown(text("generation-instead", language()), replaced), now]
    if problem.key == "language-unknown":
        rest = _without_language(request.path)
        fields = list(request.args.items(multi=True))
        return [Shown(LANGUAGE_NAMES[code], _address(f"/{code}{rest}", fields), code) for code in LANGUAGES]
    return []


def _address(path: str, fields: list[tuple[str, str]]) -> str:
    return quote(path, safe=PATH_CHARACTERS) + (f"?{urlencode(fields)}" if fields else "")


def _without_language(path: str) -> str:
    """Return the path of a page without the language that it begins with; empty if no page has such a path."""
    named = _LANGUAGE.fullmatch(path)
    if named is None or split_language(path)[0]:
        return ""
    rest = named[1] or "/"
    try:
        current_app.url_map.bind("").match(f"/{LANGUAGES[0]}{rest}")
    except HTTPException:
        return ""
    return rest


def _error(error: VolgraphError) -> Response:
    notes().error = error
    found = problem_of(error)
    if found is None:
        return _unexpected(error)
    if isinstance(error, GenerationError | WorkerError):
        current_app.logger.error("%s", error)
    if isinstance(error, AuthorizationError):
        current_app.logger.warning("a token was refused: %s", error.reason)
    return respond(found)


def _http_error(error: HTTPException) -> Response:
    plain = error.get_response()
    if error.code is None or error.code < 400:
        return Response(plain.get_data(), plain.status_code, plain.headers)
    if error.code == 404 and _without_language(request.path):
        return respond(Problem(404, error.description or "", key="language-unknown"))
    headers = {name: plain.headers[name] for name in ("Allow", "Retry-After") if name in plain.headers}
    return respond(Problem(error.code, error.description or "", headers=headers))


def _unexpected(error: Exception) -> Response:
    current_app.logger.exception("a request failed: %s", type(error).__name__)
    return respond(Problem(500, InternalServerError.description or ""))
