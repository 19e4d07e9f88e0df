"""Axes: every value is on them, in its order, and their ticks are round."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volgraph.domain.scales import scale_of

NUMBERS = st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=30)
DAYS = st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=1, max_size=30)


@given(NUMBERS)
def test_numbers_stand_on_their_axis_in_their_order(numbers: list[Decimal]) -> None:
    scale = scale_of(numbers)
    assert scale.low <= min(numbers)
    assert max(numbers) <= scale.high
    assert 2 <= len(scale.ticks) <= 14
    assert list(scale.ticks) == sorted(set(scale.ticks))
    shares = [scale.share(number) for number in sorted(numbers)]
    assert shares == sorted(shares)
    assert (scale.share(scale.low), scale.share(scale.high)) == (0, 1)


def test_an_axis_of_counts_begins_at_zero_and_has_round_ticks() -> None:
    scale = scale_of([Decimal(50_000), Decimal(300_000)])
    assert not scale.logarithmic
    assert [int(tick) for tick in scale.ticks] == [0, 50_000, 100_000, 150_000, 200_000, 250_000, 300_000]


def test_orders_of_magnitude_get_a_logarithmic_axis() -> None:
    scale = scale_of([Decimal(30), Decimal(200_000)])
    assert scale.logarithmic
    assert [int(tick) for tick in scale.ticks] == [10, 100, 1000, 10_000, 100_000, 1_000_000]
    assert scale.share(Decimal(1000)) == pytest.approx(0.4)


def test_one_number_and_zero_have_an_axis_too() -> None:
    assert scale_of([Decimal(7)]).high >= 7
    assert scale_of([Decimal(0)]).high > 0


def test_an_axis_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="an axis needs"):
        scale_of([])
