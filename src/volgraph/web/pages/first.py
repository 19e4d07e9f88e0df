"""The first page: what this is, what many sources say, where they disagree, and what is new."""

from dataclasses import dataclass

from flask import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from volgraph.domain.vocabulary import VG, DiscrepancyType
from volgraph.errors import NoIndexError
from volgraph.services.dataset_about import about_dataset
from volgraph.services.glance import glance
from volgraph.services.listing import LISTS
from volgraph.web.behind import Behind, behind_list
from volgraph.web.cards import Card, card
from volgraph.web.html import html
from volgraph.web.linked_collections import dataset_markup
from volgraph.web.showing import named
from volgraph.web.site import language, site, snapshot

blueprint = Blueprint("first", __name__)


@dataclass(frozen=True, slots=True)
class Said:
    """A measure, how many claims there are on it, and those on the latest time."""

    measure: Card
    count: int
    latest: list[Card]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the first page shows of a collection, see `services.glance`."""

    figures: list[Said]
    contested: list[Card]
    newest: list[Card]


@blueprint.get("/")
def first() -> AnyResponse:
    """Show what is here."""
    held = snapshot()
    about = about_dataset(held.source, language())
    kinds = [(named(VG[kind]), number) for kind, number in held.counts["discrepancies"].items()]
    return html(
        "first.html",
        snapshot=held,
        about=about,
        kinds=kinds,
        glance=_glance(),
        behind=_behind(),
        markup=dataset_markup(about.get("title", ""), about.get("description", ""), about.get("license", "")),
    )


def _behind() -> dict[str, Behind]:
    """Return the queries that find the measures and sources from which `services.glance` takes the first ones."""
    measures, contradiction = LISTS["measures"], DiscrepancyType.CONTRADICTION.node
    return {
        "figures": behind_list(measures, {}, "-refs"),
        "contested": behind_list(measures, {"contested": [contradiction]}, "-refs"),
        "newest": behind_list(LISTS["sources"], {}, "-time"),
    }


def _glance() -> Shelf | None:
    """Return what the search index says of the collection; None if an older version made the generation."""
    try:
        found = glance(snapshot().index, site().base, language())
    except NoIndexError:
        return None
    return Shelf(
        [Said(card(one.measure), one.count, [card(claim) for claim in one.latest]) for one in found.figures],
        [card(measure) for measure in found.contested],
        [card(source) for source in found.newest],
    )
