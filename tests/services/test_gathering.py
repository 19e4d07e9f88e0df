"""The two graphs of a check: what is read, what is imported, and what is left out with a notice."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.services.answering_endpoints import Answer, endpoint

from volgraph.domain.validation import Notice
from volgraph.io.graph_files import GraphFile
from volgraph.io.inputs import Reader
from volgraph.services.gathering import Gathering

OWL = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
Gather = Callable[..., tuple[GraphFile, GraphFile, list[Notice]]]


@pytest.fixture
def gather(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gather:
    """Return a function that gathers from files in the current folder."""
    monkeypatch.chdir(tmp_path)

    def run(data: list[str], shapes: list[str], imports: str = "local") -> tuple[GraphFile, GraphFile, list[Notice]]:
        folder = tmp_path / ".work"
        folder.mkdir()
        gathering = Gathering(folder, imports, lambda step: None)
        reader = Reader(folder, "ttl", lambda url, target: None)
        return *gathering.graphs(reader.read(data, ""), reader.read(shapes, "")), gathering.notices

    return run


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def files(graph: GraphFile) -> list[str]:
    return [document.shown for document in graph.documents]


def english(notices: list[Notice]) -> list[tuple[str, str, str]]:
    return [(one.code, one.place.file if one.place else "", one.messages["en"]) for one in notices]


def test_blank_nodes_of_data_and_shapes_have_other_labels(gather: Gather) -> None:
    write("d.ttl", "[] <urn:p> 1 .")
    write("s.ttl", "[] <urn:p> 1 .")
    data, shapes, _ = gather(["d.ttl"], ["s.ttl"])
    assert data.ntriples.read_text().startswith("_:d0b0 ")
    assert shapes.ntriples.read_text().startswith("_:s0b0 ")


def test_imports_are_read_from_the_folder_of_the_file_again_and_again_and_in_circles(gather: Gather) -> None:
    write("s.ttl", OWL + "<> owl:imports <sub/a.ttl> .")
    write("sub/a.ttl", OWL + "<> owl:imports <b.ttl> .")
    write("sub/b.ttl", OWL + "<> owl:imports <../s.ttl> , <> . <urn:x> <urn:p> 1 .")
    write("d.ttl", "")
    _, shapes, notices = gather(["d.ttl"], ["s.ttl"])
    assert files(shapes) == ["s.ttl", "sub/a.ttl", "sub/b.ttl"]
    assert "<urn:x>" in shapes.ntriples.read_text()
    assert [one.code for one in notices] == ["empty-file"]


@pytest.mark.parametrize("iri", ["http://e/onto", "http://e/onto#", "http://e/onto/", "http://e/onto/1.0"])
def test_an_import_of_an_ontology_is_the_named_file_that_describes_it(gather: Gather, iri: str) -> None:
    write("d.ttl", OWL + "<http://e/onto> a owl:Ontology ; owl:versionIRI <http://e/onto/1.0> ; <urn:p> 1 .")
    write("s.ttl", OWL + f"<> owl:imports <{iri}> .")
    _, shapes, notices = gather(["d.ttl"], ["s.ttl"])
    assert (files(shapes), notices) == (["s.ttl", "d.ttl"], [])


def test_an_import_from_elsewhere_is_not_fetched_but_said(gather: Gather) -> None:
    write("d.ttl", OWL + "<> owl:imports <http://127.0.0.1:9/o> .")
    write("s.ttl", OWL + "<> owl:imports <none.ttl> .")
    _, _, notices = gather(["d.ttl"], ["s.ttl"])
    assert [(one.code, one.level) for one in notices] == [("import-elsewhere", "warning"), ("import-missing", "error")]
    assert english(notices)[0][1:] == (
        "d.ttl",
        "owl:imports names “http://127.0.0.1:9/o”, which is no local file and was not read: "
        "name its file too, or allow --imports fetch",
    )
    assert english(notices)[1][2].endswith("none.ttl”, which cannot be read: there is no such file")


def test_no_import_is_read_where_none_is_wanted(gather: Gather) -> None:
    write("s.ttl", OWL + "<> owl:imports <none.ttl> , <http://127.0.0.1:9/o> .")
    write("d.ttl", "<urn:a> <urn:p> 1 .")
    _, shapes, notices = gather(["d.ttl"], ["s.ttl"], "none")
    assert (files(shapes), notices) == (["s.ttl"], [])


class TestFetching:
    def test_an_import_is_fetched_where_that_is_allowed(self, gather: Gather) -> None:
        turtle = OWL.encode() + b"<urn:x> <urn:p> <rel> . <> owl:imports <file:///etc/hostname> ."

        def answer(path: str) -> Answer:
            return (200, "text/turtle; charset=utf-8", turtle) if path == "/sparql" else (404, "text/html", b"")

        with endpoint(answer) as url:
            write("d.ttl", OWL + f"<> owl:imports <{url}#part> , <{url}/none> .")
            write("s.ttl", "<urn:a> <urn:p> 1 .")
            data, _, notices = gather(["d.ttl"], ["s.ttl"], "fetch")
            assert files(data) == ["d.ttl", f"{url}#part"]
            assert f"<urn:x> <urn:p> <{url.removesuffix('sparql')}rel> ." in data.ntriples.read_text()
        # What comes from the web does not make us read files of this machine.
        assert sorted(one.code for one in notices) == ["import-elsewhere", "import-missing"]
        assert any(f"names “{url}/none”, which cannot be read: it answered 404" in one[2] for one in english(notices))

    def test_what_is_no_rdf_is_said(self, gather: Gather) -> None:
        with endpoint(lambda path: (200, "text/html", b"<p>Hello")) as url:
            write("d.ttl", OWL + f"<> owl:imports <{url}> .")
            write("s.ttl", "<urn:a> <urn:p> 1 .")
            _, _, notices = gather(["d.ttl"], ["s.ttl"], "fetch")
        (notice,) = english(notices)
        assert notice[2].endswith("which cannot be read: it answered with text/html, which is no RDF")


def test_what_cannot_be_read_is_left_out_with_its_place_and_the_rest_is_read(gather: Gather) -> None:
    write("d/a.ttl", "<urn:a> <urn:p> 1 .")
    write("d/broken.ttl", "<urn:b> <urn:p> 1 .\n<urn:c> <urn:p>")
    Path("d/latin.ttl").write_bytes(b"<urn:d> <urn:p> '\xe9' .")
    Path("d/loop.ttl").symlink_to("loop.ttl")
    write("d/empty.ttl", "\n")
    write("s.ttl", "<urn:a> <urn:p> 1 .")
    data, _, notices = gather(["d"], ["s.ttl"])
    assert data.ntriples.read_text().splitlines() == [
        '<urn:a> <urn:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .'
    ]
    assert [(one.code, one.level) for one in notices] == [
        ("syntax", "error"),
        ("empty-file", "note"),
        ("encoding", "error"),
        ("syntax", "error"),
    ]
    assert notices[0].place
    assert (notices[0].place.file, notices[0].place.line) == ("d/broken.ttl", 2)
    assert "the byte 0xe9 at offset 17 is not UTF-8" in notices[2].messages["ru"]
    assert "d/loop.ttl" in english(notices)[3][1]
    assert all("\n" not in text for one in notices for text in one.messages.values())


def test_a_file_that_is_named_twice_is_said(gather: Gather) -> None:
    write("d.ttl", "<urn:a> <urn:p> 1 .")
    data, _, notices = gather(["d.ttl", "d.ttl"], ["d.ttl"])
    assert files(data) == ["d.ttl"]
    assert english(notices) == [("named-twice", "d.ttl", "is named more than once, and was read once")]
