"""Rules over named graphs: each query finds exactly the defect of its invalid cases, and nothing in valid ones."""

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph
import pytest
from tests.shapes.engine import CASES, ROOT

RULES = {path.name.removesuffix("-violation.rq"): path for path in (ROOT / "shapes" / "rules").glob("*.rq")}
RULE_CASES = sorted((CASES / "rules").glob("*/*.trig"))


def violations(rule: str, case: Path) -> list[list[str]]:
    """Return the rows that a rule finds in a dataset, each as the texts of its terms."""
    store = pyoxigraph.Store()
    store.load(path=case, format=pyoxigraph.RdfFormat.TRIG)
    solutions = store.query(RULES[rule].read_text("utf-8"))
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return [[getattr(term, "value", "") for term in solution] for solution in solutions]


def expected(case: Path) -> Sequence[str]:
    lines = case.read_text("utf-8").splitlines()
    return sorted(line.removeprefix("# expect: ") for line in lines if line.startswith("# expect: "))


def names(cases: Sequence[Path]) -> list[str]:
    return [f"{case.parent.name}/{case.stem}" for case in cases]


VALID = [case for case in RULE_CASES if case.stem.startswith("valid")]
INVALID = [case for case in RULE_CASES if case.stem.startswith("invalid")]


@pytest.mark.parametrize("case", VALID, ids=names(VALID))
def test_rule_finds_nothing_in_a_valid_dataset(case: Path) -> None:
    assert violations(case.parent.name, case) == []


@pytest.mark.parametrize("case", INVALID, ids=names(INVALID))
def test_rule_finds_the_defect_and_only_that(case: Path) -> None:
    wanted = expected(case)
    rows = violations(case.parent.name, case)
    assert wanted
    assert sorted(term for term in wanted for row in rows if term in row) == wanted
    assert len(rows) == len(wanted)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule_has_cases_and_says_what_it_checks_and_how_to_mend(rule: str) -> None:
    stems = {case.stem for case in RULE_CASES if case.parent.name == rule}
    assert "valid" in stems
    assert any(stem.startswith("invalid") for stem in stems)
    first = RULES[rule].read_text("utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert " Mend: " in first


def test_every_rule_is_named_as_a_violation_and_every_case_has_its_rule() -> None:
    assert all(path.name.endswith("-violation.rq") for path in RULES.values())
    assert {case.parent.name for case in RULE_CASES} == set(RULES)
