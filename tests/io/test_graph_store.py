"""Changing a store: updates and Graph Store operations, held against rdflib on random graphs."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse
from rdflib.compare import to_isomorphic

from volgraph.errors import InputError, QueryError, RdfSyntaxError
from volgraph.io.graph_store import (
    Graph,
    Payload,
    check_update,
    contains_graph,
    delete_graph,
    named_graphs,
    post_graph,
    post_new_graph,
    put_graph,
    update,
    write_dataset,
    write_graph,
)
from volgraph.io.media_types import FORMATS, Format, Kind, by_name, rdf_format

A, B, C = (NamedNode(f"http://example.org/graph/{name}") for name in "abc")
DEFAULT = DefaultGraph()


def form(name: str) -> Format:
    found = by_name(name, Kind.TRIPLES)
    assert found
    return found


def turtle(text: str, name: str = "") -> Payload:
    return Payload(text.encode(), form("ttl"), name)


def lines(store: Store, graph: Graph = DEFAULT) -> list[str]:
    return sorted(str(quad.triple) for quad in store.quads_for_pattern(None, None, None, graph))


@pytest.fixture
def store() -> Store:
    """Three graphs and a default graph: the triple `<x:s> <x:p> 1` stands in A, in B and in the default graph."""
    store = Store()
    put_graph(store, DEFAULT, [turtle("<x:s> <x:p> 1 . <x:d> <x:p> 0 .")])
    put_graph(store, A, [turtle("<x:s> <x:p> 1 .")])
    put_graph(store, B, [turtle("<x:s> <x:p> 1, 2 .")])
    put_graph(store, C, [turtle("<x:s> <x:p> 3 .")])
    return store


# Graph Store Protocol


@pytest.mark.parametrize("operation", [put_graph, post_graph])
def test_writing_says_whether_the_graph_is_new(operation: Callable[..., bool]) -> None:
    store = Store()
    assert operation(store, A, [turtle("<x:s> <x:p> 1 .")])
    assert not operation(store, A, [turtle("<x:s> <x:p> 2 .")])
    assert not operation(store, DEFAULT, [turtle("<x:s> <x:p> 1 .")])
    assert len(lines(store, A)) == (1 if operation is put_graph else 2)
    assert len(lines(store)) == 1


@pytest.mark.parametrize("operation", [put_graph, post_graph])
@pytest.mark.parametrize("nothing", [[], [turtle("# nothing")]])
def test_a_graph_that_gets_no_triples_exists(operation: Callable[..., bool], nothing: list[Payload]) -> None:
    store = Store()
    assert operation(store, A, nothing)
    assert contains_graph(store, A)
    assert named_graphs(store) == [A]
    assert not operation(store, A, nothing)


def test_putting_nothing_into_the_default_graph_empties_it(store: Store) -> None:
    assert not put_graph(store, DEFAULT, [turtle("")])
    assert lines(store) == []
    assert contains_graph(store, DEFAULT)
    assert len(lines(store, A)) == 1


def test_deleting_says_whether_the_graph_was_there(store: Store) -> None:
    assert delete_graph(store, A)
    assert not contains_graph(store, A)
    assert not delete_graph(store, A)
    assert delete_graph(store, DEFAULT)
    assert lines(store) == []
    assert contains_graph(store, DEFAULT)
    assert named_graphs(store) == [B, C]


def test_a_new_graph_is_named_under_the_graph_store_and_is_its_own_base() -> None:
    store = Store()
    graph = post_new_graph(store, "http://example.org/store/", [turtle("<> <x:p> 1 .")])
    assert graph.value.startswith("http://example.org/store/")
    assert [quad.subject for quad in store.quads_for_pattern(None, None, None, graph)] == [graph]
    assert post_new_graph(store, "http://example.org/store", []) != graph
    assert len(named_graphs(store)) == 2


def test_relative_iris_resolve_against_the_graph_unless_a_base_is_given() -> None:
    store = Store()
    put_graph(store, A, [turtle("<more> <x:p> 1 .")])
    assert lines(store, A)[0].startswith("<http://example.org/graph/more> ")
    put_graph(store, DEFAULT, [turtle("<more> <x:p> 1 .")], "http://example.org/store?default")
    assert lines(store)[0].startswith("<http://example.org/more> ")


@pytest.mark.parametrize("operation", [put_graph, post_graph])
@pytest.mark.parametrize(
    ("name", "content", "line", "column"),
    [
        ("ttl", "<x:s> <x:p> 1 .\n<x:s> <x:p> <x:o .", 2, 13),
        ("nt", "<x:s> <x:p> <x:o> .\nnonsense", 2, 1),
        ("nq", "<x:s> <x:p> <x:o> .\nnonsense", 2, 1),
        ("trig", "<x:s> <x:p> <x:o> .\n}", 2, 1),
        ("rdf", "<rdf:RDF", None, None),
        ("jsonld", '{"@id": ', 1, 9),
    ],
)
def test_what_does_not_parse_has_its_place_and_changes_nothing(
    store: Store, operation: Callable[..., bool], name: str, content: str, line: int | None, column: int | None
) -> None:
    before = sorted(map(str, store))
    good = turtle("<x:new> <x:p> 1 .")
    with pytest.raises(RdfSyntaxError) as caught:
        operation(store, A, [good, Payload(content.encode(), form(name), "second.file")])
    assert (caught.value.place.file, caught.value.place.line) == ("second.file", line)
    assert caught.value.place.column == column
    assert sorted(map(str, store)) == before


def test_bytes_that_are_no_utf8_are_refused(store: Store) -> None:
    with pytest.raises(RdfSyntaxError, match="UTF-8"):
        put_graph(store, A, [Payload('<x:s> <x:p> "сөз" .'.encode("cp1251", "replace"), form("ttl"))])


def test_json_ld_that_needs_a_context_from_elsewhere_is_told_to_bring_it() -> None:
    content = b'{"@context": "https://schema.org/", "@id": "x:a", "name": "x"}'
    with pytest.raises(RdfSyntaxError, match="put the context into the document"):
        put_graph(Store(), A, [Payload(content, form("jsonld"))])


@pytest.mark.parametrize("operation", [put_graph, post_graph])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("nq", "<x:s> <x:p> 'x' .\n<x:s> <x:p> <x:o> <x:g> .".replace("'", '"')),
        ("trig", "GRAPH <x:g> { <x:s> <x:p> 1 }"),
        ("trig", "_:g { <x:s> <x:p> 1 }"),
        ("jsonld", '{"@id": "x:g", "@graph": [{"@id": "x:s", "x:p": "1"}]}'),
    ],
)
def test_a_document_with_named_graphs_is_no_graph(
    store: Store, operation: Callable[..., bool], name: str, content: str
) -> None:
    before = sorted(map(str, store))
    with pytest.raises(InputError, match="named graphs"):
        operation(store, A, [Payload(content.encode(), form(name), "upload")])
    assert sorted(map(str, store)) == before


@pytest.mark.parametrize("name", ["ttl", "nt", "rdf", "jsonld", "nq", "trig"])
def test_every_format_comes_in_and_goes_out(store: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / "out"
    with path.open("wb") as output:
        if name in ("nq", "trig"):
            write_dataset(store, output, form(name))
            engine = form(name).engine
            assert isinstance(engine, RdfFormat)
            assert set(map(str, parse(path=path, format=engine))) == set(map(str, store))
            return
        write_graph(store, B, output, form(name))
    put_graph(store, A, [Payload(path, form(name))])
    assert lines(store, A) == lines(store, B)


@pytest.mark.parametrize("name", ["nq", "trig"])
def test_a_quad_format_without_named_graphs_is_a_graph(name: str) -> None:
    store = Store()
    put_graph(store, A, [Payload(b"<x:s> <x:p> <x:o> .", form(name))])
    assert len(lines(store, A)) == 1


@pytest.mark.parametrize("name", ["ttl", "rdf", "jsonld"])
def test_a_graph_is_written_into_a_pipe(store: Store, name: str) -> None:
    many = "".join(f"<x:s{number}> <x:p> {number} .\n" for number in range(20_000))
    put_graph(store, A, [turtle(many)])
    reading, writing = os.pipe()
    read: list[bytes] = []
    with os.fdopen(reading, "rb") as source:
        reader = Thread(target=lambda: read.append(source.read()))
        reader.start()
        write_graph(store, A, writing, form(name))
        os.close(writing)
        reader.join()
    engine = form(name).engine
    assert isinstance(engine, RdfFormat)
    assert len(list(parse(read[0], format=engine))) == 20_000


def test_an_empty_graph_is_written(store: Store, tmp_path: Path) -> None:
    put_graph(store, A, [])
    with (tmp_path / "out").open("wb") as output:
        write_graph(store, A, output, form("nt"))
    assert (tmp_path / "out").read_bytes() == b""


def test_blank_nodes_of_different_documents_and_requests_are_different() -> None:
    store = Store()
    one = turtle("_:b <x:p> 1 .")
    post_graph(store, A, [one, one])
    post_graph(store, A, [one])
    assert len({quad.subject for quad in store}) == 3


def test_every_character_of_a_literal_is_kept() -> None:
    points = [*range(0x100), 0x2028, 0xD7FF, 0xE000, 0xFFFE, 0x10FFFF]
    text = "".join(map(chr, points)) + '\\u0041 \\" \'\'\' """ } # ?x'
    written, store = Store(), Store()
    written.add(Quad(NamedNode("x:s"), NamedNode("x:p"), Literal(text)))
    content = written.dump(format=RdfFormat.N_TRIPLES, from_graph=DEFAULT)
    assert content
    put_graph(store, A, [Payload(content, form("nt"))])
    assert [quad.object for quad in store] == [Literal(text)]


