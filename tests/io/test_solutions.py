"""Reading solutions that another process wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store

from volgraph.domain.vocabulary import XSD
from volgraph.io.solutions import read_solutions

SUBJECT, PROPERTY = NamedNode("https://example.org/s"), NamedNode("https://example.org/p")
LITERALS = st.one_of(
    st.text().map(Literal),
    st.text().map(lambda text: Literal(text, language="kk")),
    st.integers(-(10**12), 10**12).map(Literal),
    st.booleans().map(Literal),
    st.text().map(lambda text: Literal(text, datatype=XSD["date"])),
)


def found(store: Store, query: str) -> tuple[list[tuple[object, ...]], bytes]:
    """Return what a query finds, and the same as the engine writes it."""
    solutions, again = store.query(query), store.query(query)
    assert isinstance(solutions, QuerySolutions) and isinstance(again, QuerySolutions)
    written = again.serialize(format=QueryResultsFormat.TSV)
    assert written is not None
    return [tuple(solution) for solution in solutions], written


@given(st.lists(LITERALS, max_size=8))
def test_what_the_engine_writes_is_read_as_it_was(values: list[Literal]) -> None:
    store = Store()
    store.extend(Quad(SUBJECT, PROPERTY, value) for value in values)
    expected, written = found(store, "SELECT ?s ?nothing ?o { ?s ?p ?o }")
    assert [tuple(row) for row in read_solutions(written)] == expected


@pytest.mark.parametrize(
    "text", ["a\tb", "a\nb", "a\r\nb", "\\t", "?x", " ", "", '"', "Қазақстан ә ғ қ ң ө ұ ү һ і", "\x85 \u2028"]
)
def test_signs_that_part_cells_or_lines(text: str) -> None:
    store = Store()
    store.add(Quad(SUBJECT, PROPERTY, Literal(text)))
    expected, written = found(store, "SELECT ?o ?nothing { ?s ?p ?o }")
    assert [tuple(row) for row in read_solutions(written)] == expected == [(Literal(text), None)]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT ?x { FILTER(false) }", []),
        ("SELECT ?x ?y { VALUES ?z { 1 2 } }", [(None, None), (None, None)]),
        ("SELECT ?x { VALUES ?z { 1 2 } }", [(None,), (None,)]),
        ("SELECT * { }", [()]),
    ],
)
def test_rows_without_terms(query: str, rows: list[tuple[object, ...]]) -> None:
    expected, written = found(Store(), query)
    assert [tuple(row) for row in read_solutions(written)] == expected == rows


def test_terms_are_found_by_their_names() -> None:
    store = Store()
    store.add(Quad(BlankNode("b"), PROPERTY, Literal(5)))
    _, written = found(store, "SELECT ?o ?s { ?s ?p ?o }")
    (row,) = read_solutions(written)
    assert row["o"] == Literal(5) and isinstance(row["s"], BlankNode) and len(row) == 2
    with pytest.raises(KeyError):
        row["p"]


def test_what_is_no_table_of_terms_is_refused() -> None:
    with pytest.raises(SyntaxError):
        read_solutions(b"?x\nnot a term\n")
