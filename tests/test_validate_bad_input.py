"""`volgraph validate` on input that is broken, huge or unreadable: one sentence each, and the rest is checked."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.engines.asking import ENGINES
from tests.small import ROOT
from tests.test_validate_command import Run, run

from volgraph.commands.common import BAD_INPUT, OK, SIGNALLED, VIOLATIONS

__all__ = ["run"]
PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:x:> .\n"
SHAPES = f"""{PREFIXES}ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:Name .
ex:Name sh:path ex:name ; sh:minCount 1 .
"""
SLOW = f"""{PREFIXES}ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:sparql [ sh:select
    "SELECT $this WHERE {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a = ?l) }}" ] ."""
LEFT_OUT = "; this file was left out, the others were checked"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the current folder one with shapes, and a file that breaks one of them."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("VOLGRAPH_")]:
        monkeypatch.delenv(name)
    Path("s.ttl").write_text(SHAPES, encoding="utf-8")
    Path("bad.ttl").write_text("<urn:x:c> a <urn:x:Thing> .", encoding="utf-8")
    return tmp_path


def huge(before: str) -> bytes:
    return f'{before}<urn:x:h> <urn:x:name> "{"x" * 100_000_000}" .'.encode()


XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:">
<rdf:Description rdf:about="urn:x:d"><x:name>D</x:name></rdf:Description></rdf:RDF>"""

