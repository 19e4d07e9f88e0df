"""What the first page and the lists say to search engines: the dataset with its dumps, and the things of a list."""

from collections.abc import Sequence

from markupsafe import Markup
from pyoxigraph import NamedNode

from volgraph.services.description import DATASET, LICENCE, is_text, media_type
from volgraph.web.cards import Card
from volgraph.web.linked_markup import Json, page_about, script, trimmed, whole_dataset
from volgraph.web.links import absolute
from volgraph.web.site import language, site, snapshot


def dataset_markup(title: str, description: str, license: str) -> Markup:
    """Return the markup of the first page: https://schema.org/Dataset with its distributions."""
    held = snapshot()
    published = site().published.home.history().first_published(held.digest)
    dataset = {
        "@type": "Dataset",
        "@id": site().base.thing(DATASET).value,
        "name": title or None,
        "description": description or None,
        "license": license or None,
        "url": absolute(f"/{language()}/"),
        "version": held.digest,
        "datePublished": published.isoformat() if published else None,
        "distribution": [_distribution(name, entry) for name, entry in held.manifest["dumps"].items()],
    }
    return script([trimmed(dataset)])


def _distribution(name: str, entry: Json) -> Json:
    return trimmed(
        {
            "@type": "DataDownload",
            "@id": f"{site().base.thing(DATASET).value}/distribution/{name}",
            "name": name,
            "contentUrl": absolute(f"/data/dumps/{name}"),
            "contentSize": f"{entry['bytes']} B",
            "encodingFormat": [media_type(name), "application/gzip"],
            "sha256": entry["sha256"],
            "license": None if is_text(name) else LICENCE.value,
        }
    )


def list_markup(title: str, address: str, total: int, first: int, cards: Sequence[Card]) -> Markup:
    """Return the markup of a page of a list: https://schema.org/ItemList.

    Args:
        title: of the list.
        address: of this page of it.
        total: how many things the whole list has.
        first: how many come before those of this page.
        cards: of this page.
    """
    items = [
        {
            "@type": "ListItem",
            "position": first + place,
            "name": card.title.text,
            "url": page_about(NamedNode(card.thing.named.iri)),
            "item": {"@id": card.thing.named.iri},
        }
        for place, card in enumerate(cards, 1)
    ]
    page = {
        "@type": "CollectionPage",
        "@id": address,
        "url": address,
        "name": title,
        "inLanguage": language(),
        "isPartOf": whole_dataset(),
        "mainEntity": {"@type": "ItemList", "numberOfItems": total, "itemListElement": items},
    }
    return script([page])
