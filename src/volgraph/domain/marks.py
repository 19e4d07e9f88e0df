"""Marks: what a chart shows of the claims on a measure, each origin that gives one figure once."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from volgraph.domain.claims import Claim
from volgraph.domain.figures import Figure, order
from volgraph.domain.vocabulary import Confidence, Voice


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of a chart.

    Args:
        figure: what it shows; None for words without a figure.
        claims: which give it: several if one origin is known for all of them and they say the same.
        origin: theirs; None if it is unknown.
    """

    figure: Figure | None
    claims: tuple[Claim, ...]
    origin: NamedNode | None

    @property
    def is_own_count(self) -> bool:
        """Whether the editors counted this themselves."""
        return self.claims[0].voice is Voice.EDITOR

    @property
    def is_unsure(self) -> bool:
        """Whether every one of the claims stands on weak ground."""
        return all(claim.confidence is Confidence.LOW for claim in self.claims)


def marks_of(stated: Iterable[tuple[Claim, Figure | None]]) -> list[Mark]:
    """Return the marks for some claims, in order of time and value; those without a figure at the end.

    Claims whose origin is unknown may each have their own, so each has its own mark.
    """
    folded: dict[object, list[tuple[Claim, Figure | None]]] = {}
    for claim, figure in stated:
        key = (claim.origin, figure, claim.voice) if claim.origin and figure else claim.iri
        folded.setdefault(key, []).append((claim, figure))
    marks = [Mark(group[0][1], tuple(claim for claim, _ in group), group[0][0].origin) for group in folded.values()]
    return sorted(marks, key=_place)


def _place(mark: Mark) -> tuple[object, ...]:
    figure = mark.figure
    if figure is None:
        return (True, "", "", (), mark.claims[0].iri.value)
    start, end = (figure.valid.start, figure.valid.end) if figure.valid else ("", "")
    return (False, str(start), str(end), order(figure), mark.claims[0].iri.value)