MAKE: dict[str, Callable[[Path], object]] = {
    "broken.ttl": lambda path: path.write_text("<urn:x:d> a <urn:x:Thing> ;\n\n  oops", encoding="utf-8"),
    "latin.ttl": lambda path: path.write_bytes(b"<urn:x:d> <urn:x:name>\n '\xff' ."),
    "pipe.ttl": os.mkfifo,
    "nowhere.ttl": lambda path: path.symlink_to("nothing"),
    "circle.ttl": lambda path: path.symlink_to("circle.ttl"),
    "memory.ttl": lambda path: path.symlink_to("/proc/self/mem"),
    "cut.rdf": lambda path: path.write_text(XML.partition("</rdf:RDF>")[0], encoding="utf-8"),
    "huge.ttl": lambda path: path.write_bytes(huge("\n# one value\n")),
    "huge.nt": lambda path: path.write_bytes(huge("")),
}
"""Files that cannot be used, and how each is made."""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("broken.ttl", "broken.ttl:3:3 error (syntax) Parser error at line 3"),
        ("latin.ttl", "latin.ttl:2 error (encoding) the byte 0xff at offset 25 is not UTF-8"),
        ("pipe.ttl", "pipe.ttl error (syntax) cannot be read: it is a pipe or a device"),
        ("nowhere.ttl", "nowhere.ttl error (syntax) cannot be read: No such file"),
        ("circle.ttl", "circle.ttl error (syntax) cannot be read: Too many levels of symbolic links"),
        ("memory.ttl", "memory.ttl error (syntax) cannot be read: Input/output error"),
        ("cut.rdf", "cut.rdf:3:74 error (syntax) no element found: mend the XML"),
        ("huge.ttl", "huge.ttl:3 error (syntax) a value in it is larger than 16 MiB"),
        ("huge.nt", "huge.nt:1 error (syntax) a value in it is larger than 16 MiB"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_the_others_are_checked(run: Run, name: str, words: str) -> None:
    Path("data").mkdir()
    MAKE[name](Path("data", name))
    Path("bad.ttl").rename("data/bad.ttl")
    code, out, err = run("data", "-s", "s.ttl")
    assert (code, err) == (BAD_INPUT, "")
    (line,) = [line for line in out.splitlines() if " error (" in line]
    assert line.startswith(f"  data/{words}")
    assert line.endswith(LEFT_OUT)
    assert "data/bad.ttl:1:1 Violation" in out
    assert "\n1 violation\n" in out


@pytest.mark.parametrize("engine", ENGINES)
def test_shapes_that_cannot_be_read_never_say_that_data_conform(run: Run, engine: str) -> None:
    MAKE["broken.ttl"](Path("broken.ttl"))
    formats = ("text", "markdown=report.md", "html=report.html")
    options = [option for form in formats for option in ("--format", form)]
    code, out, err = run("bad.ttl", "-s", "broken.ttl", "--engine", engine, *options)
    assert (code, err) == (BAD_INPUT, "")
    for text in (out, *(Path(f"report.{name}").read_text("utf-8") for name in ("md", "html"))):
        assert "whether the data conform is not known" in text
        assert "Conforms" not in text
        assert "✅" not in text
    assert '<h1 class="bad">' in Path("report.html").read_text("utf-8")


def test_a_byte_order_mark_and_the_line_ends_of_windows_do_not_move_a_place(run: Run) -> None:
    Path("windows.ttl").write_bytes(b"\xef\xbb\xbf@prefix ex: <urn:x:> .\r\nex:b\r\n  a ex:Thing .\r\n")
    Path("mark.ttl").write_bytes(b"\xef\xbb\xbf")
    code, out, _ = run("windows.ttl", "mark.ttl", "-s", "s.ttl", "--lint", "none")
    assert code == VIOLATIONS
    assert "windows.ttl:2:1 Violation" in out
    assert "mark.ttl note (empty-file) has no triple" in out


@pytest.mark.parametrize("engine", ENGINES)
def test_recursive_shapes_end_and_are_named(run: Run, engine: str) -> None:
    Path("s.ttl").write_text(
        f"{PREFIXES}ex:R a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property "
        "[ sh:path ex:knows ; sh:node ex:R ; sh:minCount 1 ] .",
        encoding="utf-8",
    )
    Path("data.ttl").write_text(
        "<urn:x:a> a <urn:x:Thing> ; <urn:x:knows> <urn:x:b> . <urn:x:b> <urn:x:knows> <urn:x:a> .", encoding="utf-8"
    )
    code, out, err = run("data.ttl", "-s", "s.ttl", "--engine", engine)
    assert (code, err) == (OK, "")
    assert "s.ttl:2:49 warning (recursive-shape) Shapes refer to each other in a circle" in out


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ("sh:property [ sh:path ( ex:p ) ; sh:minCount 1 ]", "a sequence has at least two parts"),
        ("sh:pattern '('", "is no regular expression"),
        ("sh:sparql [ sh:select 'SELECT' ]", "does not parse at line 1, column 7"),
        ("sh:or ex:none", "sh:or"),
    ],
)
def test_malformed_shapes_are_one_sentence_with_their_place(run: Run, engine: str, shape: str, words: str) -> None:
    Path("s.ttl").write_text(f"{PREFIXES}ex:R a sh:NodeShape ; sh:targetClass ex:Thing ;\n {shape} .", encoding="utf-8")
    code, out, err = run("bad.ttl", "-s", "s.ttl", "--engine", engine)
    assert code == BAD_INPUT
    said = [line for line in out.splitlines() if " error (" in line and words in line]
    assert any("s.ttl:3:" in line for line in said), out
    assert "Traceback" not in out + err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_at_work_leaves_no_process_and_no_file(number: signal.Signals) -> None:
    Path("s.ttl").write_text(SLOW, encoding="utf-8")
    Path("data.ttl").write_text("".join(f"<urn:x:{n}> a <urn:x:Thing> ." for n in range(300)), encoding="utf-8")
    Path("report.json").write_text("old", encoding="utf-8")
    Path("tmp").mkdir()
    command = [sys.executable, "-m", "volgraph.cli", "validate", "data.ttl", "-s", "s.ttl", "--format"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TMPDIR": str(Path("tmp").absolute())}
    with subprocess.Popen([*command, "json=report.json"], env=environment, stderr=subprocess.PIPE) as process:
        engine = _at_work(process.pid)
        process.send_signal(number)
        _, err = process.communicate(timeout=20)
    assert process.returncode == SIGNALLED + number
    assert b"Traceback" not in err
    assert not Path(f"/proc/{engine}").exists()
    assert Path("report.json").read_text("utf-8") == "old"
    assert [*Path("tmp").iterdir(), *Path().glob(".*")] == []


def _at_work(pid: int) -> int:
    """Return the process of the engine that a process has started, when it has worked for half a second."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            ticks = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11]
            if int(ticks) / os.sysconf("SC_CLK_TCK") > 0.5:
                return int(child)
        time.sleep(0.05)
    raise AssertionError("no engine is at work")
