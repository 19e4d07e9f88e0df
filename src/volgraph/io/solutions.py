"""Reading the solutions of a query that another process wrote: https://www.w3.org/TR/sparql11-results-csv-tsv/#tsv

A page reads thousands of terms, and most of them many times: each text of a term is read once an answer.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pyoxigraph import QueryResultsFormat, QuerySolution, QuerySolutions, parse_query_results

from volgraph.io.results import Term


class Row:
    """A solution: its terms in the order of the columns, and by their names; None where a variable is unbound."""

    __slots__ = ("_places", "_terms")

    def __init__(self, places: Mapping[str, int], terms: tuple[Term | None, ...]) -> None:
        self._places, self._terms = places, terms

    def __getitem__(self, name: str) -> Any:
        return self._terms[self._places[name]]

    def __iter__(self) -> Iterator[Term | None]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)


Solution = QuerySolution | Row
"""A solution of the engine, or one that was read."""


def read_solutions(data: bytes) -> list[Row]:
    """Return the solutions in a table of tab-separated values.

    Raises:
        SyntaxError: it is none.
    """
    header, *lines = data.decode().split("\n")[:-1]  # a line or a tab inside a term is escaped
    places = {name.removeprefix("?"): place for place, name in enumerate(header.split("\t"))}
    rows = [line.split("\t") for line in lines] if header else [[] for _ in lines]
    texts = dict.fromkeys(text for row in rows for text in row if text)
    terms = _terms(list(texts))
    return [Row(places, tuple([terms[text] for text in row])) for row in rows]


def _terms(texts: list[str]) -> dict[str, Term | None]:
    """Return the term of each text, and none for an empty one."""
    found = parse_query_results("\n".join(["?term", *texts, ""]).encode(), format=QueryResultsFormat.TSV)
    assert isinstance(found, QuerySolutions)
    terms: dict[str, Term | None] = dict(zip(texts, (row[0] for row in found), strict=True))
    terms[""] = None
    return terms
