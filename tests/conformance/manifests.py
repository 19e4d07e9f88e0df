"""Reading the W3C's manifests of protocol tests: which requests to send, and what to expect.

https://github.com/w3c/rdf-tests/tree/main/sparql/sparql11
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDFS
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")

PROTOCOL, GRAPH_STORE, DESCRIPTION = "SPARQL 1.1 Protocol", "Graph Store Protocol", "Service Description"
SUITES = {
    PROTOCOL: "protocol/manifest.ttl",
    GRAPH_STORE: "graph-store-protocol/manifest.ttl",
    DESCRIPTION: "service-description/manifest.ttl",
}
# What hts: calls a status, or a class of them.
STATUSES = {
    "OK": range(200, 201),
    "Created": range(201, 202),
    "NoContent": range(204, 205),
    "NotFound": range(404, 405),
    **{f"StatusCode{digit}xx": range(digit * 100, digit * 100 + 100) for digit in range(1, 6)},
}


@dataclass(frozen=True, slots=True)
class Expected:
    """What a response must be.

    Args:
        statuses: names of `STATUSES`, one of which it has.
        boolean: the answer of the `ASK` query.
        form: what the answer consists of: boolean, tabular or RDF.
        media_type: the value of `Content-Type`.
        body: RDF of that media type, isomorphic to the answer's.
        location: the variable that takes the value of `Location` in the requests after.
    """

    statuses: tuple[str, ...]
    boolean: bool | None
    form: str | None
    media_type: str | None
    body: bytes | None
    location: str | None


@dataclass(frozen=True, slots=True)
class Request:
    """A request, as it is to be sent; `path` begins with `/sparql/` or `/gsp`, which stand for the endpoint."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    expected: Expected


@dataclass(frozen=True, slots=True)
class Test:
    """A test: graphs to have, by IRI, and requests to send one after the other."""

    __test__ = False

    iri: str
    suite: str
    graphs: tuple[tuple[str, str], ...]
    requests: tuple[Request, ...]

    @property
    def name(self) -> str:
        """The name within its suite."""
        return self.iri.partition("#")[2]


def suites_folder() -> Path | None:
    """Return the folder of the three suites, if `VOLGRAPH_TEST_SHARED` names one that has it."""
    shared = os.environ.get("VOLGRAPH_TEST_SHARED")
    folder = Path(shared) / "w3c/sparql11" if shared else None
    return folder if folder and folder.is_dir() else None


def read_suite(folder: Path, suite: str) -> list[Test]:
    """Return the tests of a suite that its manifest lists, in their order."""
    return list(_read(folder / SUITES[suite], suite))


def _read(path: Path, suite: str) -> Iterator[Test]:
    graph = Graph().parse(path, format="turtle", publicID=path.as_uri())
    manifest = URIRef(path.as_uri())
    for included in _list(graph, manifest, MF.include):
        yield from _read(path.parent / str(included).rpartition("/")[2], suite)
    for test in _list(graph, manifest, MF.entries):
        assert isinstance(test, URIRef)
        action = graph.value(test, MF.action)
        requests = [_request(graph, request) for request in _list(graph, action, HT.requests)] if action else []
        data = [
            (str(graph.value(entry, RDFS.label)), (path.parent / _file(graph, entry)).read_text(encoding="utf-8"))
            for entry in graph.objects(test, UT.graphData)
        ]
        yield Test(str(test), suite, tuple(sorted(data)), tuple(requests))


def _file(graph: Graph, entry: Node) -> str:
    return str(graph.value(entry, UT.graph)).rpartition("/")[2]


def _list(graph: Graph, subject: Node, predicate: URIRef) -> list[Node]:
    head = graph.value(subject, predicate)
    return list(Collection(graph, head)) if head is not None else []


def _request(graph: Graph, node: Node) -> Request:
    response = graph.value(node, HT.resp)
    assert response is not None
    return Request(
        method=str(graph.value(node, HT.methodName)),
        path=str(graph.value(node, HT.absolutePath)),
        headers=tuple(_headers(graph, node)),
        body=_body(graph, node),
        expected=_expected(graph, response),
    )


def _expected(graph: Graph, response: Node) -> Expected:
    boolean, form = graph.value(response, MF.expectedBoolean), graph.value(response, MF.expectedFormat)
    location = graph.value(response, MF.expectedLocation)
    statuses = sorted(str(status).rpartition("#")[2] for status in graph.objects(response, MF.expectedStatus))
    assert statuses and set(statuses) <= set(STATUSES)
    return Expected(
        statuses=tuple(statuses),
        boolean=None if boolean is None else str(boolean) == "true",
        form=None if form is None else str(form),
        media_type=dict(_headers(graph, response)).get("content-type"),
        body=_body(graph, response),
        location=None if location is None else str(location),
    )


def _headers(graph: Graph, node: Node) -> Iterator[tuple[str, str]]:
    for header in _list(graph, node, HT.headers):
        yield str(graph.value(header, HT.fieldName)), str(graph.value(header, HT.fieldValue))


def _body(graph: Graph, node: Node) -> bytes | None:
    body = graph.value(node, HT.body)
    if body is None:
        return None
    return str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding)))
