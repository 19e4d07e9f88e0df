"""The pages: one module a kind, each with a blueprint whose addresses are without their language."""

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from babel.numbers import format_decimal
from flask import Flask, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from volgraph.domain.vocabulary import LANGUAGES
from volgraph.web.pages import (
    about,
    citations,
    claims,
    dumps,
    entities,
    feed,
    first,
    lists,
    measures,
    query,
    search,
    shapes,
    sources,
    state,
    things,
    validation,
    vocabulary,
)
from volgraph.web.pages.frame import frame
from volgraph.web.site import language, local, resource
from volgraph.web.texts import has_text, text

PREFIX = f"/<any({', '.join(LANGUAGES)}):lang>"
"""What the address of each page begins with."""

PARTS = (
    first,
    search,
    lists,
    query,
    sources,
    claims,
    measures,
    entities,
    things,
    citations,
    vocabulary,
    shapes,
    dumps,
    state,
    validation,
    about,
    feed,
)


def register(app: Flask) -> None:
    """Give the app the pages, each under its language, and lead to them from the address without one.

    The parts for programs are registered before: where they have an address of their own, it stays theirs.
    """
    app.context_processor(_context)
    app.add_template_filter(_capitalized, "capitalize_first")
    app.url_value_preprocessor(lambda _, values: values and values.pop("lang", None))
    for part in PARTS:
        app.register_blueprint(part.blueprint, url_prefix=PREFIX)
    rules = {rule.rule: rule.endpoint for rule in app.url_map.iter_rules()}
    for rule, endpoint in rules.items():
        bare = rule.removeprefix(PREFIX)
        if bare not in rules:
            app.add_url_rule(bare, f"{endpoint} in the reader's language", _lead, methods=["GET"])


def _context() -> dict[str, Any]:
    """Return what every template can use."""
    code = language()
    return {
        "lang": code,
        "t": lambda key, **values: text(key, code, **values),
        "has_text": has_text,
        "number": lambda amount: _number(amount, code),
        "local": local,
        "resource": resource,
        "frame": frame(),
    }


@lru_cache(maxsize=4096)
def _number(amount: float, code: str) -> str:
    """Return a number as a language writes it."""
    return format_decimal(amount, locale=code)


def _lead(**_: str) -> AnyResponse:
    """Lead to a page in the reader's language."""
    fields = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    response = redirect(f"/{language()}{quote(request.path)}{fields}", 302)
    response.vary.update(("Accept-Language", "Cookie"))
    response.headers["Cache-Control"] = "no-store"
    return response


def _capitalized(words: str) -> str:
    """Return a text that begins with a capital, the rest as it is."""
    return words[:1].upper() + words[1:]
