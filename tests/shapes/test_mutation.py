"""A defect that breaks a written rule is found: at least 95 in 100, and every survivor is known and explained."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from tests.shapes.engine import CASES, read, validate
from tests.shapes.mutate import OPERATORS
from tests.shapes.mutate_datasets import DatasetMutant, dataset_mutants
from tests.shapes.test_rules import RULES

from volgraph.io.mutants import Mutant, Subject, mutants

SEED = 20230620
SITES_PER_RULE = 2
LEAST_SHARE = 0.95


def explained_survivors() -> dict[tuple[str, str], str]:
    """Return why a mutant of an operator and rule survives, from `survivors.tsv`."""
    header, *lines = (CASES / "survivors.tsv").read_text("utf-8").splitlines()
    assert header.split("\t") == ["operator", "rule", "why it survives the shapes"]
    rows = [line.split("\t") for line in lines]
    return {(operator, rule): why for operator, rule, why in rows}


def subjects() -> list[Subject]:
    prelude = read(CASES / "prelude.ttl")
    return [Subject(path.stem, read(path), prelude) for path in sorted((CASES / "valid").glob("*.ttl"))]


@pytest.fixture(scope="module")
def run() -> list[tuple[Mutant, bool]]:
    """Every mutant, and whether a violation was found."""
    return [
        (mutant, any(finding.severity == "Violation" for finding in validate(mutant.graph())))
        for mutant in mutants(subjects(), OPERATORS, SEED, SITES_PER_RULE)
    ]


def test_shapes_find_the_defects(run: list[tuple[Mutant, bool]]) -> None:
    found = sum(caught for _, caught in run)
    print(f"{found} of {len(run)} mutants found: {found / len(run):.1%}")
    assert len(run) > 400
    assert found / len(run) >= LEAST_SHARE


def test_survivors_are_the_explained_ones(run: list[tuple[Mutant, bool]]) -> None:
    survivors = {(mutant.operator, mutant.rule) for mutant, caught in run if not caught}
    assert survivors == set(explained_survivors())
    assert all(len(why) > 20 for why in explained_survivors().values())


def test_every_operator_makes_a_mutant(run: list[tuple[Mutant, bool]]) -> None:
    assert {mutant.operator for mutant, _ in run} == set(OPERATORS)


def test_the_same_seed_gives_the_same_mutants() -> None:
    first, second = ([m.name for m in mutants(subjects(), OPERATORS, SEED, SITES_PER_RULE)] for _ in range(2))
    assert first == second


def _dataset_runs() -> Iterator[tuple[Path, list[pyoxigraph.Quad], DatasetMutant]]:
    for path in sorted((CASES / "rules").glob("*/valid.trig")):
        quads = list(pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TRIG))
        for mutant in dataset_mutants(path.parent.name, quads):
            yield path, quads, mutant


def test_rules_find_the_defects_of_datasets() -> None:
    survivors, count = [], 0
    for _, quads, mutant in _dataset_runs():
        count += 1
        rows = mutant.apply(quads).query(RULES[mutant.rule].read_text("utf-8"))
        assert isinstance(rows, pyoxigraph.QuerySolutions)
        if next(rows, None) is None:
            survivors.append((mutant.rule, mutant.operator, str(mutant.removed), str(mutant.added)))
    print(f"{count - len(survivors)} of {count} dataset mutants found")
    assert survivors == []
    assert count > 50


def test_every_rule_has_dataset_mutants() -> None:
    assert {mutant.rule for _, _, mutant in _dataset_runs()} == set(RULES)
