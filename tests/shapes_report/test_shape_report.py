"""The report on shapes says what they look at, what shows them and which defects they miss, in three forms."""

import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from volgraph.domain.shape_scores import ShapeScore, ShapesReport
from volgraph.errors import InputError, RdfSyntaxError
from volgraph.io.generations import Home
from volgraph.io.mutations import OPERATORS
from volgraph.io.shapes_report import plain, texts
from volgraph.io.shapes_report.document import as_json
from volgraph.io.shapes_report.page import as_html
from volgraph.services.shape_reporting import Asked, report

PEOPLE = Path(__file__).parent / "people"
SHAPES = [(PEOPLE / "shapes.ttl", "shapes.ttl")]
DATA = [(PEOPLE / "data.ttl", "data.ttl")]
CHROMIUM = shutil.which("chromium")
LANGUAGES = ("kk", "ru", "en")


@pytest.fixture(scope="module")
def people() -> ShapesReport:
    return report(Asked(SHAPES, DATA, cases=PEOPLE / "cases", defects=100))


def scores(made: ShapesReport) -> dict[str, ShapeScore]:
    return {one.name.removeprefix("ex:"): one for one in made.shapes}


def constraints(score: ShapeScore) -> dict[str, tuple[int, bool]]:
    return {one.parameter: (one.judged, one.shown) for one in score.constraints}


def test_every_shape_says_how_many_nodes_it_looked_at(people: ShapesReport) -> None:
    counts = {name: (one.focus_nodes, one.value_nodes) for name, one in scores(people).items() if one.path}
    assert counts == {
        "PersonShape-name": (2, 2),
        "PersonShape-friend": (2, 2),
        "PersonShape-pets": (2, 2),
        "RobotShape / ex:serial": (0, 0),
    }
    assert people.looking == 4
    pets = scores(people)["PersonShape-pets"]
    assert pets.path == "^ex:owner"
    assert pets.place
    assert (pets.place.file, pets.place.line) == ("shapes.ttl", 24)


def test_a_constraint_that_could_not_fail_and_one_that_an_example_breaks_are_told(people: ShapesReport) -> None:
    assert constraints(scores(people)["PersonShape-name"]) == {
        "minCount": (2, True),
        "maxCount": (2, True),
        "datatype": (2, False),
    }
    assert [one.parameter for one in scores(people)["RobotShape / ex:serial"].idle] == ["minCount", "minLength"]
    assert (people.judging, people.shown, people.constraints) == (5, 3, 7)


def test_a_shape_has_its_examples(people: ShapesReport) -> None:
    name = scores(people)["PersonShape-name"]
    assert name.valid == ("valid/PersonShape.ttl",)
    assert name.invalid == ("invalid/friend-of-nobody.ttl", "invalid/nameless.ttl")
    assert scores(people)["RobotShape / ex:serial"].valid == ()
    assert scores(people)["PersonShape-friend"].invalid == ("invalid/friend-of-nobody.ttl",)
    assert [one.file for one in people.examples] == [*name.invalid, *name.valid]
    assert people.examples[-1].text.startswith("# A person with a friend.")


def test_an_example_in_the_wrong_folder_is_named(people: ShapesReport) -> None:
    assert people.surprising == ("invalid/fine.ttl",)


def test_defects_that_shapes_notice_are_counted_and_the_others_named(people: ShapesReport) -> None:
    whole, name = people.mutation, scores(people)["PersonShape-name"].mutation
    assert whole
    assert name
    assert "drop-property: Person friend" in whole.survivors
    assert "drop-property: Person name" not in whole.survivors
    assert "empty-text: Person name" in whole.survivors
    assert whole.planted > whole.noticed > 0
    assert name.planted > name.noticed >= name.found > 0
    assert name.share == name.noticed / name.planted
    assert name.survivors == ("blank-node: Person type", "empty-text: Person name")


def test_the_same_input_gives_the_same_report(people: ShapesReport) -> None:
    assert report(Asked(SHAPES, DATA, cases=PEOPLE / "cases", defects=100)) == people


def test_defects_can_be_planted_in_data_and_few_are_chosen_among_many() -> None:
    made = report(Asked(SHAPES, DATA, defects=5))
    assert made.mutation
    assert made.mutation.planted == 5
    assert made.cases == (0, 0)


def test_without_data_nothing_is_said_of_coverage() -> None:
    made = report(Asked(SHAPES))
    assert made.data_files == ()
    assert made.engine == ""
    assert {notice.code for notice in made.notices} == set()
    assert "No data were named" in as_html(made, "en")


def test_what_cannot_be_used_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name some with --cases or --data"):
        report(Asked(SHAPES, defects=5))
    with pytest.raises(InputError, match="no such folder"):
        report(Asked(SHAPES, cases=tmp_path / "absent"))
    (tmp_path / "vallid").mkdir()
    with pytest.raises(InputError, match="vallid/ is not that name"):
        report(Asked(SHAPES, cases=tmp_path))
    (tmp_path / "data.nq.gz").write_bytes(b"no gzip")
    with pytest.raises(RdfSyntaxError, match="cannot be unpacked"):
        report(Asked(SHAPES, [(tmp_path / "data.nq.gz", "data.nq.gz")]))