def test_a_reader_never_sees_half_of_a_put() -> None:
    # DROP and INSERT in one transaction: with two, the graph is empty, or gone, for a moment.
    store = Store()
    halves = [turtle("".join(f"<x:{side}{number}> <x:p> {number} .\n" for number in range(500))) for side in "lr"]
    put_graph(store, A, [halves[0]])
    seen: set[tuple[bool, frozenset[str]]] = set()
    done = False

    def read() -> None:
        while not done:
            subjects = [str(quad.subject)[3] for quad in store.quads_for_pattern(None, None, None, A)]
            seen.add((len(subjects) == 500, frozenset(subjects)))

    reader = Thread(target=read)
    reader.start()
    for turn in range(40):
        put_graph(store, A, [halves[turn % 2]])
    done = True
    reader.join()
    assert seen <= {(True, frozenset("l")), (True, frozenset("r"))}
    assert seen


# Updates


def test_an_update_that_fails_half_way_changes_nothing(store: Store) -> None:
    before = sorted(map(str, store))
    with pytest.raises(QueryError, match="already exists: nothing was changed"):
        update(store, f"CLEAR ALL ; INSERT DATA {{ <x:a> <x:b> 1 }} ; CREATE GRAPH {A}")
    assert sorted(map(str, store)) == before
    assert named_graphs(store) == [A, B, C]


