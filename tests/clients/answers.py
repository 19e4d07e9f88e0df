"""What an answer says, whatever format it came in, and what is true."""

import csv
import json
from io import StringIO
from pathlib import Path

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from volgraph.io.media_types import Kind, by_name

Rows = list[tuple[str, ...]]
"""Rows of terms as N-Triples writes them, sorted; of CSV only what it keeps of them. Triples are rows of three."""

SELECTS = ("json", "xml", "csv", "tsv")
CONSTRUCTS = ("ttl", "nt", "rdf", "jsonld")


def query(name: str) -> str:
    """Return the text of a query of these tests."""
    return (Path(__file__).parent / "queries" / f"{name}.rq").read_text(encoding="utf-8")


def media_type(form: str) -> str:
    """Return the media type of a format."""
    found = by_name(form, Kind.TRIPLES if form in CONSTRUCTS else Kind.SOLUTIONS)
    assert found is not None
    return found.media_type


def read(body: bytes, form: str) -> Rows:
    """Return what an answer in a format says."""
    if form in CONSTRUCTS:
        found = by_name(form, Kind.TRIPLES)
        assert found and isinstance(found.engine, RdfFormat)
        return sorted(
            tuple(map(str, (quad.subject, quad.predicate, quad.object))) for quad in parse(body, found.engine)
        )
    if form == "csv":
        return sorted(map(tuple, list(csv.reader(StringIO(body.decode(), newline="")))[1:]))
    engine = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}[form]
    results = parse_query_results(body, format=engine)
    if isinstance(results, QueryBoolean):
        return [(json.dumps(bool(results)),)]
    return sorted(tuple("" if term is None else str(term) for term in row) for row in results)


def truth(store: Store, text: str, form: str) -> Rows:
    """Return what a store says, as far as a format keeps it."""
    found = store.query(text)
    if isinstance(found, QueryBoolean):
        return [(json.dumps(bool(found)),)]
    if isinstance(found, QueryTriples):
        return sorted(tuple(map(str, triple)) for triple in found)
    assert isinstance(found, QuerySolutions)
    kept = (lambda term: term.value) if form == "csv" else str
    return sorted(tuple("" if term is None else kept(term) for term in row) for row in found)
