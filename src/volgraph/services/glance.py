"""A collection at a glance: the figures that most sources give, those on which they disagree, and what is newest."""

from dataclasses import dataclass

from volgraph.domain.iris import Base
from volgraph.domain.vocabulary import DiscrepancyType
from volgraph.errors import UnknownNameError
from volgraph.io.search_index import SearchIndex
from volgraph.services.index_reading import Thing, things
from volgraph.services.listing import LISTS, Choice, narrow, rows

_FIGURES, _CLAIMS, _CONTESTED, _NEWEST = 3, 3, 6, 5
_CONTRADICTION = f"vg:{DiscrepancyType.CONTRADICTION.value}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure on which many sources say something.

    Args:
        measure: the measure.
        count: how many claims there are on it.
        latest: the claims on the latest time.
    """

    measure: Thing
    count: int
    latest: list[Thing]


@dataclass(frozen=True, slots=True)
class Glance:
    """What a first page shows.

    Args:
        figures: those of which most is said.
        contested: the measures with a contradiction, those of which most is said first.
        newest: the sources that were published last.
    """

    figures: list[Figure]
    contested: list[Thing]
    newest: list[Thing]


def glance(index: SearchIndex, base: Base, language: str) -> Glance:
    """Return a collection at a glance, in a fixed number of questions to the index.

    Args:
        index: of a generation.
        base: under which its things are named.
        language: by whose names equals are sorted.
    """
    _, most_said = _first(index, "measures", {}, "-refs", language, _FIGURES)
    figures = []
    for measure in most_said:
        choice = {"measure": [measure.named.iri.removeprefix(base.things)]}
        count, latest = _first(index, "claims", choice, "-time", language, _CLAIMS)
        figures.append(Figure(measure, count, latest))
    _, contested = _first(index, "measures", {"contested": [_CONTRADICTION]}, "-refs", language, _CONTESTED)
    _, newest = _first(index, "sources", {}, "-time", language, _NEWEST)
    return Glance(figures, contested, newest)


def _first(
    index: SearchIndex, name: str, choice: Choice, sort: str, language: str, most: int
) -> tuple[int, list[Thing]]:
    """Return how many things a narrowed list has, and the first ones; none if no thing has what is chosen."""
    try:
        narrowed = narrow(index, LISTS[name], choice)
    except UnknownNameError:
        return 0, []
    return narrowed.total, things(index, rows(index, narrowed, sort, language, 0, most))
