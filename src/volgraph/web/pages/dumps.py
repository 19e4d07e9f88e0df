"""The page of the dumps: `web.downloads` gives them."""

from dataclasses import dataclass

from babel.numbers import format_decimal
from flask import Blueprint, Response

from volgraph.services.dataset_about import about_dataset
from volgraph.web.html import html
from volgraph.web.site import language, snapshot
from volgraph.web.texts import text

_KINDS = {"volgraph.nq.gz": "nq", "volgraph.trig.gz": "trig", "volgraph.ttl.gz": "ttl", "volgraph.jsonld.gz": "jsonld"}
_KINDS |= {"claims.csv.gz": "claims", "texts.nq.gz": "texts"}
_VIEW = "view"
_GROUPS = {"texts": "texts", _VIEW: "views"}

blueprint = Blueprint("dumps", __name__)


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump as the page shows it: its name, what it is, its size in kB and its SHA-256."""

    name: str
    what: str
    size: str
    checksum: str


@blueprint.get("/data/dumps/")
def dumps() -> Response:
    """List the dumps: the whole graph, the texts that are not ours, and the views."""
    held, code = snapshot(), language()
    groups: dict[str, list[Dump]] = {"whole": [], "texts": [], "views": []}
    for name, entry in held.manifest["dumps"].items():
        kind = _KINDS.get(name, _VIEW)
        size = format_decimal(entry["bytes"] / 1000, "#,##0.0", locale=code)
        groups[_GROUPS.get(kind, "whole")].append(Dump(name, text(f"dump-{kind}", code), size, entry["sha256"]))
    return html(
        "dumps.html",
        groups={name: files for name, files in groups.items() if files},
        snapshot=held,
        license=about_dataset(held.source, code).get("license", ""),
    )
