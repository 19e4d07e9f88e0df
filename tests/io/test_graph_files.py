"""Merging files: each triple once, blank nodes apart and named after their file, the same each time."""

from pathlib import Path

import pytest

from volgraph.errors import RdfSyntaxError, TextError
from volgraph.io.graph_files import Merging, merge

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


TRICKY = r"""@prefix : <urn:> .
[] :says "_:x" , "> _:x .", "a _:x"@en , "_:x"^^:kind , [ :says ( 1 _:x ) ] .
_:x :says _:x , <urn:_:x> .
"""


@pytest.mark.parametrize("name", ["t.ttl", "t.trig"])
def test_the_lines_of_a_merge_are_the_triples_that_its_document_reads(tmp_path: Path, name: str) -> None:
    # Blank nodes are renamed in lines of text there, and nothing in a literal may be taken for one.
    (tmp_path / name).write_text(TRICKY, encoding="utf-8")
    merged = merge([(tmp_path / name, name)], tmp_path / "all.nt")
    lines = [f"{triple} ." for triple in merged.documents[0].read()]
    assert merged.ntriples.read_text(encoding="utf-8").splitlines() == sorted(lines)
    assert len(lines) == 12


def test_the_graphs_of_a_dataset_are_merged(tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text("<urn:a> <urn:b> <urn:c> <urn:g> .\n<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    merged = merge([(tmp_path / "a.nq", "a.nq")], tmp_path / "all.nt")
    assert (merged.documents[0].triples, merged.triples) == (2, 1)


def test_a_document_knows_what_it_describes_and_imports(tmp_path: Path) -> None:
    text = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
<http://e/o> a owl:Ontology ; owl:versionIRI <http://e/o/1> ; owl:imports <other.ttl> , <http://e/p> .
<http://e/x> <http://e/says> "<a> <http://www.w3.org/2002/07/owl#imports> <b> ." .
"""
    (tmp_path / "o.ttl").write_text(text, encoding="utf-8")
    (document,) = merge([(tmp_path / "o.ttl", "o.ttl")], tmp_path / "all.nt").documents
    assert set(document.ontologies) == {"http://e/o", "http://e/o/1"}
    assert set(document.imports) == {(tmp_path / "other.ttl").as_uri(), "http://e/p"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bom.ttl", b"\xef\xbb\xbf<urn:a> <urn:b> 'c' ."),
        ("bom.nt", b'\xef\xbb\xbf<urn:a> <urn:b> "c" .\n'),
        ("crlf.ttl", b"<urn:a>\r\n<urn:b> 'c' .\r\n"),
        ("crlf.nt", b'<urn:a> <urn:b> "c" .\r\n'),
        ("bom.jsonld", b'\xef\xbb\xbf{"@id": "urn:a", "urn:b": "c"}'),
    ],
)
def test_byte_order_marks_and_carriage_returns_do_not_matter(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    merged = merge([(tmp_path / name, name)], tmp_path / "all.nt")
    assert merged.ntriples.read_bytes() == b'<urn:a> <urn:b> "c" .\n'


def test_lines_end_in_one_way_whatever_a_literal_holds(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(b'<urn:a> <urn:b> """x\r\ny\rz\x0b\x0c\xc2\x85\xe2\x80\xa8""" .')
    merged = merge([(tmp_path / "a.ttl", "a.ttl")], tmp_path / "all.nt")
    assert (merged.triples, merged.ntriples.read_bytes().count(b"\n")) == (1, 1)


@pytest.mark.parametrize(
    ("content", "offset", "line"),
    [
        (b"<urn:a> <urn:b> 'x' .\n# \xff\n", 24, 2),  # the parser does not look at comments
        (b"\xff\xfe<\x00", 0, 1),
        (b"<urn:a> <urn:b> 'x' . # \xd3", 24, 1),  # the half of a letter at the end
    ],
)
def test_a_file_that_is_not_utf8_is_named_with_the_offset(
    tmp_path: Path, content: bytes, offset: int, line: int
) -> None:
    (tmp_path / "a.ttl").write_bytes(content)
    with pytest.raises(
        TextError, match=rf"a\.ttl, line {line}: the byte 0x.. at offset {offset} is not UTF-8"
    ) as caught:
        merge([(tmp_path / "a.ttl", "a.ttl")], tmp_path / "all.nt")
    assert caught.value.offset == offset


def test_a_literal_of_100_mb_is_refused_with_its_line(tmp_path: Path) -> None:
    for name in ("big.ttl", "big.jsonld"):
        quote = "{" if name.endswith("ld") else ""
        with (tmp_path / name).open("wb") as file:
            file.write(b'{\n"@id": "urn:a",\n"urn:b": "' if quote else b'<urn:a>\n<urn:b>\n"')
            file.writelines([b"x" * 1_000_000] * 100)
            file.write(b'"}' if quote else b'" .')
        with pytest.raises(RdfSyntaxError, match=r", line 3: a value in it is larger than 16 MiB"):
            merge([(tmp_path / name, name)], tmp_path / "all.nt")


def test_a_triple_term_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text('<urn:a> <urn:b> "x)>> ." .\n<urn:a> <urn:b> <<( <urn:a> <urn:b> _:c )>> .\n')
    with pytest.raises(RdfSyntaxError, match=r"a\.nt: what is said of <urn:a> has a triple term"):
        merge([(tmp_path / "a.nt", "a.nt")], tmp_path / "all.nt")


def test_what_does_not_parse_leaves_nothing_of_it_in_the_graph(tmp_path: Path) -> None:
    (tmp_path / "bad.nt").write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a>", encoding="utf-8")
    with Merging() as merging:
        with pytest.raises(RdfSyntaxError, match=r"bad\.nt, line 2"):
            merging.add(tmp_path / "bad.nt", "bad.nt")
        assert merging.finish(tmp_path / "all.nt").triples == 0
