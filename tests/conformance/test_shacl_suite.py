"""The W3C's SHACL suite with every engine, each test on its own; what fails is known, and why."""

from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from tests.conformance.shacl import KNOWN_FAILURES, Fields, ShaclTest, read_tests, run, shacl_folder

from volgraph.io.engines.choice import AUTO, engine_names, resolved


def cases() -> list[ParameterSet]:
    """Return each test with each engine; none, so that pytest reports a skip, if the suite is not there."""
    folder = shacl_folder()
    return [
        pytest.param(
            engine,
            test,
            id=f"{engine}-{test.name}",
            marks=[pytest.mark.xfail(reason=reason, strict=True)] if (reason := _known(engine, test)) else [],
        )
        for engine in engine_names()
        for test in (read_tests(folder) if folder else [])
    ]


def _known(engine: str, test: ShaclTest) -> str | None:
    return KNOWN_FAILURES.get((engine, test.name))


@pytest.mark.parametrize(("engine", "test"), cases())
def test_the_engine_finds_what_it_must_and_nothing_else(engine: str, test: ShaclTest) -> None:
    assert run(test, engine) is None


def test_the_default_engine_has_no_known_failure() -> None:
    assert resolved(AUTO) not in {engine for engine, _ in KNOWN_FAILURES}


@pytest.mark.skipif(shacl_folder() is None, reason="the suite is not there")
def test_the_suite_is_whole() -> None:
    folder = shacl_folder()
    assert folder
    tests = read_tests(folder)
    assert len(tests) == 120
    assert sum(test.name.startswith("core/") for test in tests) == 98
    assert sum(test.expected is None for test in tests) == 7


def test_a_result_that_is_missed_or_added_fails_a_test(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text("<x:a> <x:p> <x:b> .")
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <x:S> sh:targetNode <x:a> ; sh:in () ."
    )
    component = "<http://www.w3.org/ns/shacl#InConstraintComponent>"
    right = ("<x:a>", "", "<x:a>", component, "<x:S>", "Violation")

    def outcome(*expected: Fields) -> str | None:
        return run(ShaclTest("test", tmp_path / "data.ttl", tmp_path / "shapes.ttl", expected), "turbo")

    assert outcome(right) is None
    assert outcome() == f"adds 1 result: <x:a> <x:a> {component} <x:S> Violation"
    assert (outcome(right, right) or "").startswith("misses 1 result")
    for number in range(len(right)):
        wrong = tuple("<x:other>" if place == number else field for place, field in enumerate(right))
        assert "misses 1 result" in (outcome(wrong) or "")  # type: ignore[arg-type]
    refused = ShaclTest("test", tmp_path / "data.ttl", tmp_path / "shapes.ttl", None)
    assert run(refused, "turbo") == "does not refuse the shapes"
