"""What is written is what is read back: digests, blank nodes, and literals that the store would change."""

from collections.abc import Iterable
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from volgraph.domain.vocabulary import LABEL, RDF, XSD, integer, typed
from volgraph.errors import GenerationError
from volgraph.io.stores import (
    GraphDigest,
    QuadsWriter,
    changed_literals,
    finish_store,
    generation_digest,
    graph_lines,
    load_store,
    memory_store,
    open_store,
    read_digest,
    subject_lines,
)

A, B, P, G, H = (NamedNode(f"urn:x:{name}") for name in "abpgh")


class Written:
    """A store on disk that is made of some graphs."""

    def __init__(self, folder: Path, graphs: dict[NamedNode, list[Triple]], merged: Iterable[NamedNode] = ()) -> None:
        self.quads, self.merge = folder / "g.nq", folder / "merge.nt"
        with self.quads.open("wb") as quads, self.merge.open("wb") as merge:
            self.writer = QuadsWriter(merge)
            for graph, triples in graphs.items():
                self.writer.write(quads, graph, triples, merged=graph in merged)
        self.store = load_store(folder / "store", [self.quads], self.merge)


def digest_of(triples: list[Triple]) -> GraphDigest:
    return QuadsWriter(BytesIO()).write(BytesIO(), G, triples, merged=False)


KAZAKH = [
    Triple(A, LABEL, Literal("Әр «өңір»\n\t\\ \U0001f389", language="kk")),
    Triple(A, P, integer(3)),
    Triple(B, P, A),
]


def test_the_digest_of_a_graph_survives_the_store(tmp_path: Path) -> None:
    made = Written(tmp_path, {G: KAZAKH, H: KAZAKH[:1]})
    assert read_digest(made.store, G) == made.writer.digests[G]
    assert read_digest(made.store, H) == made.writer.digests[H]
    assert made.writer.digests[G].triples == 3


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), max_size=8))
def test_any_text_survives_the_store(texts: list[str]) -> None:
    store = Store()
    triples = [Triple(A, P, Literal(text)) for text in texts]
    store.extend(Quad(triple.subject, triple.predicate, triple.object, G) for triple in triples)
    assert read_digest(store, G) == digest_of(triples)


def test_order_and_repeats_do_not_change_a_digest() -> None:
    assert digest_of(KAZAKH) == digest_of([*reversed(KAZAKH), KAZAKH[0]])


def test_any_other_triple_graph_or_language_does() -> None:
    other = [Triple(A, LABEL, Literal("Әр", language="ru")), *KAZAKH[1:]]
    digests = {digest_of(triples).sha256 for triples in (KAZAKH, KAZAKH[:2], other, [])}
    assert len(digests) == 4
    assert QuadsWriter(BytesIO()).write(BytesIO(), H, KAZAKH, merged=False).sha256 not in digests


def test_a_generation_is_named_by_its_graphs_in_any_order() -> None:
    one, other = GraphDigest(G, "1" * 64, 1), GraphDigest(H, "2" * 64, 1)
    assert generation_digest([one, other]) == generation_digest([other, one])
    assert generation_digest([one, other]) != generation_digest(
        [GraphDigest(H, "1" * 64, 1), GraphDigest(G, "2" * 64, 1)]
    )
    assert len(generation_digest([])) == 64


def chain(*names: str) -> list[Triple]:
    nodes = [BlankNode(name) for name in names]
    links = [Triple(one, RDF["rest"], other) for one, other in pairwise(nodes)]
    return [*links, Triple(A, P, nodes[0]), *(Triple(node, RDF["first"], integer(i)) for i, node in enumerate(nodes))]


def test_blank_nodes_have_canonical_names(tmp_path: Path) -> None:
    assert digest_of(chain("x", "y", "z")) == digest_of(list(reversed(chain("q", "a", "m"))))
    assert digest_of(chain("x", "y", "z")) != digest_of(chain("x", "y"))
    made = Written(tmp_path, {G: chain("x", "y", "z")})
    assert read_digest(made.store, G) == made.writer.digests[G]


