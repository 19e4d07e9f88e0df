"""Sentences: where they begin and end, and which ones some words stand in."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volgraph.domain.sentences import sentences, sentences_with


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Бір. Екі! Үш?", ["Бір.", "Екі!", "Үш?"]),
        ("Бірінші жол\nЕкінші жол.", ["Бірінші жол", "Екінші жол."]),
        ("Оны Д. Қадыров айтты. Содан соң кетті.", ["Оны Д. Қадыров айтты.", "Содан соң кетті."]),
        ("2023 г. прошёл форум. Он кончился.", ["2023 г. прошёл форум.", "Он кончился."]),
        ("«Барамыз». Олар барды.", ["«Барамыз».", "Олар барды."]),
        ("Келді… Кетті.", ["Келді…", "Кетті."]),
        ("Өсім 3.5 есе. Көп.", ["Өсім 3.5 есе.", "Көп."]),
        ("", []),
        ("\n\n", []),
    ],
)
def test_sentences_of_three_languages_end_where_they_end(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(st.sampled_from("аБ.!? \n«»"), max_size=60))
def test_sentences_do_not_overlap_and_lose_only_space(text: str) -> None:
    found = list(sentences(text))
    assert found == sorted(found)
    assert "".join("".join(text[start:end] for start, end in found).split()) == "".join(text.split())
    assert all(end <= start for (_, end), (start, _) in pairwise(found))


def test_words_that_reach_into_two_sentences_show_both() -> None:
    text = "Бір. Екі. Үш. Төрт."
    assert [text[a:b] for a, b in sentences_with(text, [(6, 12)])] == ["Екі.", "Үш."]
    assert [text[a:b] for a, b in sentences_with(text, [(0, 3), (14, 18)])] == ["Бір.", "Төрт."]
