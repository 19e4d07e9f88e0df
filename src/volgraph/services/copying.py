"""Copying all that a SPARQL endpoint has, in pages, and refusing a copy that is not whole."""

from collections.abc import Callable, Iterator
from pathlib import Path

from pyoxigraph import Literal, QueryResultsFormat, QuerySolution, QuerySolutions, Triple, parse_query_results

from volgraph.errors import RemoteError
from volgraph.io.media_types import Format, Kind, by_name
from volgraph.io.remote import ask_remote
from volgraph.io.sorted_lines import SortedLines
from volgraph.services.querying import stored_query

PAGE_ROWS = 10_000
"""What public endpoints commonly answer at most."""


class _Endpoint:
    """An endpoint and the queries that are asked of it."""

    def __init__(self, url: str) -> None:
        self._url = url
        form = by_name("json", Kind.SOLUTIONS)
        assert form
        self._form: Format = form

    def solutions(self, query: str) -> list[QuerySolution]:
        body = ask_remote(self._url, query, self._form)
        try:
            found = parse_query_results(body, QueryResultsFormat.JSON)
            if isinstance(found, QuerySolutions):
                return list(found)
        except SyntaxError as error:
            raise RemoteError(self._url, f"the answer is no JSON of SPARQL, or was cut: {error.msg}") from None
        raise RemoteError(self._url, "the endpoint answered a SELECT with a boolean")

    def count(self, name: str) -> int:
        solutions = self.solutions(stored_query(f"endpoint/{name}"))
        value = solutions[0]["count"] if len(solutions) == 1 else None
        if not isinstance(value, Literal) or not value.value.isdecimal():
            raise RemoteError(self._url, "the endpoint does not say how many triples it has")
        return int(value.value)

    def counts(self) -> tuple[int, int]:
        """Return how many triples there are without a blank node, and with one."""
        return self.count("count"), self.count("count-blank")

    def pages(self) -> Iterator[list[bytes]]:
        """Yield the lines of each page; the next one begins where an endpoint that answers less has stopped."""
        offset = 0
        while rows := self.solutions(_slice(stored_query("endpoint/page"), offset)):
            yield [_line(row) for row in rows]
            offset += len(rows)


def copy_endpoint(url: str, target: Path, progress: Callable[[str], None] = lambda step: None) -> None:
    """Write the default graph of an endpoint into a file of N-Triples.

    Triples without a blank node are asked for in pages. The others come in one answer, since no two answers share a
    blank node. The endpoint says before and after how many there are: what is missing does not go unnoticed.

    Args:
        url: the endpoint; `default-graph-uri` in it names another graph.
        target: the file.
        progress: told of each page.

    Raises:
        RemoteError: it does not answer as SPARQL asks, cuts its answers, or changes meanwhile.
    """
    endpoint = _Endpoint(url)
    counts = endpoint.counts()
    with SortedLines() as lines:
        read = 0
        for page in endpoint.pages():
            lines.add(page)
            read += len(page)
            progress(f"reading the endpoint ({read:,} of {sum(counts):,} triples)")
        blank = [_line(row) for row in endpoint.solutions(stored_query("endpoint/blank"))] if counts[1] else []
        lines.add(blank)
        copied = lines.write(target).lines
    if (read, len(blank)) != counts or copied != sum(counts) or endpoint.counts() != counts:
        raise RemoteError(
            url,
            f"the endpoint says that it has {sum(counts):,} triples and gave {copied:,}: it cuts its answers or "
            "changes meanwhile, so validate a dump of it",
        )


def _slice(query: str, offset: int) -> str:
    """Return a query for one page; SPARQL has no variables for the numbers behind LIMIT and OFFSET."""
    return f"{query}LIMIT {PAGE_ROWS:d} OFFSET {offset:d}\n"


def _line(row: QuerySolution) -> bytes:
    return f"{Triple(row['subject'], row['predicate'], row['object'])} .\n".encode()
