"""Forms of one word have a stem in common, forms of different words have none."""

import pytest
from qazaq_inflector import QazaqNameInflector

from volgraph.domain.kazakh_forms import kazakh_stems
from volgraph.domain.spelling import skeleton
from volgraph.domain.word_forms import stems

CASES = ("genitive", "dative", "accusative", "locative", "ablative", "instrumental")
NOUNS = (
    *("волонтер", "ерікті", "қала", "облыс", "ұйым", "форум", "заң", "өрт", "мектеп", "кітап", "қызмет", "дерек"),
    *("Астана", "Қазақстан", "Алматы", "Шымкент", "Абай", "Екібастұз", "Түркия", "жыл", "көмек", "ауыл", "министр"),
)
INFLECTOR = QazaqNameInflector()


def kazakh_forms(noun: str) -> list[str | None]:
    """Return the forms that another library makes of a noun: its cases, plural, possessed, and those in all cases."""
    plural = INFLECTOR.pluralize(noun)
    possessed = INFLECTOR.possessive(noun, "3")
    return [
        noun,
        *(INFLECTOR.inflect(noun, case) for case in CASES),
        plural,
        *(INFLECTOR.inflect(plural, case) for case in CASES),
        *(INFLECTOR.possessive(noun, person) for person in ("1sg", "2sg", "3", "1pl")),
        possessed,
        *(INFLECTOR.possessive(noun, "3", case) for case in CASES),
        *(INFLECTOR.possessive(noun, "3", case, plural=True) for case in CASES),
    ]


@pytest.mark.parametrize("noun", NOUNS)
def test_every_form_of_a_kazakh_noun_has_its_stem(noun: str) -> None:
    stem = stems(noun, "kk")
    assert [form for form in kazakh_forms(noun) if stem.isdisjoint(stems(form, "kk"))] == []


@pytest.mark.parametrize(
    ("form", "noun"),
    [
        ("волонтерлердің", "волонтер"),
        ("еріктілерімізге", "ерікті"),
        ("облысындағы", "облыс"),
        ("волонтерлік", "волонтер"),
        ("еліміздегі", "еліміз"),
        ("халқының", "халық"),
        ("кітабында", "кітап"),
        ("Qazaqstandağy", "Қазақстан"),
        ("volonterlerdiñ", "волонтер"),
        ("волонтерлердин", "волонтер"),
    ],
)
def test_endings_are_taken_off_one_after_another(form: str, noun: str) -> None:
    assert not stems(form).isdisjoint(stems(noun, "kk"))


def test_different_kazakh_nouns_have_no_stem_in_common() -> None:
    pairs = [(one, other) for one in NOUNS for other in NOUNS if one < other]
    assert [pair for pair in pairs if not stems(pair[0], "kk").isdisjoint(stems(pair[1], "kk"))] == []


def test_an_ending_is_not_taken_off_where_it_cannot_stand() -> None:
    assert kazakh_stems(skeleton("Шымкент")) == {"shimkent"}
    assert "kaz" not in kazakh_stems(skeleton("қаз") + "ka")  # -қа stands after a voiceless consonant
    assert "volonter" not in kazakh_stems("volonterda")  # а does not follow е


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("волонтёров", "волонтеры", "ru"),
        ("Казахстаном", "Казахстан", "ru"),
        ("организациями", "организация", "ru"),
        ("volunteers", "volunteering", "en"),
        ("organizations", "organisation", "en"),
    ],
)
def test_russian_and_english_forms_have_one_stem(one: str, other: str, language: str) -> None:
    assert not stems(one).isdisjoint(stems(other, language))


def test_a_russian_form_leads_to_the_kazakh_word() -> None:
    assert not stems("волонтёров").isdisjoint(stems("волонтер", "kk"))
