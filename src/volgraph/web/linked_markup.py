"""Writing what pages say to search engines: JSON-LD in the terms of https://schema.org, made of what the graph says."""

import json
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup
from pyoxigraph import NamedNode

from volgraph.services.description import DATASET
from volgraph.web.links import absolute
from volgraph.web.site import language, site

Json = dict[str, Any]


def script(nodes: Iterable[Json]) -> Markup:
    """Return JSON that cannot end the element it stands in, nor begin another."""
    text = json.dumps({"@context": "https://schema.org", "@graph": list(nodes)}, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def thing(iri: str, name: str) -> Json:
    """Return a thing that another one is linked with."""
    return {"@type": "Thing", "@id": iri, "name": name}


def whole_dataset() -> Json:
    """Return the dataset that everything is part of."""
    return {"@type": "Dataset", "@id": site().base.thing(DATASET).value}


def page_about(node: NamedNode) -> str:
    """Return the address of the page about a thing, in the reader's language."""
    return absolute(f"/{language()}/page/{site().base.path(node)}")


def trimmed(node: Json) -> Json:
    """Return a node without what is not known."""
    return {key: value for key, value in node.items() if value is not None and value != []}
