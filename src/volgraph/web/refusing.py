"""Refusing what an address asks for: a page that says so in the reader's language and leads on, or problem details."""

import json
from collections.abc import Sequence
from typing import NoReturn

from flask import Response, abort, request

from volgraph.web.html import html
from volgraph.web.languages import split_language
from volgraph.web.negotiation import wants_html
from volgraph.web.site import language
from volgraph.web.statuses import PROBLEM, Problem
from volgraph.web.texts import Value, text

Way = tuple[str, str]
"""An address, and the text of the link to it."""


def refuse(status: int, key: str, ways: Sequence[Way] = (), **values: Value) -> NoReturn:
    """Answer that something cannot be had, and where to go on.

    Args:
        status: of HTTP.
        key: of the text that says why.
        ways: that lead on.
        values: what stands in the text.
    """
    if split_language(request.path)[0] or wants_html(PROBLEM, "application/json"):
        response = html("refused.html", status, reason=text(key, language(), **values), ways=ways)
    else:
        content = Problem(status, text(key, "en", **values)).content()
        response = Response(json.dumps(content, ensure_ascii=False) + "\n", status, mimetype=PROBLEM)
    abort(response)
