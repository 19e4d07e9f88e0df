"""JUnit XML that readers of test results read."""

from dataclasses import replace
from typing import Any

import pytest
from junitparser import JUnitXml
from lxml import etree
from tests.io.reports.sample import EX, empty, hostile, located, many, shape_info
from tests.io.reports.writing import written

from volgraph.domain.validation import ValidatedFile


def tree(report: object, **options: object) -> Any:
    return etree.fromstring(written(report, "junit", **options).encode())  # type: ignore[arg-type]


def test_hostile_texts_are_well_formed_and_read_back() -> None:
    suites = JUnitXml.fromstring(written(hostile(), "junit").encode())
    assert suites.failures == 1
    assert suites.errors == 1
    root = tree(hostile())
    (failure,) = root.iter("failure")
    assert "]]> --> %0A :: , a=b" in failure.text
    assert "<script>alert(1)</script>" in failure.get("message")
    assert "\\u001B[31m" in failure.text  # no control character, which XML cannot hold


def test_there_is_a_case_for_each_shape_and_file() -> None:
    root = tree(hostile())
    cases = {(case.get("file"), case.get("name").split(" ")[0]) for case in root.iter("testcase") if case.get("file")}
    files = {"data/people.ttl", "data/<б>, 1%.ttl"}
    assert {(file, "AgeShape") for file in files} <= cases
    assert {(file, "SilentShape") for file in files} <= cases
    failing = [case for case in root.iter("testcase") if case.find("failure") is not None]
    assert [(case.get("file"), case.get("line")) for case in failing] == [("data/people.ttl", "12")]
    assert len(failing[0].find("failure").text.splitlines()) == 2


def test_no_two_cases_have_one_name_which_gitlab_would_ignore() -> None:
    shapes = (shape_info("A/One"), shape_info("B/One"))
    report = replace(hostile(), shapes=tuple(replace(shape, name={"en": "One"}) for shape in shapes))
    names = [(case.get("classname"), case.get("name")) for case in tree(report).iter("testcase")]
    assert len(names) > 4
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("fail_on", "failures"), [("Violation", 1), ("Warning", 1), ("Info", 2)])
def test_only_new_results_at_or_above_the_level_that_fails_fail(fail_on: str, failures: int) -> None:
    root = tree(hostile(), fail_on=fail_on)
    assert root.get("failures") == str(failures)
    assert "[unchanged]" in "".join(text.text for text in root.iter("system-out"))


def test_a_file_that_does_not_parse_is_an_error() -> None:
    (error,) = tree(hostile()).iter("error")
    assert "data/bad.ttl:1:2 syntax: does not parse." in error.text


def test_many_shapes_and_files_do_not_make_a_case_for_each_pair() -> None:
    files = tuple(ValidatedFile(f"data/{number}.ttl", "a" * 64, 1) for number in range(300))
    shapes = tuple(shape_info(f"Shape{number}") for number in range(100))
    found = located(1, shape=f"<{EX}Shape7>", file="data/5.ttl")
    root = tree(replace(empty(), data=files, shapes=shapes, results=(found,)))
    assert sum(1 for _ in root.iter("testcase")) == 101  # one failing pair, 99 silent shapes, the validation itself
    assert len(list(root.iter("failure"))) == 1


def test_thirty_thousand_results_stay_below_what_gitlab_reads() -> None:
    assert len(written(many(30_000), "junit").encode()) < 30_000_000
