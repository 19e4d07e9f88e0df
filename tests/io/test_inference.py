"""What follows from data, apart from what they say, with labels and lexical forms as they were."""

from pathlib import Path

import pytest

from volgraph.errors import LimitError
from volgraph.io.graph_files import merge
from volgraph.io.inference import OWL_RL, RDFS, infer

DATA = """@prefix : <urn:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:A rdfs:subClassOf :B . :p rdfs:subPropertyOf :r . :q owl:inverseOf :i .
:a a :A ; :p "01"^^xsd:integer ; :q [ :p "b"@en ] .
"""
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    (tmp_path / "d.ttl").write_text(DATA, encoding="utf-8")
    return merge([(tmp_path / "d.ttl", "d.ttl")], tmp_path / "d.nt").ntriples


def test_rdfs_follows_classes_and_properties(graph: Path, tmp_path: Path) -> None:
    assert infer(RDFS, graph, tmp_path / "new.nt") == []
    lines = (tmp_path / "new.nt").read_text(encoding="utf-8").splitlines()
    assert f"<urn:a> {TYPE} <urn:B> ." in lines
    assert '<urn:a> <urn:r> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .' in lines
    assert '_:d0b0 <urn:r> "b"@en .' in lines
    assert "_:d0b0 <urn:i> <urn:a> ." not in lines
    assert not set(lines) & set(graph.read_text(encoding="utf-8").splitlines())
    assert lines == sorted(lines)


def test_owl_follows_inverse_properties_too(graph: Path, tmp_path: Path) -> None:
    assert infer(OWL_RL, graph, tmp_path / "new.nt") == []
    assert "_:d0b0 <urn:i> <urn:a> ." in (tmp_path / "new.nt").read_text(encoding="utf-8").splitlines()


def test_contradictions_are_returned_and_are_no_nodes_of_the_graph(tmp_path: Path) -> None:
    data = tmp_path / "d.nt"
    data.write_text(
        f"<urn:a> {TYPE} <urn:A> .\n<urn:a> {TYPE} <urn:B> .\n"
        "<urn:A> <http://www.w3.org/2002/07/owl#disjointWith> <urn:B> .\n"
    )
    assert infer(OWL_RL, data, tmp_path / "new.nt") == [
        "Disjoint classes urn:A and urn:B have a common individual urn:a"
    ]
    assert "individual" not in (tmp_path / "new.nt").read_text()


def test_inference_keeps_to_its_time(graph: Path, tmp_path: Path) -> None:
    with pytest.raises(LimitError, match=r"inference took longer than 0\.01 seconds") as caught:
        infer(OWL_RL, graph, tmp_path / "new.nt", 0.01)
    assert caught.value.limit == "time"


@pytest.mark.parametrize("module", ["owlrl", "json"])
def test_modules_in_the_folder_we_are_in_are_not_run(
    module: str, graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{module}.py").write_text("raise SystemExit('ran')")
    monkeypatch.chdir(tmp_path)
    assert infer(RDFS, graph, tmp_path / "new.nt") == []
