"""What is posted to `/shacl`, for programs; people are led to the form. `web.front.shacl` validates."""

from typing import Any

from flask import Blueprint, jsonify, redirect
from werkzeug.wrappers import Response as AnyResponse

from volgraph.domain.validation import SEVERITIES
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.io.media_types import Kind, formats
from volgraph.web.front.documents import DATA, FORM, SHAPES
from volgraph.web.front.shacl import PATH
from volgraph.web.links import absolute
from volgraph.web.negotiation import wants_html
from volgraph.web.report_forms import FORMS
from volgraph.web.site import local, site, snapshot

blueprint = Blueprint("validation", __name__)


@blueprint.get(PATH)
def validation() -> AnyResponse:
    """Say what is posted here, and how."""
    return redirect(local(PATH), 303) if wants_html("application/json") else jsonify(_description())


def _description() -> dict[str, Any]:
    settings, held = site().settings, snapshot()
    graph = site().base.graph("shapes").value
    return {
        "what": f"POST a graph here to validate it with the published shapes, or with others: a form, {FORM}, has a "
        f"part {DATA} and perhaps a part {SHAPES}.",
        "shapes": {"graph": graph, "url": absolute("/data/graph/shapes.ttl"), "generation": held.digest},
        "reads": [*(form.media_type for form in formats(Kind.TRIPLES)), FORM],
        "answers": {form.name: form.media_type for form in FORMS},
        "parameters": {"lang": list(LANGUAGES), "severity": list(SEVERITIES)},
        "limits": {
            "bytes": settings.validation_limit_mb * 1_000_000,
            "seconds": settings.validation_time_limit_s,
            "memory_bytes": settings.validation_memory_limit_mb * 1_000_000,
        },
    }
