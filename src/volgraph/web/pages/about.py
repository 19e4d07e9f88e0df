"""What this is, how it is made, what one may do with it, and how to cite it."""

from babel.dates import format_date
from flask import Blueprint, Response

from volgraph.services.dataset_about import about_dataset
from volgraph.web.behind import behind
from volgraph.web.html import html
from volgraph.web.links import absolute
from volgraph.web.mementos import of_generation
from volgraph.web.site import language, site, snapshot

blueprint = Blueprint("about", __name__)


@blueprint.get("/about")
def about() -> Response:
    """Say so."""
    held, code = snapshot(), language()
    published = site().published.home.history().first_published(held.digest)
    return html(
        "about.html",
        snapshot=held,
        about=about_dataset(held.source, code),
        behind=behind("dataset"),
        published=format_date(published, "long", locale=code) if published else "",
        address=of_generation(absolute(f"/{code}/"), held.digest),
    )
