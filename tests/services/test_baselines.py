"""Baselines: what they hold, what survives a merge, and what is refused."""

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from volgraph.domain.fingerprints import Fingerprinted, Fingerprints
from volgraph.domain.statements import MemoryGraph
from volgraph.domain.validation import Result, State
from volgraph.errors import BaselineError
from volgraph.services import baselines

MESSAGES = {"kk": "Атауы жоқ.", "en": "It has no name."}
RESULTS = [
    Result(f"<http://e/{name}>", "<http://e/name>", "", "<urn:min>", "<http://e/S>", "Violation", MESSAGES)
    for name in ("dina", "anna", "bob")
]


def made(*results: Result) -> list[Fingerprinted]:
    return Fingerprints(MemoryGraph(), MemoryGraph()).of(results)


@pytest.fixture
def baseline(tmp_path: Path) -> Path:
    path = tmp_path / "baseline.jsonl"
    baselines.write(path, made(*RESULTS))
    return path


def test_a_baseline_has_a_sorted_line_a_result_that_people_can_read(baseline: Path) -> None:
    header, *lines = baseline.read_text("utf-8").splitlines()
    assert json.loads(header) == {"volgraph-baseline": 1}
    assert [line.split('"')[3] for line in lines] == ["<http://e/anna>", "<http://e/bob>", "<http://e/dina>"]
    line = json.loads(lines[0])
    fingerprint = line.pop("fingerprint")
    assert re.fullmatch(r"[0-9a-f]{32}", fingerprint)
    assert line == {
        "focus": "<http://e/anna>",
        "path": "<http://e/name>",
        "shape": "<http://e/S>",
        "component": "<urn:min>",
        "severity": "Violation",
        "message": "It has no name.",
    }


def test_the_same_results_in_another_order_make_the_same_file(baseline: Path, tmp_path: Path) -> None:
    baselines.write(tmp_path / "other.jsonl", made(*reversed(RESULTS)))
    assert (tmp_path / "other.jsonl").read_bytes() == baseline.read_bytes()


def test_results_are_new_or_unchanged_and_those_that_are_gone_are_fixed(baseline: Path) -> None:
    new = replace(RESULTS[0], path="<http://e/age>")
    results = made(RESULTS[2], new)
    compared = baselines.compare(baselines.read(baseline), results)
    assert compared.states == (State.UNCHANGED, State.NEW)
    assert [one.result.focus for one in compared.fixed] == ["<http://e/anna>", "<http://e/dina>"]
    assert compared.fixed[0].result.message("ru") == "It has no name."
    assert compared.fixed[0].fingerprint == made(RESULTS[1])[0].fingerprint


def test_a_run_that_did_not_look_at_everything_calls_nothing_fixed(baseline: Path) -> None:
    compared = baselines.compare(baselines.read(baseline), made(RESULTS[2]), complete=False)
    assert compared.states == (State.UNCHANGED,) and compared.fixed == ()


def test_of_equal_results_one_more_is_new_and_one_less_is_fixed(tmp_path: Path) -> None:
    path = tmp_path / "baseline.jsonl"
    baselines.write(path, made(RESULTS[0], RESULTS[0]))
    more = baselines.compare(baselines.read(path), made(*[RESULTS[0]] * 3))
    assert [one.value for one in more.states] == ["unchanged", "unchanged", "new"]
    less = baselines.compare(baselines.read(path), made(RESULTS[0]))
    assert less.states == (State.UNCHANGED,) and len(less.fixed) == 1