BROKEN = "INSERT { <x:a> <x:b> ?o } WHERE { ?s ?p ?o } ;\nCLEAR GRAPH nonsense ; CLEAR ALL"


def test_an_update_that_does_not_parse_says_where(store: Store) -> None:
    with pytest.raises(QueryError, match="the update is wrong here: “CLEAR GRAPH nonsense ; CLEAR ALL”") as caught:
        update(store, BROKEN)
    assert caught.value.place.line == 2
    assert len(store) == 6


def test_the_place_of_an_error_is_that_in_the_text_as_it_was_sent(store: Store) -> None:
    # The clauses that volgraph writes into the text would shift it.
    with pytest.raises(QueryError) as plain:
        check_update(BROKEN)
    with pytest.raises(QueryError) as caught:
        update(store, BROKEN, None, [A.value, B.value])
    assert str(caught.value) == str(plain.value)


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:9/x>",
        "LOAD SILENT <http://127.0.0.1:9/x>",
        "INSERT DATA { <x:a> <x:b> 1 } ; load <file:///etc/passwd> INTO GRAPH <x:g>",
        "INSERT { <x:a> <x:b> ?o } WHERE { SERVICE SILENT <http://127.0.0.1:9/x> { ?s ?p ?o } }",
        "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER EXISTS { SERVICE <http://127.0.0.1:9/x> { ?s ?p ?o } } }",
        'INSERT DATA { <x:a> <x:b> "load" ',
        'INSERT DATA { <x:a> <x:b> "\\u006coad" } ; LOAD <http://127.0.0.1:9/x>',
        "\\u004cOAD <http://127.0.0.1:9/x> ; \\u004cOAD <http://127.0.0.1:9/x>#load",
    ],
)
def test_an_update_that_reaches_out_is_refused(store: Store, text: str) -> None:
    before = sorted(map(str, store))
    with pytest.raises(QueryError, match=r"SERVICE|LOAD"):
        update(store, text)
    assert sorted(map(str, store)) == before


