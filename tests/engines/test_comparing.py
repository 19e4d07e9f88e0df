"""Asking every engine: what they agree on, and how a difference is shown."""

from pathlib import Path

import pytest
from tests.engines.asking import ENGINES, ntriples

from volgraph.domain.validation import Result
from volgraph.errors import ShapesError
from volgraph.io.engines.comparing import compare, differences
from volgraph.io.engines.engine import Selection

SHAPE = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; %s ] ."


def result(value: str, focus: str = "<x:a>") -> Result:
    return Result(focus, "<x:p>", value, "<x:C>", "<x:S>", "Violation", {})


def graphs(folder: Path, constraint: str, data: str) -> tuple[Path, Path]:
    return ntriples(SHAPE % constraint, folder, "s"), ntriples(data, folder, "d")


def test_engines_that_say_the_same_agree(tmp_path: Path) -> None:
    said = compare(*graphs(tmp_path, "sh:maxCount 1", "ex:a ex:p 1 , 2 ."))
    assert said.agree
    assert said.notices == ()
    assert [version.partition(" ")[0] for version in said.engines] == list(ENGINES)
    assert len(said.found.results) == 1


def test_a_difference_says_which_engine_misses_what(tmp_path: Path) -> None:
    # Python takes 1_000 for a number, and so does pySHACL.
    said = compare(*graphs(tmp_path, "sh:datatype xsd:integer", 'ex:a ex:p "1_000"^^xsd:integer .'))
    (difference,) = said.differences
    assert difference.said == {"turbo": 1, "shifty": 1, "pyshacl": 0}
    assert not said.agree
    (notice,) = said.notices
    assert (notice.code, notice.level) == ("engines-differ", "error")
    assert 'turbo 1, shifty 1, pyshacl 0: <urn:x:a> <urn:x:p> "1_000"' in notice.messages["en"]
    assert sorted(notice.messages) == ["en", "kk", "ru"]


def test_all_results_are_compared_however_few_are_wanted(tmp_path: Path) -> None:
    shapes, data = graphs(tmp_path, "sh:datatype xsd:integer", 'ex:a ex:p "1_0"^^xsd:integer , "2_0"^^xsd:integer .')
    said = compare(shapes, data, Selection(most=1))
    assert (len(said.found.results), said.found.left_out, len(said.differences)) == (1, 1, 2)


def test_only_the_results_that_are_wanted_are_compared(tmp_path: Path) -> None:
    shapes, data = graphs(tmp_path, "sh:datatype xsd:integer", 'ex:a ex:p "1_0"^^xsd:integer .')
    assert compare(shapes, data, Selection(focus=frozenset({"urn:x:b"}))).agree


def test_an_engine_that_gives_no_answer_is_named_and_the_others_are_compared(tmp_path: Path) -> None:
    # pyshifty takes two counts for two constraints.
    said = compare(*graphs(tmp_path, "sh:minCount 1 , 2", "ex:a ex:q 1 ."))
    assert set(said.failures) == {"turbo", "pyshacl"}
    assert [version.partition(" ")[0] for version in said.engines] == ["shifty"]
    assert not said.agree
    assert {notice.code for notice in said.notices} == {"engine-failed"}
    assert all("cannot" in notice.messages["en"] for notice in said.notices)


def test_shapes_that_no_engine_can_use_are_bad_input(tmp_path: Path) -> None:
    shapes, data = graphs(tmp_path, "sh:js [ sh:jsFunctionName 'f' ]", "ex:a ex:q 1 .")
    with pytest.raises(ShapesError, match="no JavaScript is run"):
        compare(shapes, data)


def test_how_often_a_result_is_found_counts() -> None:
    (difference,) = differences({"one": [result("<x:b>")], "two": [result("<x:b>"), result("<x:b>")]})
    assert difference.said == {"one": 1, "two": 2}


def test_differences_are_in_the_order_of_reports() -> None:
    found = differences({"one": [result("", "<x:b>"), result("", "<x:a>")], "two": []})
    assert [difference.result.focus for difference in found] == ["<x:a>", "<x:b>"]


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (f'"01"^^<{XSD}integer>', f'"1"^^<{XSD}integer>', True),
        (f'"1.50"^^<{XSD}decimal>', f'"1.5"^^<{XSD}decimal>', True),
        (f'"1"^^<{XSD}boolean>', f'"true"^^<{XSD}boolean>', True),
        (f'"1"^^<{XSD}integer>', f'"2"^^<{XSD}integer>', False),
        (f'"1"^^<{XSD}integer>', '"1"', False),
        (f'"abc"^^<{XSD}integer>', f'"abd"^^<{XSD}integer>', False),
        ('"a"@kk', '"a"@ru', False),
        ("<x:a>", "_:d0b0", False),
    ],
)
def test_literals_are_compared_by_value(one: str, two: str, same: bool) -> None:
    assert (differences({"one": [result(one)], "two": [result(two)]}) == []) is same


def test_messages_are_each_engines_own() -> None:
    other = Result("<x:a>", "<x:p>", "", "<x:C>", "<x:S>", "Violation", {"": "in other words"})
    assert differences({"one": [result("")], "two": [other]}) == []
