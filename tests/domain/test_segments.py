"""A text is cut where spans begin and end; nothing of it is lost, and each span gets exactly its words."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volgraph.domain.segments import Segment, lines, segments

Spans = list[tuple[int, int, int]]
TEXTS = st.text(st.sampled_from("аәб 1\n\r\u2028𝟘"), min_size=1, max_size=40)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, Spans]:
    """A text, and spans in it of which some share a key."""
    text = draw(TEXTS)
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda pair: pair[0] != pair[1])
    pairs = draw(st.lists(ends, max_size=12))
    return text, [(draw(st.integers(0, 5)), min(pair), max(pair)) for pair in pairs]


@given(marked())
def test_the_segments_joined_are_the_text(case: tuple[str, Spans]) -> None:
    text, spans = case
    found = segments(text, spans)
    assert "".join(part.text for part in found) == text
    assert [part.start for part in found] == [0, *(part.end for part in found[:-1])]


@given(marked())
def test_each_span_is_covered_by_its_key_and_nothing_else_is(case: tuple[str, Spans]) -> None:
    text, spans = case
    wanted = {(place, key) for key, start, end in spans for place in range(start, end)}
    found = segments(text, spans)
    assert {(place, key) for part in found for key in part.keys for place in range(part.start, part.end)} == wanted
    for key, start, end in spans:
        inside = [part for part in found if start <= part.start and part.end <= end]
        assert "".join(part.text for part in inside) == text[start:end]
        assert all(key in part.keys for part in inside)


@given(marked())
def test_no_cut_is_made_where_nothing_begins_or_ends(case: tuple[str, Spans]) -> None:
    text, spans = case
    ends = {0, len(text)} | {end for _, *both in spans for end in both}
    assert {part.start for part in segments(text, spans)} <= ends


@given(marked())
def test_lines_hold_what_the_text_does(case: tuple[str, Spans]) -> None:
    text, spans = case
    parts = segments(text, spans)
    found = list(lines(parts))
    assert "".join(part.text for part in chain.from_iterable(found)) == text
    assert all("\n" not in part.text[:-1] for part in chain.from_iterable(found))
    assert all(line[-1].text.endswith("\n") for line in found[:-1])


def test_the_span_that_began_first_is_named_first_and_the_longer_of_two() -> None:
    found = segments("abcd", [("inner", 1, 2), ("outer", 1, 4), ("first", 0, 3)])
    assert found == [
        Segment(0, 1, "a", ("first",)),
        Segment(1, 2, "b", ("first", "outer", "inner")),
        Segment(2, 3, "c", ("first", "outer")),
        Segment(3, 4, "d", ("outer",)),
    ]


@pytest.mark.parametrize("span", [(0, 0), (2, 1), (-1, 2), (0, 4)])
def test_a_span_outside_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="does not lie in a text of 3 code points"):
        segments("abc", [("key", *span)])
