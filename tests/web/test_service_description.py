"""What the endpoint says of itself, and whether clients find in it what they look for."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from httpx import Client
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from volgraph.domain.vocabulary import (
    DCAT,
    DCT,
    LANGUAGES,
    PREFIXES,
    RDF,
    RDFS,
    SCHEMA,
    SD,
    SH,
    SPDX,
    TYPE,
    VOID,
    Namespace,
)
from volgraph.io.generations import Home
from volgraph.io.media_types import FORMATS
from volgraph.web.service_description import FORMAT_IRIS

CLIENTS = sorted((Path(__file__).parent / "clients").glob("*.rq"))
ENDPOINT = "http://localhost/sparql"
DATASET = NamedNode("https://w3id.org/volgraph/id/dataset/volgraph")
VG = "https://w3id.org/volgraph/ns#"

# https://www.w3.org/TR/sparql11-service-description/#vocab: domain and range of each property, by local names.
SCHEMA_OF_SD = {
    "endpoint": ("Service", None),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "entailmentRegime": ("NamedGraph", "EntailmentRegime"),
    "defaultSupportedEntailmentProfile": ("Service", "EntailmentProfile"),
    "supportedEntailmentProfile": ("NamedGraph", "EntailmentProfile"),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "languageExtension": ("Service", "Feature"),
    "supportedLanguage": ("Service", "Language"),
    "propertyFeature": ("Service", "Feature"),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "resultFormat": ("Service", None),
    "inputFormat": ("Service", None),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}
LANGUAGES_OF_SD = {SD["SPARQL10Query"], SD["SPARQL11Query"], SD["SPARQL11Update"]}


@pytest.fixture
def description(client: FlaskClient) -> set[Triple]:
    """The service description, read from the answer to a plain GET."""
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    return {quad.triple for quad in parse(answer.data, format=RdfFormat.TURTLE)}


@pytest.fixture
def void(client: FlaskClient) -> set[Triple]:
    """The description of the dataset."""
    return {quad.triple for quad in parse(client.get("/.well-known/void").data, format=RdfFormat.TURTLE)}


def values(triples: set[Triple], subject: object, predicate: NamedNode) -> set[object]:
    return {triple.object for triple in triples if triple.subject == subject and triple.predicate == predicate}


def subjects(triples: set[Triple], predicate: NamedNode, value: object) -> set[object]:
    return {triple.subject for triple in triples if triple.predicate == predicate and triple.object == value}


class TestTheTestsOfTheStandard:
    """https://www.w3.org/2009/sparql/docs/tests/data-sparql11/service-description/, which are in words."""

    @pytest.mark.parametrize("form", ["text/turtle", "application/rdf+xml", "application/n-triples", ""])
    def test_get_on_the_endpoint_returns_rdf(self, client: FlaskClient, form: str) -> None:
        answer = client.get("/sparql", headers={"Accept": form} if form else {})
        rdf_format = RdfFormat.from_media_type(answer.mimetype or "")
        assert rdf_format
        assert list(parse(answer.data, format=rdf_format))

    def test_there_is_a_matching_endpoint_triple(self, description: set[Triple]) -> None:
        (service,) = subjects(description, TYPE, SD["Service"])
        assert values(description, service, SD["endpoint"]) == {NamedNode(ENDPOINT)}

    def test_it_conforms_to_the_schema(self, description: set[Triple]) -> None:
        used = [triple for triple in description if triple.predicate in SD]
        assert used
        for triple in used:
            domain, range_ = SCHEMA_OF_SD[triple.predicate.value.removeprefix(SD.iri)]
            classes = values(description, triple.subject, TYPE)
            assert SD[domain] in classes or (domain == "GraphCollection" and SD["Dataset"] in classes), triple
            if range_ == "Language":
                assert triple.object in LANGUAGES_OF_SD
            elif range_:
                assert SD[range_] in values(description, triple.object, TYPE), triple
            else:
                assert not isinstance(triple.object, Literal)


def test_it_names_every_format_that_is_written(description: set[Triple]) -> None:
    service = subjects(description, TYPE, SD["Service"]).pop()
    formats = Namespace("http://www.w3.org/ns/formats/")
    assert values(description, service, SD["resultFormat"]) == {
        formats[FORMAT_IRIS[form.name]] for form in FORMATS if form.name in FORMAT_IRIS
    }


