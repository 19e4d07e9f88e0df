"""Checking the collection: what a user's paths mean, and the verdict as a report."""

from pathlib import Path

import pytest
from tests.small import append, edit, line_of

from volgraph.config import Settings
from volgraph.domain.iris import Base
from volgraph.errors import GenerationError
from volgraph.io.collection_files import graphs_named
from volgraph.io.generations import Home
from volgraph.services.building import build
from volgraph.services.checking_collection import check_collection

GRAPH = Base().graph("").value


def settings(root: Path, home: Home) -> Settings:
    return Settings(collection=root, home=home.path, jobs=1)


def test_nothing_means_the_newest_build_whose_verdict_is_kept(small: Path, place: Home) -> None:
    with pytest.raises(GenerationError, match="nothing is built: run volgraph build, or name the files"):
        check_collection([], settings(small, place), place)
    generation, _ = build(small, Base(), place)
    report = check_collection([], settings(small, place), place)
    assert report.results == ()
    assert report.data_sha256 == generation.digest
    assert generation.verdict() is not None


@pytest.mark.parametrize(
    ("path", "graph"),
    [
        ("data/articles/fair", "article/fair"),
        ("data/articles/fair/article.ttl", "article/fair"),
        ("data/claims/fair.csv", "claims/fair"),
        ("data/entities/entities.csv", "entities"),
        ("data/articles", None),
        ("shapes/labels.ttl", None),
        ("../elsewhere.ttl", None),
    ],
)
def test_a_file_of_the_collection_means_its_graph(tmp_path: Path, path: str, graph: str | None) -> None:
    assert graphs_named([tmp_path / path], tmp_path) == (None if graph is None else [graph])


def test_files_of_the_collection_beside_others_are_files_like_them(tmp_path: Path) -> None:
    assert graphs_named([tmp_path / "data/claims/fair.csv", tmp_path / "other.ttl"], tmp_path) is None
    assert graphs_named([], tmp_path) == []


def test_a_graph_that_is_named_is_built_and_checked_alone(small: Path, place: Home) -> None:
    report = check_collection(["claims/fair"], settings(small, place), place)
    assert [file.file for file in report.data] == [f"{GRAPH}claims/fair"]
    assert report.data[0].triples > 0
    assert place.built() is None


def test_a_report_has_the_shapes_and_the_rules_with_the_files_that_they_stand_in(small: Path, place: Home) -> None:
    build(small, Base(), place)
    report = check_collection([], settings(small, place), place)
    assert [Path(file.file).name for file in report.shapes_files] == sorted(
        path.name for path in (small / "shapes").glob("*.ttl")
    )
    rules = {info.shape for info in report.shapes if info.shape.endswith("-violation")}
    assert rules == {path.stem for path in small.glob("shapes/rules/*.rq")}
    (notice,) = report.notices
    assert notice.messages["en"] == "8 graphs, of which 0 have not changed since they were validated"


def test_results_stand_where_an_author_can_mend_them(small: Path, place: Home) -> None:
    append(small / "data/entities/entities.csv", "place/oral,schema:City,,,Орал,Уральск,Oral,,")
    edit(
        small / "data/articles/fair/article.ttl",
        "vg:measure <measure/fair-2023-city> ;",
        "vg:measure <measure/fair-2023-city> ; vg:comparator vg:Equal ;",
    )
    build(small, Base(), place)
    report = check_collection([], settings(small, place), place)
    assert {(one.places[0].file, one.places[0].line) for one in report.results} == {
        (f"{small}/data/articles/fair/article.ttl", line_of(small / "data/articles/fair/article.ttl", "vg:comparator")),
        (f"{small}/data/entities/entities.csv", line_of(small / "data/entities/entities.csv", "place/oral")),
    }
    assert report.failing("Violation") == report.results


def test_what_a_baseline_knows_of_the_collection_does_not_fail(small: Path, place: Home, tmp_path: Path) -> None:
    edit(
        small / "data/articles/fair/article.ttl",
        "vg:measure <measure/fair-2023-city> ;",
        "vg:measure <measure/fair-2023-city> ; vg:comparator vg:Equal ;",
    )
    build(small, Base(), place)
    written = check_collection([], settings(small, place), place, write_baseline=tmp_path / "baseline.jsonl")
    assert written.results and written.failing("Violation") == ()
    append(small / "data/entities/entities.csv", "place/oral,schema:City,,,Орал,Уральск,Oral,,")
    build(small, Base(), place)
    report = check_collection([], settings(small, place), place, baseline=tmp_path / "baseline.jsonl")
    assert {Path(one.places[0].file).name for one in report.failing("Violation")} == {"entities.csv"}
    assert len(report.results) > len(report.failing("Violation")) and report.fixed == ()
    alone = check_collection(["entities"], settings(small, place), place, baseline=tmp_path / "baseline.jsonl")
    assert alone.fixed == (), "the article was not looked at"