def test_the_default_graph_is_the_merge_without_repeats(tmp_path: Path) -> None:
    made = Written(tmp_path, {G: KAZAKH, H: KAZAKH[:2], P: [Triple(P, P, P)]}, merged=[G, H])
    lines = graph_lines(made.store, DefaultGraph())
    assert lines == graph_lines(made.store, G)
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (typed("12.50", "decimal"), typed("12.5", "decimal")),
        (typed("50", "nonNegativeInteger"), typed("50", "integer")),
        (typed("03", "integer"), typed("3", "integer")),
        (typed("1", "boolean"), typed("true", "boolean")),
    ],
    ids=str,
)
def test_a_literal_that_the_store_rewrites_shows_both_forms(tmp_path: Path, written: Literal, stored: Literal) -> None:
    made = Written(tmp_path, {G: [*KAZAKH, Triple(B, LABEL, written)]})
    assert read_digest(made.store, G) != made.writer.digests[G]
    (error,) = changed_literals(made.store, [made.quads], G)
    assert (error.written, error.stored) == (f"{B} {LABEL} {written}", f"{B} {LABEL} {stored}")
    assert error.place.subject == str(B)
    assert "write the second form" in str(error)


def test_two_forms_that_become_one_are_both_reported(tmp_path: Path) -> None:
    made = Written(tmp_path, {G: [Triple(A, P, typed("1.0", "decimal")), Triple(A, P, typed("1", "decimal"))]})
    errors = list(changed_literals(made.store, [made.quads], G))
    assert [error.written for error in errors] == [f"{A} {P} {typed('1.0', 'decimal')}"]


def test_the_same_content_in_memory_has_the_same_digest(tmp_path: Path) -> None:
    made = Written(tmp_path, {G: KAZAKH}, merged=[G])
    memory = memory_store(made.store)
    assert read_digest(memory, G) == made.writer.digests[G]
    assert graph_lines(memory, DefaultGraph()) == graph_lines(made.store, DefaultGraph())


def test_what_several_graphs_say_of_a_subject(tmp_path: Path) -> None:
    made = Written(tmp_path, {G: KAZAKH, H: [Triple(B, P, B)]})
    assert set(subject_lines(made.store, B, [G, H])) == {f"{B} {P} {A}".encode(), f"{B} {P} {B}".encode()}


def test_a_finished_store_opens_to_be_read_and_never_written(tmp_path: Path) -> None:
    made = Written(tmp_path, {G: KAZAKH})
    finish_store(made.store)
    made.store = Store()
    store = open_store(tmp_path / "store")
    assert len(graph_lines(store, G)) == 3
    with pytest.raises(RuntimeError, match="read-write"):
        store.add(Quad(A, P, B))


def test_a_store_that_is_absent_or_damaged_is_a_generation_error(tmp_path: Path) -> None:
    with pytest.raises(GenerationError, match=r"there is no store in .*none: build the generation again"):
        open_store(tmp_path / "none")
    made = Written(tmp_path, {G: KAZAKH})
    finish_store(made.store)
    made.store = Store()
    (tmp_path / "store" / "CURRENT").write_bytes(b"MANIFEST-999999\n")
    with pytest.raises(GenerationError, match="does not open"):
        open_store(tmp_path / "store")


def test_a_decimal_of_any_length_is_kept() -> None:
    store = Store()
    for text in ("200000", "0.1", "123456789012345678901234567890"):
        store.add(Quad(A, P, Literal(text, datatype=XSD["decimal"]), G))
    assert len(graph_lines(store, G)) == 3


def test_a_file_that_is_loaded_in_parts_gives_the_same_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("volgraph.io.stores._LOADED_AT_ONCE_BYTES", 100)
    quads, merge = tmp_path / "quads.nq", tmp_path / "merge.nt"
    graph = NamedNode("https://example.org/graph")
    triples = [Triple(NamedNode(f"https://example.org/{n}"), graph, Literal("ә" * n)) for n in range(20)]
    with quads.open("wb") as quads_file, merge.open("wb") as merge_file:
        written = QuadsWriter(merge_file).write(quads_file, graph, triples, merged=True)
    store = load_store(tmp_path / "store", [quads], merge)
    assert read_digest(store, graph) == written
    assert len(store) == 40
