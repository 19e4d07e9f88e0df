"""Which pages are asked for: some of each kind, drawn from what the collection has, in all three languages."""

from collections.abc import Iterable
from itertools import cycle
from random import Random
from urllib.parse import quote, urlencode

from benchmarks.serving.data import Data
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from volgraph.domain.iris import Base
from volgraph.domain.vocabulary import LANGUAGES

_PREFIXES = """
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX vg: <https://w3id.org/volgraph/ns#>
"""
_KINDS = {
    "source": "?claim vg:statedIn ?thing . FILTER NOT EXISTS { ?thing schema:associatedMedia ?text }",
    "claim": "?thing vg:voice ?voice",
    "measure": "?thing a vg:Measure",
    "event": "?thing a schema:Event",
    "organisation": "?thing a schema:Organization",
    "person": "?thing a schema:Person",
    "country": "?thing a schema:Country",
    "place": "?thing a schema:Place",
    "article": "?claim vg:statedIn ?thing . ?thing schema:associatedMedia ?text",
}
_LISTS = ("claims", "measures", "sources", "events", "organizations", "people", "places")


def addresses(data: Data, each: int, seed: int) -> dict[str, list[str]]:
    """Return at most so many addresses of each kind of page, no two the same, the same ones for the same seed."""
    store, draw = data.store(), Random(seed)
    found = {kind: _drawn(_pages(store, pattern), each, draw) for kind, pattern in _KINDS.items()}
    labels = _texts(store, "?thing skos:prefLabel|rdfs:label ?text")
    found["search"] = [f"/search?{urlencode({'q': text})}" for text in _drawn(labels, each, draw)]
    years = _texts(store, "?claim vg:validFrom ?day BIND(STR(YEAR(?day)) AS ?text)")
    lists = [f"/{name}" for name in _LISTS] + [f"/claims?year={year}" for year in years]
    found["list"] = _drawn(lists, each, draw)
    found["first"] = ["/"]
    return {kind: _in_languages(paths, each) for kind, paths in found.items() if paths}


def _drawn(values: Iterable[str], most: int, draw: Random) -> list[str]:
    known = sorted(set(values))
    return draw.sample(known, min(most, len(known)))


def _in_languages(paths: list[str], most: int) -> list[str]:
    """Return each page in one of the languages in turn; in every one if there are so few."""
    if len(paths) * len(LANGUAGES) <= most:
        return [f"/{language}{path}" for language in LANGUAGES for path in paths]
    return [f"/{language}{path}" for language, path in zip(cycle(LANGUAGES), paths, strict=False)]


def _pages(store: Store, pattern: str) -> Iterable[str]:
    things = _asked(store, f"SELECT DISTINCT ?thing {{ {pattern} }}")
    base = Base()
    return [f"/page/{quote(base.path(node))}" for node in things if isinstance(node, NamedNode)]


def _texts(store: Store, pattern: str) -> Iterable[str]:
    return [text.value for text in _asked(store, f"SELECT DISTINCT ?text {{ {pattern} }}") if isinstance(text, Literal)]


def _asked(store: Store, query: str) -> list[object]:
    solutions = store.query(_PREFIXES + query)
    assert isinstance(solutions, QuerySolutions)
    return [solution[0] for solution in solutions]
