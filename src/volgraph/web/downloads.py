"""Downloads of the published generation's dumps."""

from base64 import b64encode

from babel.numbers import format_decimal
from flask import Blueprint, Response, jsonify, send_from_directory
from werkzeug.exceptions import NotFound

from volgraph.web.html import html
from volgraph.web.negotiation import wants_html
from volgraph.web.site import language, snapshot

blueprint = Blueprint("downloads", __name__)


@blueprint.get("/data/dumps/")
def dumps() -> Response:
    """List the dumps with their sizes and checksums."""
    held = snapshot()
    if not wants_html("application/json"):
        return jsonify({"digest": held.digest, "dumps": held.manifest["dumps"]})
    files = [
        (name, format_decimal(entry["bytes"] / 1000, "#,##0.0", locale=language()), entry["sha256"])
        for name, entry in held.manifest["dumps"].items()
    ]
    return html("dumps.html", files=files, snapshot=held)


@blueprint.get("/data/dumps/<path:name>")
def dump(name: str) -> Response:
    """Give one dump."""
    held = snapshot()
    entry = held.manifest["dumps"].get(name)
    if entry is None:
        raise NotFound(f"there is no dump {name}")
    response = send_from_directory(
        held.generation.dumps.resolve(), name, mimetype="application/gzip", as_attachment=True, etag=entry["sha256"]
    )
    response.headers["Repr-Digest"] = f"sha-256=:{_base64(entry['sha256'])}:"
    return response


def _base64(digest: str) -> str:
    return b64encode(bytes.fromhex(digest)).decode()
