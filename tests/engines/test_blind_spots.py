"""What pySHACL does not see: what every engine says of an example, and the shapes that are warned of."""

from pathlib import Path

import pytest
from tests.engines.asking import ENGINES, ask, ntriples

from volgraph.io.engines.blind_spots import CODE, LENIENT, warnings

SHAPE = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; %s ."

INCOMPARABLE = {
    "a date, at most a time": ('sh:maxInclusive "2990-01-01T00:00:00Z"^^xsd:dateTime', '"2000-01-01"^^xsd:date'),
    "a date, less than a time": ('sh:maxExclusive "2990-01-01T00:00:00"^^xsd:dateTime', '"2000-01-01"^^xsd:date'),
    "a date, at most an integer": ("sh:maxInclusive 9999", '"2000-01-01"^^xsd:date'),
    "a date, at least a boolean": ("sh:minInclusive false", '"2000-01-01"^^xsd:date'),
    "a boolean, at most an integer": ("sh:maxInclusive 9999", "true"),
    "of the datatype boolean, at most an integer": ("sh:datatype xsd:boolean ; sh:maxInclusive 5", "true"),
    "a boolean, less than a decimal": ("sh:maxExclusive 9999.5", "true"),
    "an integer, at least a boolean": ("sh:minInclusive false", "5"),
    "an integer, at least a date": ('sh:minInclusive "2000-01-01"^^xsd:date', "5"),
    "a year, more than a time": ('sh:minExclusive "1990-01-01T00:00:00Z"^^xsd:dateTime', '"2000"^^xsd:gYear'),
    "a duration, at least a decimal": ("sh:minInclusive 0.0", '"P1D"^^xsd:duration'),
    "an ill-formed integer, at least a decimal": ("sh:minInclusive 0.0", '"abc"^^xsd:integer'),
    "an ill-formed integer, more than a date": ('sh:minExclusive "2000-01-01"^^xsd:date', '"abc"^^xsd:integer'),
    "of a datatype that nobody knows, at least an integer": ("sh:minInclusive 0", '"5"^^ex:number'),
    "a text in a language, at least a string": ('sh:minInclusive "a"', '"x"@en'),
}
"""Bounds, each with a value that has no order with it. rdflib has one, of datatypes, and pySHACL takes it.

https://www.w3.org/TR/shacl/#core-components-range
"""

PAIRS = {
    "a date and a time": ('"2000-01-01"^^xsd:date', '"2001-01-01T00:00:00"^^xsd:dateTime'),
    "a date and an integer": ('"2000-01-01"^^xsd:date', "5"),
    "a boolean and an integer": ("true", "5"),
    "an integer and an ill-formed one": ("5", '"abc"^^xsd:integer'),
}
"""Values that have no order, the first of which should be less than the second."""

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
    assert counts(*INCOMPARABLE[case]) == {"turbo": 1, "shifty": 1, "pyshacl": 0}


@pytest.mark.parametrize("case", PAIRS)
@pytest.mark.parametrize("constraint", ["lessThan", "lessThanOrEquals"])
def test_pyshacl_misses_two_values_that_cannot_be_compared(constraint: str, case: str) -> None:
    smaller, larger = PAIRS[case]
    found = counts(f"sh:{constraint} ex:q", f"{smaller} ; ex:q {larger}")
    assert found == {"turbo": 1, "shifty": 1, "pyshacl": 0}


@pytest.mark.parametrize("datatype", sorted(LENIENT))
def test_pyshacl_takes_an_ill_formed_value_for_a_good_one(datatype: str) -> None:
    found = counts(f"sh:datatype xsd:{datatype}", f'"{ILL_FORMED[datatype]}"^^xsd:{datatype}')
    assert found == {"turbo": 1, "shifty": int(datatype not in SHIFTY_MISSES), "pyshacl": 0}


