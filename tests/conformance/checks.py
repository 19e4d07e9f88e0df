"""Holding a response against what a test expects."""

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)
from rdflib import Graph
from rdflib.compare import isomorphic
from tests.conformance.manifests import STATUSES, Expected
from tests.conformance.wire import Response

_RESULTS = {
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
_RDF = {
    "application/rdf+xml": "xml",
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
}
_QUADS = {"application/n-quads": RdfFormat.N_QUADS, "application/trig": RdfFormat.TRIG}
# The names of the tests say which result formats are appropriate. The RDF formats that they list are those of 2012;
# what the tests expect is "RDF", so that those registered since are as good.
_FORMS = {"boolean": list(_RESULTS)[:2], "tabular": list(_RESULTS), "RDF": [*_RDF, *_QUADS]}


class FailureError(Exception):
    """What a response lacks, in one line."""


def check(response: Response, expected: Expected, method: str) -> None:
    """Hold a response against what is expected.

    Raises:
        FailureError: it is not as expected.
    """
    if not any(response.status in STATUSES[name] for name in expected.statuses):
        raise FailureError(f"{method}: status {response.status} instead of {' or '.join(expected.statuses)}")
    if expected.form is not None:
        _check_form(response, expected)
    if expected.media_type is not None:
        _check_media_type(response, expected.media_type)
    if expected.body is not None:
        _check_graph(response, expected)
    if method == "HEAD" and response.body:
        raise FailureError("HEAD: the response has a body")
    if expected.location is not None and not response.headers.get("location"):
        raise FailureError(f"{method}: the response has no Location")


def check_refusal(response: Response, _: Expected, method: str) -> None:
    """Hold the response to a write against what a read-only server says: 403, and how publishing works.

    Raises:
        FailureError: it is not as expected.
    """
    if response.status != 403:
        raise FailureError(f"{method}: status {response.status} instead of 403")
    if b"volgraph publish" not in response.body:
        raise FailureError(f"{method}: the refusal does not say how publishing works")


def _check_form(response: Response, expected: Expected) -> None:
    assert expected.form is not None
    appropriate = _FORMS[expected.form]
    if response.media_type not in appropriate:
        raise FailureError(f"Content-Type {response.media_type or 'missing'} instead of {' or '.join(appropriate)}")
    if expected.form == "RDF":
        _graph(response)
        return
    try:
        found = parse_query_results(response.body, format=_RESULTS[response.media_type])
        solutions = list(found) if isinstance(found, QuerySolutions) else None
    except (SyntaxError, ValueError) as error:
        raise FailureError(f"the body is no {response.media_type}: {error}") from None
    if expected.form == "tabular" and not solutions:
        raise FailureError("the body has no solution")
    if expected.form == "boolean" and not isinstance(found, QueryBoolean):
        raise FailureError("the body has no boolean")
    if expected.boolean is not None and bool(found) is not expected.boolean:
        raise FailureError(f"the answer is {str(bool(found)).lower()} instead of {str(expected.boolean).lower()}")


def _check_media_type(response: Response, wanted: str) -> None:
    """Compare media types; UTF-8 is Turtle's only encoding, so that its charset may be left out, but not be another."""
    media_type, _, parameters = wanted.partition(";")
    if response.media_type != media_type.strip():
        raise FailureError(f"Content-Type {response.media_type or 'missing'} instead of {media_type}")
    charset = response.headers["content-type"].partition("charset=")[2].strip('" ').lower()
    if charset not in {"", parameters.partition("charset=")[2].strip()}:
        raise FailureError(f"charset {charset}")


def _check_graph(response: Response, expected: Expected) -> None:
    assert expected.body is not None and expected.media_type is not None
    wanted = Graph().parse(data=expected.body, format=_RDF[expected.media_type.partition(";")[0].strip()])
    found = _graph(response)
    if not isomorphic(found, wanted):
        raise FailureError(f"the graph has {len(found)} triples that are not the {len(wanted)} expected")


def _graph(response: Response) -> Graph:
    try:
        if quads := _QUADS.get(response.media_type):  # rdflib reads these into datasets only
            triples = (quad.triple for quad in parse(response.body, format=quads))
            return Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
        return Graph().parse(data=response.body, format=_RDF[response.media_type])
    except Exception as error:  # each of rdflib's parsers has its own
        raise FailureError(f"the body is no {response.media_type}: {str(error).splitlines()[0]}") from None
