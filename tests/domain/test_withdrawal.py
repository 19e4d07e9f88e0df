"""Which statements go with something that is withdrawn."""

import pytest

from volgraph.domain.withdrawal import Scope

ID = "https://w3id.org/volgraph/id/"
VG = "https://w3id.org/volgraph/ns#"
WORDS = "Іс-шарада 30-дан аса қатысушы бар. Ол «екі\nкүн» созылады."


def said(subject: str, predicate: str, term: str) -> bytes:
    return f"<{ID}{subject}> <{VG}{predicate}> {term}".encode()


PERSON = Scope({f"{ID}person/a-b"})
TEXT = Scope({f"{ID}article/x/text"}, (WORDS,), (f"{ID}article/x",))


@pytest.mark.parametrize(
    ("statement", "goes"),
    [
        (said("person/a-b", "p", '"x"'), True),
        (said("person/a-b/label/ru", "p", '"x"'), True),
        (said("claim/1", "speaker", f"<{ID}person/a-b>"), True),
        (said("claim/1", "note", f'"see <{ID}person/a-b>"'), True),
        (said("person/a-bc", "p", '"x"'), False),
        (said("person/a-b-2", "p", '"x"'), False),
        (said("person/a", "p", '"x"'), False),
        (said("claim/1", "note", '"person/a-b"'), False),
    ],
)
def test_a_statement_goes_with_an_iri_or_one_below(statement: bytes, goes: bool) -> None:
    assert PERSON.takes(statement) is goes


@pytest.mark.parametrize(
    ("statement", "goes"),
    [
        (said("article/x/claim/1", "asWritten", '"30-дан аса"@kk'), True),
        (said("article/x/claim/1/time", "explanation", '"«екі» is two"@en'), True),
        (said("article/x/claim/1", "lower", '"30"'), False),
        (said("article/y/claim/1", "asWritten", '"30-дан аса"@kk'), False),
        (said("article/y", "p", '"Іс-шарада 30-дан аса қатысушы бар."'), True),
        (said("article/y", "p", '"a: Іс-шарада 30-дан аса қатысушы бар. b"'), True),
        (said("article/y", "p", '"30-дан аса қатысушы бар"'), False),
    ],
)
def test_words_of_a_text_go_from_its_claims_and_its_sentences_from_anywhere(statement: bytes, goes: bool) -> None:
    assert TEXT.takes(statement) is goes


def test_a_sentence_is_found_behind_the_escapes_of_n_triples() -> None:
    text = Scope(set(), ('He said: "there were\tfar too many"!',))
    assert text.takes(said("a", "p", r'"x He said: \"there were\tfar too many\"! y"'))
    assert text.takes(said("a", "p", r'"He said: \u0022there were\tfar too many\u0022!"'))


@pytest.mark.parametrize(
    ("term", "mentioned"),
    [
        ('"said a. b. there"', True),
        ('"А. Б."@ru', True),
        ('"A B"', False),
        (f"<{ID}person/c>", False),
    ],
)
def test_a_name_in_words_is_found_in_any_letter_case(term: str, mentioned: bool) -> None:
    assert PERSON.still_mentions(said("claim/1", "p", term), ["A. B.", "А. Б."]) is mentioned


def test_a_quote_is_found_when_it_is_long_enough_to_be_one() -> None:
    assert TEXT.still_mentions(said("event/x", "label", '"30-дан аса қатысушы бар"'), [])
    assert TEXT.still_mentions(said("event/x", "label", r'"қатысушы бар. Ол «екі\nкүн»"'), [])
    assert not TEXT.still_mentions(said("event/x", "label", '"қатысушы"'), [])
