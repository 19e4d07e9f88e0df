"""RDF that does not parse says where."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from volgraph.errors import RdfSyntaxError
from volgraph.io.rdf_files import format_of, parsing, read_quads, read_triples


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("turtle", "line", "column"),
    [
        ("@prefix ex: <http://e/> .\nex:a ex:b .\n", 2, 11),
        ("<http://e/a> <http://e/b> «c» .\n", 1, 27),
        ("@prefix ex: <http://e/> .\n\nex:a ex:b\n  nope:c .\n", 4, 3),
    ],
)
def test_turtle_that_does_not_parse_names_file_line_and_column(
    tmp_path: Path, turtle: str, line: int, column: int
) -> None:
    path = write(tmp_path, "a.ttl", turtle)
    with pytest.raises(RdfSyntaxError) as caught:
        read_triples(path, shown="data/a.ttl")
    place = caught.value.place
    assert (place.file, place.line, place.column) == ("data/a.ttl", line, column)
    assert str(caught.value).startswith(f"data/a.ttl, line {line}, column {column}: ")
    assert str(caught.value).endswith(": mend the syntax")


def test_relative_iris_resolve_against_the_base(tmp_path: Path) -> None:
    (triple,) = read_triples(write(tmp_path, "a.ttl", "<place/a> a <b> ."), "https://e.org/id/")
    assert triple.subject == NamedNode("https://e.org/id/place/a")


def test_without_a_base_a_relative_iri_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RdfSyntaxError, match="line 1"):
        read_triples(write(tmp_path, "a.ttl", "<place/a> a <b> ."))


@pytest.mark.parametrize("name", ["a.ttl", "a.TTL", "a.trig", "a.nt", "a.nq", "a.jsonld", "a.rdf"])
def test_known_endings(name: str) -> None:
    assert format_of(Path(name)) is not None


@pytest.mark.parametrize("name", ["a.csv", "a", "a.docx"])
def test_an_unknown_ending_lists_the_known_ones(name: str) -> None:
    with pytest.raises(RdfSyntaxError, match=r"is the ending of no RDF format: use one of \.ttl"):
        format_of(Path(name))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RdfSyntaxError, match=r"none\.ttl: cannot be read: No such file"):
        read_triples(tmp_path / "none.ttl")


def test_the_graphs_of_a_quad_format_are_merged(tmp_path: Path) -> None:
    path = write(tmp_path, "a.trig", "<urn:g> { <urn:a> <urn:b> <urn:c> } <urn:h> { <urn:a> <urn:b> <urn:d> }")
    assert len(read_triples(path)) == 2
    assert len({quad.graph_name for quad in read_quads(path)}) == 2


def test_a_process_without_memory_is_not_taken_for_a_value_that_is_too_large(tmp_path: Path) -> None:
    # A server's worker has a budget; whoever posted a small file was told that a value in it is too large.
    path = write(tmp_path, "a.ttl", "<urn:a> <urn:b> 1 .")

    def read() -> None:
        with parsing(path):
            raise MemoryError

    with pytest.raises(MemoryError):
        read()
