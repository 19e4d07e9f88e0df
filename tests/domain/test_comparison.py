"""Decision 11, rule by rule: what contradicts, what nearly misses, what strains, and what is left alone."""

from decimal import Decimal
from typing import Any

import pytest
from pyoxigraph import Literal
from tests.domain.making import BASE, claim, found, measure, names, quantity, records, thing

from volgraph.domain.claims import Claim, ClaimKind
from volgraph.domain.comparison import compare
from volgraph.domain.measures import Measure
from volgraph.domain.vocabulary import (
    UNIT,
    Comparator,
    Confidence,
    DiscrepancyType,
    MeasureKind,
    Modality,
    Voice,
    typed,
)

CONTRADICTION, NEAR_MISS, TENSION = "Contradiction", "NearMiss", "Tension"
DAY_STOCK = measure(MeasureKind.STOCK, window_days=1)
STOCK = measure(MeasureKind.STOCK, window_days=31)
TOTAL = measure(MeasureKind.PERIOD_TOTAL, window_days=31)
RUNNING = measure(MeasureKind.CUMULATIVE)
ATTRIBUTE = measure(MeasureKind.ATTRIBUTE)
COUNTS = measure(MeasureKind.STOCK, "counts", 31)
RATIO = measure(MeasureKind.RATIO, "growth", counts=None, unit=UNIT["UNITLESS"], ratio_of=COUNTS.iri)


def dated(name: str, value: str, sign: Comparator = Comparator.EQUAL, **more: Any) -> Claim:
    datatype = {4: "gYear", 7: "gYearMonth" if value[0] != "-" else "gMonthDay", 10: "date"}[len(value)]
    return claim(name, ClaimKind.VALUE, comparator=sign, value=typed(value, datatype), **more)


def growth(name: str, figure: str, time: str, baseline: str, **more: Any) -> Claim:
    return quantity(name, figure, time, baseline=baseline, unit=UNIT["UNITLESS"], counts=None, **more)


class TestAttribute:
    def test_different_dates_contradict_whatever_the_day_of_reporting(self) -> None:
        a = dated("a", "2023-06-20")
        b = dated("b", "2023-07-20", valid_from=None)
        assert found(ATTRIBUTE, a, b) == [(CONTRADICTION, ["a", "b"])]

    def test_a_year_holds_its_days(self) -> None:
        assert found(ATTRIBUTE, dated("a", "2023"), dated("b", "2023-06-20"), dated("c", "2023-06")) == []

    def test_a_year_excludes_a_day_of_another(self) -> None:
        assert found(ATTRIBUTE, dated("a", "2022"), dated("b", "2023-06-20")) == [(CONTRADICTION, ["a", "b"])]

    def test_a_month_and_day_without_a_year_fit_their_date_only(self) -> None:
        assert found(ATTRIBUTE, dated("a", "--06-20"), dated("b", "2023-06-20"), dated("c", "2023")) == []
        assert found(ATTRIBUTE, dated("a", "--06-20"), dated("b", "2023-07-20")) == [(CONTRADICTION, ["a", "b"])]

    def test_two_places_contradict(self) -> None:
        a = claim("a", ClaimKind.RELATION, object=thing("place/astana"))
        b = claim("b", ClaimKind.RELATION, object=thing("place/almaty"))
        same = claim("c", ClaimKind.RELATION, object=thing("place/astana"))
        assert found(ATTRIBUTE, a, b) == [(CONTRADICTION, ["a", "b"])]
        assert found(ATTRIBUTE, a, same) == []

    def test_texts_are_compared_without_letter_case(self) -> None:
        a, b, c = (claim(n, ClaimKind.VALUE, value=Literal(v)) for n, v in (("a", "Ұлы"), ("b", "ұЛЫ"), ("c", "Кіші")))
        assert found(ATTRIBUTE, a, b) == []
        assert found(ATTRIBUTE, a, b, c) == [(CONTRADICTION, ["a", "b", "c"])]

    def test_an_open_date_does_not_exclude_what_it_allows(self) -> None:
        before = dated("a", "2023-06-20", Comparator.LESS_THAN)
        assert found(ATTRIBUTE, before, dated("b", "2023-06-19")) == []
        assert found(ATTRIBUTE, before, dated("b", "2023-06-21")) == [(CONTRADICTION, ["a", "b"])]