def test_it_claims_no_feature_that_is_not_there(description: set[Triple]) -> None:
    assert not [triple for triple in description if triple.predicate == SD["feature"]]


def test_it_names_every_graph_with_its_triples(description: set[Triple], home: Home) -> None:
    current = home.current()
    assert current
    for iri, graph in current.manifest()["graphs"].items():
        node = subjects(description, SD["name"], NamedNode(iri)).pop()
        assert {str(value) for value in values(description, node, VOID["triples"])} == {
            f'"{graph["triples"]}"^^<http://www.w3.org/2001/XMLSchema#integer>'
        }
        assert node in values(description, DATASET, SD["namedGraph"])


def test_it_leads_to_the_partitions(description: set[Triple]) -> None:
    service = subjects(description, TYPE, SD["Service"]).pop()
    assert values(description, service, RDFS["seeAlso"]) == {NamedNode("http://localhost/.well-known/void")}
    assert not [triple for triple in description if triple.predicate == VOID["propertyPartition"]]


def test_examples_and_prefixes_stand_in_it_for_clients_that_look_only_there(description: set[Triple]) -> None:
    prefixes = {triple.object for triple in description if triple.predicate == SH["prefix"]}
    assert prefixes == set(map(Literal, PREFIXES))
    executables = subjects(description, TYPE, SH["SPARQLExecutable"])
    assert len(executables) == 64
    for example in executables:
        assert values(description, example, SCHEMA["target"]) == {NamedNode(ENDPOINT)}


def rows(http: Client, query: str) -> list[dict[str, dict[str, str]]]:
    """Ask as the SIB editor does: with a parameter of its own, wishing for JSON."""
    answer = http.get(
        "/sparql", params={"ac": "1", "query": query}, headers={"Accept": "application/sparql-results+json"}
    )
    assert answer.status_code == 200, answer.text
    found = answer.json()["results"]["bindings"]
    assert isinstance(found, list)
    return found


class TestRecordedQueries:
    @pytest.mark.parametrize("path", CLIENTS, ids=lambda path: path.stem)
    def test_a_query_that_a_client_sends_finds_something(self, http: Client, path: Path) -> None:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        found = rows(http, "".join(line for line in lines if not line.startswith("# ")))
        assert len(found) > 20
        kind = path.stem.partition("-")[2]
        if kind == "prefixes":
            assert {row["prefix"]["value"]: row["namespace"]["value"] for row in found} == PREFIXES
        elif kind == "examples":
            assert len(found) == 3 * 64
            assert {row["comment"]["xml:lang"] for row in found} == set(LANGUAGES)
        elif kind.startswith("void"):
            pairs = {
                (row["subjectClass"]["value"], row["prop"]["value"], row.get(kind_of_value, {}).get("value", ""))
                for row in found
                for kind_of_value in ("objectClass", "objectDatatype")
            }
            assert (f"{VG}QuantityClaim", f"{VG}measure", f"{VG}Measure") in pairs
            assert (f"{VG}QuantityClaim", f"{VG}lower", "http://www.w3.org/2001/XMLSchema#decimal") in pairs
        else:
            assert kind in ("classes", "predicates")

    def test_every_example_runs_as_it_stands(self, http: Client) -> None:
        path = next(path for path in CLIENTS if path.stem == "editor-examples")
        texts = {row["query"]["value"] for row in rows(http, path.read_text(encoding="utf-8"))}
        assert len(texts) == 64
        for text in texts:
            assert http.get("/sparql", params={"query": text}).status_code == 200, text

    def test_an_example_has_the_class_of_its_form(self, http: Client) -> None:
        query = """PREFIX sh: <http://www.w3.org/ns/shacl#>
            SELECT ?class (COUNT(*) AS ?n) { ?query a sh:SPARQLExecutable , ?class } GROUP BY ?class"""
        counts = {row["class"]["value"].removeprefix(SH.iri): int(row["n"]["value"]) for row in rows(http, query)}
        assert counts == {
            "SPARQLExecutable": 64,
            "SPARQLSelectExecutable": 60,
            "SPARQLAskExecutable": 3,
            "SPARQLConstructExecutable": 1,
        }


