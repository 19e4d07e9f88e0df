"""The first page: what is here, and a form to ask it."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from volgraph.domain.vocabulary import VG
from volgraph.services.dataset_about import about_dataset
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
    return html(
        "first.html",
        snapshot=held,
        about=about_dataset(held.source, language()),
        kinds=kinds,
        examples=shown,
        query=chosen.query,
    )