def test_branches_that_change_a_baseline_merge(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
        subprocess.run(["git", "-C", tmp_path, *identity, *arguments], check=True, capture_output=True)

    def commit(*names: str) -> None:
        results = [replace(RESULTS[0], focus=f"<http://e/{name}>") for name in names]
        baselines.write(tmp_path / "baseline.jsonl", made(*results))
        git("add", "-A")
        git("commit", "-qm", "Change")

    git("init", "-q", "-b", "main")
    commit("b", "d", "f", "h", "k")
    git("switch", "-qc", "topic")
    commit("b", "c", "d", "f", "h", "k")
    git("switch", "-q", "main")
    commit("b", "d", "f", "h")
    git("merge", "-q", "topic")
    merged = baselines.read(tmp_path / "baseline.jsonl")
    assert sorted(result.focus[10:-1] for result in merged.values()) == ["b", "c", "d", "f", "h"]


def test_lines_that_are_repeated_moved_or_ended_like_on_windows_do_no_harm(baseline: Path) -> None:
    known = baselines.read(baseline)
    header, *lines = baseline.read_text("utf-8").splitlines()
    baseline.write_text(
        "\ufeff" + "\r\n".join((header, *reversed(lines), lines[0], "", "")), encoding="utf-8", newline=""
    )
    assert baselines.read(baseline) == known and len(known) == 3


def test_a_long_value_is_shown_shortly_and_still_told_apart(tmp_path: Path) -> None:
    long = [replace(RESULTS[0], value=f'"{"x" * 100_000}{end}"') for end in "ab"]
    baselines.write(tmp_path / "baseline.jsonl", made(*long))
    assert (tmp_path / "baseline.jsonl").stat().st_size < 2000
    assert len(baselines.read(tmp_path / "baseline.jsonl")) == 2


def test_a_line_separator_in_a_message_does_not_break_the_line(tmp_path: Path) -> None:
    odd = replace(RESULTS[0], messages={"en": "one\u2028two\nthree\x85"}, value='"\u2028"')
    baselines.write(tmp_path / "baseline.jsonl", made(odd))
    (result,) = baselines.read(tmp_path / "baseline.jsonl").values()
    assert result.messages == {"": "one\u2028two\nthree\x85"} and result.value == '"\u2028"'


GOOD = f'{{"volgraph-baseline": 1}}\n{{"focus": "<urn:a>", "fingerprint": "{"0" * 32}"}}\n'


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("", 1, "this is no baseline of volgraph"),
        ("<urn:a> <urn:b> <urn:c> .\n", 1, "this line is no JSON"),
        ('{"version": "2.1.0", "runs": []}\n', 1, "this is no baseline of volgraph"),
        ("[1]\n", 1, "this is no baseline of volgraph"),
        ('{"volgraph-baseline": true}\n', 1, "this is no baseline of volgraph"),
        (
            '{"volgraph-baseline": 2}\n{"of": "tomorrow"}\n',
            1,
            "this baseline has version 2, and volgraph reads version 1",
        ),
        (GOOD[:-20], 2, "this line is no JSON"),
        (GOOD + '{"focus": "<urn:b>"}\n', 3, "this line has no fingerprint"),
        (GOOD + '{"fingerprint": "0"}\n', 3, "this line has no fingerprint"),
        (GOOD + "7\n", 3, "this line has no fingerprint"),
        (GOOD.replace('"<urn:a>"', "[1]"), 2, "this line has something other than text"),
        (GOOD + "<<<<<<< HEAD\n", 3, "a merge left a conflict here"),
        (GOOD + "[" * 100_000, 3, "this line is no JSON"),
    ],
)
def test_what_is_no_whole_baseline_is_refused_with_its_line(
    tmp_path: Path, content: str, line: int, reason: str
) -> None:
    path = tmp_path / "baseline.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BaselineError, match=rf"baseline\.jsonl, line {line}: {reason}") as refused:
        baselines.read(path)
    assert refused.value.place.line == line


def test_a_file_that_is_absent_or_not_utf_8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match=r"none\.jsonl: there is no such baseline: write one with"):
        baselines.read(tmp_path / "none.jsonl")
    (tmp_path / "bad.jsonl").write_bytes(GOOD.encode() + b"\xff\n")
    with pytest.raises(BaselineError, match=r"bad\.jsonl, line 3: this line is not UTF-8"):
        baselines.read(tmp_path / "bad.jsonl")
    with pytest.raises(BaselineError, match="cannot be read: Is a directory"):
        baselines.read(tmp_path)


def test_a_baseline_that_cannot_be_written_leaves_the_old_one(baseline: Path, tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match=r"absent/b\.jsonl: cannot be written: No such file"):
        baselines.write(tmp_path / "absent" / "b.jsonl", made(*RESULTS))
    before = baseline.read_bytes()
    lone = replace(RESULTS[0], value='"\ud800"')  # cannot be encoded
    with pytest.raises(UnicodeEncodeError):
        baselines.write(baseline, [replace(made(RESULTS[0])[0], lasting=lone)])
    assert baseline.read_bytes() == before
    assert list(tmp_path.iterdir()) == [baseline]
