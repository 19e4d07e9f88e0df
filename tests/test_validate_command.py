"""`volgraph validate` as a pipeline meets it: what it writes where, and the code it ends with."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from tests.services.answering_endpoints import Answer, endpoint
from tests.small import ROOT

from volgraph.cli import main
from volgraph.commands.common import BAD_INPUT, LIMIT, OK, VIOLATIONS
from volgraph.commands.validate import validate
from volgraph.io.disk import whole_file
from volgraph.io.generations import Home

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:x:> .
ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:Name , ex:Age .
ex:Name sh:path ex:name ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "needs a name"@en , "аты керек"@kk .
ex:Age sh:path ex:age ; sh:minCount 1 ; sh:message "needs an age"@en .
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the current folder one with shapes, and data that are right, nameless, or without name and age."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("VOLGRAPH_")]:
        monkeypatch.delenv(name)
    Path("s.ttl").write_text(SHAPES, encoding="utf-8")
    Path("good.ttl").write_text("<urn:x:a> a <urn:x:Thing> ; <urn:x:name> 'a' ; <urn:x:age> 1 .", encoding="utf-8")
    Path("nameless.ttl").write_text("<urn:x:b> a <urn:x:Thing> ; <urn:x:age> 1 .", encoding="utf-8")
    Path("bad.ttl").write_text("<urn:x:c> a <urn:x:Thing> .", encoding="utf-8")
    Path("broken.ttl").write_text("<urn:x:d> a <urn:x:Thing>", encoding="utf-8")
    Path("misspelt.ttl").write_text("<urn:x:S> <http://www.w3.org/ns/shacl#targetNod> <urn:x:a> .", encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the command in this process."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["volgraph", "validate", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return int(ended.value.code or 0), out, err

    return run


def started(*arguments: object, **more: object) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(Path("tmp").absolute())}
    Path("tmp").mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "volgraph.cli", "validate", *map(str, arguments)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["good.ttl"], OK),
        (["nameless.ttl"], OK),
        (["nameless.ttl", "--fail-on", "warning"], VIOLATIONS),
        (["bad.ttl"], VIOLATIONS),
        (["bad.ttl", "--severity", "Violation", "--shape", "urn:x:Name"], OK),
        (["nameless.ttl", "bad.ttl", "--max-results", "1", "--focus", "urn:x:b", "--focus", "urn:x:c"], VIOLATIONS),
        (["good.ttl", "broken.ttl"], BAD_INPUT),
        (["bad.ttl", "broken.ttl"], BAD_INPUT),
        (["good.ttl", "-s", "misspelt.ttl"], BAD_INPUT),
        (["good.ttl", "-s", "misspelt.ttl", "--lint", "none"], OK),
        (["bad.ttl", "--time-limit", "0.001"], LIMIT),
        (["bad.ttl", "--memory-limit", "10"], LIMIT),
    ],
)
def test_the_exit_code_says_how_it_ended(run: Run, arguments: list[str], code: int) -> None:
    assert run(*arguments, "-s", "s.ttl")[0] == code


def test_results_beyond_the_limit_count_as_violations_since_nobody_saw_them(run: Run) -> None:
    code, out, _ = run("nameless.ttl", "bad.ttl", "-s", "s.ttl", "--max-results", "1", "--format", "json")
    report = json.loads(out)
    assert (len(report["results"]), report["leftOut"], code) == (1, 2, VIOLATIONS)


def test_the_text_names_results_and_how_many_there_are(run: Run) -> None:
    code, out, err = run("nameless.ttl", "bad.ttl", "-s", "s.ttl")
    assert (code, err) == (VIOLATIONS, "")
    assert "Violation needs an age" in out
    assert "<urn:x:c>" in out
    assert "1 violation" in out
    assert "\x1b" not in out


def test_the_language_is_chosen(run: Run) -> None:
    assert "аты керек" in run("nameless.ttl", "-s", "s.ttl", "--lang", "kk")[1]


def test_a_broken_file_is_named_with_its_place_and_nothing_else_is_lost(run: Run) -> None:
    _, out, _ = run("bad.ttl", "broken.ttl", "-s", "s.ttl", "--format", "json", "--lint", "none")
    report = json.loads(out)
    assert len(report["results"]) == 2
    (notice,) = report["notices"]
    assert (notice["level"], notice["place"]["file"], notice["place"]["line"]) == ("error", "broken.ttl", 1)


@pytest.mark.parametrize("arguments", ["'good.ttl', '-s', 's.ttl'", ""], ids=["files", "the newest build"])
def test_what_is_not_used_is_not_imported(arguments: str, own_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    # A hook runs on every commit: these libraries take longer to import than a few files take to be checked.
    monkeypatch.setenv("VOLGRAPH_HOME", str(own_home.path))
    monkeypatch.setenv("VOLGRAPH_COLLECTION", str(ROOT))
    program = (
        f"import sys, volgraph.cli; sys.argv = ['volgraph', 'validate', {arguments}]\n"
        "try: volgraph.cli.main()\n"
        "except SystemExit as end:\n"
        "    print(end.code, sorted({'rdflib', 'pyparsing', 'jinja2', 'junitparser'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []", done.stderr


def test_one_run_writes_several_reports(run: Run) -> None:
    arguments = ["--format", "sarif=r.sarif", "--format", "junit=r.xml", "--format", "json", "-o", "r.json"]
    code, out, err = run("bad.ttl", "-s", "s.ttl", *arguments)
    assert (code, out, err) == (VIOLATIONS, "", "")
    assert json.loads(Path("r.json").read_text("utf-8"))["fails"] is True
    assert len(json.loads(Path("r.sarif").read_text("utf-8"))["runs"][0]["results"]) == 2
    assert "<testsuite" in Path("r.xml").read_text("utf-8")
    assert sorted(path.name for path in Path().iterdir() if path.name.startswith((".", "r."))) == [
        *("r.json", "r.sarif", "r.xml")
    ]


def test_what_is_no_file_is_written_as_it_comes(run: Run) -> None:
    code, out, _ = run("bad.ttl", "-s", "s.ttl", "--format", "json=/dev/null", "--format", "csv")
    assert (code, Path("/dev/null").is_char_device()) == (VIOLATIONS, True)
    assert out.startswith("kind,severity,")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "error: nothing is built: run volgraph build, or name the files to validate"),
        (
            ["--focus", "urn:x:a", "--max-results", "3"],
            "error: --focus and --max-results would do nothing on the collection's own graphs: name data and --shapes",
        ),
        (["good.ttl"], "error: no shapes are named, and no collection is here: name shapes with --shapes"),
        (["none.ttl", "-s", "s.ttl"], "error: none.ttl: cannot be read: No such file or directory"),
        (["good.ttl", "-s", "none.ttl"], "error: none.ttl: cannot be read: No such file or directory"),
        (["s.txt", "-s", "s.ttl"], "error: s.txt: cannot be read: No such file or directory"),
        (["empty", "-s", "s.ttl"], "error: empty: no file in this folder has a name that ends in .ttl .trig .nt .nq"),
        (["*.nq", "-s", "s.ttl"], "error: *.nq: no RDF file has a name of this pattern"),
        (
            ["-", "-s", "s.ttl"],
            "error: stdin: standard input has no ending that names its format: say it with --data-format",
        ),
        (["-", "-s", "-"], "error: standard input can be read once"),
        (["good.ttl", "--focus", "urn:x:aa", "-s", "s.ttl"], "there is no node in the data “urn:x:aa”; did you mean"),
        (["good.ttl", "--shape", "urn:x:Nam", "-s", "s.ttl"], "error: there is no shape “urn:x:Nam”; did you mean urn"),
        (
            ["good.ttl", "--fail-on", "Info", "--severity", "Warning"],
            "error: --fail-on Info could never fail with --sev",
        ),
        (["good.ttl", "--format", "sarrif"], "error: there is no format “sarrif”; did you mean sarif"),
        (["good.ttl", "--format", "csv", "--format", "json"], "error: csv and json would go to one place"),
        (["good.ttl", "--format", "csv=a", "--format", "json=./a"], "error: two reports would go to a"),
        (["good.ttl", "-o", "no/such/file"], "of a report does not exist: make it first"),
        (["good.ttl", "-o", "empty"], "is a folder: name a file for the report"),
        (["good.ttl", "-o", "s.ttl", "-s", "s.ttl"], "error: the report s.ttl would take the place of what is checked"),
        (["good.ttl", "--engine", "fast"], "Invalid value for '--engine'"),
        (["good.ttl", "--max-results", "0"], "Invalid value for '--max-results'"),
        (["store:empty", "-s", "s.ttl"], "error: empty: there is no Oxigraph store here"),
    ],
)
def test_bad_input_is_one_sentence_and_leaves_no_report(run: Run, arguments: list[str], words: str) -> None:
    Path("empty").mkdir()
    code, out, err = run(*arguments)
    assert (code, out) == (BAD_INPUT, "")
    assert words in " ".join(err.split())
    assert "Traceback" not in err
    assert Path("s.ttl").read_text("utf-8") == SHAPES


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((404, "text/html", b"<h1>No</h1>"), "there is no endpoint at this address (404)"),
        ((200, "text/html", b"<h1>Hello</h1>"), "the endpoint answered with text/html"),
        ((200, "application/sparql-results+json", b'{"head": {"vars"'), "the answer is no JSON of SPARQL, or was cut"),
    ],
)
def test_an_endpoint_that_is_none_is_bad_input(run: Run, answer: Answer, words: str) -> None:
    with endpoint(lambda query: answer) as url:
        code, out, err = run(url, "-s", "s.ttl")
    assert (code, out) == (BAD_INPUT, "")
    assert words in " ".join(err.split())


class TestStandardInput:
    def test_data_may_come_by_standard_input(self) -> None:
        with started("-", "--data-format", "ttl", "-s", "s.ttl", "--format", "json") as process:
            out, err = process.communicate(Path("bad.ttl").read_text("utf-8"))
        assert (process.returncode, err) == (VIOLATIONS, "")
        assert [file["file"] for file in json.loads(out)["data"]["files"]] == ["stdin"]

    def test_relative_names_in_standard_input_are_found(self) -> None:
        # They were looked for as if they were relative to the copy of what came in.
        rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="c"><rdf:type rdf:resource="urn:x:Thing"/></rdf:Description></rdf:RDF>"""
        with started("-", "--data-format", "rdf", "-s", "s.ttl", "--format", "json") as process:
            out, err = process.communicate(rdf)
        assert (process.returncode, err) == (VIOLATIONS, "")
        places = [place for result in json.loads(out)["results"] for place in result["places"]]
        assert [(place["file"], place["line"]) for place in places] == [("stdin", 2)] * 2

    def test_empty_standard_input_is_said(self) -> None:
        with started("-", "--data-format", "nt", "-s", "s.ttl") as process:
            out, _ = process.communicate("")
        assert process.returncode == OK
        assert "the data have no triple, so nothing was checked" in out


