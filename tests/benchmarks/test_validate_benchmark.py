"""The benchmark of validation counts what all processes take, and notices results that are not equal."""

import sys
from pathlib import Path

import pytest
from benchmarks.validate import validate
from benchmarks.validating import report
from benchmarks.validating.data import Data
from benchmarks.validating.processes import FailedError, Run, measured
from benchmarks.validating.results import Results, targets
from benchmarks.validating.tools import DEFAULT, PEER

CHILD = "import time; a = bytearray(80_000_000); end = time.process_time() + 0.5\nwhile time.process_time() < end: pass"
PARENT = f"""import subprocess, sys, time
time.sleep(0.3); print("first", flush=True)
subprocess.run([sys.executable, "-c", {CHILD!r}], check=True)"""


def test_a_run_is_measured_with_all_that_it_starts(tmp_path: Path) -> None:
    run = measured([sys.executable, "-c", PARENT], tmp_path)
    assert 0.5 < run.cpu_s < run.wall_s
    assert 80 < run.peak_mb < 200
    assert 0.3 < run.first_s < run.wall_s - 0.5
    assert (run.code, run.output) == (0, len("first\n"))


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match=r"ended with 2: .*no such thing"):
        measured([sys.executable, "-c", "import sys; print('no such thing', file=sys.stderr); sys.exit(2)"], tmp_path)


def compared(folder: Path, value: str) -> Results:
    """Let volgraph and pySHACL's command validate a few triples."""
    data = Data("few", folder, folder / "data.ttl", folder / "shapes.ttl", 4)
    data.one.write_text(f'<urn:x:a> <urn:x:from> {value} ; <urn:x:to> "2024-01-01"^^<{XSD}date> .', encoding="utf-8")
    data.shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:x:S> a sh:NodeShape ; sh:targetSubjectsOf <urn:x:from> ;"
        "sh:property [ sh:path <urn:x:from> ; sh:lessThan <urn:x:to> ] , [ sh:path <urn:x:name> ; sh:minCount 1 ] .",
        encoding="utf-8",
    )
    return validate(data, [PEER, DEFAULT], 1, folder, lambda step: None)


XSD = "http://www.w3.org/2001/XMLSchema#"


def test_tools_that_find_the_same_are_said_to(tmp_path: Path) -> None:
    results = compared(tmp_path, f'"2025-01-01"^^<{XSD}date>')
    assert (results.found, results.differ) == (2, False)
    assert set(results.runs) == {PEER.name, DEFAULT.name}
    assert "found the same" in report.markdown([results], {})


def test_tools_that_differ_are_named(tmp_path: Path) -> None:
    results = compared(tmp_path, "true")  # a blind spot of pySHACL
    assert results.differ
    assert f"{DEFAULT.name} and {PEER.name} differ on 1 results" in report.markdown([results], {})


def test_targets_are_held_against_medians_of_the_same_round() -> None:
    def run(wall_s: float) -> Run:
        return Run(wall_s, wall_s, 100, wall_s, 0, 1)

    results = Results(
        "100k", 100_000, runs={PEER.name: [*map(run, (100, 200, 90))], DEFAULT.name: [*map(run, (9, 21, 8))]}
    )
    assert [(target.measured, target.met) for target in targets([results])] == [
        ("11.1 times", True),
        ("11.1 times", False),
    ]
    assert "NOT MET" in report.markdown([results], {})
