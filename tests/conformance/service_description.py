"""The three tests of Service Description, which its manifest gives in words.

https://www.w3.org/TR/sparql11-service-description/
"""

from collections.abc import Callable
from pathlib import Path

import pyshacl
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF
from tests.conformance.checks import FailureError
from tests.conformance.wire import send

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SHAPES = Path(__file__).parent / "service-description.ttl"
_FORMATS = {"text/turtle": "turtle", "application/rdf+xml": "xml", "application/n-triples": "nt"}


def described(url: str, token: str | None) -> Graph:
    """Return the description that a GET of an endpoint's URL gives.

    Raises:
        FailureError: it gives none.
    """
    response = send(url, "GET", (("Accept", "text/turtle"),), None, token)
    if response.status != 200:
        raise FailureError(f"GET: status {response.status} instead of 200")
    if response.media_type not in _FORMATS:
        raise FailureError(f"GET: Content-Type {response.media_type or 'missing'} instead of RDF")
    try:
        return Graph().parse(data=response.body, format=_FORMATS[response.media_type], publicID=url)
    except Exception as error:  # each of rdflib's parsers has its own
        raise FailureError(f"the body is no {response.media_type}: {str(error).splitlines()[0]}") from None


def returns_rdf(url: str, token: str | None) -> None:
    """Check that the description is RDF that says something."""
    if not len(described(url, token)):
        raise FailureError("the description is empty")


def has_endpoint_triple(url: str, token: str | None) -> None:
    """Check that a service has this very endpoint."""
    graph = described(url, token)
    if not any(graph.triples((None, SD.endpoint, URIRef(url)))):
        raise FailureError("there is no sd:endpoint with the URL that was asked")


def conforms_to_schema(url: str, token: str | None) -> None:
    """Check the description against the domains, ranges and terms of the vocabulary."""
    if found := complaints(described(url, token)):
        raise FailureError("; ".join(found))


def complaints(graph: Graph) -> list[str]:
    """Return what breaks the domains, ranges and terms of the vocabulary, in sentences."""
    if not any(graph.subjects(RDF.type, SD.Service)):
        return ["there is no sd:Service"]
    _, _, text = pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPES), advanced=True)
    lines = (line.strip() for line in text.splitlines())
    return sorted({line.removeprefix("Message: ") for line in lines if line.startswith("Message: ")})


CHECKS: dict[str, Callable[[str, str | None], None]] = {
    "returns-rdf": returns_rdf,
    "has-endpoint-triple": has_endpoint_triple,
    "conforms-to-schema": conforms_to_schema,
}
