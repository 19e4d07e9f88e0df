"""All ways to write a word have one skeleton, and names sort as the alphabets do."""

import pytest

from volgraph.domain.spelling import alphabetical, name_key, skeleton, words


@pytest.mark.parametrize(
    "spellings",
    [
        ("Қазақстан", "Qazaqstan", "Казакстан", "Kazakstan", "ҚАЗАҚСТАН", "Қaзaқcтaн"),
        ("Республикасы", "Respublikasy", "Respýblıkasy", "Respublikası"),
        ("Шымкент", "Şymkent", "Shymkent"),
        ("Жамбыл", "Jambyl", "Zhambyl"),
        ("Өскемен", "Öskemen", "Óskemen", "Оскемен"),
        ("Ұлттық", "Ūlttyq", "Ulttyq", "Улттык"),
        ("Үкімет", "Ükımet", "Úkimet", "Укимет"),
        ("Әділет", "Ädılet", "Ádilet", "Адилет"),
        ("Ғабит", "Ğabit", "Ǵabıt", "Габит", "Ghabit"),
        ("Маңғыстау", "Mañğystau", "Mańǵystaý", "Мангыстау"),
        ("Һәм", "Häm", "Хам"),
        ("волонтёр", "волонтер", "volonter", "волонте\u0308р"),
        ("Чимбулак", "Chimbulak", "Çimbulak"),
        ("Хабар", "Habar", "Khabar"),
        ("Щучинск", "Shchuchinsk", "Şuchinsk"),
    ],
)
def test_spellings_of_one_word_have_one_skeleton(spellings: tuple[str, ...]) -> None:
    assert {skeleton(words(spelling)[0][0]) for spelling in spellings} == {skeleton(spellings[0])}


def test_different_words_keep_different_skeletons() -> None:
    given = ("Астана", "Алматы", "Абай", "Ақтөбе", "Атырау", "қала", "қалам", "ООН", "on", "UN")
    assert len({skeleton(word) for word in given}) == len(given)


def test_words_are_found_whatever_stands_between_them() -> None:
    assert words("«Нұр-Сұлтан», O'zbek; 682-ге. 2023") == [
        ["Нұр", "Сұлтан"],
        ["Ozbek"],
        ["682", "ге"],
        ["2023"],
    ]


@pytest.mark.parametrize("written", ["200 000", "200,000", "200\u00a0000", "200\u202f000", "200000"])
def test_digits_are_one_number_however_they_are_grouped(written: str) -> None:
    assert words(f"more than {written} people")[2] == ["200000"]


def test_two_numbers_stay_two() -> None:
    assert words("2022, 2023 және 12 500 1") == [["2022"], ["2023"], ["және"], ["12500"], ["1"]]


def test_a_name_has_one_key_with_and_without_hyphen() -> None:
    assert name_key("Нұр-Сұлтан") == name_key("Nur Sultan") == name_key("NURSULTAN") != name_key("Nur")


def test_names_sort_as_the_kazakh_alphabet_does() -> None:
    names = ["Әділет", "Абай", "Қостанай", "Кения", "Ұлытау", "Үкімет", "Іле", "Иордания", "Ы", "Ңа", "Нұр", "Өскемен"]
    assert sorted(names, key=alphabetical) == [
        *("Абай", "Әділет", "Иордания", "Кения", "Қостанай", "Нұр", "Ңа", "Өскемен"),
        *("Ұлытау", "Үкімет", "Ы", "Іле"),
    ]