class TestStock:
    def test_a_gap_on_one_day_contradicts(self) -> None:
        claims = quantity("a", "= 680", "2023-06-20"), quantity("b", "= 682", "2023-06-20")
        assert found(DAY_STOCK, *claims) == [(CONTRADICTION, ["a", "b"])]

    @pytest.mark.parametrize(("day", "count"), [("2023-07-20", 1), ("2023-07-21", 0)])
    def test_the_window_counts_both_days(self, day: str, count: int) -> None:
        claims = quantity("a", "= 680", "2023-06-20"), quantity("b", "= 682", day)
        assert len(found(STOCK, *claims)) == count

    def test_a_crisis_counter_is_compared_on_the_same_day_only(self) -> None:
        claims = quantity("a", "= 300", "2023-06-20"), quantity("b", "= 500", "2023-06-21")
        assert found(DAY_STOCK, *claims) == []

    def test_a_month_beside_a_day_is_a_near_miss(self) -> None:
        claims = quantity("a", "= 680", "2023-06"), quantity("b", "= 682", "2023-06-20")
        assert found(STOCK, *claims) == [(NEAR_MISS, ["a", "b"])]

    def test_touching_bounds_are_a_near_miss(self) -> None:
        claims = quantity("a", "> 400", "2023-06-20"), quantity("b", "= 400", "2023-06-21")
        assert found(STOCK, *claims) == [(NEAR_MISS, ["a", "b"])]

    def test_bounds_that_overlap_are_nothing(self) -> None:
        claims = quantity("a", "> 200000", "2023-06-20"), quantity("b", "~ 200000", "2023-06-20")
        assert found(STOCK, *claims) == []

    def test_a_stock_of_a_year_may_change_in_it(self) -> None:
        claims = quantity("a", "= 224", "2020"), quantity("b", "= 300", "2020")
        assert found(STOCK, *claims) == [(NEAR_MISS, ["a", "b"])]

    def test_claims_without_a_time_are_left_alone(self) -> None:
        assert found(STOCK, quantity("a", "= 1"), quantity("b", "= 2", "2023")) == []


class TestPeriodTotal:
    def test_totals_of_one_long_period_contradict(self) -> None:
        claims = quantity("a", "= 8", "2020-01-01/2024-01-01"), quantity("b", "= 9", "2020-01-01/2024-01-01")
        assert found(TOTAL, *claims) == [(CONTRADICTION, ["a", "b"])]

    def test_totals_of_different_years_do_not(self) -> None:
        assert found(TOTAL, quantity("a", "= 8", "2020"), quantity("b", "= 9", "2021")) == []


class TestCumulative:
    def test_growth_is_nothing(self) -> None:
        claims = quantity("a", "= 115", "2023-02-12"), quantity("b", "= 660", "2023-02-20")
        assert found(RUNNING, *claims) == []

    def test_a_fall_contradicts(self) -> None:
        claims = quantity("a", "= 660", "2023-02-12"), quantity("b", "= 115", "2023-02-20")
        assert found(RUNNING, *claims) == [(CONTRADICTION, ["a", "b"])]

    def test_two_figures_of_one_day_with_a_gap_contradict(self) -> None:
        claims = quantity("a", "= 115", "2023-02-13"), quantity("b", "= 150", "2023-02-13")
        assert found(RUNNING, *claims) == [(CONTRADICTION, ["a", "b"])]

    def test_a_lower_bound_that_a_later_figure_only_meets_is_a_near_miss(self) -> None:
        claims = quantity("a", "> 150", "2023-02-13"), quantity("b", "= 150", "2023-02-20")
        assert found(RUNNING, *claims) == [(NEAR_MISS, ["a", "b"])]

    def test_a_later_lower_bound_never_falls(self) -> None:
        claims = quantity("a", "= 660", "2023-02-12"), quantity("b", "> 500", "2023-02-20")
        assert found(RUNNING, *claims) == []

    def test_a_month_and_a_day_in_it_have_no_order(self) -> None:
        claims = quantity("a", "= 660", "2023-02"), quantity("b", "= 115", "2023-02-20")
        assert found(RUNNING, *claims) == []

    def test_a_total_of_a_year_is_of_its_end(self) -> None:
        claims = quantity("a", "= 660", "2023-12-01"), quantity("b", "= 115", "2023")
        assert found(RUNNING, *claims) == [(NEAR_MISS, ["a", "b"])]


