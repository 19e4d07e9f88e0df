"""Logs survive a crash in the middle of a line, and say nothing wrong."""

from pathlib import Path

import pytest

from volgraph.errors import GenerationError
from volgraph.io.logs import JsonLog

TORN = [b'{"n": 2', b'{"n": 2}', b"{", b'{"n": "\xd3', b"\0\0\0"]


@pytest.fixture
def log(tmp_path: Path) -> JsonLog:
    log = JsonLog(tmp_path / "log.jsonl")
    log.append({"n": 1})
    return log


def test_a_log_that_was_never_written_is_empty(tmp_path: Path) -> None:
    assert JsonLog(tmp_path / "log.jsonl").entries() == []


def test_what_is_appended_is_read_in_order(log: JsonLog) -> None:
    log.append({"n": "ә"})
    assert log.entries() == [{"n": 1}, {"n": "ә"}]


@pytest.mark.parametrize("torn", TORN)
def test_a_line_without_its_end_is_not_read_and_makes_place_for_the_next(log: JsonLog, torn: bytes) -> None:
    with log.path.open("ab") as file:
        file.write(torn)
    assert log.entries() == [{"n": 1}]
    log.append({"n": 3})
    assert log.entries() == [{"n": 1}, {"n": 3}]
    assert log.path.read_bytes() == b'{"n": 1}\n{"n": 3}\n'


def test_reading_repairs_nothing_since_a_reader_holds_no_lock(log: JsonLog) -> None:
    with log.path.open("ab") as file:
        file.write(b"{")
    log.entries()
    assert log.path.read_bytes() == b'{"n": 1}\n{'


@pytest.mark.parametrize("line", [b"{", b"[]", b"", b"7"])
def test_a_whole_line_that_is_no_object_is_damage_and_says_where(log: JsonLog, line: bytes) -> None:
    with log.path.open("ab") as file:
        file.write(line + b"\n")
    with pytest.raises(GenerationError, match=r"log\.jsonl, line 2: no JSON object; restore"):
        log.entries()