OTHERS = {
    "a year is less than a later one": ("sh:lessThan ex:q", '"2020"^^xsd:gYear ; ex:q "2021"^^xsd:gYear', (0, 1, 0)),
    "a year is at least an earlier one": ('sh:minInclusive "2000"^^xsd:gYear', '"2020"^^xsd:gYear', (0, 1, 1)),
    "true is at least false": ("sh:minInclusive false", "true", (1, 1, 0)),
    "a time with a zone, at least one without": (
        *('sh:minInclusive "1990-01-01T00:00:00"^^xsd:dateTime', '"2000-01-01T00:00:00Z"^^xsd:dateTime', (0, 0, 1)),
    ),
    "a line end before the end of a pattern": ('sh:pattern "^a$"', '"a\\n"', (0, 1, 0)),
    "two rows of a query that are the same": (
        *('sh:sparql [ sh:select "SELECT $this WHERE { $this <urn:x:p> ?any }" ]', "1 , 2", (1, 2, 1)),
    ),
}
"""What engines are known to differ in beside that: how many results turbo, shifty and pySHACL find."""


@pytest.mark.parametrize("case", OTHERS)
def test_engines_differ_as_the_docs_say(case: str) -> None:
    constraint, value, said = OTHERS[case]
    assert tuple(counts(constraint, value).values()) == said


METACLASS = """ex:A a ex:Meta , sh:NodeShape ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .
ex:Meta <http://www.w3.org/2000/01/rdf-schema#subClassOf> """


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "above",
    [
        "<http://www.w3.org/2000/01/rdf-schema#Class> .",
        "ex:M . ex:M <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://www.w3.org/2002/07/owl#Class> .",
    ],
)
def test_a_shape_that_is_a_class_by_another_class_is_its_own_target_to_every_engine(engine: str, above: str) -> None:
    # turbo sees neither, and pySHACL the first alone, unless they are told.
    assert len(ask(engine, METACLASS + above, "ex:x a ex:A .").results) == 1


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


@pytest.mark.parametrize(
    ("constraint", "warned"),
    [
        ("sh:datatype xsd:boolean ; sh:maxInclusive 5", True),
        ('sh:datatype xsd:anyURI ; sh:minInclusive "a"', True),
        ('sh:datatype xsd:boolean ; sh:minInclusive false ; sh:maxInclusive "2000-01-01"^^xsd:date', True),
        ("sh:datatype xsd:boolean ; sh:maxInclusive true", False),
        ("sh:datatype xsd:byte ; sh:minExclusive 0.5", False),
        ('sh:datatype xsd:dateTimeStamp ; sh:minInclusive "2000-01-01T00:00:00Z"^^xsd:dateTime', False),
    ],
)
def test_a_bound_that_has_no_order_with_the_datatype_is_warned_of(
    constraint: str, warned: bool, tmp_path: Path
) -> None:
    found = [text for text in notices(constraint, tmp_path) if text.startswith("pySHACL lets values pass")]
    assert len(found) == warned


def test_a_datatype_that_is_checked_loosely_is_warned_of(tmp_path: Path) -> None:
    (text,) = notices("sh:minInclusive 0 ; sh:datatype xsd:integer", tmp_path)
    assert text.startswith("pySHACL takes some ill-formed values")


@pytest.mark.parametrize("constraint", ["lessThan", "lessThanOrEquals"])
def test_two_values_that_are_to_be_in_order_are_warned_of(constraint: str, tmp_path: Path) -> None:
    (text,) = notices(f"sh:{constraint} ex:q ; sh:datatype xsd:anyURI", tmp_path)
    assert text.startswith("pySHACL orders two values that have no order")


def test_shapes_that_meet_no_blind_spot_are_not_warned_of(tmp_path: Path) -> None:
    assert notices("sh:datatype xsd:anyURI ; sh:minCount 1", tmp_path) == []


@pytest.mark.parametrize("engine", ["turbo", "shifty"])
def test_another_engine_is_not_warned_of(engine: str, tmp_path: Path) -> None:
    assert notices("sh:minInclusive 0", tmp_path, engine) == []


def test_many_shapes_are_counted(tmp_path: Path) -> None:
    shapes = "".join(f"ex:S{number} sh:targetNode ex:a ; sh:minInclusive {number} ." for number in range(9))
    (notice,) = warnings(ntriples(shapes, tmp_path, "s"), "pyshacl")
    assert notice.messages["en"].endswith("shapes: <urn:x:S0>, <urn:x:S1>, <urn:x:S2> +6")