class TestTension:
    @pytest.mark.parametrize(("later", "kinds"), [("> 99", []), ("> 100", [TENSION]), ("> 200", [TENSION])])
    def test_begins_at_a_factor_of_two(self, later: str, kinds: list[str]) -> None:
        claims = quantity("a", "> 50", "2019"), quantity("b", later, "2020-01")
        assert [kind for kind, _ in found(STOCK, *claims)] == kinds

    def test_a_bound_above_does_not_take_part(self) -> None:
        assert found(STOCK, quantity("a", "> 50", "2019"), quantity("b", "= 200", "2020-01")) == []

    def test_periods_must_be_neighbours(self) -> None:
        assert found(STOCK, quantity("a", "> 50", "2019"), quantity("b", "> 200", "2020-03")) == []

    def test_is_never_a_contradiction_on_one_day(self) -> None:
        assert found(STOCK, quantity("a", "> 50", "2020-01-01"), quantity("b", "> 200", "2020-01-01")) == []


class TestRatio:
    def judge(self, stated: Claim, *counts: Claim) -> list[tuple[str, list[str]]]:
        found = compare(RATIO, records(RATIO, stated), records(COUNTS, *counts))
        return [(discrepancy.kind.value, names(discrepancy)) for discrepancy in found]

    def test_counts_that_exclude_the_growth_contradict_it_and_all_are_listed(self) -> None:
        stated = growth("g", "= 3", "2023-06-20", "2020-06-20")
        counts = quantity("a", "= 50000", "2019"), quantity("b", "> 200000", "2023-06-20")
        assert self.judge(stated, *counts) == [(CONTRADICTION, ["a", "b", "g"])]

    def test_the_growth_that_the_counts_give_is_kept(self) -> None:
        stated = growth("g", "= 3", "2023-06-20", "2020-06-20")
        counts = quantity("a", "= 50000", "2019"), quantity("b", "> 200000", "2023-06-20")
        (discrepancy,) = compare(RATIO, records(RATIO, stated), records(COUNTS, *counts))
        assert discrepancy.derived is not None
        assert (discrepancy.derived.lower, discrepancy.derived.upper) == (Decimal(4), None)
        assert discrepancy.derived.start.value == "50000"

    def test_one_pair_that_supports_it_silences_the_others(self) -> None:
        stated = growth("g", "= 3", "2023-06-20", "2020-06-20")
        counts = (
            quantity("a", "= 50000", "2019"),
            quantity("b", "> 200000", "2023-06-20"),
            quantity("c", "= 70000", "2020"),
            quantity("d", "= 210000", "2023"),
        )
        assert self.judge(stated, *counts) == []

    @pytest.mark.parametrize(("end", "kinds"), [("= 1249", []), ("= 1251", [CONTRADICTION]), ("= 1150", [])])
    def test_the_counts_are_rounded_to_the_digits_of_the_growth(self, end: str, kinds: list[str]) -> None:
        stated = growth("g", "= 1.2", "2023", "2020")
        counts = quantity("a", "= 1000", "2020"), quantity("b", end, "2023")
        assert [kind for kind, _ in self.judge(stated, *counts)] == kinds

    @pytest.mark.parametrize(
        ("time", "kinds"), [("2021-12-31", [CONTRADICTION]), ("2024-01-03", []), ("2018-01-01", [])]
    )
    def test_counts_lie_within_a_year_of_the_end(self, time: str, kinds: list[str]) -> None:
        stated = growth("g", "= 3", "2022-12-31", "2020-06-20")
        counts = quantity("a", "= 50", "2020-06-20"), quantity("b", "= 500", time)
        assert [kind for kind, _ in self.judge(stated, *counts)] == kinds

    def test_a_growth_without_a_baseline_is_not_tested(self) -> None:
        stated = quantity("g", "= 3", "2023-06-20", unit=UNIT["UNITLESS"], counts=None)
        assert self.judge(stated, quantity("a", "= 50", "2020"), quantity("b", "= 500", "2023-06-20")) == []

    def test_planned_counts_test_no_growth(self) -> None:
        stated = growth("g", "= 3", "2023-06-20", "2020-06-20")
        planned = quantity("b", "= 500", "2023-06-20", modality=Modality.PLANNED)
        assert self.judge(stated, quantity("a", "= 50", "2020"), planned) == []

    def test_two_growths_of_the_same_times_contradict(self) -> None:
        assert found(RATIO, growth("a", "= 3", "2023", "2020"), growth("b", "= 4", "2023", "2020")) == [
            (CONTRADICTION, ["a", "b"])
        ]
        assert found(RATIO, growth("a", "= 3", "2023", "2020"), growth("b", "= 4", "2023", "2019")) == []


