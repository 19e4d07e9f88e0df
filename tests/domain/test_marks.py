"""Marks: what repeats one known origin is one mark, and no claim is lost."""

from tests.domain.making import BASE, PERSONS, claim, measure, quantity

from volgraph.domain.claims import Claim, ClaimKind
from volgraph.domain.figures import figure_of
from volgraph.domain.marks import Mark, marks_of
from volgraph.domain.vocabulary import Comparator, Confidence, MeasureKind, Voice

MEASURE = measure(MeasureKind.STOCK)
RELEASE, SPEECH = BASE.thing("origin/release"), BASE.thing("origin/speech")


def marks(*claims: Claim) -> list[Mark]:
    return marks_of((one, figure_of(one, MEASURE)) for one in claims)


def names(found: list[Mark]) -> list[list[str]]:
    return [[one.row for one in mark.claims] for mark in found]


def test_a_release_that_is_repeated_is_one_mark_and_unknown_origins_are_not() -> None:
    found = marks(
        quantity("a", "> 50", "2023-06", origin=RELEASE),
        quantity("b", "> 50", "2023-06", origin=RELEASE),
        quantity("c", "> 50", "2023-06", origin=SPEECH),
        quantity("d", "> 50", "2023-06"),
        quantity("e", "> 50", "2023-06"),
    )
    assert names(found) == [["a", "b"], ["c"], ["d"], ["e"]]
    assert [mark.origin for mark in found] == [RELEASE, SPEECH, None, None]


def test_one_origin_with_two_figures_has_two_marks() -> None:
    found = marks(
        quantity("a", "> 50", "2023-06", origin=RELEASE),
        quantity("b", "= 50", "2023-06", origin=RELEASE),
        quantity("c", "> 50", "2023-07", origin=RELEASE),
    )
    assert len(found) == 3


def test_marks_are_in_order_of_time_and_value_and_words_without_a_figure_come_last() -> None:
    vague = claim("v", ClaimKind.QUANTITY, comparator=Comparator.NOT_COMPARABLE, counts=PERSONS, origin=RELEASE)
    found = marks(vague, quantity("b", "= 9", "2024"), quantity("c", "= 5", "2023"), quantity("a", "= 7", "2023"))
    assert names(found) == [["c"], ["a"], ["b"], ["v"]]
    assert found[-1].figure is None


def test_the_editors_own_count_is_a_mark_of_its_own() -> None:
    own = quantity("a", "= 5", "2023", voice=Voice.EDITOR, origin=RELEASE)
    found = marks(own, quantity("b", "= 5", "2023", origin=RELEASE, confidence=Confidence.LOW))
    assert [(mark.is_own_count, mark.is_unsure) for mark in found] == [(True, False), (False, True)]