class TestInterrupted:
    @pytest.fixture
    def waiting(self) -> Iterator[tuple[str, Event]]:
        """An endpoint that takes its time, and what says that it was asked."""
        asked, done = Event(), Event()

        def answer(query: str) -> Answer:
            asked.set()
            done.wait(30)
            return 404, "text/plain", b""

        with endpoint(answer) as url:
            yield url, asked
            done.set()

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_an_interrupted_run_leaves_the_old_report_and_no_files(
        self, waiting: tuple[str, Event], number: signal.Signals
    ) -> None:
        url, asked = waiting
        Path("report.json").write_text("old", encoding="utf-8")
        with started(url, "-s", "s.ttl", "--format", "json", "-o", "report.json") as process:
            assert asked.wait(30)
            process.send_signal(number)
            out, err = process.communicate()
        assert (process.returncode, out) == (128 + number, "")
        assert "Traceback" not in err
        assert Path("report.json").read_text("utf-8") == "old"
        assert list(Path("tmp").iterdir()) == []
        assert [path.name for path in Path().iterdir() if path.name.startswith(".")] == []

    def test_a_report_that_is_not_whole_does_not_take_the_place_of_the_old_one(self) -> None:
        Path("report").write_text("old", encoding="utf-8")

        def interrupted() -> None:
            with whole_file(Path("report")) as file:
                file.write(b"ne")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert Path("report").read_text("utf-8") == "old"
        assert [path.name for path in Path().iterdir() if "report" in path.name] == ["report"]

    def test_a_report_takes_the_place_of_what_a_link_leads_to(self) -> None:
        Path("report").write_text("old", encoding="utf-8")
        Path("link").symlink_to("report")
        with whole_file(Path("link")) as file:
            file.write(b"new")
        assert (Path("link").is_symlink(), Path("report").read_text("utf-8")) == (True, "new")

    def test_a_reader_that_leaves_early_does_not_change_the_verdict(self) -> None:
        Path("many.nt").write_text(
            "".join(
                f"<urn:x:{n}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:x:Thing> .\n" for n in range(1000)
            )
        )
        with started("many.nt", "-s", "s.ttl", "--format", "json") as process:
            assert process.stdout and process.stderr
            assert process.stdout.read(1) == "{"
            process.stdout.close()
            assert process.stderr.read() == ""
        assert process.returncode == VIOLATIONS


OPTIONS = {option: parameter for parameter in validate.params for option in parameter.opts if option.startswith("--")}
PAGE = (ROOT / "docs/validation.md").read_text(encoding="utf-8")


def test_the_docs_list_every_option() -> None:
    listed = re.findall(r"^\| `(--[a-z-]+)", PAGE.partition("## Use")[2].partition("\n## ")[0], re.MULTILINE)
    assert sorted(listed) == sorted({*OPTIONS} - {"--home", "--collection", "--base", "--jobs"})
