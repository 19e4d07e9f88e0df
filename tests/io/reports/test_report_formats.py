"""What every format owes: the same bytes for the same report, three languages, and what looked at what."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from tests.io.reports.sample import empty, hostile, many
from tests.io.reports.writing import written

from volgraph.domain.validation import Location
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.io.reports import FORMATS, Options, texts, write
from volgraph.io.reports.options import files_url
from volgraph.io.reports.view import LEVELS

WITHOUT_DIGESTS = {"gitlab", "gitlab-annotations"}  # GitLab's formats have no room for what is no finding
AGE = {"kk": "Жас — бүтін сан", "ru": "Возраст — целое число", "en": "An age is an integer"}


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_report_gives_the_same_bytes(form: str) -> None:
    first = written(hostile(), form, files_url="https://git.example")
    assert first
    assert written(hostile(), form, files_url="https://git.example") == first


@pytest.mark.parametrize("form", sorted(set(FORMATS) - WITHOUT_DIGESTS))
@pytest.mark.parametrize("report", [empty(), hostile()], ids=["empty", "hostile"])
def test_a_report_names_engine_versions_and_digests(form: str, report: object) -> None:
    text = written(report, form).replace("\\", "")  # type: ignore[arg-type]
    for said in ("pyshacl", "0.40.1", "volgraph", "0.1.0", "c" * 64, "d" * 64):
        assert said in text


@pytest.mark.parametrize("form", sorted(WITHOUT_DIGESTS))
def test_formats_of_gitlab_name_engine_and_versions(form: str) -> None:
    assert "volgraph 0.1.0, pyshacl 0.40.1" in written(hostile(), form)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMATS)
def test_messages_come_in_the_language_that_is_asked(form: str, language: str) -> None:
    text = written(hostile(), form, language=language, files_url="https://git.example").replace("\\", "")
    assert AGE[language] in text


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("number", [0, 1])
def test_reports_of_nothing_and_of_one_thing_are_written(form: str, number: int) -> None:
    text = written(many(number), form, files_url="https://git.example")
    assert ("№ 0" in text.replace("\\", "")) == (number == 1)


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_whose_name_is_no_unicode_does_not_stop_a_report(form: str) -> None:
    report = hostile()
    odd = replace(report.results[0], places=(Location("data/\udcff.ttl", 1, 1),))
    assert "xff" in written(replace(report, results=(odd,)), form, files_url="https://git.example").lower().replace(
        "udcff", "xff"
    ).replace("%ff", "xff").replace("\\", "")


def test_a_stream_that_breaks_breaks_the_writing() -> None:
    class Full(BytesIO):
        def write(self, content: object) -> int:
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        write(hostile(), "json", Full())


def test_every_text_is_there_in_every_language() -> None:
    for table in (texts._TEXTS, texts._COUNTED):
        assert len(table) >= 10
        for key, found in table.items():
            assert set(found) == set(LANGUAGES), key


def test_numbers_take_the_form_of_the_language() -> None:
    assert texts.counted("Violation", 21, "ru") == "21 нарушение"
    assert texts.counted("Violation", 3, "ru") == "3 нарушения"
    assert texts.counted("Violation", 1, "en") == "1 violation"
    assert texts.counted("Violation", 30_000, "en") == "30,000 violations"
    assert texts.counted("results", 5, "kk") == "5 нәтиже"


def test_the_docs_have_every_format_and_level() -> None:
    page = (Path(__file__).parents[3] / "docs/validation.md").read_text(encoding="utf-8")
    for form in FORMATS:
        assert f"`{form}`" in page, form
    for severity, level in LEVELS.items():
        row = next(line for line in page.splitlines() if line.startswith(f"| `sh:{severity}`"))
        assert [cell.strip(" `") for cell in row.split("|")[2:5]] == [level.sarif, level.github, level.gitlab]


def test_the_address_of_files_is_taken_from_the_pipeline() -> None:
    github = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "a/b",
        "GITHUB_SHA": "0ff",
    }
    assert files_url(github) == "https://github.com/a/b/blob/0ff"
    gitlab = {"GITLAB_CI": "true", "CI_PROJECT_URL": "https://gitlab.com/a/b", "CI_COMMIT_SHA": "0ff"}
    assert files_url(gitlab) == "https://gitlab.com/a/b/-/blob/0ff"
    assert files_url({"GITHUB_ACTIONS": "true"}) == files_url({}) == ""
    assert Options(files_url=files_url(github)).link(Location("a b.ttl", 3)) == (
        "https://github.com/a/b/blob/0ff/a%20b.ttl#L3"
    )
