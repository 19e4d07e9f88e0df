"""The page that says what validation found, where sources disagree, and to which standards the server conforms."""

import json
from functools import cache
from importlib.resources import files

from babel.dates import format_datetime
from flask import Blueprint, Response
from pyoxigraph import NamedNode

from volgraph.domain.validation import SEVERITIES
from volgraph.domain.vocabulary import VG
from volgraph.services.state import ShapeFindings, state_of
from volgraph.web.behind import behind
from volgraph.web.html import html
from volgraph.web.showing import Shown, named
from volgraph.web.site import language, site, snapshot

MOST_THINGS = 200
"""How many things a shape shows; the data have all of them."""

blueprint = Blueprint("state_page", __name__)


@blueprint.get("/status")
def state() -> Response:
    """Say what validation found in the published generation."""
    found = state_of(snapshot().generation, site().published.home)
    return html(
        "state.html",
        lasting=False,
        state=found,
        published=format_datetime(found.published, "long", locale=language()) if found.published else "",
        kinds=[(named(VG[kind]), amount) for kind, amount in found.discrepancies.items()],
        behind=behind("discrepancies"),
        severities=SEVERITIES,
        name=_name,
        message=_message,
        things=_things,
        most=MOST_THINGS,
        conformance=_conformance(),
    )


@cache
def _conformance() -> dict[str, tuple[str, str]]:
    """Return how many tests of the W3C's suites this version passes, and how many there are: `make conformance`."""
    found: dict[str, str] = json.loads(files("volgraph.web").joinpath("conformance.json").read_text(encoding="utf-8"))
    return {suite: (passed, of) for suite, score in found.items() for passed, _, of in (score.partition("/"),)}


def _name(findings: ShapeFindings) -> str:
    """Return the name of a shape without its namespace."""
    return findings.shape.rpartition("#")[2].rpartition("/")[2]


def _message(findings: ShapeFindings) -> Shown:
    texts = findings.messages
    code = next((code for code in (language(), "en", *texts) if code in texts), "")
    return Shown(texts.get(code, ""), lang=code if code != language() else "")


def _things(findings: ShapeFindings) -> list[Shown]:
    return [_thing(iri) for iri in findings.things[:MOST_THINGS]]


def _thing(iri: str) -> Shown:
    try:
        return named(NamedNode(iri))
    except ValueError:  # a literal or a blank node: shapes may look at those too
        return Shown(iri)
