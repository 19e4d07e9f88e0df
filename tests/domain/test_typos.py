"""Words with a typing error are near to the word that was meant, and others are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from volgraph.domain.typos import distance, errors_allowed, shortened

LETTERS = "abdeiklmnorstuz"


@pytest.mark.parametrize(
    ("word", "other", "errors"),
    [
        ("astana", "astana", 0),
        ("astna", "astana", 1),
        ("astanna", "astana", 1),
        ("ostana", "astana", 1),
        ("asatna", "astana", 1),
        ("volantior", "volonter", 3),
        ("abai", "almati", 3),
    ],
)
def test_distance_counts_letters_added_left_out_changed_and_swapped(word: str, other: str, errors: int) -> None:
    assert distance(word, other, 3) == distance(other, word, 3) == errors


def test_distance_stops_where_it_is_more_than_wanted() -> None:
    assert distance("kazakstan", "shimkent", 2) == 3


def test_short_words_and_numbers_have_no_errors() -> None:
    given = {"abc": 0, "2023": 0, "682a": 0, "abcd": 1, "abcdefg": 1, "abcdefgh": 2}
    assert {word: errors_allowed(word) for word in given} == given


@settings(max_examples=500, deadline=None)
@given(st.text(LETTERS, min_size=4, max_size=14), st.data())
def test_a_word_with_errors_shares_a_shortened_form_with_the_word_that_was_meant(
    word: str, data: st.DataObject
) -> None:
    mistyped = word
    for _ in range(errors_allowed(word)):
        place = data.draw(st.integers(0, len(mistyped) - 1))
        kind = data.draw(st.sampled_from(("add", "leave out", "change", "swap")))
        letter = data.draw(st.sampled_from(LETTERS))
        before, at, after = mistyped[:place], mistyped[place], mistyped[place + 1 :]
        mistyped = {
            "add": before + letter + at + after,
            "leave out": before + after,
            "change": before + letter + after,
            "swap": before + after[:1] + at + after[1:],
        }[kind]
    if errors_allowed(mistyped) >= distance(word, mistyped, 2):
        assert shortened(word) & shortened(mistyped)
