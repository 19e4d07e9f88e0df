"""The page of the shapes: what the published data have to keep to, by what each shape looks at."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter

from flask import Blueprint, Response
from pyoxigraph import NamedNode

from volgraph.services.shape_texts import ShapeText, shape_texts
from volgraph.web.behind import behind
from volgraph.web.html import html
from volgraph.web.showing import Shown, plain
from volgraph.web.site import language, site, snapshot

FEW_TARGETS = 5
"""So many targets of one kind stand in the heading; more of them are folded below it."""

blueprint = Blueprint("shapes", __name__)


@blueprint.get("/shapes")
def shapes() -> Response:
    """Show every shape that has a target."""
    found = shape_texts(snapshot().source, site().base)
    groups = [(_by_kind(targets), list(members)) for targets, members in groupby(found, key=_targets)]
    return html(
        "shapes.html",
        groups=groups,
        total=len(found),
        plain=plain,
        message=_message,
        few=FEW_TARGETS,
        behind=behind("shapes", graph=site().base.graph("shapes")),
    )


def _targets(shape: ShapeText) -> tuple[tuple[str, NamedNode], ...]:
    return shape.targets


def _by_kind(targets: Iterable[tuple[str, NamedNode]]) -> list[tuple[str, list[Shown]]]:
    return [(how, [plain(target) for _, target in same]) for how, same in groupby(targets, key=itemgetter(0))]


def _message(messages: Mapping[str, str]) -> Shown:
    code = next((code for code in (language(), "en", *messages) if code in messages), "")
    return Shown(messages.get(code, ""), lang=code if code != language() else "")
