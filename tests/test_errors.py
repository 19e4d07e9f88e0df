"""The tree of errors is shown whole, and each message is one sentence with its place."""

import inspect
import re
from pathlib import PurePath

import pytest

from volgraph import errors
from volgraph.errors import (
    AuthorizationError,
    BuildError,
    InputError,
    InvalidGraphError,
    LiteralError,
    Place,
    QuoteError,
    RemoteError,
    UncoveredNumeralError,
    UnknownNameError,
    VolgraphError,
)

CLASSES = {
    name: kind
    for name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, Exception) and kind.__module__ == errors.__name__
}


def drawn() -> dict[str, str]:
    """Return the parent of each class as the docstring of the module draws it."""
    parents: dict[str, str] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        if match := re.match(r"((?:│   |    )*)(?:[├└]── )?([A-Z]\w+Error)\b", line):
            depth = len(match[1]) // 4 + ("── " in line)
            above[depth:] = [match[2]]
            if depth:
                parents[match[2]] = above[depth - 1]
    return parents


def test_the_docstring_draws_every_class_under_its_parent() -> None:
    parents = {name: kind.__mro__[1].__name__ for name, kind in CLASSES.items() if kind is not VolgraphError}
    assert drawn() == parents
    assert len(parents) > 10


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_says_what_it_is(name: str) -> None:
    assert (CLASSES[name].__doc__ or "").strip().partition("\n")[0].endswith(".")


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place(), ""),
        (Place("a.csv"), "a.csv"),
        (Place("a.csv", 3, "value"), "a.csv, line 3, column value"),
        (Place.of(PurePath("data/a.ttl"), line=3, column=7), "data/a.ttl, line 3, column 7"),
        (Place("a.ttl", subject="claim 1"), "a.ttl, claim 1"),
        (Place("a.csv", line=0), "a.csv, line 0"),
    ],
)
def test_a_place_shows_what_is_known(place: Place, shown: str) -> None:
    assert str(place) == shown


PLACE = Place("a.csv", 3)
EXAMPLES: list[VolgraphError] = [
    InputError("cannot be read: mend it", PLACE),
    UnknownNameError("place", "place/astna", ["place/astana", "place/almaty"], PLACE),
    UnknownNameError("place", "x", [], PLACE),
    QuoteError("сөз", [], PLACE),
    QuoteError("сөз", [1, 9], PLACE),
    UncoveredNumeralError("7", 3, "Мұнда 7 адам бар.", PLACE),
    LiteralError('"12.50"', '"12.5"', PLACE),
    BuildError([InputError("x")]),
    BuildError([InputError("x"), InputError("y")]),
    InvalidGraphError(1),
    InvalidGraphError(3),
    RemoteError("https://e.org/sparql", "it answered 503"),
    AuthorizationError("unknown", "the token is not known here"),
]


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_a_message_is_one_sentence_with_its_place(error: VolgraphError) -> None:
    text = str(error)
    assert "\n" not in text
    assert not re.search(r"[a-z]\. ", text)
    if isinstance(error, InputError):
        assert text.startswith("a.csv, line 3: ")
        assert text == f"{error.place}: {error.message}"


def test_numbers_agree_with_their_nouns() -> None:
    assert str(BuildError([InputError("x")])).startswith("1 error; ")
    assert str(BuildError([])).startswith("0 errors; ")
    assert str(InvalidGraphError(1)) == "1 violation: mend them and build again"


def test_nearest_names_are_offered() -> None:
    assert str(EXAMPLES[1]) == (
        "a.csv, line 3: there is no place “place/astna”; did you mean place/astana or place/almaty?"
    )
    assert "did you mean" not in str(EXAMPLES[2])


def test_an_error_without_a_place_is_its_message() -> None:
    assert str(InputError("no place")) == "no place"
