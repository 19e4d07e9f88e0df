"""The sentences and numbers that volgraph writes by itself, in Kazakh, Russian and English."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.making import claim, measure, name_of, quantity, records, thing

from volgraph.domain.claims import Claim, ClaimKind
from volgraph.domain.comparison import compare
from volgraph.domain.measures import Measure
from volgraph.domain.times import Interval, Resolved
from volgraph.domain.vocabulary import (
    CURRENCY,
    LANGUAGES,
    UNIT,
    Comparator,
    Confidence,
    MeasureKind,
    TimePrecision,
    TimeRule,
    typed,
)
from volgraph.domain.wording import (
    discrepancy_text,
    figure_text,
    kazakh_ablative,
    number_text,
    time_rule_text,
    time_text,
)

STOCK = measure(MeasureKind.STOCK, window_days=31)
FORUM = Interval(date(2023, 6, 20), date(2023, 6, 22))


@pytest.mark.parametrize(
    ("number", "ending"),
    [
        ("0", "ден"),  # нөлден
        ("1", "ден"),  # бірден
        ("2", "ден"),  # екіден
        ("3", "тен"),  # үштен
        ("4", "тен"),  # төрттен
        ("5", "тен"),  # бестен
        ("6", "дан"),  # алтыдан
        ("7", "ден"),  # жетіден
        ("8", "ден"),  # сегізден
        ("9", "дан"),  # тоғыздан
        ("10", "нан"),  # оннан
        ("20", "дан"),  # жиырмадан
        ("26", "дан"),  # жиырма алтыдан
        ("30", "дан"),  # отыздан
        ("40", "тан"),  # қырықтан
        ("50", "ден"),  # елуден
        ("60", "тан"),  # алпыстан
        ("70", "тен"),  # жетпістен
        ("80", "нен"),  # сексеннен
        ("90", "нан"),  # тоқсаннан
        ("100", "ден"),  # жүзден
        ("110", "нан"),  # жүз оннан
        ("150", "ден"),  # жүз елуден
        ("300", "ден"),  # үш жүзден
        ("682", "ден"),  # алты жүз сексен екіден
        ("1000", "нан"),  # мыңнан
        ("1100", "ден"),  # бір мың бір жүзден
        ("24000", "нан"),  # жиырма төрт мыңнан
        ("200000", "нан"),  # екі жүз мыңнан
        ("1000000", "нан"),  # миллионнан
        ("10000000", "нан"),  # он миллионнан
        ("1000000000", "тан"),  # миллиардтан
        ("25000000000", "тан"),  # жиырма бес миллиардтан
        ("1000000000000", "нан"),  # триллионнан
        ("2.5", "тен"),  # екі бүтін оннан бестен
        ("2E+5", "нан"),
    ],
)
def test_kazakh_ablative_follows_the_last_word(number: str, ending: str) -> None:
    assert kazakh_ablative(Decimal(number)) == ending


@given(st.integers(1, 10**15))
def test_the_ablative_of_any_number_is_that_of_its_last_digit_that_is_spoken(number: int) -> None:
    assert kazakh_ablative(Decimal(number)) in {"ден", "тен", "дан", "тан", "нан", "нен"}
    if number % 10:
        assert kazakh_ablative(Decimal(number)) == kazakh_ablative(Decimal(number % 10))


@pytest.mark.parametrize(("language", "text"), [("kk", "200\u00a0000"), ("ru", "200\u00a0000"), ("en", "200,000")])
def test_numbers_are_grouped_as_the_language_does(language: str, text: str) -> None:
    assert number_text(Decimal(200000), language) == text


@pytest.mark.parametrize(
    ("interval", "kk", "ru", "en"),
    [
        (Interval.year(2019), "2019", "2019", "2019"),
        (Interval.month(2020, 1), "2020 ж. қаңтар", "январь 2020\u202fг.", "January 2020"),
        (Interval.day(date(2023, 6, 20)), "2023 ж. 20 маусым", "20 июня 2023\u202fг.", "20 June 2023"),
        (FORUM, "2023 ж. 20–21 маусым", "20–21 июня 2023\u202fг.", "20–21 June 2023"),
        (Interval(date(2020, 1, 1), date(2024, 1, 1)), "2020–2023", "2020–2023", "2020–2023"),
    ],
)
def test_times_in_three_languages(interval: Interval, kk: str, ru: str, en: str) -> None:
    def plain(text: str) -> str:
        return " ".join(text.split())

    assert [plain(time_text(interval, language)) for language in LANGUAGES] == [plain(kk), plain(ru), plain(en)]


def test_days_of_two_months_name_both() -> None:
    interval = Interval(date(2023, 6, 8), date(2023, 7, 3))
    shown = [" ".join(time_text(interval, language).split()) for language in LANGUAGES]
    assert shown == ["2023 ж. 8 мау. – 2 шіл.", "8 июн. – 2 июл. 2023 г.", "8 Jun – 2 Jul 2023"]


def test_one_day_of_21_is_not_replaced_inside_the_year_2021() -> None:
    assert time_text(Interval(date(2021, 6, 20), date(2021, 6, 22)), "en") == "20–21 June 2021"


def text_of(claim: Claim, language: str, of: Measure = STOCK) -> str:
    (record,) = records(of, claim)
    return figure_text(record.figure, language, name_of).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("figure", "kk", "ru", "en"),
    [
        ("= 682", "682", "682", "682"),
        ("> 50", "50-ден астам", "более 50", "more than 50"),
        ("> 200000", "200 000-нан астам", "более 200 000", "more than 200,000"),
        (">= 26", "кемінде 26", "не менее 26", "at least 26"),
        ("< 40", "40-тан аз", "менее 40", "less than 40"),
        ("<= 90", "ең көбі 90", "не более 90", "at most 90"),
        (".. 5-7", "5 – 7", "5 – 7", "5 – 7"),
        ("~ 50", "шамамен 50", "около 50", "about 50"),
        ("~< 700", "700 дерлік", "почти 700", "almost 700"),
        ("~> 700", "700 шамасынан сәл көп", "немногим более 700", "just over 700"),
    ],
)
def test_every_comparator_has_its_words(figure: str, kk: str, ru: str, en: str) -> None:
    assert [text_of(quantity("a", figure, "2023"), language) for language in LANGUAGES] == [kk, ru, en]


def test_money_shows_its_currency() -> None:
    dollars = quantity("a", "> 10000000", "2023", counts=None, unit=CURRENCY["USD"])
    assert text_of(dollars, "en") == "more than 10,000,000 USD"


def test_dates_things_and_open_dates() -> None:
    attribute = measure(MeasureKind.ATTRIBUTE)
    day = claim("a", ClaimKind.VALUE, comparator=Comparator.EQUAL, value=typed("--06-20", "gMonthDay"))
    before = claim("b", ClaimKind.VALUE, comparator=Comparator.LESS_THAN, value=typed("2023-06-20", "date"))
    place = claim("c", ClaimKind.RELATION, object=thing("place/astana"))
    assert text_of(day, "en", attribute) == "20 June"
    assert text_of(before, "en", attribute) == "before 20 June 2023"
    assert text_of(place, "kk", attribute) == "astana@kk"


def texts(of: Measure, *claims: Claim) -> dict[str, str]:
    (discrepancy,) = compare(of, records(of, *claims))
    return {
        language: text.replace("\u00a0", " ").replace("\u202f", " ")
        for language, text in discrepancy_text(discrepancy, name_of).items()
    }


def test_a_contradiction_names_its_values_times_and_origins() -> None:
    shown = texts(STOCK, quantity("a", "= 680", "2023-06-20"), quantity("b", "= 682", "2023-06-20"))
    assert shown["en"] == (
        "“Measure”: the sources contradict each other: 680 (20 June 2023; origins: at most 1) — "
        "682 (20 June 2023; origins: at most 1)."
    )
    assert shown["kk"].startswith("«Өлшем»: дереккөздер бір-біріне қайшы келеді: 680 (2023 ж. 20 маусым;")
    assert shown["ru"].startswith("«Величина»: источники противоречат друг другу: 680 (20 июня 2023 г.;")


def test_weak_ground_and_tolerance_are_said_in_every_language() -> None:
    claims = quantity("a", "~ 50", "2024-04-04", confidence=Confidence.LOW), quantity("b", "~ 250", "2024-04-04")
    shown = texts(STOCK, *claims)
    assert shown["en"].endswith("“About” is read as within 10%. One of the claims stands on weak ground.")
    assert "10 %" in shown["kk"]
    assert "10 %" in shown["ru"]
    assert ".." not in "".join(shown.values())


def test_a_growth_names_only_the_dates_that_differ() -> None:
    counts = measure(MeasureKind.STOCK, "counts", 31)
    ratio = measure(MeasureKind.RATIO, "growth", unit=UNIT["UNITLESS"], counts=None, ratio_of=counts.iri)
    stated = quantity("g", "= 3", "2023", baseline="2020", unit=UNIT["UNITLESS"], counts=None)
    pair = quantity("a", "= 50", "2020"), quantity("b", "= 500", "2022")
    (discrepancy,) = compare(ratio, records(ratio, stated), records(counts, *pair))
    shown = discrepancy_text(discrepancy, name_of)
    assert shown["en"] == (
        "“Measure”: the stated growth is 3 times (2020 → 2023), the counts give 10 times: "
        "50 (2020) → 500 (2022). The dates compared: the end is 2022, not 2023."
    )
    assert "соңы 2023 емес, 2022" in shown["kk"]
    assert "конец — 2022, а не 2023" in shown["ru"]


@pytest.mark.parametrize("rule", TimeRule)
def test_every_time_rule_is_explained_in_every_language(rule: TimeRule) -> None:
    resolved = Resolved(Interval.year(2022), TimePrecision.YEAR, Interval.year(2019), 3)
    shown = time_rule_text(rule, "өткен жылы", resolved, FORUM)
    assert set(shown) == set(LANGUAGES)
    assert all(text.endswith(".") and "{" not in text and "None" not in text for text in shown.values())