class TestWhatIsCompared:
    @pytest.mark.parametrize(
        ("figure", "other", "kinds"),
        [
            ("~ 50", "= 55", []),
            ("~ 50", "= 56", [CONTRADICTION]),
            ("~< 300", "= 301", [CONTRADICTION]),
            ("~> 300", "= 299", [CONTRADICTION]),
            ("= 200000", "= 200001", [CONTRADICTION]),
        ],
    )
    def test_about_has_ten_percent_to_its_side_and_equal_none(self, figure: str, other: str, kinds: list[str]) -> None:
        claims = quantity("a", figure, "2024-04-04"), quantity("b", other, "2024-04-04")
        assert [kind for kind, _ in found(DAY_STOCK, *claims)] == kinds

    def test_a_tolerance_that_had_a_part_is_recorded(self) -> None:
        about = compare(
            DAY_STOCK, records(DAY_STOCK, quantity("a", "~ 50", "2024-04-04"), quantity("b", "~ 250", "2024-04-04"))
        )
        assert [discrepancy.approximate for discrepancy in about] == [True]
        exact = compare(
            DAY_STOCK, records(DAY_STOCK, quantity("a", "= 50", "2024-04-04"), quantity("b", "= 250", "2024-04-04"))
        )
        assert [discrepancy.approximate for discrepancy in exact] == [False]

    def test_units_and_currencies_are_never_converted(self) -> None:
        free = measure(MeasureKind.CUMULATIVE, counts=None)
        a, b = (quantity(n, f"= {n}", "2023", counts=None, unit=UNIT[u]) for n, u in (("1", "TONNE"), ("2", "KiloGM")))
        assert found(free, a, b) == []

    def test_a_rate_is_not_a_count(self) -> None:
        a, b = quantity("a", "= 300", "2023-06-20", per=UNIT["DAY"]), quantity("b", "= 900", "2023-06-20")
        assert found(DAY_STOCK, a, b) == []

    @pytest.mark.parametrize("modality", [Modality.PLANNED, Modality.PROPOSED, Modality.EVALUATED])
    def test_what_is_only_planned_does_not_contradict_what_is(self, modality: Modality) -> None:
        claims = quantity("a", "= 1", "2023-06-20", modality=modality), quantity("b", "= 2", "2023-06-20")
        assert found(DAY_STOCK, *claims) == []

    def test_two_plans_do_contradict(self) -> None:
        a, b = (quantity(name, f"= {name}", "2023-06-20", modality=Modality.PLANNED) for name in "12")
        assert found(DAY_STOCK, a, b) == [(CONTRADICTION, ["1", "2"])]

    def test_editors_counts_are_not_claims_of_a_source(self) -> None:
        claims = quantity("a", "= 1", "2023-06-20", voice=Voice.EDITOR), quantity("b", "= 2", "2023-06-20")
        assert found(DAY_STOCK, *claims) == []

    def test_vague_words_are_not_compared(self) -> None:
        vague = claim("a", ClaimKind.QUANTITY, comparator=Comparator.NOT_COMPARABLE, as_written=Literal("көп"))
        assert records(DAY_STOCK, vague) == []

    def test_a_bare_number_of_unknown_unit_is_not_compared(self) -> None:
        assert records(DAY_STOCK, quantity("a", "= 1", "2023-06-20", counts=None)) == []

    def test_low_confidence_is_compared_and_flagged(self) -> None:
        low = quantity("a", "= 50", "2024-04-04", confidence=Confidence.LOW)
        (discrepancy,) = compare(DAY_STOCK, records(DAY_STOCK, low, quantity("b", "= 250", "2024-04-04")))
        assert discrepancy.low_confidence
        (other,) = compare(
            DAY_STOCK, records(DAY_STOCK, quantity("a", "= 50", "2024-04-04"), quantity("b", "= 250", "2024-04-04"))
        )
        assert not other.low_confidence


