"""Queries written out: anybody who asks one again gets what the page shows."""

from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Store

from volgraph.services.querying import ask
from volgraph.services.written_queries import narrowed_out, written_out

ID = "https://w3id.org/volgraph/id/"


@pytest.mark.parametrize(
    ("name", "variable", "path"),
    [
        ("table-of-measure", "measure", "measure/kazakhstan-volunteers-total"),
        ("figures-on-measure", "measure", "measure/forum-2023-start"),
        ("measure", "measure", "measure/forum-2023-start"),
        ("claim", "claim", "article/baq-forum/claim/06e"),
        ("around-claim", "claim", "article/baq-forum/claim/01a"),
    ],
)
def test_a_query_written_out_finds_the_same(store: Store, name: str, variable: str, path: str) -> None:
    thing = NamedNode(ID + path)
    terms: dict[str, Any] = {variable: thing}
    asked = ask(store, name, **terms)
    written = list(store.query(written_out(name, **terms)))  # type: ignore[arg-type]
    assert len(asked) > 5
    columns = [column for column in ("claim", "thing", "property", "value", "lower", "quote") if column != variable]
    assert sorted(_row(one, columns) for one in asked) == sorted(_row(one, columns) for one in written)
    assert f"?{variable}" not in written_out(name, **terms).partition("{")[0]


def _row(solution: object, columns: list[str]) -> str:
    found = []
    for column in columns:
        try:
            found.append(str(solution[column]))  # type: ignore[index]
        except KeyError:
            found.append("")
    return "\t".join(found)


def test_values_of_facets_cannot_become_query(store: Store) -> None:
    values = [Literal('" } DROP ALL #\n{ UNDEF } ?beginning  # by year')]
    text = narrowed_out(
        "lists/things", {"type": values}, "name", beginning=Literal(f"{ID}event/"), reader=Literal("en")
    )
    assert 'VALUES ?type { "\\" } DROP ALL #\\n{ UNDEF } ?beginning  # by year" }' in text
    assert list(store.query(text)) == []  # type: ignore[arg-type]


def test_terms_cannot_become_query() -> None:
    text = written_out("claim", claim=Literal('" } DROP ALL #\n'))
    assert '"\\" } DROP ALL #\\n"' in text
