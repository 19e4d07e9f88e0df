"""Answering with an error: problem details for programs, a page for people, never anything from inside.

https://www.rfc-editor.org/rfc/rfc9457
"""

import json

from flask import Flask, Response, current_app, render_template
from werkzeug.exceptions import HTTPException, InternalServerError

from volgraph.errors import AuthorizationError, GenerationError, VolgraphError, WorkerError
from volgraph.web.negotiation import HTML, wants_html
from volgraph.web.site import language, notes
from volgraph.web.statuses import PROBLEM, Problem, problem_of


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
        page = render_template(
            "problem.html",
            status=problem.status,
            title=problem.title,
            detail=problem.detail,
            place=problem.place if problem.place is not None and problem.place.line is not None else None,
            language=language(),
        )
        response = Response(page, problem.status, mimetype="text/html")
    else:
        content = json.dumps(problem.content(), ensure_ascii=False) + "\n"
        response = Response(content, problem.status, mimetype=PROBLEM)
    response.headers.update(problem.headers)
    return response


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
    headers = {name: plain.headers[name] for name in ("Allow", "Retry-After") if name in plain.headers}
    return respond(Problem(error.code, error.description or "", headers=headers))


def _unexpected(error: Exception) -> Response:
    current_app.logger.exception("a request failed: %s", type(error).__name__)
    return respond(Problem(500, InternalServerError.description or ""))
