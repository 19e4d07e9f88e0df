"""The command line as a user meets it: what it prints, and the code it ends with."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.small import ROOT, append, copy_collection, edit

from volgraph import __version__
from volgraph.cli import cli, every_command
from volgraph.commands.common import BAD_INPUT, INTERNAL, OK, VIOLATIONS
from volgraph.config import setting_table
from volgraph.io.engines.limited import USUAL_LIMITS

COMMANDS = every_command()


@dataclass(frozen=True)
class Ended:
    """How a run of the command line ended."""

    code: int
    out: str
    err: str


def run(*arguments: object, **environment: str) -> Ended:
    return run_python("-m", "volgraph.cli", *arguments, **environment)


def run_python(*arguments: object, **environment: str) -> Ended:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("VOLGRAPH_")}
    plain |= {"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "200", **environment}
    command = [sys.executable, *map(str, arguments)]
    result = subprocess.run(command, env=plain, capture_output=True, text=True, timeout=120, check=False)
    return Ended(result.returncode, result.stdout, result.stderr)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_collection(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def published(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home in which the small collection is published by the command line."""
    home = tmp_path_factory.mktemp("cli") / "home"
    for command in (["build", "--collection", folder], ["validate", "--collection", folder], ["publish"]):
        ended = run(*command, "--home", home)
        assert ended.code == OK, ended.err
    return home