class TestOneDiscrepancyASet:
    def test_repeats_of_a_value_join_it(self) -> None:
        claims = [quantity(f"a{n}", "= 680", "2023-06-20") for n in range(4)]
        assert found(STOCK, *claims, quantity("b", "= 682", "2023-06-21")) == [
            (CONTRADICTION, ["a0", "a1", "a2", "a3", "b"])
        ]

    def test_three_values_make_one(self) -> None:
        claims = [quantity(str(n), f"= {n}", "2023-06-20") for n in (1, 2, 3)]
        assert found(DAY_STOCK, *claims) == [(CONTRADICTION, ["1", "2", "3"])]

    def test_different_times_make_two(self) -> None:
        claims = [quantity(f"{day}-{n}", f"= {n}", f"2023-06-{day}") for day in (10, 20) for n in (1, 2)]
        assert found(DAY_STOCK, *claims) == [(CONTRADICTION, ["10-1", "10-2"]), (CONTRADICTION, ["20-1", "20-2"])]

    def test_figures_come_in_the_order_of_their_value_whatever_the_order_of_the_claims(self) -> None:
        claims = [quantity(str(n), f"= {n}", "2023-06-20") for n in (3, 10, 2)]
        for given in (claims, claims[::-1]):
            (discrepancy,) = compare(DAY_STOCK, records(DAY_STOCK, *given))
            assert [figure.value for figure in discrepancy.figures] == ["2", "3", "10"]

    def test_claims_that_share_an_origin_have_one(self) -> None:
        release = BASE.thing("origin/release")
        claims = [
            quantity("a", "= 680", "2023-06-20", origin=release),
            quantity("b", "= 680", "2023-06-20", origin=release),
            quantity("c", "= 680", "2023-06-20"),
            quantity("d", "= 682", "2023-06-20"),
        ]
        (discrepancy,) = compare(DAY_STOCK, records(DAY_STOCK, *claims))
        assert discrepancy.origins_at_most() == 3
        assert [discrepancy.origins_at_most([figure]) for figure in discrepancy.figures] == [2, 1]

    def test_the_valid_time_is_that_of_all_its_figures(self) -> None:
        claims = quantity("a", "= 680", "2023-06-20"), quantity("b", "= 682", "2023-06-22")
        (discrepancy,) = compare(STOCK, records(STOCK, *claims))
        assert discrepancy.valid is not None
        assert (str(discrepancy.valid.start), str(discrepancy.valid.end)) == ("2023-06-20", "2023-06-23")


def test_candidates_are_named_on_what_they_bring_together() -> None:
    candidate = BASE.thing("identification/act")
    act: Measure = measure(MeasureKind.ATTRIBUTE, "act")
    (discrepancy,) = compare(act, records(act, dated("a", "2022"), dated("b", "2016-12-30")), candidates=(candidate,))
    assert discrepancy.kind is DiscrepancyType.CONTRADICTION
    assert discrepancy.candidates == (candidate,)
