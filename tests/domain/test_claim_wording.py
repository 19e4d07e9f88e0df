"""What a claim states, in each language, from the names of what it links."""

from decimal import Decimal

import pytest
from pyoxigraph import Literal, NamedNode

from volgraph.domain.claim_wording import Reading, reading
from volgraph.domain.claims import Claim, ClaimKind
from volgraph.domain.vocabulary import CURRENCY, UNIT, Comparator, Confidence, Modality, Voice

NAMES = {
    "measure": {"kk": "Еріктілер саны", "ru": "Число волонтёров", "en": "Volunteers"},
    "forum": {"en": "The forum"},
    "astana": {"kk": "Астана", "ru": "Астана", "en": "Astana"},
    "location": {"kk": "өтетін орны", "ru": "место", "en": "location"},
    "TONNE": {"kk": "тонна", "ru": "тонны", "en": "tonnes"},
}


def name_of(node: NamedNode, language: str) -> Literal:
    names = NAMES[node.value.rpartition("/")[2]]
    tag = language if language in names else "en"
    return Literal(names[tag], language=tag)


def node(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


def claim(kind: ClaimKind, **values: object) -> Claim:
    given: dict[str, object] = {"voice": Voice.REPORTER, "modality": Modality.STATED, "confidence": Confidence.HIGH}
    return Claim(iri=node("claim"), kind=kind, row="1", **{**given, **values})  # type: ignore[arg-type]


def quantity(**values: object) -> Claim:
    return claim(ClaimKind.QUANTITY, measure=node("measure"), **values)


@pytest.mark.parametrize(
    ("language", "about", "value"),
    [
        ("kk", "Еріктілер саны", "200 000-нан астам"),
        ("ru", "Число волонтёров", "более 200 000"),
        ("en", "Volunteers", "more than 200,000"),
    ],
)
def test_a_quantity_keeps_its_comparator(language: str, about: str, value: str) -> None:
    found = reading(quantity(comparator=Comparator.MORE_THAN, lower=Decimal(200000)), language, name_of)
    assert found == Reading(about, value.replace(" 000", "\u00a0000"), language)


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"comparator": Comparator.RANGE, "lower": Decimal(3), "upper": Decimal(5)}, "3 – 5"),
        ({"comparator": Comparator.EQUAL, "lower": Decimal(7), "upper": Decimal(7)}, "7"),
        ({"comparator": Comparator.MORE_THAN, "lower": Decimal(5), "unit": CURRENCY["USD"]}, "more than 5 USD"),
        ({"comparator": Comparator.AT_LEAST, "lower": Decimal(5), "unit": UNIT["TONNE"]}, "at least 5 (tonnes)"),
        ({"comparator": Comparator.NOT_COMPARABLE, "as_written": Literal("many", language="en")}, "many"),
    ],
)
def test_figures_are_written_with_units_and_both_ends(values: dict[str, object], shown: str) -> None:
    assert reading(quantity(**values), "en", name_of).value == shown


@pytest.mark.parametrize(
    ("lexical", "comparator", "shown"),
    [
        ("2023-06-20", Comparator.EQUAL, "20 June 2023"),
        ("2019", Comparator.EQUAL, "2019"),
        ("--06-20", Comparator.EQUAL, "20 June"),
        ("2020", Comparator.LESS_THAN, "before 2020"),
    ],
)
def test_dates_are_written_out(lexical: str, comparator: Comparator, shown: str) -> None:
    dated = claim(ClaimKind.VALUE, measure=node("measure"), comparator=comparator, value=Literal(lexical))
    assert reading(dated, "en", name_of).value == shown


def test_a_relation_is_read_from_its_subject_to_its_object() -> None:
    told = claim(ClaimKind.RELATION, subject=node("astana"), predicate=node("location"), object=node("astana"))
    assert reading(told, "ru", name_of) == Reading("Астана — место", "Астана", "ru")


def test_a_name_in_another_language_is_said_to_be_so() -> None:
    told = claim(ClaimKind.RELATION, subject=node("forum"), predicate=node("location"), object=node("astana"))
    assert reading(told, "kk", name_of).others == ("en",)


def test_words_of_another_language_are_said_to_be_so() -> None:
    words = Literal("келер жылдары", language="kk")
    told = claim(ClaimKind.VALUE, measure=node("measure"), comparator=Comparator.EQUAL, value=words)
    assert reading(told, "en", name_of) == Reading("Volunteers", "келер жылдары", "en", ("kk",))
