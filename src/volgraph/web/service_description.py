"""Describing the endpoint: https://www.w3.org/TR/sparql11-service-description/."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode, Triple

from volgraph.domain.vocabulary import SD, TYPE, VOID, integer
from volgraph.services.published import Snapshot
from volgraph.web.site import site

FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)


def description(snapshot: Snapshot, url: str) -> Iterator[Triple]:
    """Yield what the endpoint at `url` speaks and what it answers about."""
    service, dataset, default = BlankNode(), BlankNode(), BlankNode()
    yield Triple(service, TYPE, SD["Service"])
    yield Triple(service, SD["endpoint"], NamedNode(url))
    yield Triple(service, SD["supportedLanguage"], SD["SPARQL11Query"])
    for name in _RESULT_FORMATS:
        yield Triple(service, SD["resultFormat"], NamedNode(FORMATS + name))
    yield Triple(service, SD["defaultDataset"], dataset)
    yield Triple(dataset, TYPE, SD["Dataset"])
    yield Triple(dataset, VOID["inDataset"], site().base.thing("dataset/volgraph"))
    yield Triple(dataset, SD["defaultGraph"], default)
    yield Triple(default, TYPE, SD["Graph"])
    for iri, graph in sorted(snapshot.manifest["graphs"].items()):
        node = BlankNode()
        yield Triple(dataset, SD["namedGraph"], node)
        yield Triple(node, TYPE, SD["NamedGraph"])
        yield Triple(node, SD["name"], NamedNode(iri))
        yield Triple(node, VOID["triples"], integer(graph["triples"]))
