"""Downloads of the published generation's dumps."""

from base64 import b64encode

from flask import Blueprint, Response, jsonify, redirect, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from volgraph.web.negotiation import wants_html
from volgraph.web.site import local, snapshot

blueprint = Blueprint("downloads", __name__)


@blueprint.get("/data/dumps/")
def dumps() -> AnyResponse:
    """List the dumps with their sizes and checksums, or lead to the page of them."""
    if wants_html("application/json"):
        return redirect(local("/data/dumps/"), 303)
    held = snapshot()
    return jsonify({"digest": held.digest, "dumps": held.manifest["dumps"]})


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