@pytest.mark.parametrize("text", ["\\u004cOAD <x:y>", "\\u0053ERVICE", "\\U0000004cOAD <x:y>"])
def test_keywords_cannot_be_written_with_escapes(text: str) -> None:
    # Else an update would reach out without the letters that are looked for.
    with pytest.raises(QueryError, match="wrong here"):
        update(Store(), text)


def test_the_words_service_and_load_may_stand_in_data(store: Store) -> None:
    update(store, 'INSERT DATA { <http://example.org/download> <x:p> "a load of service" }')
    assert len(lines(store)) == 3


def test_relative_iris_of_an_update_resolve_against_the_base() -> None:
    store = Store()
    update(store, "INSERT DATA { <a> <b> <> }", "http://example.org/update")
    assert lines(store) == ["<http://example.org/a> <http://example.org/b> <http://example.org/update>"]


COUNT = "INSERT { GRAPH <x:out> { <x:r> <x:n> ?n } } %s WHERE { SELECT (COUNT(*) AS ?n) { %s } }"
DEFAULT_TRIPLES, NAMED_TRIPLES = "?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"


def counted(store: Store, pattern: str, default: list[NamedNode], named: list[NamedNode], using: str = "") -> int:
    update(store, COUNT % (using, pattern), None, [g.value for g in default], [g.value for g in named])
    (quad,) = store.quads_for_pattern(None, None, None, NamedNode("x:out"))
    assert isinstance(quad.object, Literal)
    return int(quad.object.value)


@pytest.mark.parametrize(
    ("pattern", "default", "named", "count"),
    [
        (DEFAULT_TRIPLES, [], [], 2),
        (DEFAULT_TRIPLES, [A], [], 1),
        (DEFAULT_TRIPLES, [A, B], [], 2),  # the engine itself counts 3
        (DEFAULT_TRIPLES, [B, B], [], 2),
        (DEFAULT_TRIPLES, [A, B, C], [], 3),
        (DEFAULT_TRIPLES, [NamedNode("x:none"), B, A], [], 2),
        (DEFAULT_TRIPLES, [], [A], 0),
        (NAMED_TRIPLES, [], [], 4),
        (NAMED_TRIPLES, [A, B], [], 0),
        (NAMED_TRIPLES, [A, B], [C], 1),
        (NAMED_TRIPLES, [], [B, C], 3),
        (DEFAULT_TRIPLES, [A, B], [C], 2),
    ],
)
@pytest.mark.parametrize("way", ["parameters", "clauses"])
def test_an_update_is_about_the_graphs_that_are_asked_for(
    store: Store, pattern: str, default: list[NamedNode], named: list[NamedNode], count: int, way: str
) -> None:
    if way == "parameters":
        assert counted(store, pattern, default, named) == count
    else:
        using = " ".join((*(f"USING {graph}" for graph in default), *(f"using named {graph}" for graph in named)))
        assert counted(store, pattern, [], [], using) == count
    assert named_graphs(store) == [A, B, C, NamedNode("x:out")]


