"""Lines and columns are those that an editor shows, whatever ends the lines and however wide the letters are."""

from pathlib import Path

import pytest

from volgraph.io.positions import Mention, Part, Span, is_numbered, locate, mentions


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("crlf.ttl", "<urn:a>\r\n  <urn:p> 1 .\r\n", (2, 3, 2, 12)),
        ("cr.ttl", "<urn:a>\r  <urn:p> 1 .\r", (2, 3, 2, 12)),
        ("bom.ttl", "\ufeff<urn:a> <urn:p> 1 .", (1, 9, 1, 18)),
        ("bom.nt", "\ufeff<urn:a> <urn:p> <urn:b> .", (1, 9, 1, 24)),
        ("kazakh.ttl", "<urn:қазақ> <urn:p> 'ә' .", (1, 13, 1, 24)),
        ("astral.ttl", "# 𐐀\n<urn:𐐀> <urn:p> '𐐀𐐀' .", (2, 9, 2, 21)),
        ("tab.ttl", "\t<urn:a>\t<urn:p>\t1 .", (1, 10, 1, 19)),
        ("feed.ttl", "<urn:a> <urn:p> '\f\x85\u2028' .", (1, 9, 1, 22)),
        ("lines.ttl", "<urn:a> <urn:p> '''1\n2\r\n3\r4''' .", (1, 9, 4, 5)),
        ("lists.trig", "<urn:g> {\n<urn:a> <urn:p> 2 , 1 }", (2, 9, 2, 18)),
        ("comments.nt", "# one\n\n  # two\r\n <urn:a> <urn:p> 'x' .\n".replace("'", '"'), (4, 10, 4, 21)),
        ("quads.nq", '<urn:a> <urn:p> "1 <urn:g>" <urn:g> .', (1, 9, 1, 28)),
        ("terms.nt", "<urn:a> <urn:p> <<( <urn:a> <urn:p> <urn:b> )>> .", (1, 1, 1, 50)),
    ],
)
def test_the_first_triple_stands_there(
    tmp_path: Path, name: str, text: str, expected: tuple[int, int, int, int]
) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode())
    assert locate(path, [(0, Part.WHOLE)])[0, Part.WHOLE] == Span(*expected)


def test_triples_that_are_not_there_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<urn:a> <urn:p> 1, 2 .")
    assert list(locate(path, [(7, Part.WHOLE), (1, Part.WHOLE)])) == [(1, Part.WHOLE)]
    assert locate(tmp_path / "absent.ttl", []) == {}


def test_deep_nesting_is_no_matter(tmp_path: Path) -> None:
    path, depth = tmp_path / "a.ttl", 3_000
    path.write_text("<urn:a> <urn:p> " + "[ <urn:p> (" * depth + " 1 " + ") ]" * depth + " .")
    assert len(locate(path, [(number, Part.SUBJECT) for number in range(10 * depth)])) == 3 * depth + 1


_JSON_LD = """{"@context": {"ex": "https://e.org/", "id": "@id", "zz": {"@id": "ex:z/"}, "@base": "https://b.org/x/"},
"@graph": [{"@id": "ex:a", "ex:қ": "қазақ", "ex:p": {"@id": "ex:b"}, "ex:q": [{"id": "rel", "ex:n": 1}, "https://e.org/s"]},
{"id": "zz:y"}, {"@id": "https:\\/\\/e.org/escaped", "ex:p": {"@id": "ex:a"}}]}"""
_RDF_XML = """<!DOCTYPE r [<!ENTITY e "https://e.org/">]>
<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="https://e.org/" xml:base="https://b.org/d">
<ex:қ r:about="&e;a"><ex:p r:resource='x'/><ex:p r:parseType="Literal"><ex:b r:about="&e;no"/></ex:p></ex:қ>
<ex:T
  r:ID = "i"/><ex:T r:about=""/><ex:T xml:base="https://c.org/" r:about="y"/></r:RDF>"""


@pytest.mark.parametrize(
    ("name", "text", "iri", "place", "described"),
    [
        ("a.jsonld", _JSON_LD, "https://e.org/a", '2 "ex:a"', True),
        ("a.jsonld", _JSON_LD, "https://e.org/b", '2 "ex:b"', False),
        ("a.jsonld", _JSON_LD, "https://b.org/x/rel", '2 "rel"', True),
        ("a.jsonld", _JSON_LD, "https://e.org/s", '2 "https://e.org/s"', False),
        ("a.jsonld", _JSON_LD, "https://e.org/z/y", '3 "zz:y"', False),
        ("a.jsonld", _JSON_LD, "https://e.org/escaped", '3 "https:\\/\\/e.org/escaped"', True),
        ("a.rdf", _RDF_XML, "https://e.org/a", "3 &e;a", True),
        ("a.rdf", _RDF_XML, "https://b.org/x", "3 x", False),
        ("a.rdf", _RDF_XML, "https://b.org/d#i", "5 i", True),
        ("a.rdf", _RDF_XML, "https://c.org/y", "5 y", True),
    ],
)
def test_a_node_is_shown_where_it_is_described_else_where_it_is_named(
    tmp_path: Path, name: str, text: str, iri: str, place: str, described: bool
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert not is_numbered(path)
    found = mentions(path, [iri, "https://e.org/no"], "file:///x")
    assert list(found) == [iri]
    span = found[iri].span
    line, _, written = place.partition(" ")
    assert text.splitlines()[span.line - 1][span.column - 1 : span.end_column - 1] == written
    assert found[iri] == Mention(Span(int(line), span.column, int(line), span.end_column), described)


@pytest.mark.parametrize("name", ["a.jsonld", "a.rdf"])
@pytest.mark.parametrize(
    "text", [b"", b"{", b'{"a":', b"]]}", b'"a":1', b'["\\q"]', b"<a", b"<a/>", b"\xff\xfe<\0a\0/\0>\0"]
)
def test_what_is_broken_names_nothing(tmp_path: Path, name: str, text: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(text)
    assert mentions(path, ["https://e.org/a"], "file:///x") == {}
