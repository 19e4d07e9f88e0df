"""Numerals are found in Kazakh, Russian and English, with the numbers that they may write."""

from decimal import Decimal

import pytest

from volgraph.domain.numerals import numerals


def read(text: str) -> list[tuple[str, set[Decimal]]]:
    return [(numeral.text, set(numeral.numbers)) for numeral in numerals(text)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("200 мыңнан асып отыр", 200_000),
        ("200 мың", 200_000),
        ("200мың", 200_000),
        ("50\u00a0мыңға", 50_000),
        ("10 миллион доллардан", 10_000_000),
        ("10 млн", 10_000_000),
        ("2 миллиардтан", 2_000_000_000),
        ("2 млрд теңге", 2_000_000_000),
        ("200 тысяч волонтёров", 200_000),
        ("200 тыс. человек", 200_000),
        ("200 thousand people", 200_000),
        ("3 million", 3_000_000),
        ("1 billion", 1_000_000_000),
    ],
)
def test_a_scale_word_multiplies_whatever_its_ending(text: str, number: int) -> None:
    ((digits, numbers),) = read(text)
    assert digits.isdigit()
    assert numbers == {Decimal(digits), Decimal(number)}


@pytest.mark.parametrize(("text", "number"), [("3,5 млн", 3_500_000), ("1.5 миллион", 1_500_000), ("2,5 мың", 2500)])
def test_decimals_belong_to_their_numeral(text: str, number: int) -> None:
    # Two runs of digits used to be two numerals, which no claim could state.
    ((_, numbers),) = read(text)
    assert Decimal(number) in numbers


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009"])
def test_digits_in_groups_are_one_numeral(space: str) -> None:
    assert read(f"1{space}200{space}000 адам") == [(f"1{space}200{space}000", {Decimal(1_200_000)})]


def test_a_comma_may_divide_groups_or_decimals() -> None:
    assert read("200,000 people") == [("200,000", {Decimal(200), Decimal(200_000)})]
    assert read("1,234,567.5") == [("1,234,567.5", {Decimal("1234567.5")})]


def test_a_date_in_digits_is_three_numerals() -> None:
    assert [digits for digits, _ in read("20.06.2023")] == ["20", "06", "2023"]


def test_a_year_before_a_number_stays_apart() -> None:
    assert [digits for digits, _ in read("2019 жылы 50 мың")] == ["2019", "50"]
    assert [digits for digits, _ in read("2023 100")] == ["2023", "100"]


def test_a_list_is_not_a_decimal() -> None:
    assert [digits for digits, _ in read("12, 13 және 14")] == ["12", "13", "14"]


def test_a_scale_word_of_another_sentence_does_not_count() -> None:
    assert read("2023. мың") == [("2023", {Decimal(2023)})]


def test_case_endings_do_not_hide_a_numeral_and_offsets_are_code_points() -> None:
    text = "🎉 50-ден, 682-ге"
    found = list(numerals(text))
    assert [(numeral.start, numeral.end) for numeral in found] == [(2, 4), (10, 13)]
    assert all(text[numeral.start : numeral.end] == numeral.text for numeral in found)


def test_a_text_without_digits_has_no_numeral() -> None:
    assert read("отыз, қырық") == []
