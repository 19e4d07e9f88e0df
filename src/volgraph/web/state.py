"""How what is published was validated, for programs; people are led to the page."""

from flask import Blueprint, jsonify, redirect
from werkzeug.wrappers import Response as AnyResponse

from volgraph.services.state import state_of, state_summary
from volgraph.web.negotiation import wants_html
from volgraph.web.site import local, site, snapshot

PATH = "/status"

blueprint = Blueprint("state", __name__)


@blueprint.get(PATH)
def state() -> AnyResponse:
    """Say what validation found in the published generation."""
    if wants_html("application/json"):
        return redirect(local(PATH), 303)
    return jsonify(state_summary(state_of(snapshot().generation, site().published.home)))
