"""Verdicts: kept graph by graph, redone only where something changed, and a bar to publishing."""

import shutil
from pathlib import Path

import pytest
from tests.services.conftest import Made
from tests.small import ROOT, append, copy_collection, edit

from volgraph.domain.iris import Base
from volgraph.errors import GenerationError, InvalidGraphError
from volgraph.io.disk import write_json
from volgraph.io.generations import VERDICT, Generation, Home
from volgraph.services.building import build
from volgraph.services.publishing import publish, rollback
from volgraph.services.validating import Verdict, validate_generation

GRAPH = Base().graph("").value


def checked(root: Path, home: Home, *, jobs: int = 1) -> tuple[Generation, Verdict]:
    generation, _ = build(root, Base(), home)
    return generation, validate_generation(generation, root, Base(), home, jobs)


def passed(root: Path, home: Home) -> Generation:
    """Build, and write down the verdict that publishing asks for."""
    generation, _ = build(root, Base(), home)
    write_json(generation.path / VERDICT, {"violations": 0})
    return generation


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return a home in which the unchanged small collection was validated."""
    folder = tmp_path_factory.mktemp("validated")
    home = Home(folder / "home")
    checked(copy_collection(folder), home)
    return home


@pytest.fixture
def seen(validated: Home, place: Home) -> Home:
    """Return a home that knows the verdicts on the small collection."""
    shutil.copytree(validated.path / "verdicts", place.path / "verdicts")
    return place


@pytest.fixture
def invalid(small: Path) -> Path:
    """Return a collection that builds but breaks a shape: a relation with a comparator."""
    edit(
        small / "data/articles/fair/article.ttl",
        "vg:measure <measure/fair-2023-city> ;",
        "vg:measure <measure/fair-2023-city> ; vg:comparator vg:Equal ;",
    )
    return small


def test_the_real_collection_conforms(real: Made) -> None:
    verdict = validate_generation(real.generation, ROOT, Base(), Home(real.home.path.parent / "verdicts"), jobs=2)
    assert [(finding.where, finding.result.shape, finding.result.focus) for finding in verdict.findings] == []
    assert verdict.graphs == 6 + len(list((ROOT / "data/claims").glob("*.csv")))
    (real.generation.path / VERDICT).unlink()


def test_every_verdict_is_kept(small: Path, place: Home) -> None:
    generation, first = checked(small, place)
    second = validate_generation(generation, small, Base(), place)
    assert (first.kept, first.violations, first.conforms) == (0, 0, True)
    assert second.kept == second.graphs == first.graphs == 8
    assert second.findings == first.findings


def test_an_unchanged_generation_is_not_read_again(small: Path, place: Home) -> None:
    generation, first = checked(small, place)
    store = generation.store.rename(generation.path / "elsewhere")
    assert validate_generation(generation, small, Base(), place).findings == first.findings
    rule = small / "shapes/rules/orphan-entity-violation.rq"
    edit(rule, "# ", "# Anew: ")
    with pytest.raises(GenerationError, match="no store"):
        validate_generation(generation, small, Base(), place)
    store.rename(generation.store)
    assert validate_generation(generation, small, Base(), place).shapes != first.shapes


def test_a_damaged_verdict_is_found_anew(small: Path, place: Home) -> None:
    generation, first = checked(small, place)
    (generation.path / VERDICT).write_text("{", encoding="utf-8")
    assert validate_generation(generation, small, Base(), place).findings == first.findings
    assert generation.verdict()


def test_changing_one_table_validates_only_it_again(small: Path, seen: Home) -> None:
    table = small / "data/claims/fair.csv"
    line = next(line for line in table.read_text(encoding="utf-8").splitlines() if line.startswith("f001"))
    edit(table, line, line.replace(",p1,", ",p9,"))
    _, verdict = checked(small, seen)
    assert verdict.graphs - verdict.kept == 1


def test_changing_a_claim_of_a_discrepancy_validates_the_discrepancies_too(small: Path, seen: Home) -> None:
    edit(small / "data/claims/totals.csv", "lower than it looks", "much lower than it looks")
    _, verdict = checked(small, seen)
    assert verdict.graphs - verdict.kept == 2


def test_changing_a_thing_validates_the_graphs_that_name_it_again(small: Path, seen: Home) -> None:
    edit(small / "data/entities/entities.csv", "person/a-b,schema:Person,,,Ә. Б.", "person/a-b,schema:Person,,,Ә. Ә.")
    _, verdict = checked(small, seen)
    assert verdict.graphs - verdict.kept == 2  # the entities, and the table whose speaker it is


def test_changing_a_shape_validates_everything_again(small: Path, seen: Home) -> None:
    append(small / "shapes/hygiene.ttl", "# a comment")
    _, verdict = checked(small, seen)
    assert verdict.kept == 0


def test_findings_are_kept_with_their_messages(invalid: Path, place: Home) -> None:
    generation, first = checked(invalid, place)
    second = validate_generation(generation, invalid, Base(), place)
    assert first.violations > 0
    assert second.kept == second.graphs
    assert [finding.result.message("kk") for finding in second.findings] == [
        finding.result.message("kk") for finding in first.findings
    ]


def test_a_violation_names_graph_claim_shape_and_what_to_do_in_three_languages(invalid: Path, place: Home) -> None:
    _, verdict = checked(invalid, place)
    assert not verdict.conforms
    assert {finding.where for finding in verdict.findings} == {f"{GRAPH}article/fair"}
    result = verdict.findings[0].result
    assert result.focus == f"<{Base().things}article/fair/claim/1-city>"
    assert "shapes#" in result.shape
    assert set(result.messages) == {"kk", "ru", "en"}


def test_two_processes_find_what_one_does(invalid: Path, place: Home) -> None:
    _, alone = checked(invalid, place)
    _, together = checked(invalid, Home(place.path / "other"), jobs=2)
    assert together.findings == alone.findings


def test_a_broken_rule_is_a_violation(small: Path, place: Home) -> None:
    append(small / "data/entities/entities.csv", "place/oral,schema:City,,,Орал,Уральск,Oral,,")
    _, verdict = checked(small, place)
    (finding,) = verdict.findings
    assert finding.where == "orphan-entity-violation"
    assert "place/oral" in finding.result.value
    assert finding.result.severity == "Violation"


def test_rules_hold_under_another_base(small: Path, place: Home) -> None:
    base = Base("https://example.org/news/")
    append(small / "data/entities/entities.csv", "place/oral,schema:City,,,Орал,Уральск,Oral,,")
    generation, _ = build(small, base, place)
    verdict = validate_generation(generation, small, base, place)
    assert [finding.where for finding in verdict.findings] == ["orphan-entity-violation"]


class TestPublishing:
    def test_a_build_that_was_not_validated_is_refused(self, small: Path, place: Home) -> None:
        build(small, Base(), place)
        with pytest.raises(GenerationError, match="is not validated: run volgraph validate"):
            publish(place, None, 5)
        assert place.current() is None

    def test_a_build_with_violations_is_refused_and_the_published_one_stays(self, small: Path, place: Home) -> None:
        good = passed(small, place)
        publish(place, None, 5)
        edit(
            small / "data/articles/fair/article.ttl",
            "vg:measure <measure/fair-2023-city> ;",
            "vg:measure <measure/fair-2023-city> ; vg:comparator vg:Equal ;",
        )
        _, verdict = checked(small, place)
        with pytest.raises(InvalidGraphError) as caught:
            publish(place, None, 5)
        assert caught.value.violations == verdict.violations
        assert place.current() == good

    def test_publishing_twice_is_logged_once(self, small: Path, place: Home) -> None:
        generation = passed(small, place)
        assert publish(place, None, 5) == publish(place, generation.digest[:8], 5) == generation
        assert len(place.publications()) == 1

    def test_nothing_built_is_nothing_to_publish(self, place: Home) -> None:
        with pytest.raises(GenerationError, match="nothing is built: run volgraph build"):
            publish(place, None, 5)
        with pytest.raises(GenerationError, match="0 generations begin with abc; there are: none"):
            publish(place, "abc", 5)

    def test_rolling_back_needs_no_validation_and_is_logged(self, small: Path, place: Home) -> None:
        first = passed(small, place)
        publish(place, None, 5)
        edit(small / "data/claims/totals.csv", "lower than it looks", "much lower")
        second = passed(small, place)
        publish(place, None, 5)
        assert place.current() == second
        assert rollback(place, 5) == place.current() == first
        assert [entry.reason for entry in place.publications()] == ["publish", "publish", "rollback"]
        with pytest.raises(GenerationError):
            rollback(place, 5)

    def test_a_damaged_verdict_publishes_nothing(self, small: Path, place: Home) -> None:
        generation = passed(small, place)
        (generation.path / VERDICT).write_text("{", encoding="utf-8")
        with pytest.raises(GenerationError, match="cannot be read"):
            publish(place, None, 5)
