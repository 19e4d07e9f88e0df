"""Every numeral of a text is in a claim that states it, or waived with a reason."""

from dataclasses import replace
from typing import Any

import pytest
from tests.domain.making import claim, quantity, thing

from volgraph.domain.claims import Claim, ClaimKind
from volgraph.domain.coverage import Waiver, coverage, uncovered_errors, waiver_of
from volgraph.domain.rows import Row
from volgraph.domain.text import locate
from volgraph.domain.vocabulary import Comparator, typed
from volgraph.errors import InputError, Place

TEXT = "Форум 20 маусымда ашылды. 2019 жылы 50 мың волонтер болса, қазір 200 000-нан асып отыр."


def stated(figure: str, quote: str, time: str = "", **more: Any) -> Claim:
    return replace(
        quantity(figure[-1], figure, time, **more), evidence=locate(quote, TEXT), text=thing("article/a/text")
    )


ALL = (
    replace(
        claim("d", ClaimKind.VALUE, comparator=Comparator.EQUAL, value=typed("2023-06-20", "date")),
        evidence=locate("20 маусымда ашылды", TEXT),
    ),
    stated("= 50000", "2019 жылы 50 мың волонтер болса", "2019"),
    stated("> 200000", "қазір 200 000-нан асып отыр", "2023"),
)


def test_a_text_whose_numerals_are_all_stated_is_covered() -> None:
    result = coverage(TEXT, ALL)
    assert (result.numerals, result.covered, result.waived, result.uncovered) == (4, 4, 0, ())


@pytest.mark.parametrize(("left_out", "missing"), [(0, ["20"]), (1, ["2019", "50"]), (2, ["200 000"])])
def test_a_missing_claim_leaves_its_numerals(left_out: int, missing: list[str]) -> None:
    claims = [claim for number, claim in enumerate(ALL) if number != left_out]
    assert [numeral.text for numeral in coverage(TEXT, claims).uncovered] == missing


def test_a_claim_with_another_number_does_not_cover() -> None:
    wrong = stated("= 60000", "2019 жылы 50 мың волонтер болса", "2019")
    assert [numeral.text for numeral in coverage(TEXT, [ALL[0], wrong, ALL[2]]).uncovered] == ["50"]


def test_a_claim_whose_words_lie_elsewhere_does_not_cover() -> None:
    elsewhere = stated("= 50000", "ашылды", "2019")
    assert [numeral.text for numeral in coverage(TEXT, [ALL[0], elsewhere, ALL[2]]).uncovered] == ["2019", "50"]


def test_context_words_cover_too() -> None:
    split = replace(stated("= 50000", "50 мың волонтер", "2019"), contexts=(locate("2019 жылы", TEXT),))
    assert coverage(TEXT, [ALL[0], split, ALL[2]]).uncovered == ()


def test_a_waiver_explains_a_numeral_and_is_counted_apart() -> None:
    result = coverage(TEXT, ALL[1:], [Waiver(TEXT.index("20"), "a day that no claim needs")])
    assert (result.covered, result.waived, result.uncovered) == (3, 1, ())


def test_the_error_names_numeral_offset_and_sentence() -> None:
    (error,) = uncovered_errors(TEXT, coverage(TEXT, ALL[1:]), Place("text.txt"))
    assert (error.numeral, error.offset, error.sentence) == ("20", 6, "Форум 20 маусымда ашылды.")
    assert str(error).startswith("text.txt: the numeral 20 at offset 6 is in no claim")


def waiver(quote: str) -> Waiver:
    return waiver_of(Row("waivers.csv", 2, {"quote": quote, "reason": "r"}), TEXT)


def test_a_waiver_is_written_as_words_around_the_numeral() -> None:
    assert waiver("Форум 20") == Waiver(6, "r")


@pytest.mark.parametrize("quote", ["Форум 21", "Форум", "0", ""])
def test_words_that_are_absent_ambiguous_or_without_a_numeral_waive_nothing(quote: str) -> None:
    with pytest.raises(InputError) as caught:
        waiver(quote)
    assert (caught.value.place.file, caught.value.place.line, caught.value.place.column) == ("waivers.csv", 2, "quote")
