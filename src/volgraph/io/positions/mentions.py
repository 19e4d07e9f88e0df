"""Where a file names a node, for the formats whose triples have no place of their own: JSON-LD and RDF/XML."""

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import RdfFormat

from volgraph.io.positions import json_ld, rdf_xml
from volgraph.io.positions.ranges import Range, Span, spans
from volgraph.io.rdf_files import format_of

_FORMATS = {RdfFormat.JSON_LD: json_ld.scan, RdfFormat.RDF_XML: rdf_xml.scan}


class Mention(NamedTuple):
    """Where a node is named.

    Args:
        span: of its name.
        described: whether something is said of it there.
    """

    span: Span
    described: bool


def mentions(path: Path, iris: Collection[str], base_iri: str) -> dict[str, Mention]:
    """Return where a file of JSON-LD or RDF/XML names nodes: first where it describes them, else where it names them.

    Args:
        path: a file that pyoxigraph accepts.
        iris: of the nodes. What is not found, such as a name made by an `@vocab`, is left out.
        base_iri: against which relative IRIs resolve.
    """
    scan = _FORMATS.get(format_of(path))
    if not iris or scan is None:
        return {}
    text = path.read_bytes()
    wanted = frozenset(iris)
    described: dict[str, Range] = {}
    named: dict[str, Range] = {}
    for iri, place, is_described in scan(text, base_iri):
        if iri in wanted:
            (described if is_described else named).setdefault(iri, place)
    found = named | described
    places = spans(text, found.values())
    return {iri: Mention(places[place], iri in described) for iri, place in found.items()}