def test_the_names_of_the_commands_are_stable() -> None:
    assert list(COMMANDS) == [
        *(
            "build",
            "info",
            "publish",
            "query",
            "release",
            "rollback",
            "serve",
            "shapes",
            "token",
            "validate",
            "withdraw",
        )
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_its_settings(command: str) -> None:
    ended = CliRunner().invoke(cli, [command, "--help"], prog_name="volgraph")
    assert ended.exit_code == OK
    assert ended.output.startswith(f"Usage: volgraph {command} ")
    shown = " ".join(ended.output.split())
    settings = {parameter.name for parameter in COMMANDS[command].params}
    for info in setting_table():
        if info.name in settings:
            assert f"{info.option} TEXT" in shown
            assert f"[${info.variable}; default:" in shown


def test_every_setting_is_an_option_of_some_command() -> None:
    options = {parameter.name for command in COMMANDS.values() for parameter in command.params}
    assert {info.name for info in setting_table()} <= options


def test_the_help_says_what_limits_there_are_if_none_is_given() -> None:
    shown = " ".join(CliRunner().invoke(cli, ["validate", "--help"]).output.split())
    assert f"[default: {USUAL_LIMITS.time_s:g}]" in shown
    assert f"[default: {USUAL_LIMITS.memory_bytes // 1_000_000}]" in shown


def test_the_help_lists_the_exit_codes() -> None:
    ended = run("--help")
    assert ended.code == OK
    assert "0 ok, 1 violations, 2 bad input or usage, 3 internal error, 4 limit reached" in " ".join(ended.out.split())
    assert run("-h").out == ended.out


def test_the_version_is_printed() -> None:
    assert run("--version").out == f"volgraph, version {__version__}\n"


class TestWhatIsPublished:
    def test_info_in_json_has_the_digest(self, published: Path) -> None:
        ended = run("info", "--json", "--home", published)
        summary = json.loads(ended.out)
        assert (ended.code, ended.err) == (OK, "")
        assert (published / "current").resolve().name == summary["digest"]
        assert summary["published"]["counts"]["claims"] == 9

    def test_info_for_people_names_the_generation(self, published: Path) -> None:
        digest = json.loads(run("info", "--json", "--home", published).out)["digest"]
        assert f"{digest[:12]} (valid)" in run("info", "--home", published).out

    def test_the_home_may_come_from_the_environment(self, published: Path) -> None:
        by_variable = run("info", "--json", VOLGRAPH_HOME=str(published))
        assert json.loads(by_variable.out)["digest"]
        other = run("info", "--json", "--home", published.parent / "none", VOLGRAPH_HOME=str(published))
        assert json.loads(other.out)["digest"] is None

    def test_publishing_again_says_the_digest(self, published: Path) -> None:
        ended = run("publish", "--json", "--home", published)
        assert json.loads(ended.out)["digest"] == (published / "current").resolve().name

    def test_a_query_prints_what_it_finds(self, published: Path) -> None:
        query = 'SELECT ?l { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l FILTER (lang(?l) = "kk") }'
        ended = run("query", query, "--home", published)
        assert (ended.code, ended.err) == (OK, "")
        assert "Волонтерлер жәрмеңкесі" in ended.out

    def test_a_query_that_does_not_parse_is_bad_input(self, published: Path) -> None:
        ended = run("query", "SELEC ?s { ?s ?p ?o }", "--home", published)
        assert ended.code == BAD_INPUT
        assert ended.err.startswith("error: ")
        assert "Traceback" not in ended.err

    def test_there_is_nothing_to_roll_back_to(self, published: Path) -> None:
        ended = run("rollback", "--home", published)
        assert (ended.code, ended.err) == (BAD_INPUT, "error: there is no earlier generation to go back to\n")


class TestKeptAndWithdrawn:
    @pytest.fixture
    def home(self, published: Path, tmp_path: Path) -> Path:
        shutil.copytree(published, tmp_path / "home", symlinks=True)
        return tmp_path / "home"

    def test_a_release_is_named_and_shown(self, home: Path) -> None:
        digest = (home / "current").resolve().name
        ended = run("release", "2026.1", "--home", home)
        assert (ended.code, ended.out, ended.err) == (OK, f"release 2026.1 is {digest[:12]}\n", "")
        assert run("release", "2026.1", digest[:8], "--json", "--home", home).code == OK
        assert f"2026.1: {digest[:12]}" in run("info", "--home", home).out
        assert json.loads(run("info", "--json", "--home", home).out)["releases"] == {"2026.1": digest}

    def test_a_withdrawal_asks_first(self, home: Path, folder: Path) -> None:
        ended = run("withdraw", "person/a-b", "--reason", "asked", "--home", home, "--collection", folder)
        assert ended.code == BAD_INPUT
        assert "id/person/a-b and all below it would go from" in ended.out
        assert "Take it out? This cannot be undone." in ended.err
        assert json.loads(run("info", "--json", "--home", home).out)["withdrawals"] == []

    def test_a_withdrawal_says_what_it_did_and_info_shows_it(self, home: Path, folder: Path) -> None:
        old = (home / "current").resolve().name
        ended = run(
            *("withdraw", "https://w3id.org/volgraph/id/article/fair/text", "--reason", "the publisher asked"),
            *("--yes", "--json", "--home", home, "--collection", folder),
        )
        assert ended.code == OK, ended.err
        done = json.loads(ended.out)
        assert done["replaced"] == {old: (home / "current").resolve().name}
        assert done["mentions"] == []
        assert "id/article/fair/text (2" in run("info", "--home", home).out.replace("\n", "")

    def test_what_cannot_be_decided_is_listed_for_a_person_to_look_at(self, home: Path, folder: Path) -> None:
        # The fair's Kazakh name ends in the words of the text, and its measure is named after it.
        ended = run(
            *("withdraw", "event/fair-2023", "--reason", "over", "--yes", "--home", home, "--collection", folder)
        )
        assert ended.code == OK, ended.err
        assert "These would stay although their words name it or quote it." in ended.out
        assert "article/fair/text" in ended.out
        assert "Copies elsewhere stay" in ended.out


def test_a_build_in_json_tells_what_it_made(folder: Path, tmp_path: Path) -> None:
    ended = run("build", "--json", "--collection", folder, "--home", tmp_path / "home")
    assert ended.code == OK
    summary = json.loads(ended.out)
    assert (summary["numerals"], summary["numerals_covered"]) == (4, 4)
    assert Path(summary["path"]).name == summary["digest"]


def test_a_build_with_errors_prints_every_one_and_ends_with_2(folder: Path, tmp_path: Path) -> None:
    broken = copy_collection(tmp_path)
    edit(broken / "data/claims/totals.csv", "eq,12000", "eq,[bold]12 000")
    edit(broken / "data/claims/fair.csv", "eq,place/astana", "eq,place/astaan")
    ended = run("build", "--collection", broken, "--home", tmp_path / "home")
    lines = ended.err.splitlines()
    assert (ended.code, ended.out) == (BAD_INPUT, "")
    # Square brackets are text, not the markup of the terminal library.
    assert lines[0].startswith("error: data/claims/totals.csv, line 3, column value: “[bold]12 000” is not a number")
    assert lines[1].startswith(
        "error: data/claims/fair.csv, source/paper-1/claim/f001: there is no place “place/astaan”"
    )
    assert lines[2:] == ["2 errors; the published generation stays as it was"]


def test_violations_end_with_1_and_forbid_publishing(tmp_path: Path) -> None:
    invalid = copy_collection(tmp_path)
    append(invalid / "data/entities/entities.csv", "place/oral,schema:City,,,Орал,Уральск,Oral,,")
    home = ["--home", tmp_path / "home"]
    assert run("build", "--collection", invalid, *home).code == OK
    ended = run("validate", "--collection", invalid, "--lang", "kk", *home)
    assert ended.code == VIOLATIONS
    assert "place/oral" in ended.out
    report = run("validate", "--collection", invalid, "--format", "json", *home)
    assert report.code == VIOLATIONS
    content = json.loads(report.out)
    assert (content["conforms"], content["fails"], len(content["results"])) == (False, True, 1)
    refused = run("publish", *home)
    assert (refused.code, refused.err) == (VIOLATIONS, "error: 1 violation: mend them and build again\n")
    assert json.loads(run("info", "--json", *home).out)["digest"] is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--no-such-option"], "No such option"),
        (["nothing"], "No such command 'nothing'"),
        ([], "Usage:"),
        (["validate", "--format", "xml"], "there is no format “xml”"),
        (["publish", "--home", "HOME"], "error: nothing is built: run volgraph build"),
        (["publish", "abc", "--home", "HOME"], "error: 0 generations begin with abc; there are: none"),
        (["release", "1", "--home", "HOME"], "error: nothing is published: run volgraph publish"),
        (["withdraw", "person/x", "--home", "HOME"], "Missing option '--reason'"),
        (["withdraw", "person/x", "--reason", "r", "--home", "HOME"], "error: no generation in"),
        (["withdraw", "person", "--reason", "r", "--home", "HOME"], "error: “person” names no text or thing"),
        (["rollback", "--home", "HOME"], "error: there is no earlier generation to go back to"),
        (["validate", "--home", "HOME"], "error: nothing is built: run volgraph build"),
        (["validate", "HOME/none.ttl", "--home", "HOME"], "none.ttl: cannot be read"),
        (["build", "--collection", "HOME", "--home", "HOME"], "error: there is no collection in"),
        (["build", "--base", "no-iri", "--home", "HOME"], "error: the base “no-iri” is not an http(s) IRI"),
        (
            ["publish", "--keep-generations", "many", "--home", "HOME"],
            "error: --keep-generations or VOLGRAPH_KEEP_GENERATIONS",
        ),
        (["publish", "--to", "https://e.org", "--home", "HOME"], "error: there is no token: name a --token-file"),
        (["publish", "--to", "https://e.org", "--token-file", "HOME/none"], "none cannot be read: No such file"),
        (["token", "create", "--name", "a", "--scope", "all", "--home", "HOME"], "error: there is no scope “all”"),
        (["token", "revoke", "ci", "--home", "HOME"], "error: there is no token “ci”"),
        (["token", "rotate", "ci", "--grace", "-1", "--home", "HOME"], "Invalid value for '--grace'"),
        (["build", "--home", "/dev/null/home"], "error: the home /dev/null/home cannot be written: Not a directory"),
    ],
)
def test_bad_input_or_usage_ends_with_2_and_one_sentence(tmp_path: Path, arguments: list[str], words: str) -> None:
    ended = run(*(argument.replace("HOME", str(tmp_path)) for argument in arguments))
    assert ended.code == BAD_INPUT
    assert words in " ".join(ended.err.split())
    assert "Traceback" not in ended.err
    assert ended.out == ""


FAIL = """
import sys
from volgraph import cli
from volgraph.commands import asking
def fail(*arguments): raise ZeroDivisionError("[red]half[/red]")
asking.information.home_summary = fail
sys.argv = ["volgraph", "info"]
cli.main()
"""


def test_an_internal_error_ends_with_3_in_one_line() -> None:
    ended = run_python("-c", FAIL)
    assert (ended.code, ended.out) == (INTERNAL, "")
    assert ended.err == "internal error: ZeroDivisionError: [red]half[/red]\n"


def test_the_trace_of_an_internal_error_is_shown_on_request() -> None:
    ended = run_python("-c", FAIL, VOLGRAPH_TRACE="1")
    assert ended.code != OK
    assert "Traceback" in ended.err


def test_a_reader_that_leaves_early_is_no_error(published: Path) -> None:
    program = f"{sys.executable} -m volgraph.cli info --json --home {published} | head -c 1"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert (result.stdout, result.stderr) == ("{", "")