def test_graphs_are_merged_as_they_are_when_their_operation_runs(store: Store) -> None:
    text = f"""PREFIX x: <x:> # USING <x:comment> WHERE
        DROP ALL ;
        INSERT DATA {{ GRAPH {A} {{ x:a x:p "WHERE {{ # USING" }} GRAPH {B} {{ x:b x:p '''}}''' }} x:c x:p 1 }} ;
        INSERT {{ GRAPH x:out {{ ?s x:seen true }} }} # '
        WHERE {{ ?s x:p ?o FILTER (?o != x:n) }} ;
        DELETE WHERE {{ ?s x:p ?o }}"""
    update(store, text, None, [A.value, B.value])
    seen = '<x:seen> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    assert lines(store, NamedNode("x:out")) == [f"<x:a> {seen}", f"<x:b> {seen}"]
    assert named_graphs(store) == [A, B, NamedNode("x:out")]
    assert len(lines(store)) == 1  # DELETE WHERE looks into the merge and deletes from the default graph


def test_a_blank_node_of_a_template_is_made_once_for_a_shared_triple(store: Store) -> None:
    text = "INSERT { GRAPH <x:out> { [] <x:of> ?o } } WHERE { ?s <x:p> ?o }"
    update(store, text, None, [A.value, B.value])
    assert len(lines(store, NamedNode("x:out"))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "INSERT { <x:a> <x:b> ?o } USING <x:g> WHERE { ?s ?p ?o }",
        "INSERT { <x:a> <x:b> ?o } USING NAMED <x:g> WHERE { ?s ?p ?o }",
        "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "PREFIX x: <x:> CLEAR ALL ; with x:g INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    ],
)
def test_graphs_given_in_two_ways_are_refused(store: Store, text: str) -> None:
    before = sorted(map(str, store))
    with pytest.raises(QueryError, match="USING or WITH"):
        update(store, text, None, [], [A.value])
    assert sorted(map(str, store)) == before


def test_with_names_the_graph_of_the_templates_and_clauses_those_of_the_pattern(store: Store) -> None:
    update(store, f"WITH <x:out> INSERT {{ ?s <x:q> ?o }} USING {A} USING {B} WHERE {{ ?s ?p ?o }}")
    assert len(lines(store, NamedNode("x:out"))) == 2


def test_words_in_data_that_look_like_clauses_do_no_harm(store: Store) -> None:
    update(store, 'INSERT DATA { <x:a> <x:b> "USING <x:a> using <x:b>", "#", """ } \' """ }')
    assert len(lines(store)) == 5


def test_an_update_on_several_graphs_that_is_not_read_surely_is_refused(store: Store) -> None:
    with pytest.raises(QueryError, match="escapes"):
        update(store, 'INSERT { ?s <x:q> "\\u0041" } WHERE { ?s ?p ?o }', None, [A.value, B.value])


@pytest.mark.parametrize("iri", ["", "relative", "http://a b/"])
def test_a_graph_that_is_no_iri_is_refused(store: Store, iri: str) -> None:
    with pytest.raises(QueryError, match="named by no IRI"):
        update(store, "CLEAR ALL", None, [iri])
    assert len(store) == 6


def test_reading_an_update_does_nothing_and_needs_no_graph() -> None:
    check_update("CREATE GRAPH <x:g> ; CREATE GRAPH <x:g> ; DROP GRAPH <x:none>")
    with pytest.raises(QueryError):
        check_update("CREATE GRAPH")


# rdflib as the oracle

against_rdflib = settings(max_examples=50, deadline=None)

Triples = frozenset[tuple[str, int]]
GRAPHS: list[Graph] = [DEFAULT, A, B]
triples = st.frozensets(st.tuples(st.sampled_from(["<x:s>", "<x:t>", "_:b", "_:c"]), st.integers(1, 3)), max_size=4)
steps = st.lists(
    st.tuples(st.sampled_from(["put", "post", "delete"]), st.sampled_from(GRAPHS), st.lists(triples, max_size=2)),
    max_size=8,
)


def document(held: Triples) -> str:
    return "".join(f"{subject} <x:p> {number} .\n" for subject, number in sorted(held))


def read(store: Store, graph: Graph) -> rdflib.Graph:
    content = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph)
    assert content is not None
    return rdflib.Graph().parse(data=content, format="nt")


