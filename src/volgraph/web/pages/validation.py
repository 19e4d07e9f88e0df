"""Validating for people: the form that posts a graph, and the report as a page. `web.front.shacl` validates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response
from pyoxigraph import NamedNode

from volgraph.io.media_types import Kind, formats
from volgraph.services.naming import shortened
from volgraph.services.report_excerpts import Excerpt
from volgraph.web.front.shacl import PATH
from volgraph.web.html import html
from volgraph.web.negotiation import HTML
from volgraph.web.showing import Shown, plain
from volgraph.web.site import language, site

blueprint = Blueprint("validation_page", __name__)


@blueprint.get(PATH)
def form() -> Response:
    """Show the form."""
    return html("shacl.html", syntaxes=formats(Kind.TRIPLES), most=site().settings.validation_limit_mb)


@dataclass(frozen=True, slots=True)
class Row:
    """A result as the page shows it."""

    severity: str
    message: Shown
    focus: Shown
    path: str
    value: Shown
    shape: str
    places: Sequence[str]


def report_page(app: Flask, report: bytes, address: str, accept_language: str) -> bytes:
    """Return the report of a validation as a page, outside of a request that the app answers.

    Args:
        app: the app, for its templates.
        report: an excerpt, as `services.report_excerpts` writes it.
        address: that was asked, with its parameters.
        accept_language: the languages that the reader likes.
    """
    with app.test_request_context(address, headers={"Accept": HTML, "Accept-Language": accept_language}):
        excerpt = Excerpt.unpack(report)
        return html(
            "report.html",
            lasting=False,
            report=excerpt,
            rows=[_row(result) for result in excerpt.results],
            notices=[(notice["level"], _message(notice["messages"]), notice["places"]) for notice in excerpt.notices],
            syntaxes=formats(Kind.TRIPLES),
            most=site().settings.validation_limit_mb,
        ).get_data()


def _row(result: Mapping[str, Any]) -> Row:
    return Row(
        result["severity"],
        _message(result["messages"]),
        _shown(result["focus"]),
        _short_path(result["path"]),
        _shown(result["value"]),
        _short_path(result["shape"]),
        result["places"],
    )


def _message(texts: Mapping[str, str]) -> Shown:
    code = next((code for code in (language(), "en", "", *texts) if code in texts), "")
    return Shown(texts.get(code, ""), lang=code if code != language() else "")


def _shown(term: str) -> Shown:
    """Return an N-Triples term as it is, with a link if it is an IRI; one that is long has lost its end."""
    if term.startswith("<") and term.endswith(">"):
        return plain(NamedNode(term[1:-1]))
    return Shown(term)


def _short_path(path: str) -> str:
    """Return a path or an IRI with the prefixes that are known."""
    return shortened(path[1:-1]) if path.startswith("<") and path.endswith(">") and path.count("<") == 1 else path
