"""Describing the endpoint and the dataset: what the generation says of itself, and what only the server knows.

https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/vocab-dcat-3/
"""

from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode, Triple

from volgraph.domain.iris import child
from volgraph.domain.vocabulary import (
    DCAT,
    DCT,
    FOAF,
    PROV,
    RDFS,
    SCHEMA,
    SD,
    SPDX,
    TYPE,
    VOID,
    typed,
)
from volgraph.io.generations import Home
from volgraph.io.media_types import FORMATS
from volgraph.services.description import DATASET
from volgraph.services.published import Snapshot
from volgraph.services.querying import ask
from volgraph.services.things import triples_of
from volgraph.web.site import site

# The features that https://www.w3.org/TR/sparql11-service-description/#id40975 names are none of ours: no federation,
# no dereferencing, no empty graphs, and a default graph that is the merge of most graphs, not of all.
FORMAT_IRIS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "nq": "N-Quads",
    "trig": "TriG",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
}
"""The names of https://www.w3.org/ns/formats/ for the formats of `io.media_types`."""

_LEFT_OUT = {VOID["classPartition"], VOID["propertyPartition"], PROV["wasDerivedFrom"], DCAT["distribution"]}


def description(snapshot: Snapshot, url: str) -> Iterator[Triple]:
    """Yield what the endpoint at `url` speaks, and of its dataset the graphs, prefixes and example queries.

    The partitions and distributions stand in `/.well-known/void`, to which the description leads.
    """
    dataset = site().base.thing(DATASET)
    service = BlankNode()
    yield Triple(service, TYPE, SD["Service"])
    yield Triple(service, SD["endpoint"], NamedNode(url))
    yield Triple(service, SD["supportedLanguage"], SD["SPARQL11Query"])
    yield from _result_formats(service)
    yield Triple(service, SD["defaultDataset"], dataset)
    yield Triple(service, RDFS["seeAlso"], NamedNode(url.removesuffix("/sparql") + "/.well-known/void"))
    yield from _targets(snapshot, url)
    apart = (f"{dataset.value}/default-graph/", f"{dataset.value}/distribution/", site().base.thing("file/").value)
    for triple in _described(snapshot):
        assert isinstance(triple.subject, NamedNode)
        if triple.predicate not in _LEFT_OUT and not triple.subject.value.startswith(apart):
            yield triple


def workspace_description(url: str) -> Iterator[Triple]:
    """Yield what the workspace's endpoint at `url` speaks: its dataset changes, and its default graph is a graph."""
    service, dataset, graph = BlankNode(), BlankNode(), BlankNode()
    yield Triple(service, TYPE, SD["Service"])
    yield Triple(service, SD["endpoint"], NamedNode(url))
    for language in ("SPARQL11Query", "SPARQL11Update"):
        yield Triple(service, SD["supportedLanguage"], SD[language])
    yield Triple(service, SD["feature"], SD["EmptyGraphs"])
    yield from _result_formats(service)
    yield Triple(service, SD["defaultDataset"], dataset)
    yield Triple(dataset, TYPE, SD["Dataset"])
    yield Triple(dataset, SD["defaultGraph"], graph)
    yield Triple(graph, TYPE, SD["Graph"])


def _result_formats(service: BlankNode) -> Iterator[Triple]:
    for form in (form for form in FORMATS if form.name in FORMAT_IRIS):
        yield Triple(service, SD["resultFormat"], NamedNode(f"http://www.w3.org/ns/formats/{FORMAT_IRIS[form.name]}"))


def dataset_description(snapshot: Snapshot, root: str) -> Iterator[Triple]:
    """Yield all that the generation says of the dataset, and where and since when this server gives it.

    Args:
        snapshot: the generation.
        root: the address of the server, without a slash at the end.
    """
    yield from _described(snapshot)
    yield from _targets(snapshot, f"{root}/sparql")
    yield from _access(snapshot, root)
    dataset = site().base.thing(DATASET)
    for name, entry in snapshot.manifest["dumps"].items():
        node, address = child(dataset, f"distribution/{name}"), NamedNode(f"{root}/data/dumps/{name}")
        checksum = child(node, "checksum")
        yield Triple(dataset, VOID["dataDump"], address)
        yield Triple(node, DCAT["downloadURL"], address)
        yield Triple(node, DCAT["accessURL"], NamedNode(f"{root}/data/dumps/"))
        yield Triple(node, DCAT["byteSize"], typed(str(entry["bytes"]), "nonNegativeInteger"))
        yield Triple(node, SPDX["checksum"], checksum)
        yield Triple(checksum, TYPE, SPDX["Checksum"])
        yield Triple(checksum, SPDX["algorithm"], SPDX["checksumAlgorithm_sha256"])
        yield Triple(checksum, SPDX["checksumValue"], typed(entry["sha256"], "hexBinary"))


def _access(snapshot: Snapshot, root: str) -> Iterator[Triple]:
    dataset, service = site().base.thing(DATASET), NamedNode(f"{root}/sparql")
    yield Triple(dataset, VOID["sparqlEndpoint"], service)
    yield Triple(service, TYPE, DCAT["DataService"])
    yield Triple(service, DCAT["endpointURL"], service)
    yield Triple(service, DCAT["endpointDescription"], NamedNode(f"{root}/openapi.json"))
    yield Triple(service, DCAT["servesDataset"], dataset)
    yield Triple(dataset, DCAT["landingPage"], NamedNode(f"{root}/"))
    yield Triple(dataset, FOAF["homepage"], NamedNode(f"{root}/"))
    yield Triple(dataset, DCT["identifier"], typed(snapshot.digest, "string"))
    times = [entry.published for entry in Home(site().settings.home).publications() if entry.digest == snapshot.digest]
    if times:
        yield Triple(dataset, DCT["issued"], typed(times[0].isoformat(), "dateTime"))


def _described(snapshot: Snapshot) -> Iterator[Triple]:
    graph = site().base.graph("dataset")
    return triples_of(snapshot.source, graph)


def _targets(snapshot: Snapshot, url: str) -> Iterator[Triple]:
    """Yield where the example queries can be asked."""
    graph = site().base.graph("dataset")
    for solution in ask(snapshot.source, "executables", graph=graph):
        query = solution["query"]
        assert isinstance(query, NamedNode)
        yield Triple(query, SCHEMA["target"], NamedNode(url))
