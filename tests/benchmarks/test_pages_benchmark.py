"""The benchmark of pages draws pages that there are, and says which kind misses a target."""

from dataclasses import dataclass

from benchmarks.pages import PLAIN, Costs, grid, targets
from benchmarks.visiting.addresses import addresses
from pyoxigraph import RdfFormat, Store

TRIPLES = """
@prefix id: <https://w3id.org/volgraph/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix vg: <https://w3id.org/volgraph/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/volgraph/id/article/a> schema:associatedMedia <https://w3id.org/volgraph/id/article/a/text> .
<https://w3id.org/volgraph/id/article/a/claim/1> vg:voice vg:Editor ; vg:validFrom "2023-06-20"^^xsd:date ;
  vg:statedIn <https://w3id.org/volgraph/id/article/a> .
<https://w3id.org/volgraph/id/event/forum> a schema:Event ; rdfs:label "Еріктілер форумы"@kk .
"""


@dataclass(frozen=True)
class Collection:
    """A collection in memory."""

    def store(self) -> Store:
        """Return its triples."""
        store = Store()
        store.load(TRIPLES.encode(), format=RdfFormat.TURTLE)
        return store


def test_pages_are_drawn_from_what_there_is() -> None:
    found = addresses(Collection(), 9, seed=1)  # type: ignore[arg-type]
    languages = ("kk", "ru", "en")
    assert found["article"] == [f"/{code}/page/article/a" for code in languages]
    assert found["claim"] == [f"/{code}/page/article/a/claim/1" for code in languages]
    assert found["event"] == [f"/{code}/page/event/forum" for code in languages]
    assert {path.partition("?q=")[0] for path in found["search"]} == {f"/{code}/search" for code in languages}
    assert any(path.endswith("/claims?year=2023") for path in found["list"])
    assert "source" not in found and "measure" not in found
    assert addresses(Collection(), 9, seed=1) == found  # type: ignore[arg-type]
    assert len(addresses(Collection(), 2, seed=1)["list"]) == 2  # type: ignore[arg-type]


def test_the_worst_kind_decides_whether_a_target_is_met() -> None:
    costs = Costs(
        "real",
        {"claim": 3, "measure": 2},
        {"claim": [5.0, 6.0, 7.0], "measure": [7.0, 9.0, 8.5], PLAIN: [0.3]},
        {"claim": [3.0], "measure": [2.0], PLAIN: [1.5]},
        {"claim": 60_000, "measure": 151_000},
    )
    assert [row[2:] for row in targets(costs).rows] == [
        ("8.5 (measure)", "NOT MET"),
        ("3.0 (claim)", "met"),
        ("151.0 (measure)", "NOT MET"),
    ]
    shown = {row[0]: row[1:] for row in grid(costs).rows}
    assert shown["claim"] == ("3", "6.0", "3.0", "2.00", "60")
    assert shown[PLAIN] == ("", "0.3", "1.5", "1.00", "-")