@against_rdflib
@given(steps)
def test_any_sequence_of_operations_leaves_what_rdflib_holds(sequence: list[tuple[str, Graph, list[Triples]]]) -> None:
    store = Store()
    held: dict[Graph, rdflib.Graph] = {DEFAULT: rdflib.Graph()}
    for operation, graph, documents in sequence:
        existed = graph in held
        payloads = [turtle(document(one)) for one in documents]
        if operation == "delete":
            assert delete_graph(store, graph) == existed
            held.pop(graph, None)
            held.setdefault(DEFAULT, rdflib.Graph())
        else:
            assert (put_graph if operation == "put" else post_graph)(store, graph, payloads) == (not existed)
            target = rdflib.Graph() if operation == "put" else held.get(graph, rdflib.Graph())
            for one in documents:
                target.parse(data=document(one), format="nt" if not one else "turtle")
            held[graph] = target
        for each in GRAPHS:
            assert contains_graph(store, each) == (each in held)
            assert to_isomorphic(read(store, each)) == to_isomorphic(held.get(each, rdflib.Graph()))


grounded = st.frozensets(st.tuples(st.sampled_from(["<x:s>", "<x:t>"]), st.integers(1, 3)), max_size=4)


@against_rdflib
@given(st.tuples(grounded, grounded, grounded), st.lists(st.sampled_from([A, B, C]), min_size=1, max_size=4))
def test_a_merge_counts_what_the_union_of_sets_has(held: tuple[Triples, ...], asked: list[NamedNode]) -> None:
    store = Store()
    for graph, one in zip((A, B, C), held, strict=True):
        put_graph(store, graph, [turtle(document(one))])
    union = set().union(*(one for graph, one in zip((A, B, C), held, strict=True) if graph in asked))
    assert counted(store, DEFAULT_TRIPLES, asked, []) == len(union)


# On named graphs and without USING: rdflib fails on a dataset's default graph, and fetches what USING names.
UPDATES = [
    f"INSERT DATA {{ GRAPH {A} {{ <x:s> <x:p> 9 }} }}",
    f"DELETE DATA {{ GRAPH {A} {{ <x:s> <x:p> 1 }} }}",
    f"DELETE WHERE {{ GRAPH {B} {{ ?s <x:p> 2 }} }}",
    f"DELETE {{ GRAPH {A} {{ ?s ?p ?o }} }} INSERT {{ GRAPH {B} {{ ?s <x:q> ?o }} }} "
    f"WHERE {{ GRAPH {A} {{ ?s ?p ?o FILTER (?o > 1) }} }}",
    f"WITH {A} DELETE {{ ?s ?p ?o }} INSERT {{ <x:t> ?p ?o }} WHERE {{ ?s ?p ?o }}",
    f"CLEAR GRAPH {A}",
    f"COPY {A} TO {B}",
    f"ADD {B} TO {C}",
]


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's update uses what rdflib deprecates
@against_rdflib
@given(st.tuples(grounded, grounded, grounded), st.lists(st.sampled_from(UPDATES), min_size=1, max_size=4))
def test_any_sequence_of_updates_leaves_what_rdflib_holds(held: tuple[Triples, ...], texts: list[str]) -> None:
    store, dataset = Store(), rdflib.Dataset()
    for graph, one in zip((A, B, C), held, strict=True):
        put_graph(store, graph, [turtle(document(one))])
        dataset.graph(rdflib.URIRef(graph.value)).parse(data=document(one), format="turtle")
    text = " ;\n".join(texts)
    update(store, text)
    dataset.update(text)
    for graph in (A, B, C):
        assert set(read(store, graph)) == set(dataset.graph(rdflib.URIRef(graph.value)))


# Formats


def test_what_comes_in_is_known_by_its_media_type() -> None:
    assert rdf_format("Text/Turtle; charset=utf-8") is form("ttl")
    assert rdf_format("application/n-quads") is form("nq")
    assert rdf_format("application/trig") is form("trig")
    assert rdf_format("ttl") is None
    assert rdf_format("text/csv") is None


def test_quad_formats_are_not_offered_for_the_answers_of_queries() -> None:
    assert {entry.kind for entry in FORMATS} == {Kind.SOLUTIONS, Kind.TRIPLES}
