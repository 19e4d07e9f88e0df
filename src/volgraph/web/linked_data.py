"""Linked data: from the IRI of a thing or graph to a document about it, and the vocabulary that documents use."""

import json

from flask import Blueprint, Response, redirect, request
from pyoxigraph import NamedNode, Triple
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from volgraph.domain.paging import Pages
from volgraph.domain.vocabulary import FOAF, HYDRA, TYPE, integer
from volgraph.io.compact import compact_jsonld
from volgraph.io.media_types import Format, Kind, formats, offers
from volgraph.services.querying import ask
from volgraph.services.things import Description, describe, is_known, triples_of
from volgraph.web.absent import refuse_absent, refuse_gone
from volgraph.web.links import absolute, document_links, graph_links, header, neighbours, page_address
from volgraph.web.negotiation import chosen_format, wants_html
from volgraph.web.numbers import asked_page, refuse_beyond
from volgraph.web.service_description import dataset_description
from volgraph.web.site import local, resource, site, snapshot, thing
from volgraph.web.writing import rdf_response

GRAPH = "graph/"

blueprint = Blueprint("linked_data", __name__)


@blueprint.get("/id/<path:path>")
def identified(path: str) -> AnyResponse:
    """Lead from a thing to a document about it: https://www.w3.org/TR/cooluris/#r303gendocument."""
    for name, ending in ((path, ""), _split(path)):
        node = thing(name)
        if node:
            refuse_gone(node)
            if is_known(snapshot().source, node):
                return redirect(_document_of(name, ending), 303)
    return refuse_absent(path)


@blueprint.get("/graph/<path:path>")
def graph(path: str) -> AnyResponse:
    """Lead from a named graph to its content, or to a page about it."""
    stem, ending = _split(path)
    for name, suffix in ((path, ""), (stem, ending)):
        if _is_graph(name):
            return redirect(_document_of(GRAPH + name, suffix), 303)
    raise NotFound(f"there is no graph {path}: {absolute('/.well-known/void')} lists them")


@blueprint.get("/data/<path:path>")
def document(path: str) -> AnyResponse:
    """Describe a thing, or give what a graph holds, in the format that the address ends in."""
    stem, ending = _split(path)
    form = next((entry for entry in formats(Kind.TRIPLES) if entry.name == ending), None)
    if form is None:
        endings = " ".join(entry.suffix for entry in formats(Kind.TRIPLES))
        raise NotFound(f"documents about things end in one of {endings}")
    if stem.startswith(GRAPH):
        return _graph_document(stem, form)
    description = described(stem)
    triples = [*description.triples(), *_paging(path, description)]
    response = _compact(triples) if form.name == "jsonld" else rdf_response(triples, form)
    response.headers["Link"] = header(document_links(stem, form.suffix, description))
    return response


@blueprint.get("/ns")
def vocabulary() -> AnyResponse:
    """Give the ontology, or lead to the page of it."""
    return redirect(local("/ns"), 303) if _wants_page() else _graph_content("ontology")


@blueprint.get("/.well-known/void")
def void() -> AnyResponse:
    """Describe the dataset: https://www.w3.org/TR/void/#discovery."""
    return rdf_response(dataset_description(snapshot(), absolute("")))


@blueprint.get("/context.jsonld")
def context() -> AnyResponse:
    """Give the JSON-LD context of the generation."""
    return Response(snapshot().generation.context.read_bytes(), mimetype="application/ld+json")


def described(path: str) -> Description:
    """Return the page that is asked for of the description of a thing, or of a graph by `graph/…`.

    Raises:
        HTTPException: there is none, or not any more; says what there is instead.
    """
    node = site().base.graph(path.removeprefix(GRAPH)) if _is_graph_path(path) else thing(path)
    if node is None:
        refuse_absent(path)
    refuse_gone(node)
    address = f"/page/{path}"
    page = asked_page(address)
    description = describe(snapshot().source, node, page)
    if not description:
        refuse_absent(path)
    refuse_beyond(Pages(page, description.total, description.size), address)
    return description


def _split(path: str) -> tuple[str, str]:
    """Return a path without its ending, and the ending if a document has such a one."""
    stem, _, ending = path.rpartition(".")
    known = {"html", *(form.name for form in formats(Kind.TRIPLES))}
    return (stem, ending) if ending in known else (path, "")


def _is_graph(path: str) -> bool:
    try:
        return bool(ask(snapshot().source, "is-graph", 1, graph=site().base.graph(path)))
    except ValueError:
        return False


def _is_graph_path(path: str) -> bool:
    return path.startswith(GRAPH) and _is_graph(path.removeprefix(GRAPH))


def _wants_page() -> bool:
    name = request.args.get("format")
    return name == "html" or (not name and wants_html(*(media_type for media_type, _ in offers(Kind.TRIPLES))))


def _document_of(path: str, ending: str = "") -> str:
    """Return the address of the document that the client wants about a thing or graph."""
    if ending == "html" or (not ending and _wants_page()):
        return local(f"/page/{path}")
    suffix = f".{ending}" if ending else chosen_format(Kind.TRIPLES)[0].suffix
    return resource(f"/data/{path}{suffix}")


def _graph_document(path: str, form: Format) -> Response:
    name = path.removeprefix(GRAPH)
    if not _is_graph(name):
        raise NotFound(f"there is no graph {name}: {absolute('/.well-known/void')} lists them")
    response = _graph_content(name, form)
    response.headers["Link"] = header(graph_links(path, site().base.graph(name)))
    return response


def _graph_content(name: str, form: Format | None = None) -> Response:
    return rdf_response(triples_of(snapshot().source, site().base.graph(name)), form)


def _compact(triples: list[Triple]) -> Response:
    context = json.loads(snapshot().generation.context.read_bytes())
    return Response(compact_jsonld(triples, context), mimetype="application/ld+json")


def _paging(path: str, description: Description) -> list[Triple]:
    """Say in a document with several pages which one it is: https://www.hydra-cg.com/spec/latest/core/#collections."""
    if description.pages == 1:
        return []
    address = f"/data/{path}"
    whole, view = NamedNode(absolute(address)), NamedNode(f"{absolute(address)}?page={description.page}")
    names = {"first": "first", "prev": "previous", "next": "next", "last": "last"}
    return [
        Triple(whole, TYPE, HYDRA["Collection"]),
        Triple(whole, FOAF["primaryTopic"], description.thing),
        Triple(whole, HYDRA["totalItems"], integer(description.total)),
        Triple(whole, HYDRA["view"], view),
        Triple(view, TYPE, HYDRA["PartialCollectionView"]),
        *(
            Triple(view, HYDRA[names[relation]], NamedNode(page_address(address, page)))
            for relation, page in neighbours(description)
        ),
    ]