class TestPartitions:
    def test_they_count_what_the_default_graph_holds_beside_the_description(self, http: Client) -> None:
        described = "FILTER NOT EXISTS { GRAPH <https://w3id.org/volgraph/graph/dataset> { ?s ?p ?o } }"
        inside = f"{{ SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o {described} }} }}"
        query = f"""PREFIX void: <http://rdfs.org/ns/void#> PREFIX sd: <{SD.iri}>
            SELECT ?n ?stated {{ ?dataset sd:defaultGraph/void:triples ?stated {inside} }}"""
        (found,) = rows(http, query)
        assert found["n"]["value"] == found["stated"]["value"]

    def test_a_count_of_each_kind_is_right(self, http: Client) -> None:
        query = f"""PREFIX void: <http://rdfs.org/ns/void#> PREFIX ext: <http://ldf.fi/void-ext#>
            PREFIX vg: <{VG}> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
            SELECT ?claims ?lower ?decimals ?measures {{
              ?part void:class vg:QuantityClaim ; void:entities ?claims ; void:propertyPartition ?l , ?m .
              ?l void:property vg:lower ; void:triples ?lower ;
                ext:datatypePartition [ ext:datatype xsd:decimal ; void:triples ?decimals ] .
              ?m void:property vg:measure ; void:classPartition [ void:class vg:Measure ; void:triples ?measures ] .
            }}"""
        (stated,) = rows(http, query)
        counts = {
            "claims": "?c a vg:QuantityClaim",
            "lower": "?c a vg:QuantityClaim ; vg:lower ?l",
            "decimals": "?c a vg:QuantityClaim ; vg:lower ?l",
            "measures": "?c a vg:QuantityClaim ; vg:measure ?m . ?m a vg:Measure",
        }
        for name, pattern in counts.items():
            (counted,) = rows(http, f"PREFIX vg: <{VG}> SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
            assert stated[name]["value"] == counted["n"]["value"] != "0"


class TestDataset:
    def test_every_dump_has_its_address_size_and_checksum(self, void: set[Triple], home: Home) -> None:
        current = home.current()
        assert current
        dumps = current.manifest()["dumps"]
        nodes = values(void, DATASET, DCAT["distribution"])
        assert len(nodes) == len(dumps)
        for node in nodes:
            (address,) = values(void, node, DCAT["downloadURL"])
            assert isinstance(address, NamedNode)
            entry = dumps[address.value.removeprefix("http://localhost/data/dumps/")]
            assert values(void, node, DCAT["mediaType"])
            assert values(void, node, DCAT["compressFormat"])
            (size,) = values(void, node, DCAT["byteSize"])
            assert isinstance(size, Literal)
            assert int(size.value) == entry["bytes"]
            (checksum,) = values(void, node, SPDX["checksum"])
            (digest,) = values(void, checksum, SPDX["checksumValue"])
            assert isinstance(digest, Literal)
            assert digest.value == entry["sha256"]

    def test_the_server_adds_its_address_the_generation_and_the_date(self, void: set[Triple], home: Home) -> None:
        current = home.current()
        assert current
        assert values(void, DATASET, VOID["sparqlEndpoint"]) == {NamedNode(ENDPOINT)}
        assert values(void, DATASET, DCT["identifier"]) == {Literal(current.digest)}
        (issued,) = values(void, DATASET, DCT["issued"])
        assert isinstance(issued, Literal)
        assert issued.value == home.publications()[0].published.isoformat()

    def test_nothing_of_a_server_is_in_the_generation(self, http: Client) -> None:
        query = "SELECT ?s { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'localhost')) }"
        assert rows(http, query) == []

    def test_it_has_no_blank_nodes(self, void: set[Triple]) -> None:
        assert void
        assert not [t for t in void if isinstance(t.subject, BlankNode) or isinstance(t.object, BlankNode)]

    def test_every_node_of_it_says_what_it_is(self, void: set[Triple]) -> None:
        declared = subjects(void, TYPE, SH["PrefixDeclaration"])
        assert declared == {triple.object for triple in void if triple.predicate == SH["declare"]}
        assert RDF["type"] in {triple.predicate for triple in void}
