"""Quotes are found once, letter by letter, and their offsets are code points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volgraph.domain.text import CONTEXT_LENGTH, check_nfc, decode, locate, mixed_words, occurrences, sentence_at
from volgraph.errors import Place, QuoteError, TextError

KAZAKH = "Әр өңірдің еріктісі: ғалым, қарт, жаңа үміт, ұлт, һәм іс."


@pytest.mark.parametrize("letter", "әғқңөұүһі")
def test_each_kazakh_letter_is_one_code_point_of_an_offset(letter: str) -> None:
    span = locate(letter + "X", f"ab{letter}{letter}X")
    assert (span.start, span.end) == (3, 5)


def test_offsets_cut_the_quote_out_of_a_kazakh_text() -> None:
    span = locate("жаңа үміт", KAZAKH)
    assert KAZAKH[span.start : span.end] == "жаңа үміт"
    assert (span.start, span.end) == (34, 43)


def test_an_astral_character_before_the_quote_counts_as_one() -> None:
    # In UTF-16, as JavaScript counts, the emoji and the flag would be two and four units.
    span = locate("волонтер", "🎉 🇰🇿 волонтер")
    assert (span.start, span.end) == (5, 13)


def test_prefix_and_suffix_are_the_text_around_the_quote() -> None:
    span = locate("қарт", KAZAKH)
    assert span.prefix + span.exact + span.suffix == KAZAKH[: len(span.prefix) + 4 + CONTEXT_LENGTH]
    assert KAZAKH[: span.start].endswith(span.prefix)
    assert len(span.prefix) == min(CONTEXT_LENGTH, span.start)


def test_a_quote_at_the_very_ends_has_empty_context() -> None:
    span = locate(KAZAKH, KAZAKH)
    assert (span.start, span.end, span.prefix, span.suffix) == (0, len(KAZAKH), "", "")


@pytest.mark.parametrize(
    "look_alike",
    ["жaңа", "жаңa", "iс", "Әр өңipдің"],  # Latin a, i and p
)
def test_a_latin_look_alike_in_a_quote_is_absent(look_alike: str) -> None:
    with pytest.raises(QuoteError, match="is not in the text: copy it") as caught:
        locate(look_alike, KAZAKH)
    assert caught.value.offsets == ()
    assert caught.value.quote == look_alike


def test_letter_case_and_white_space_are_not_forgiven() -> None:
    for quote in ("ЖАҢА ҮМІТ", "жаңа  үміт", "жаңа\u00a0үміт"):
        with pytest.raises(QuoteError):
            locate(quote, KAZAKH)


def test_a_quote_found_twice_lists_every_offset() -> None:
    with pytest.raises(QuoteError, match="found 3 times, at offsets 0, 5, 10: lengthen it") as caught:
        locate("еркі", "еркі еркі еркі", Place("a.ttl"))
    assert caught.value.offsets == (0, 5, 10)
    assert str(caught.value).startswith("a.ttl: ")


def test_overlapping_occurrences_are_ambiguous_too() -> None:
    assert occurrences("аа", "ааа") == [0, 1]
    with pytest.raises(QuoteError):
        locate("аа", "ааа")


def test_an_empty_quote_is_absent() -> None:
    with pytest.raises(QuoteError) as caught:
        locate("", "text")
    assert caught.value.offsets == ()


def test_decomposed_letters_are_refused_at_their_offset() -> None:
    # й and ё have composed forms; a text that keeps i + breve would shift every offset behind it once normalised.
    text = "Абаи\u0306 облысы"
    with pytest.raises(TextError, match=r"not in Normalization Form C at offset 3") as caught:
        check_nfc(text, Place("text.txt"))
    assert caught.value.offset == 3
    assert caught.value.place.file == "text.txt"


def test_decomposition_at_the_end_of_a_text_is_found() -> None:
    with pytest.raises(TextError) as caught:
        check_nfc("0123ё\u0301е\u0308")
    assert caught.value.offset == 6


def test_a_composed_text_passes() -> None:
    check_nfc(KAZAKH + " Йод, ёлка")


def test_bytes_that_are_not_utf8_name_the_byte() -> None:
    with pytest.raises(TextError, match="byte 4 is not UTF-8") as caught:
        decode("әғ".encode() + b"\xff\xfe", Place("t"))
    assert (caught.value.offset, caught.value.place.file) == (4, "t")


def test_line_ends_and_byte_order_marks_stay() -> None:
    assert decode(b"\xef\xbb\xbfa\r\nb\r") == "\ufeffa\r\nb\r"


@given(st.text(max_size=60), st.data())
def test_a_span_always_cuts_its_own_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = text[start:end]
    offsets = occurrences(quote, text) if quote else []
    assert all(text.startswith(quote, offset) for offset in offsets)
    if len(offsets) == 1:
        span = locate(quote, text)
        assert (span.start, text[span.start : span.end]) == (start, quote)
    else:
        with pytest.raises(QuoteError) as caught:
            locate(quote, text)
        assert caught.value.offsets == tuple(offsets)


def test_the_sentence_around_an_offset_ends_at_a_full_stop_or_a_line() -> None:
    text = "Бірінші. Екінші 5 адам. Үшінші\nТөртінші 7"
    assert sentence_at(text.index("5"), text) == "Екінші 5 адам."
    assert sentence_at(0, text) == "Бірінші."
    assert sentence_at(text.index("7"), text) == "Төртінші 7"
    assert sentence_at(text.index("Үшінші"), text) == "Үшінші"


def test_a_quote_with_latin_look_alikes_says_in_which_words() -> None:
    with pytest.raises(QuoteError, match=r"Latin letters stand among the Cyrillic ones of киiз$"):
        locate("150 киiз үй", "150 киіз үй жіберілді")
    assert mixed_words("ә ғ қ ң ө ұ ү һ і AFAD қоры") == []
