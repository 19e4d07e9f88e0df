"""Answering with an error: problem details for programs, a page for people, never anything from inside.

https://www.rfc-editor.org/rfc/rfc9457
"""

import json
from http import HTTPStatus

from flask import Flask, Response, current_app, render_template
from werkzeug.exceptions import HTTPException, InternalServerError

from volgraph.errors import GenerationError, InputError, LimitError, Place
from volgraph.web.negotiation import wants_html
from volgraph.web.site import language

PROBLEM = "application/problem+json"


def register(app: Flask) -> None:
    """Make the app answer with problems."""
    app.register_error_handler(InputError, _input_error)
    app.register_error_handler(GenerationError, _generation_error)
    app.register_error_handler(LimitError, _limit_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def problem(status: int, detail: str, place: Place | None = None) -> Response:
    """Return an error as the client reads it best."""
    title = HTTPStatus(status).phrase
    if wants_html(PROBLEM, "application/json"):
        page = render_template("problem.html", status=status, title=title, detail=detail, language=language())
        return Response(page, status, mimetype="text/html")
    content: dict[str, object] = {"title": title, "status": status, "detail": detail}
    if place is not None and place.line is not None:
        content |= {"line": place.line, "column": place.column}
    return Response(json.dumps(content, ensure_ascii=False) + "\n", status, mimetype=PROBLEM)


def _input_error(error: InputError) -> Response:
    return problem(400, error.message, error.place)


def _generation_error(error: GenerationError) -> Response:
    current_app.logger.error("%s", error)
    response = problem(503, "nothing is published here at the moment: try again later")
    response.headers["Retry-After"] = "30"
    return response


def _limit_error(error: LimitError) -> Response:
    """Say which limit a query met; trying again helps only when others were in the way."""
    response = problem(504 if error.limit == "time" else 503, str(error))
    if error.limit == "queue":
        response.headers["Retry-After"] = "5"
    return response


def _http_error(error: HTTPException) -> Response:
    plain = error.get_response()
    if error.code is None or error.code < 400:
        return Response(plain.get_data(), plain.status_code, plain.headers)
    response = problem(error.code, error.description or "")
    for name in ("Allow", "Retry-After"):
        if name in plain.headers:
            response.headers[name] = plain.headers[name]
    return response


def _unexpected(error: Exception) -> Response:
    current_app.logger.exception("a request failed: %s", type(error).__name__)
    return problem(500, InternalServerError.description or "")
