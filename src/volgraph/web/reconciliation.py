"""The Reconciliation Service API 0.2, by which OpenRefine and others match their tables with things.

https://reconciliation-api.github.io/specs/0.2/. Names come in English at `/reconcile`, in each language at
`/reconcile/kk`, `/ru` and `/en`. Pages of other sites read it by CORS; it gives no JSONP, which would have them run a
script of ours.
"""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from volgraph import __version__
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.services.extending import Extender
from volgraph.services.index_reading import named
from volgraph.services.reconciling import PLENTY, Asked, Candidate, Reconciler, reconciled_kinds
from volgraph.services.searching import MOST_CHARS, search
from volgraph.web.cards import kind_name
from volgraph.web.languages import DEFAULT
from volgraph.web.links import absolute
from volgraph.web.reconciliation_requests import MOST_QUERIES, batch_of, extension_of, query_of
from volgraph.web.site import site, snapshot

PATH = "/reconcile"
PREVIEW_WIDTH, PREVIEW_HEIGHT = 400, 160
_PREVIEW_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors *"
"""A preview stands inside pages of other sites: https://www.w3.org/TR/CSP3/#directive-frame-ancestors"""

_LANGUAGE = f"/<any({', '.join(LANGUAGES)}):language>"
blueprint = Blueprint("reconciliation", __name__, url_prefix=PATH)


def _extender(language: str) -> Extender:
    return Extender(snapshot().index, site().base, language)


@blueprint.route("", methods=["GET", "POST"])
@blueprint.route(_LANGUAGE, methods=["GET", "POST"])
def service(language: str = DEFAULT) -> Response:
    """Describe the service, or answer a batch of queries, one query, or a request for values."""
    fields = request.values
    if "queries" in fields:
        asked = batch_of(fields["queries"])
        return jsonify({key: _result(one, language) for key, one in asked.items()})
    if "query" in fields:
        return jsonify(_result(query_of(fields["query"]), language))
    if "extend" in fields:
        return jsonify(_extension(fields["extend"], language))
    return jsonify(_manifest(language))


@blueprint.get(f"{_LANGUAGE}/suggest/entity")
def suggest_entity(language: str) -> Response:
    """Suggest things by the beginning of their names."""
    index, prefix = snapshot().index, request.args.get("prefix", "")[:MOST_CHARS]
    extender = _extender(language)
    start = _cursor()
    hits = search(index, prefix, reconciled_kinds(index), start + PLENTY * 2)[start:]
    things = named(index, (hit.row for hit in hits))
    result = [
        {
            "id": extender.identifier(things[hit.row]),
            "name": things[hit.row].label(language)[0],
            "description": kind_name(things[hit.row].kind, tag=language),
            "notable": [{"id": things[hit.row].kind, "name": kind_name(things[hit.row].kind, tag=language)}],
        }
        for hit in hits
    ]
    return jsonify({"result": result})


@blueprint.get(f"{_LANGUAGE}/suggest/type")
def suggest_type(language: str) -> Response:
    """Suggest types by a part of their names."""
    found = [(one, name) for one, name, _ in _extender(language).types()]
    return jsonify({"result": _like(found)})


@blueprint.get(f"{_LANGUAGE}/suggest/property")
def suggest_property(language: str) -> Response:
    """Suggest properties by a part of their names."""
    return jsonify({"result": _like(_extender(language).properties())})


@blueprint.get(f"{_LANGUAGE}/properties")
def propose_properties(language: str) -> Response:
    """Propose the properties that things of a type have."""
    type_id, limit = request.args.get("type", ""), request.args.get("limit", "")
    found = _extender(language).properties(type_id)
    most = int(limit[:6]) if limit.isascii() and limit.isdigit() else len(found)
    content: dict[str, Any] = {"properties": [{"id": one, "name": name} for one, name in found[:most]]}
    return jsonify({**content, "type": type_id, **({"limit": most} if limit else {})})


@blueprint.get(f"{_LANGUAGE}/flyout/entity")
def flyout(language: str) -> Response:
    """Describe a thing in a few words of HTML."""
    identifier = request.args.get("id", "")
    return jsonify({"id": identifier, "html": _preview(language, identifier)})


@blueprint.get(f"{_LANGUAGE}/preview")
def preview(language: str) -> Response:
    """Show a thing in a small page, for frames of other sites."""
    text = _preview(language, request.args.get("id", ""))
    response = Response(render_template("preview.html", content=Markup(text), language=language), mimetype="text/html")
    response.headers["Content-Security-Policy"] = _PREVIEW_POLICY
    response.content_language.add(language)
    return response


