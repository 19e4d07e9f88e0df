"""What GitHub and GitLab show: annotations, code quality, the summary of a job."""

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from tests.io.reports.sample import EX, HOSTILE, empty, hostile, located, many
from tests.io.reports.writing import written

from volgraph.domain.validation import Location, Notice, State

COMMAND = re.compile(r"::(error|warning|notice)(?: ([^:]*))?::(.*)")


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Return commands as the runner reads them: https://github.com/actions/runner, ActionCommand.cs."""
    found = []
    for line in text.splitlines():
        if match := COMMAND.fullmatch(line):
            properties = dict(pair.split("=", 1) for pair in match[2].split(","))
            found.append((match[1], {name: unquote(value) for name, value in properties.items()}, unquote(match[3])))
    return found


def test_annotations_are_read_back_as_they_were_meant() -> None:
    text = written(hostile(), "github")
    found = commands(text)
    assert len(found) == len(text.splitlines()) - 1 == 7
    age = next(one for one in found if one[2].startswith("An age"))
    assert age[0] == "error"
    assert {name: age[1][name] for name in ("file", "line", "col", "endColumn", "title")} == {
        "file": "data/people.ttl",
        "line": "12",
        "col": "36",
        "endColumn": "43",
        "title": "AgeShape (en)",
    }
    assert "]]> --> %0A :: , a=b" in age[2]
    assert age[2].endswith("\nсекунда\nthird")
    assert found[0][:2] == ("error", {"file": "data/bad.ttl", "line": "1", "col": "2", "title": "volgraph: syntax"})


def test_a_result_over_several_lines_has_no_columns_which_github_refuses() -> None:
    one = replace(located(1), places=(Location("a.ttl", 3, 5, 7, 2),))
    ((_, properties, _), _) = commands(written(replace(empty(), results=(one,)), "github"))
    assert properties == {"file": "a.ttl", "line": "3", "endLine": "7", "title": "NameShape (en)"}


def test_no_more_annotations_are_written_than_github_shows() -> None:
    report = replace(many(30_000), notices=tuple(Notice("slow", "note", {"en": str(n)}) for n in range(20)))
    found = commands(written(report, "github"))
    kinds = [kind for kind, _, _ in found]
    assert [kinds.count(kind) for kind in ("error", "warning", "notice")] == [10, 10, 10]
    assert found[-1][2].endswith("Not shown here: 29,991 results; see the full report.")


def test_annotations_show_each_shape_once_before_any_twice_and_nothing_unchanged() -> None:
    often = [located(number, shape=f"<{EX}Often>") for number in range(50)]
    rare = [located(number, shape=f"<{EX}Rare{number}>") for number in range(50, 55)]
    old = [located(number, shape=f"<{EX}Old>", state=State.UNCHANGED) for number in range(60, 65)]
    titles = [one[1]["title"] for one in commands(written(replace(empty(), results=(*old, *often, *rare)), "github"))]
    assert titles == ["Often", *(f"Rare{number}" for number in range(50, 55)), *["Often"] * 4, "volgraph"]


def test_code_quality_has_what_gitlab_reads_and_no_fingerprint_twice() -> None:
    found: list[dict[str, Any]] = json.loads(written(hostile(), "gitlab"))
    assert len(found) == 5  # with the file that does not parse
    for one in found:
        assert one["description"]
        assert one["check_name"]
        assert one["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert not one["location"]["path"].startswith("/")
        assert one["location"]["lines"]["begin"] >= 1
    assert len({one["fingerprint"] for one in found}) == 5
    assert found[1]["location"] == {"path": "data/people.ttl", "lines": {"begin": 12}}


def test_job_annotations_link_to_lines_of_the_commit() -> None:
    (links,) = json.loads(
        written(hostile(), "gitlab-annotations", files_url="https://gitlab.com/a/-/blob/0ff")
    ).values()
    assert links[0]["external_link"]["url"] == "https://gitlab.com/a/-/blob/0ff/data/people.ttl#L12"
    assert links[0]["external_link"]["label"].startswith("data/people.ttl:12:36 Violation: An age is an integer.")
    assert links[-1]["external_link"]["label"] == "Not shown here: 2 results; see the full report."
    (nothing,) = json.loads(written(hostile(), "gitlab-annotations")).values()
    assert nothing == []


def rendered(text: str) -> str:
    return str(MarkdownIt("gfm-like").render(text))


def test_the_summary_shows_hostile_texts_as_they_are() -> None:
    page = rendered(written(hostile(), "markdown"))
    assert "<script>" not in page
    assert "evil.example" in page
    assert "evil.example/" not in "".join(re.findall(r'href="([^"]*)"', page))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt;" in page
    assert "`code` |bar| *star* @user \\ {0}" in page
    rows = re.findall(r"<tr>\n(.*?)</tr>", page, re.DOTALL)
    assert [row.count("<td") for row in rows] == [0, 5, 5, 5, 0, 5]  # no bar of a text opens a cell


def test_the_summary_links_to_files_by_relative_path() -> None:
    page = rendered(written(hostile(), "markdown"))
    assert '<a href="data/people.ttl#L12">data/people.ttl:12</a>' in page
    assert 'href="https://git.example/data/people.ttl#L12"' in rendered(
        written(hostile(), "markdown", files_url="https://git.example")
    )


def test_the_summary_stays_within_a_mebibyte_and_says_what_it_does_not_show() -> None:
    text = written(many(30_000), "markdown", language="ru")
    assert (1 << 20) - (1 << 13) < len(text.encode()) <= 1 << 20
    shown = text.count("| [data/people")
    (said,) = re.findall(r"Здесь не показано: (.*) результ", text.replace("\\", ""))
    assert shown + int(re.sub(r"\D", "", said)) == 30_000
    assert text.rstrip().endswith("</details>")


def test_a_summary_of_hostile_notices_stays_within_a_mebibyte() -> None:
    notices = tuple(Notice("slow", "note", {"en": HOSTILE * 100}) for _ in range(500))
    assert len(written(replace(hostile(), notices=notices), "markdown").encode()) <= 1 << 20
