"""The page of the ontology: its terms by kind, with their definitions."""

from flask import Blueprint, Response
from pyoxigraph import Literal, NamedNode

from volgraph.services.naming import shortened
from volgraph.services.querying import ask
from volgraph.web.behind import behind
from volgraph.web.html import html
from volgraph.web.showing import named
from volgraph.web.site import language, site, snapshot

blueprint = Blueprint("vocabulary", __name__)


@blueprint.get("/ns")
def vocabulary() -> Response:
    """Show the terms."""
    return html("vocabulary.html", groups=_terms(), behind=behind("terms", ontology=site().base.graph("ontology")))


def _terms() -> dict[str, list[dict[str, object]]]:
    """Return the terms by kind, with their names and definitions in the reader's language."""
    groups: dict[str, list[dict[str, object]]] = {}
    for solution in ask(snapshot().source, "terms", ontology=site().base.graph("ontology")):
        term, kind, definition = solution["term"], solution["type"], solution["definition"]
        assert isinstance(term, NamedNode) and isinstance(kind, NamedNode) and isinstance(definition, Literal)
        if definition.language == language():
            entry: dict[str, object] = {"curie": shortened(term.value), "name": named(term), "definition": definition}
            groups.setdefault(kind.value.rpartition("#")[2], []).append(entry)
    return groups
