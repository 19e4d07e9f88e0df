"""Merging files: each triple once, blank nodes apart and named after their file, the same each time."""

from pathlib import Path

import pytest

from volgraph.errors import RdfSyntaxError
from volgraph.io.graph_files import merge

ONE = """@prefix : <urn:> .
:a :knows [ :name "ә" ] , _:x .
_:x :name "б" .
"""
TWO = """<urn:a> <urn:knows> _:x .
<urn:a> <urn:name> "а" .
<urn:a> <urn:name> "а" .
"""


@pytest.fixture
def files(tmp_path: Path) -> list[tuple[Path, str]]:
    (tmp_path / "one.ttl").write_text(ONE, encoding="utf-8")
    (tmp_path / "two.nt").write_text(TWO, encoding="utf-8")
    return [(tmp_path / "one.ttl", "one.ttl"), (tmp_path / "two.nt", "two.nt")]


def test_blank_nodes_of_two_files_stay_apart_and_each_triple_is_there_once(
    files: list[tuple[Path, str]], tmp_path: Path
) -> None:
    merged = merge(files, tmp_path / "all.nt")
    lines = merged.ntriples.read_text(encoding="utf-8").splitlines()
    assert [document.triples for document in merged.documents] == [4, 3]
    assert merged.triples == len(lines) == len(set(lines)) == 6
    assert {word for line in lines for word in line.split() if word.startswith("_:")} == {"_:d0b0", "_:d0b1", "_:d1b0"}


def test_merging_again_gives_the_same_bytes_and_digest(files: list[tuple[Path, str]], tmp_path: Path) -> None:
    first, second = merge(files, tmp_path / "1.nt"), merge(files, tmp_path / "2.nt")
    assert first.ntriples.read_bytes() == second.ntriples.read_bytes()
    assert first.sha256 == second.sha256
    files[1][0].write_text(TWO.replace('"а"', '"a"'), encoding="utf-8")  # a Latin look-alike
    assert merge(files, tmp_path / "3.nt").sha256 != first.sha256


def test_a_file_that_does_not_parse_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<urn:a> <urn:b>\n<urn:c> <urn:d> .", encoding="utf-8")
    with pytest.raises(RdfSyntaxError, match=r"shown\.ttl, line 2, column"):
        merge([(tmp_path / "bad.ttl", "shown.ttl")], tmp_path / "all.nt")
    with pytest.raises(RdfSyntaxError, match=r"absent\.ttl: cannot be read"):
        merge([(tmp_path / "absent.ttl", "absent.ttl")], tmp_path / "all.nt")
