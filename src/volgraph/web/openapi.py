"""Describing the HTTP interface for programs: an OpenAPI document made from the tables of `web.operations`.

https://spec.openapis.org/oas/v3.1.1.html
"""

from flask import Blueprint, Response, jsonify

from volgraph import __version__
from volgraph.config import Settings
from volgraph.services.description import LICENCE
from volgraph.services.searching import Step
from volgraph.web.links import absolute
from volgraph.web.operations import ERRORS, STRING, Json, operations, parameters
from volgraph.web.site import site
from volgraph.web.statuses import PROBLEM

_RECONCILIATION = "https://reconciliation-api.github.io/specs/0.2/"

blueprint = Blueprint("openapi", __name__)


def document(settings: Settings, server: str) -> Json:
    """Return the document.

    Args:
        settings: whose limits it names.
        server: the address of the server, without a slash at the end.
    """
    paths: dict[str, Json] = {}
    for operation in operations():
        paths.setdefault(operation.path, {})[operation.method] = operation.json()
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "volgraph",
            "version": __version__,
            "summary": "News as a knowledge graph in which every fact leads to the exact words that state it.",
            "license": {"name": "Data: CC BY 4.0", "url": LICENCE.value},
        },
        "servers": [{"url": server}],
        "tags": [_tag(name) for name in dict.fromkeys(operation.tag for operation in operations())],
        "paths": paths,
        "components": {
            "parameters": {name: parameter.json(name) for name, parameter in parameters(settings).items()},
            "responses": {str(status): _error(text) for status, text in ERRORS.items()},
            "schemas": {"Problem": _PROBLEM_SCHEMA, "SearchResults": _SEARCH_SCHEMA},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Give the document, with the address that it was asked at."""
    return jsonify(document(site().settings, absolute("")))


# https://www.rfc-editor.org/rfc/rfc9457
_PROBLEM_SCHEMA: Json = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "title": STRING,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": STRING,
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
        "suggestions": {"type": "array", "items": {"type": "string", "format": "uri"}},
        "replacedBy": {"type": "array", "items": {"type": "string", "format": "uri"}},
    },
}


_SEARCH_SCHEMA: Json = {
    "type": "object",
    "required": ["query", "generation", "counts", "results"],
    "properties": {
        "query": {"type": "string", "description": "The words, with single spaces."},
        "generation": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "counts": {
            "type": "object",
            "description": "How many things of each kind have the words, wherever they stand.",
            "additionalProperties": {"type": "integer", "minimum": 1},
        },
        "results": {
            "type": "array",
            "description": "The surest first.",
            "items": {
                "type": "object",
                "required": ["id", "iri", "type", "names", "page", "references", "found"],
                "properties": {
                    "id": {"type": "string", "description": "The path of the thing, as it is called in `/reconcile`."},
                    "iri": {"type": "string", "format": "uri"},
                    "type": {"type": "string", "description": "The kind of the thing."},
                    "names": {
                        "type": "object",
                        "description": "Its labels by language; of a claim, what it is about and what it states.",
                        "additionalProperties": STRING,
                    },
                    "page": {"type": "string", "description": "The address of its page, without a language."},
                    "references": {"type": "integer", "minimum": 0, "description": "How often others refer to it."},
                    "found": {
                        "type": "string",
                        "description": "How surely it is meant: by its name, or by less.",
                        "enum": [step.word for step in Step],
                    },
                },
            },
        },
    },
}


def _tag(name: str) -> Json:
    return {"name": name, **({"externalDocs": {"url": _RECONCILIATION}} if name == "Reconciliation" else {})}


def _error(text: str) -> Json:
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": text, "content": {PROBLEM: problem, "text/html": {"schema": STRING}}}
