"""Names of things, in the reader's language."""

import pytest
from pyoxigraph import Literal, NamedNode, Store

from volgraph.domain.vocabulary import VG, typed
from volgraph.services.naming import Names, shortened, value_text

BASE = "https://w3id.org/volgraph/id/"


@pytest.mark.parametrize(
    ("path", "language", "name"),
    [
        ("country/kazakhstan", "kk", "Қазақстан"),
        ("country/kazakhstan", "ru", "Казахстан"),
        ("article/baq-forum/claim/06e", "ru", "Число волонтёров в Казахстане: > 200\xa0000"),
        ("article/baq-forum/claim/06e/evidence", "en", "қазіргі таңда 200 мыңнан асып отыр"),
        ("identification/baq-forum-is-the-2023-forum", "en", "International Volunteers Forum 2023"),
        ("source/kazinform-2023-06-20-numbers", "en", "20 June 2023"),
    ],
)
def test_a_thing_has_a_name(store: Store, path: str, language: str, name: str) -> None:
    found = Names(store).name(NamedNode(BASE + path), language)
    assert found
    assert name in found.value


def test_terms_of_other_vocabularies_and_of_ours_have_names(store: Store) -> None:
    names = Names(store)
    assert names.name(NamedNode("https://schema.org/location"), "kk") == Literal("өтетін орны", language="kk")
    assert names.name(VG["MoreThan"], "ru") == Literal("больше", language="ru")


def test_what_has_no_name_has_none(store: Store) -> None:
    assert Names(store).name(NamedNode("https://a.example/x"), "en") is None


def test_values_are_written_as_the_language_does() -> None:
    assert value_text(typed("1234567.5", "decimal"), "en") == "1,234,567.5"
    assert value_text(typed("2023-06-20", "date"), "ru").startswith("20 июня 2023")
    assert value_text(None, "kk") == ""


def test_iris_are_shortened_by_the_longest_prefix() -> None:
    assert shortened("http://www.w3.org/2004/02/skos/core#notation") == "skos:notation"
    assert shortened("https://a.example/x") == "https://a.example/x"
