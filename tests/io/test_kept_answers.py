"""Answers that are kept beside a repository."""

import os
from pathlib import Path

import pytest

from volgraph.domain.dependencies import Machine
from volgraph.domain.statements import MemoryGraph, statement_of
from volgraph.domain.validation import Exactness, Location, Notice
from volgraph.io.kept_answers import KEPT, kept_answer
from volgraph.io.shape_dependencies import machine_of

SH = "http://www.w3.org/ns/shacl#"


class Finding:
    """Finds, and counts how often it had to."""

    def __init__(self, answer: object) -> None:
        self.times, self._answer = 0, answer

    def __call__(self) -> list[str]:
        self.times += 1
        return self._answer  # type: ignore[return-value]


def test_an_answer_is_found_once(tmp_path: Path) -> None:
    finding = Finding(["Қазақстан"])
    for _ in range(2):
        assert kept_answer(tmp_path / "new", ("a", "b"), list[str], finding) == ["Қазақстан"]
    assert finding.times == 1


def test_other_parts_are_another_answer(tmp_path: Path) -> None:
    kept_answer(tmp_path, ("a", "b"), list[str], Finding(["first"]))
    assert kept_answer(tmp_path, ("ab",), list[str], Finding(["second"])) == ["second"]


@pytest.mark.parametrize("content", [b"", b"[1]", b'["cut', b"\xff\xfe"])
def test_a_damaged_answer_is_found_again(tmp_path: Path, content: bytes) -> None:
    kept_answer(tmp_path, ("a",), list[str], Finding(["whole"]))
    (path,) = tmp_path.iterdir()
    path.write_bytes(content)
    finding = Finding(["whole"])
    assert kept_answer(tmp_path, ("a",), list[str], finding) == ["whole"]
    assert kept_answer(tmp_path, ("a",), list[str], finding) == ["whole"]
    assert finding.times == 1


def test_nothing_is_kept_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    finding = Finding(["found"])
    for _ in range(2):
        assert kept_answer(tmp_path / "file", ("a",), list[str], finding) == ["found"]
    assert finding.times == 2


def test_the_oldest_are_forgotten(tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        kept_answer(tmp_path, (str(number),), list[str], Finding([str(number)]))
        for path in tmp_path.iterdir():
            os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 10))
    assert len(list(tmp_path.iterdir())) == KEPT
    again = Finding(["0"])
    kept_answer(tmp_path, ("0",), list[str], again)
    assert again.times == 1


def test_machines_and_notices_come_back_as_they_were(tmp_path: Path) -> None:
    query = '"SELECT $this WHERE { $this <urn:p>/<urn:q>* ?x . FILTER NOT EXISTS { ?y <urn:r> ?z } }"'
    lines = [
        f"<urn:shape> <{SH}targetClass> <urn:Class> .",
        f"<urn:shape> <{SH}sparql> _:query .",
        f"_:query <{SH}select> {query} .",
        f"<urn:shape> <{SH}property> _:property .",
        f"_:property <{SH}path> <urn:p> .",
        f"_:property <{SH}class> <urn:Other> .",
    ]
    machine = machine_of(MemoryGraph(map(statement_of, lines)))
    assert machine.far, "the query is not connected, so that its machine has something of everything"
    place = Location("shapes.ttl", 3, 1, 3, 9, Exactness.FOCUS)
    notices = [Notice("unknown-term", "warning", {"kk": "Қате", "en": "Wrong"}, place), Notice("since", "note", {})]
    for kind, answer in ((Machine, machine), (list[Notice], notices)):
        for _ in range(2):
            assert kept_answer(tmp_path, (str(kind),), kind, Finding(answer)) == answer
