"""Linked data: from the IRI of a thing to a document about it, and the vocabulary that the documents use."""

from flask import Blueprint, Response, redirect, request
from pyoxigraph import Literal, NamedNode, Triple
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from volgraph.domain.vocabulary import FOAF, RDFS
from volgraph.io.media_types import Kind, formats, offers
from volgraph.services.naming import shortened
from volgraph.services.querying import ask
from volgraph.services.things import MOST_TRIPLES, Description, describe
from volgraph.web.html import html
from volgraph.web.negotiation import chosen_format, wants_html
from volgraph.web.service_description import dataset_description
from volgraph.web.showing import named
from volgraph.web.site import language, local, site, snapshot, thing
from volgraph.web.writing import rdf_response

blueprint = Blueprint("linked_data", __name__)


@blueprint.get("/id/<path:path>")
def identified(path: str) -> AnyResponse:
    """Lead from a thing to a document about it: https://www.w3.org/TR/cooluris/#r303gendocument."""
    _described(path)
    name = request.args.get("format")
    if name == "html" or (not name and wants_html(*(media_type for media_type, _ in offers(Kind.TRIPLES)))):
        return redirect(local(f"/page/{path}"), 303)
    form, _ = chosen_format(Kind.TRIPLES)
    return redirect(local(f"/data/{path}{form.suffix}"), 303)


@blueprint.get("/data/<path:path>")
def document(path: str) -> AnyResponse:
    """Describe a thing in the format that the address ends in."""
    stem, _, ending = path.rpartition(".")
    form = next((entry for entry in formats(Kind.TRIPLES) if entry.name == ending), None)
    if form is None:
        endings = " ".join(entry.suffix for entry in formats(Kind.TRIPLES))
        raise NotFound(f"documents about things end in one of {endings}")
    description = _described(stem)
    triples = list(description.triples())
    if not description.complete:
        triples += _notice(description)
    response = rdf_response(triples, form)
    response.headers["Link"] = f'<{description.thing.value}>; rel="describes"'
    return response


@blueprint.get("/ns")
def vocabulary() -> AnyResponse:
    """Give the ontology, as RDF or to read."""
    name = request.args.get("format")
    if name == "html" or (not name and wants_html(*(media_type for media_type, _ in offers(Kind.TRIPLES)))):
        return html("vocabulary.html", groups=_terms())
    return _graph("ontology")


@blueprint.get("/.well-known/void")
def void() -> AnyResponse:
    """Describe the dataset: https://www.w3.org/TR/void/#discovery."""
    return rdf_response(dataset_description(snapshot(), request.url_root.rstrip("/")))


@blueprint.get("/context.jsonld")
def context() -> AnyResponse:
    """Give the JSON-LD context of the generation."""
    return Response(snapshot().generation.context.read_bytes(), mimetype="application/ld+json")


def _described(path: str) -> Description:
    node = thing(path)
    description = describe(snapshot().store, node) if node else None
    if not description:
        raise NotFound(f"nothing here is called {path}")
    return description


def _notice(description: Description) -> list[Triple]:
    document = NamedNode(request.base_url)
    sentence = f"This document holds the first {MOST_TRIPLES} triples only; ask the SPARQL endpoint for all."
    return [
        Triple(document, FOAF["primaryTopic"], description.thing),
        Triple(document, RDFS["comment"], Literal(sentence, language="en")),
    ]


def _graph(path: str) -> Response:
    graph = site().base.graph(path)
    return rdf_response(quad.triple for quad in snapshot().store.quads_for_pattern(None, None, None, graph))


def _terms() -> dict[str, list[dict[str, object]]]:
    """Return the terms by kind, with their names and definitions in the reader's language."""
    groups: dict[str, list[dict[str, object]]] = {}
    for solution in ask(snapshot().store, "terms", ontology=site().base.graph("ontology")):
        term, kind, definition = solution["term"], solution["type"], solution["definition"]
        assert isinstance(term, NamedNode) and isinstance(kind, NamedNode) and isinstance(definition, Literal)
        if definition.language == language():
            entry: dict[str, object] = {"curie": shortened(term.value), "name": named(term), "definition": definition}
            groups.setdefault(kind.value.rpartition("#")[2], []).append(entry)
    return groups
