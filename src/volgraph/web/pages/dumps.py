"""The page of the dumps: `web.downloads` gives them."""

from babel.numbers import format_decimal
from flask import Blueprint, Response

from volgraph.web.html import html
from volgraph.web.site import language, snapshot

blueprint = Blueprint("dumps", __name__)


@blueprint.get("/data/dumps/")
def dumps() -> Response:
    """List the dumps with their sizes and checksums."""
    held = snapshot()
    files = [
        (name, format_decimal(entry["bytes"] / 1000, "#,##0.0", locale=language()), entry["sha256"])
        for name, entry in held.manifest["dumps"].items()
    ]
    return html("dumps.html", files=files, snapshot=held)
