"""The abbreviations that names suggest."""

import pytest

from volgraph.domain.abbreviations import initials


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("Организация Объединённых Наций", "ru", "ООН"),
        ("Біріккен Ұлттар Ұйымы", "kk", "БҰҰ"),
        ("United Nations", "en", "UN"),
        ("Министерство по чрезвычайным ситуациям", "ru", "МЧС"),
        ("Мәдениет және ақпарат министрлігі", "kk", "МАМ"),
        ("Ministry of Culture and Information", "en", "MCI"),
        ("Қазақстандық қоғамдық даму институты (KIPD)", "kk", "ҚҚДИ"),
        ("«Жібек жолы» телеарнасы", "kk", "ЖЖТ"),
        ("Каспий-Орал байланысы", "kk", "КОБ"),
    ],
)
def test_initials_are_those_of_the_words_that_count(name: str, language: str, expected: str) -> None:
    assert initials(name, language) == expected


@pytest.mark.parametrize("name", ["", "AFAD", "Khabar 24", "(UN)", "24.kz", "of the United", " ".join(["Word"] * 9)])
def test_a_name_of_one_word_or_very_many_or_with_a_figure_has_none(name: str) -> None:
    assert initials(name, "en") == ""
