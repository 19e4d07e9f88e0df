"""The first page: what is here, and a form to ask it."""

from flask import Blueprint, request
from pyoxigraph import Literal, NamedNode
from werkzeug.wrappers import Response as AnyResponse

from volgraph.domain.vocabulary import VG
from volgraph.services.querying import ask
from volgraph.web.examples import examples
from volgraph.web.html import html
from volgraph.web.showing import named
from volgraph.web.site import language, snapshot

blueprint = Blueprint("first", __name__)


@blueprint.get("/")
def first() -> AnyResponse:
    """Show what is here, and a form to ask it."""
    held, shown = snapshot(), examples(language())
    chosen = next((example for example in shown if example.name == request.args.get("example")), shown[0])
    kinds = [(named(VG[kind]), number) for kind, number in held.counts["discrepancies"].items()]
    return html("first.html", snapshot=held, about=_about(), kinds=kinds, examples=shown, query=chosen.query)


def _about() -> dict[str, str]:
    """Return the title, sentence and licence of the dataset, in the reader's language where there is one."""
    about: dict[str, str] = {}
    for solution in ask(snapshot().source, "dataset"):
        property, found = solution["property"], solution["value"]
        key = property.value.rpartition("/")[2]
        if isinstance(found, NamedNode) or (isinstance(found, Literal) and found.language == language()):
            about[key] = found.value
    return about