class _Page(HTMLParser):
    """What a page would fetch, and whether its tags are closed."""

    void = ("meta", "input")

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_needs_nothing_else_and_its_links_lead_somewhere(people: ShapesReport, language: str) -> None:
    html = as_html(people, language)
    page = _Page()
    page.feed(html)
    assert page.open == []
    assert page.links
    assert all(link.startswith("#") and f'id="{link[1:]}"' in html for link in page.links)
    assert "url(" not in html
    assert f'<html lang="{language}">' in html
    assert texts.TEXTS["title"][language] in page.words
    message = {"kk": "Адамның бір аты болады.", "ru": "У человека одно имя.", "en": "A person has one <name>."}
    assert message[language] in page.words


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")
def test_the_script_of_the_page_runs_under_its_own_policy(people: ShapesReport, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(as_html(people, "en"), encoding="utf-8")
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile"]
    url = f"file://{tmp_path}/page.html#s2"
    made = subprocess.run([*command, "--dump-dom", url], capture_output=True, text=True, check=True, timeout=60).stdout
    assert '<output id="found">6 / 6</output>' in made
    assert re.search(r'<details class="shape Violation" id="s2" open="">', made)


def test_the_json_has_the_same_numbers(people: ShapesReport) -> None:
    content = json.loads(as_json(people))
    assert content["coverage"] == {"shapes": 6, "looking": 4, "constraints": 7, "judging": 5, "shown": 3}
    assert people.mutation
    assert content["mutation"]["planted"] == people.mutation.planted
    assert content["shapes"][1]["messages"]["ru"] == "У человека одно имя."


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_has_every_shape_and_what_went_unnoticed(people: ShapesReport, language: str) -> None:
    written = StringIO()
    plain.show(Console(width=120, file=written), people, language)
    shown = written.getvalue()
    assert all(one.name in shown for one in people.shapes)
    assert texts.survivor("empty-text: Person name", language) in shown
    assert "ex:RobotShape / ex:serial: sh:minLength 0" in shown
    assert "invalid/fine.ttl" in shown


def test_what_shapes_and_data_say_gives_a_terminal_no_orders(tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    order = r"\u001B[31m\u202E"
    prefixes = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> ."
    constraints = f'sh:hasValue "{order}" ; sh:pattern "[{order}"'
    shapes.write_text(f"{prefixes} ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; {constraints} ] .", "utf-8")
    written = StringIO()
    made = report(Asked([(shapes, "shapes\x1b.ttl")], [(PEOPLE / "data.ttl", "data.ttl")]))
    plain.show(Console(width=120, file=written), made, "en")
    assert "\x1b" not in written.getvalue() and "\u202e" not in written.getvalue()
    assert r'sh:hasValue "\u001B[31m\u202E"' in written.getvalue()


def test_every_word_is_there_in_three_languages() -> None:
    for table in (texts.TEXTS, texts.OPERATORS):
        assert all(sorted(row) == sorted(LANGUAGES) and all(row.values()) for row in table.values())
    assert set(texts.OPERATORS) == set(OPERATORS)


def volgraph(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "volgraph.cli", "shapes", "report", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=PEOPLE)


def test_the_command_writes_each_form() -> None:
    named = ("--shapes", "shapes.ttl", "--data", "data.ttl", "--cases", "cases", "--lang", "ru")
    text = volgraph(*named)
    assert (text.returncode, text.stderr) == (0, "")
    assert "4 из 6 форм нашли узлы в данных" in text.stdout
    page = volgraph(*named, "--format", "html", "--mutate", "--mutants", "3")
    assert page.stdout.startswith("<!doctype html>")
    content = json.loads(volgraph(*named, "--format", "json").stdout)
    assert [content["shapes_files"], content["data_files"]] == [["shapes.ttl"], ["data.ttl"]]


def test_the_command_says_what_it_cannot_use(tmp_path: Path) -> None:
    absent = volgraph("--shapes", "absent.ttl")
    assert absent.returncode == 2
    assert "absent.ttl" in absent.stderr
    empty = volgraph("--shapes", tmp_path)
    assert empty.returncode == 2
    assert "no file in this folder has a name that ends in" in empty.stderr


def test_folders_are_read_with_all_that_lies_below_them(tmp_path: Path) -> None:
    below = tmp_path / "of/people"
    below.mkdir(parents=True)
    shutil.copy(PEOPLE / "shapes.ttl", below)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden/broken.ttl").write_text("no RDF", encoding="utf-8")
    content = json.loads(volgraph("--shapes", tmp_path, "--format", "json").stdout)
    assert content["shapes_files"] == [str(below / "shapes.ttl")]


def test_the_collection_is_reported_on_with_its_build(home: Home, collection_root: Path) -> None:
    made = volgraph("--home", home.path, "--collection", collection_root, "--format", "json")
    content = json.loads(made.stdout)
    assert content["coverage"]["shapes"] > 150
    assert content["coverage"]["looking"] / content["coverage"]["shapes"] > 0.95
    assert content["data_files"][0].startswith("build ")
