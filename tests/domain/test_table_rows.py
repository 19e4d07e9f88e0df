"""Cells are read strictly, and what is wrong with one names its row and column."""

from datetime import date
from decimal import Decimal

import pytest

from volgraph.domain.rows import Row
from volgraph.errors import TableError, UnknownNameError


def cell(text: str) -> Row:
    return Row("data/t.csv", 12, {"c": text})


@pytest.mark.parametrize(("text", "number"), [("200000", "200000"), ("12.5", "12.5"), ("-3", "-3"), ("0.10", "0.10")])
def test_numbers(text: str, number: str) -> None:
    assert cell(text).number("c") == Decimal(number)


@pytest.mark.parametrize(
    "text", ["200 000", "200,000", "1_000", "12,5", "NaN", "Infinity", "1e5", "≈5", "٣", ".5", "5.", "five"]
)
def test_what_is_no_number_names_its_place(text: str) -> None:
    # Python reads 1_000, NaN and ٣ as numbers.
    with pytest.raises(TableError) as caught:
        cell(text).number("c")
    assert str(caught.value) == (f"data/t.csv, line 12, column c: “{text}” is not a number: write it as 200000 or 12.5")


@pytest.mark.parametrize("text", ["2023-02-29", "20230620", "2023-W25-2", "20.06.2023", "2023-6-2", "2023-06"])
def test_what_is_no_day_names_its_place(text: str) -> None:
    with pytest.raises(TableError, match="is not a day: write it as 2023-06-20") as caught:
        cell(text).date("c")
    assert (caught.value.place.line, caught.value.place.column) == (12, "c")


def test_days() -> None:
    assert cell("2024-02-29").date("c") == date(2024, 2, 29)


def test_an_empty_cell_is_none_but_not_where_one_is_required() -> None:
    assert cell("").number("c") is None
    assert cell("").date("c") is None
    with pytest.raises(TableError, match="line 12, column c: is empty: write a value"):
        cell("").required("c")


def test_lists_drop_what_is_empty() -> None:
    assert cell(" a ;; b;").list("c") == ["a", "b"]


def test_a_code_that_nothing_bears_gets_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        cell("tons").choice("c", "unit", {"tonnes": 1, "persons": 2})
    assert caught.value.nearest == ("tonnes",)
    assert str(caught.value) == "data/t.csv, line 12, column c: there is no unit “tons”; did you mean tonnes?"


def test_an_empty_code_is_its_default_or_an_error() -> None:
    assert cell("").choice("c", "k", {"a": 1}, "a") == 1
    assert cell("").choice("c", "k", {"": None, "a": 1}) is None
    with pytest.raises(TableError, match="is empty"):
        cell("").choice("c", "k", {"a": 1})


@pytest.mark.parametrize("text", ["a b", "қала", "a/b", "-a", "a_b"])
def test_what_would_break_an_iri_is_no_slug(text: str) -> None:
    # A space used to end a build with an internal error.
    with pytest.raises(TableError, match="is not a slug: write ASCII letters"):
        cell(text).slug("c")


def test_a_language_is_one_of_three() -> None:
    assert cell("kk").language("c") == "kk"
    with pytest.raises(UnknownNameError, match="there is no language “kz”"):
        cell("kz").language("c")
