"""What each comparator leaves possible, and when two figures can both hold."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store
from tests.domain.making import ONE_BOUND, SIGNS, bounds

from volgraph.domain.quantities import TOLERANCE, Agreement, Bounds, canonical, disagreement
from volgraph.domain.vocabulary import XSD, Comparator

AGREE, TOUCH, GAP = Agreement.AGREE, Agreement.TOUCH, Agreement.GAP
COMPARABLE = [comparator for comparator in Comparator if comparator is not Comparator.NOT_COMPARABLE]
NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False)


def of(figure: str) -> Bounds:
    sign, _, number = figure.partition(" ")
    ends = bounds(SIGNS[sign], number)
    return Bounds.of(SIGNS[sign], ends.get("lower"), ends.get("upper"))


def made(comparator: Comparator, number: Decimal, width: Decimal) -> Bounds:
    if comparator in ONE_BOUND:
        return (
            Bounds.of(comparator, number, None)
            if ONE_BOUND[comparator] == "lower"
            else Bounds.of(comparator, None, number)
        )
    return Bounds.of(comparator, number, number + (width if comparator is Comparator.RANGE else 0))


FIGURES = st.builds(made, st.sampled_from(COMPARABLE), NUMBERS, st.decimals(1, 1000, places=1))


def holds(bounds: Bounds, value: Decimal) -> bool:
    above = bounds.lower is None or value > bounds.lower or (value == bounds.lower and not bounds.lower_open)
    below = bounds.upper is None or value < bounds.upper or (value == bounds.upper and not bounds.upper_open)
    return above and below


SAME_NUMBER = {
    ("=", "="): AGREE,
    ("=", ">"): TOUCH,
    ("=", ">="): AGREE,
    ("=", "<"): TOUCH,
    ("=", "<="): AGREE,
    ("=", "~"): AGREE,
    ("=", "~<"): AGREE,
    ("=", "~>"): AGREE,
    (">", "<"): TOUCH,
    (">", "<="): TOUCH,
    (">", ">"): AGREE,
    (">", ">="): AGREE,
    (">", "~"): AGREE,
    (">", "~<"): TOUCH,
    (">", "~>"): AGREE,
    (">=", "<"): TOUCH,
    (">=", "<="): AGREE,
    (">=", ">="): AGREE,
    (">=", "~"): AGREE,
    (">=", "~<"): AGREE,
    (">=", "~>"): AGREE,
    ("<", "<"): AGREE,
    ("<", "<="): AGREE,
    ("<", "~"): AGREE,
    ("<", "~<"): AGREE,
    ("<", "~>"): TOUCH,
    ("<=", "<="): AGREE,
    ("<=", "~"): AGREE,
    ("<=", "~<"): AGREE,
    ("<=", "~>"): AGREE,
    ("~", "~"): AGREE,
    ("~", "~<"): AGREE,
    ("~", "~>"): AGREE,
    ("~<", "~<"): AGREE,
    ("~<", "~>"): AGREE,
    ("~>", "~>"): AGREE,
}


@pytest.mark.parametrize(("pair", "agreement"), SAME_NUMBER.items(), ids=str)
def test_two_figures_of_one_number(pair: tuple[str, str], agreement: Agreement) -> None:
    a, b = (of(f"{sign} 100") for sign in pair)
    assert a.against(b) is agreement
    assert b.against(a) is agreement


def test_every_pair_of_comparators_is_judged_at_one_number() -> None:
    signs = [sign for sign in SIGNS if sign != ".."]
    assert {frozenset(pair) for pair in SAME_NUMBER} == {frozenset(pair) for pair in product(signs, signs)}


@pytest.mark.parametrize(
    ("a", "b", "agreement"),
    [
        ("= 680", "= 682", GAP),
        ("> 50", "> 200", AGREE),
        ("> 200000", "~ 200000", AGREE),
        ("< 50", "> 200", GAP),
        ("= 300", "> 400", GAP),
        (".. 5-7", "= 7", AGREE),
        (".. 5-7", "> 7", TOUCH),
        (".. 5-7", ".. 7-9", AGREE),
        (".. 5-7", ".. 8-9", GAP),
        ("~ 100", "= 110", AGREE),
        ("~ 100", "= 111", GAP),
        ("~ 100", "= 90", AGREE),
        ("~ 100", "= 89", GAP),
        ("~< 300", "= 270", AGREE),
        ("~< 300", "= 301", GAP),
        ("~> 300", "= 299", GAP),
        ("~> 300", "= 330", AGREE),
    ],
)
def test_two_figures_of_different_numbers(a: str, b: str, agreement: Agreement) -> None:
    assert of(a).against(of(b)) is agreement


def test_about_a_negative_number_widens_to_both_sides() -> None:
    assert of("~ 0") == Bounds(Decimal(0), Decimal(0))
    widened = Bounds.of(Comparator.APPROXIMATELY, Decimal(-40), Decimal(-40))
    assert (widened.lower, widened.upper) == (Decimal(-44), Decimal(-36))
    assert Decimal("0.1") == TOLERANCE


def test_equal_is_never_widened_however_round() -> None:
    assert of("= 200000") == Bounds(Decimal(200000), Decimal(200000))


@given(FIGURES, FIGURES)
def test_agreement_is_symmetric(a: Bounds, b: Bounds) -> None:
    assert a.against(b) is b.against(a)


@given(FIGURES)
def test_a_figure_agrees_with_itself(a: Bounds) -> None:
    assert a.against(a) is AGREE


@given(FIGURES, FIGURES, NUMBERS)
def test_figures_that_hold_one_number_agree(a: Bounds, b: Bounds, number: Decimal) -> None:
    if holds(a, number) and holds(b, number):
        assert a.against(b) is AGREE


@given(NUMBERS, st.sampled_from([Comparator.MORE_THAN, Comparator.LESS_THAN]))
def test_an_exact_number_touches_a_strict_bound_at_it(number: Decimal, comparator: Comparator) -> None:
    assert made(Comparator.EQUAL, number, Decimal(1)).against(made(comparator, number, Decimal(1))) is TOUCH


@given(FIGURES, NUMBERS)
def test_a_figure_leaves_a_gap_exactly_where_a_number_is_outside_its_ends(a: Bounds, number: Decimal) -> None:
    exact = Bounds(number, number)
    outside = (a.lower is not None and number < a.lower) or (a.upper is not None and number > a.upper)
    assert (a.against(exact) is GAP) is outside


@pytest.mark.parametrize("comparator", Comparator)
@pytest.mark.parametrize("lower", [None, Decimal(5)])
@pytest.mark.parametrize("upper", [None, Decimal(5), Decimal(7)])
def test_a_comparator_says_which_bounds_stand_beside_it(
    comparator: Comparator, lower: Decimal | None, upper: Decimal | None
) -> None:
    if comparator is Comparator.NOT_COMPARABLE:
        right = lower is None and upper is None
    elif comparator in ONE_BOUND:
        given = {"lower": lower, "upper": upper}
        right = [name for name, bound in given.items() if bound is not None] == [ONE_BOUND[comparator]]
    else:
        both = lower is not None and upper is not None
        right = both and (lower != upper if comparator is Comparator.RANGE else lower == upper)
    assert (disagreement(comparator, lower, upper) is None) is right


def test_a_range_upside_down_is_refused() -> None:
    reason = disagreement(Comparator.RANGE, Decimal(7), Decimal(5))
    assert reason == "is a range whose vg:lower is not less than its vg:upper"


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("200000", "200000"),
        ("200000.0", "200000"),
        ("12.50", "12.5"),
        ("2E+5", "200000"),
        ("1E-7", "0.0000001"),
        ("0.000", "0"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("-3.10", "-3.1"),
        ("100", "100"),
    ],
)
def test_canonical_forms(written: str, form: str) -> None:
    assert canonical(Decimal(written)) == form


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=6, allow_nan=False))
def test_a_canonical_decimal_is_the_same_number_and_the_store_keeps_it(number: Decimal) -> None:
    form = canonical(number)
    assert Decimal(form) == number
    node = NamedNode("urn:x")
    store = Store()
    store.add(Quad(node, node, Literal(form, datatype=XSD["decimal"])))
    assert [quad.object.value for quad in store] == [form]