def _preview(language: str, identifier: str) -> str:
    extender = _extender(language)
    rows = extender.rows([identifier])
    if identifier not in rows:
        raise NotFound(f"nothing here is called {identifier[:100]}")
    (thing,) = named(snapshot().index, rows.values()).values()
    others = [(code, thing.labels[code]) for code in LANGUAGES if code in thing.labels and code != language]
    aliases = extender.values([identifier], ["skos:altLabel"])[identifier]["skos:altLabel"]
    name, tag = thing.label(language)
    return render_template(
        "flyout.html",
        name=name,
        tag=tag if tag != language else "",
        kind=kind_name(thing.kind, tag=language),
        others=others,
        aliases=[alias["str"] for alias in aliases],
    )


def _manifest(language: str) -> dict[str, Any]:
    """Return the description of the service: https://reconciliation-api.github.io/specs/0.2/#service-manifest"""
    root, start = absolute(""), f"{PATH}/{language}"
    suggest = {
        name: {"service_url": root, "service_path": f"{start}/suggest/{name}"}
        for name in ("entity", "type", "property")
    }
    suggest["entity"]["flyout_service_url"] = root
    suggest["entity"]["flyout_service_path"] = f"{start}/flyout/entity?id=${{id}}"
    limit = {
        "name": "limit",
        "type": "number",
        "default": 0,
        "label": "Limit",
        "help_text": "The most values of a thing; 0 for all",
    }
    return {
        "versions": ["0.2"],
        "name": f"volgraph ({language})",
        "identifierSpace": site().base.things,
        "schemaSpace": "https://schema.org/",
        "documentation": absolute(f"/{language}/about"),
        "serviceVersion": __version__,
        "logo": absolute("/static/mark.svg"),
        "view": {"url": absolute("/id/") + "{{id}}"},
        "batchSize": MOST_QUERIES,
        "defaultTypes": [
            {"id": one, "name": kind_name(kind, tag=language)}
            for one, kind in (
                ("schema:Event", "event"),
                ("schema:Organization", "organisation"),
                ("schema:Person", "person"),
                ("schema:Place", "place"),
                ("vg:Measure", "measure"),
            )
        ],
        "suggest": suggest,
        "preview": {
            "url": absolute(f"{start}/preview?id=") + "{{id}}",
            "width": PREVIEW_WIDTH,
            "height": PREVIEW_HEIGHT,
        },
        "extend": {
            "propose_properties": {"service_url": root, "service_path": f"{start}/properties"},
            "property_settings": [limit],
        },
    }


def _result(asked: Asked, language: str) -> dict[str, Any]:
    extender = _extender(language)
    found = Reconciler(snapshot().index, site().base).candidates(asked)
    return {"result": [_candidate(one, extender, language) for one in found]}


def _candidate(one: Candidate, extender: Extender, language: str) -> dict[str, Any]:
    return {
        "id": extender.identifier(one.named),
        "name": extender.name(one.named, one.named.iri),
        "description": kind_name(one.named.kind, tag=language),
        "type": [{"id": value, "name": extender.name(thing, value)} for value, thing in one.types],
        "score": round(one.score, 2),
        "match": one.is_match,
    }


def _extension(text: str, language: str) -> dict[str, Any]:
    """Return values: https://reconciliation-api.github.io/specs/0.2/#data-extension-service"""
    ids, most = extension_of(text)
    extender = _extender(language)
    names, rows = dict(extender.properties()), extender.values(ids, list(most))
    held = {one: {name: values[: most[name]] for name, values in had.items()} for one, had in rows.items()}
    return {"meta": [{"id": name, "name": names.get(name, name)} for name in most], "rows": held}


def _like(found: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Return those whose id or name has what is typed, those that begin with it first."""
    typed, start = request.args.get("prefix", "").casefold(), _cursor()
    fitting = [(one, name) for one, name in found if typed in name.casefold() or typed in one.casefold()]
    fitting.sort(key=lambda pair: not pair[1].casefold().startswith(typed))
    return [{"id": one, "name": name} for one, name in fitting[start : start + PLENTY * 4]]


def _cursor() -> int:
    written = request.args.get("cursor", "0")
    return min(int(written[:6]), 1000) if written.isascii() and written.isdigit() else 0
