"""Checks before anything is timed that all servers give the same answers."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import blake2b
from http.client import HTTPException
from typing import Any
from urllib.request import Request, urlopen

from benchmarks.serving.queries import Work, target
from benchmarks.serving.servers import Server
from pyoxigraph import RdfFormat, parse

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {_XSD + "decimal", _XSD + "integer"}
_LIMIT_S = 120
_VIRTUOSO_ASK = "__ASK_RETVAL"  # it answers some ASK with a table of this column, empty for false
_TEXTS_CHECKED = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What makes two answers equal: the number of rows, and a sum over the hashes of all rows in any order."""

    rows: int
    checksum: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A server that answers otherwise than the first one, or not at all.

    Attributes:
        server: its name.
        work: the name of the queries.
        reason: one sentence.
    """

    server: str
    work: str
    reason: str


def differences(servers: list[Server], work: Iterable[Work]) -> Iterator[Difference]:
    """Compare all answers with those of the first server, and yield the first difference of a server and work."""
    for asked in work:
        texts = asked.texts[:_TEXTS_CHECKED]
        expected = [answer(servers[0], asked, text) for text in texts]
        for server in servers[1:]:
            reasons = (_difference(server, asked, *pair) for pair in zip(texts, expected, strict=True))
            if reason := next(filter(None, reasons), ""):
                yield Difference(server.name, asked.name, reason)


def _difference(server: Server, work: Work, text: str, expected: Answer) -> str:
    """Return how a server's answer differs from the expected one, or nothing."""
    try:
        found = answer(server, work, text)
    except (OSError, HTTPException, ValueError, SyntaxError) as error:
        return f"no whole answer: {error}"
    if found.rows != expected.rows:
        return f"{found.rows:,} rows instead of {expected.rows:,}"
    if found != expected and found.rows != work.limit:
        return f"other values in {found.rows:,} rows"
    return ""


def answer(server: Server, work: Work, text: str) -> Answer:
    """Ask a server and return what makes its answer comparable.

    Raises:
        OSError: the server does not answer, or with an error.
        HTTPException: the answer was cut.
        ValueError: the answer is not in the format that was asked for.
        SyntaxError: the same, for triples.
    """
    request = Request(server.url + target(server.path, text), headers={"Accept": work.accept})
    with urlopen(request, timeout=_LIMIT_S) as response:
        if work.gives_triples:
            return _summed(str(quad.triple) for quad in parse(response, RdfFormat.N_TRIPLES))
        content = json.load(response)
    if "boolean" in content:
        return _summed([str(content["boolean"])])
    rows = content["results"]["bindings"]
    if content["head"]["vars"] == [_VIRTUOSO_ASK]:
        return _summed([str(bool(rows))])
    return _summed(map(_row, rows))


def _summed(rows: Iterable[str]) -> Answer:
    count, checksum = 0, 0
    for row in rows:
        count += 1
        checksum += int.from_bytes(blake2b(row.encode(), digest_size=8).digest())
    return Answer(count, checksum % (1 << 64))


def _row(row: dict[str, dict[str, Any]]) -> str:
    return repr(sorted((name, *_term(term)) for name, term in row.items()))


def _term(term: dict[str, Any]) -> tuple[str, str, str, str]:
    """Return a term in one form: servers write numbers and plain strings differently."""
    kind = term["type"].removeprefix("typed-")
    value, datatype = term["value"], term.get("datatype", "")
    if datatype in _NUMBERS:
        with suppress(InvalidOperation):
            value, datatype = f"{Decimal(value).normalize():f}", "number"
    return kind, value, term.get("xml:lang", "").lower(), "" if datatype == _XSD + "string" else datatype
