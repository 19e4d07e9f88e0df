"""What pySHACL does not see: what every engine says of an example, and the shapes that are warned of."""

from pathlib import Path

import pytest
from tests.engines.asking import ENGINES, ask, ntriples

from volgraph.io.engines.blind_spots import CODE, LENIENT, warnings

SHAPE = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; %s ."

INCOMPARABLE = {
    "an integer, and a bound that is a date": ('"2020-01-01"^^xsd:date', "5"),
    "an integer, and a bound that is a time": ('"2020-01-01T00:00:00Z"^^xsd:dateTime', "5"),
    "a year, and a bound that is a time": ('"1990-01-01T00:00:00Z"^^xsd:dateTime', '"2000"^^xsd:gYear'),
    "a date, and a bound that is a boolean": ("false", '"2020-01-01"^^xsd:date'),
    "a number, and a bound that is a boolean": ("false", "5"),
    "a duration, and a bound that is a decimal": ("0.0", '"P1D"^^xsd:duration'),
    "an ill-formed integer, and a bound that is a decimal": ("0.0", '"abc"^^xsd:integer'),
    "an ill-formed integer, and a bound that is a date": ('"2020-01-01"^^xsd:date', '"abc"^^xsd:integer'),
    "a datatype that nobody knows, and a bound that is an integer": ("0", '"5"^^ex:number'),
    "a text in a language, and a bound that is a string": ('"a"', '"x"@en'),
}
"""Bounds, each with a value that has no order with it: https://www.w3.org/TR/shacl/#core-components-range"""

SEEN_BY_ALL = {
    "a date, and a bound that is a time": ('"1990-01-01T00:00:00Z"^^xsd:dateTime', '"2000-01-01"^^xsd:date'),
    "a date, and a bound that is an integer": ("0", '"2000-01-01"^^xsd:date'),
    "a boolean, and a bound that is a number": ("0", "true"),
    "an ill-formed integer, and a bound that is an integer": ("0", '"abc"^^xsd:integer'),
}
"""What rdflib's own parser hides from pySHACL, by reading literals into Python's values, and ours does not."""

ILL_FORMED = {
    **dict.fromkeys(("integer", "nonNegativeInteger", "positiveInteger", "long", "int", "short", "byte"), "1_0"),
    **dict.fromkeys(("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"), "1_0"),
    **dict.fromkeys(("nonPositiveInteger", "negativeInteger"), "-1_0"),
    **{"decimal": "1e3", "double": "1_0", "float": "1_0"},
    **{"date": "2000-01-01T00:00:00", "dateTime": "2000-01-01T10:00", "dateTimeStamp": "2000-01-01T00:00:00"},
    **{"time": "10:00", "gYear": "20", "gYearMonth": "2000-13", "gMonth": "--13", "gDay": "---32"},
    **{"dayTimeDuration": "P1Y", "yearMonthDuration": "P1D", "normalizedString": "a\\nb", "token": " a "},
}
"""A value a datatype that is not well-formed: https://www.w3.org/TR/xmlschema11-2/"""

SHIFTY_MISSES = {"dateTimeStamp", "gYear", "gYearMonth", "gMonth", "gDay", "normalizedString", "token"}


def counts(constraint: str, value: str) -> dict[str, int]:
    """Return how many results each engine finds where one is right."""
    return {engine: len(ask(engine, SHAPE % constraint, f"ex:a ex:p {value} .").results) for engine in ENGINES}


@pytest.mark.parametrize("case", INCOMPARABLE)
def test_pyshacl_misses_a_value_that_cannot_be_compared_with_the_bound(case: str) -> None:
    bound, value = INCOMPARABLE[case]
    assert counts(f"sh:minInclusive {bound}", value) == {"turbo": 1, "shifty": 1, "pyshacl": 0}


@pytest.mark.parametrize("case", SEEN_BY_ALL)
def test_every_engine_sees_what_rdflib_would_hide(case: str) -> None:
    bound, value = SEEN_BY_ALL[case]
    assert counts(f"sh:minInclusive {bound}", value) == {"turbo": 1, "shifty": 1, "pyshacl": 1}


@pytest.mark.parametrize("datatype", sorted(LENIENT))
def test_pyshacl_takes_an_ill_formed_value_for_a_good_one(datatype: str) -> None:
    found = counts(f"sh:datatype xsd:{datatype}", f'"{ILL_FORMED[datatype]}"^^xsd:{datatype}')
    assert found == {"turbo": 1, "shifty": int(datatype not in SHIFTY_MISSES), "pyshacl": 0}


def notices(constraint: str, folder: Path, engine: str = "pyshacl") -> list[str]:
    found = warnings(ntriples(SHAPE % constraint, folder, "s"), engine)
    assert all(
        (notice.code, notice.level, sorted(notice.messages)) == (CODE, "warning", ["en", "kk", "ru"])
        for notice in found
    )
    return [notice.messages["en"] for notice in found]


@pytest.mark.parametrize("bound", ["minInclusive", "minExclusive", "maxInclusive", "maxExclusive"])
def test_a_bound_without_datatype_is_warned_of(bound: str, tmp_path: Path) -> None:
    (text,) = notices(f"sh:{bound} 0", tmp_path)
    assert text.startswith("pySHACL lets values pass that cannot be compared")
    assert text.endswith("shapes: <urn:x:P>")


def test_a_datatype_that_is_checked_loosely_is_warned_of(tmp_path: Path) -> None:
    (text,) = notices("sh:minInclusive 0 ; sh:datatype xsd:integer", tmp_path)
    assert text.startswith("pySHACL takes some ill-formed values")


def test_shapes_that_meet_no_blind_spot_are_not_warned_of(tmp_path: Path) -> None:
    assert notices("sh:datatype xsd:anyURI ; sh:minCount 1", tmp_path) == []


@pytest.mark.parametrize("engine", ["turbo", "shifty"])
def test_another_engine_is_not_warned_of(engine: str, tmp_path: Path) -> None:
    assert notices("sh:minInclusive 0", tmp_path, engine) == []


def test_many_shapes_are_counted(tmp_path: Path) -> None:
    shapes = "".join(f"ex:S{number} sh:targetNode ex:a ; sh:minInclusive {number} ." for number in range(9))
    (notice,) = warnings(ntriples(shapes, tmp_path, "s"), "pyshacl")
    assert notice.messages["en"].endswith("shapes: <urn:x:S0>, <urn:x:S1>, <urn:x:S2> +6")
