"""The SPARQL endpoint, as its protocol says: https://www.w3.org/TR/sparql11-protocol/#query-operation."""

import csv
import io
import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from volgraph.io.generations import Home

SELECT = "SELECT ?s WHERE { ?s a <https://schema.org/Event> } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 5"
FORUM = "https://w3id.org/volgraph/id/event/international-volunteers-forum-2023"
ENTITIES = "https://w3id.org/volgraph/graph/entities"
SOURCES = "https://w3id.org/volgraph/graph/sources"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"

SOLUTION_FORMATS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
TRIPLE_FORMATS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}


def count(client: FlaskClient, query: str, **parameters: object) -> int:
    answer = client.get("/sparql", query_string={"query": query, **parameters})
    assert answer.status_code == 200, answer.text
    assert answer.json
    return int(answer.json["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("by", ["accept", "name"])
@pytest.mark.parametrize("name", SOLUTION_FORMATS)
def test_solutions_in_every_format(client: FlaskClient, name: str, by: str) -> None:
    media_type = SOLUTION_FORMATS[name]
    if by == "accept":
        answer = client.get("/sparql", query_string={"query": SELECT}, headers={"Accept": media_type})
    else:
        answer = client.get("/sparql", query_string={"query": SELECT, "format": name})
    assert answer.status_code == 200
    assert answer.mimetype == media_type
    if name == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert FORUM in [row["s"] for row in rows]
    else:
        engine = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}[name]
        found = parse_query_results(answer.data, format=engine)
        assert isinstance(found, QuerySolutions)
        assert f"<{FORUM}>" in [str(solution["s"]) for solution in found]


@pytest.mark.parametrize("name", TRIPLE_FORMATS)
def test_triples_in_every_format(client: FlaskClient, name: str) -> None:
    media_type = TRIPLE_FORMATS[name]
    answer = client.get("/sparql", query_string={"query": CONSTRUCT}, headers={"Accept": media_type})
    assert answer.mimetype == media_type
    rdf_format = RdfFormat.from_media_type(media_type)
    assert rdf_format
    assert len(list(parse(answer.data, format=rdf_format))) == 5


@pytest.mark.parametrize("name", SOLUTION_FORMATS)
def test_booleans_in_every_format(client: FlaskClient, name: str) -> None:
    answer = client.get("/sparql", query_string={"query": "ASK { }", "format": name})
    assert answer.status_code == 200
    assert "true" in answer.text


def test_a_query_can_be_posted_as_a_form_and_as_itself(client: FlaskClient) -> None:
    form = client.post("/sparql", data={"query": SELECT})
    itself = client.post("/sparql", data=SELECT, content_type="application/sparql-query; charset=UTF-8")
    assert form.status_code == itself.status_code == 200
    assert form.data == itself.data == client.get("/sparql", query_string={"query": SELECT}).data


def test_the_answer_names_its_generation_and_its_length_and_may_be_read_by_other_sites(
    client: FlaskClient, home: Home
) -> None:
    answer = client.get("/sparql", query_string={"query": SELECT})
    current = home.current()
    assert current
    assert answer.headers["Volgraph-Generation"] == current.digest
    assert answer.content_length == len(answer.data)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert {"Accept", "Accept-Language"} <= set(answer.vary)


def test_a_preflight_allows_queries_as_themselves(client: FlaskClient) -> None:
    answer = client.options("/sparql", headers={"Origin": "https://a.example", "Access-Control-Request-Method": "POST"})
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("text/csv; header=present", "text/csv"),
        ("image/png, text/tab-separated-values;q=0.2", "text/tab-separated-values"),
    ],
)
def test_the_client_gets_what_it_likes_best(client: FlaskClient, accept: str, media_type: str) -> None:
    headers = {"Accept": accept} if accept else {}
    answer = client.get("/sparql", query_string={"query": SELECT}, headers=headers)
    assert answer.status_code == 200
    assert answer.mimetype == media_type


def test_graph_parameters_make_the_dataset(client: FlaskClient) -> None:
    whole = count(client, COUNT)
    entities = count(client, COUNT, **{"default-graph-uri": ENTITIES})
    assert 0 < entities < whole
    assert count(client, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", **{"default-graph-uri": ENTITIES}) == 0
    named = {"named-graph-uri": ENTITIES}
    assert count(client, COUNT, **named) == 0
    assert count(client, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", **named) == entities


def test_several_default_graphs_are_merged(client: FlaskClient) -> None:
    """The engine counts a triple once for each graph that has it, and a graph given twice twice."""
    entities = count(client, COUNT, **{"default-graph-uri": ENTITIES})
    sources = count(client, COUNT, **{"default-graph-uri": SOURCES})
    assert count(client, COUNT, **{"default-graph-uri": [ENTITIES, SOURCES]}) == entities + sources
    assert count(client, COUNT, **{"default-graph-uri": [ENTITIES, ENTITIES]}) == entities
    plain = "https://w3id.org/volgraph/graph/derived/plain"
    merged = count(client, COUNT, **{"default-graph-uri": [ENTITIES, plain]})
    once = "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } VALUES ?g { %s } } } }"
    assert merged == count(client, once % f"<{ENTITIES}> <{plain}>")


def test_from_clauses_are_merged_and_yield_to_graph_parameters(client: FlaskClient) -> None:
    entities = count(client, COUNT, **{"default-graph-uri": ENTITIES})
    twice = f"SELECT (COUNT(*) AS ?n) FROM <{ENTITIES}> FROM <{ENTITIES}> WHERE {{ ?s ?p ?o }}"
    assert count(client, twice) == entities
    prefixed = (
        f"BASE <{ENTITIES}> SELECT (COUNT(*) AS ?n) FROM <entities> FROM <sources> WHERE {{ ?s ?p ?o FILTER(?p != 1) }}"
    )
    sources = count(client, COUNT, **{"default-graph-uri": SOURCES})
    assert count(client, prefixed) == entities + sources
    assert count(client, prefixed, **{"default-graph-uri": SOURCES}) == sources


def test_a_broken_query_is_refused_with_its_line(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELECT *\nWHERE { ?s ?p\n  FILTER(?x ==) }"})
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    problem = json.loads(answer.data)
    assert (problem["status"], problem["line"]) == (400, 3)
    assert "“FILTER(?x ==) }”" in problem["detail"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "ASK { { SELECT * { OPTIONAL { service ?where { ?s ?p ?o } } } } }",
        "SELECT * { FILTER EXISTS { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }",
        # for the engine the comment ends at the carriage return
        "SELECT * { # harmless\rSERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '\\u0027' . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:1/>",
    ],
)
def test_a_query_that_reaches_out_is_refused(client: FlaskClient, query: str) -> None:
    answer = client.get("/sparql", query_string={"query": query})
    assert answer.status_code == 400
    assert answer.json
    assert "SERVICE" in answer.json["detail"]


def test_the_word_alone_reaches_nowhere(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "ASK { ?s ?p 'civil service, workload' } # SERVICE <x> {}"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("request_", "status", "said"),
    [
        ({"method": "PUT"}, 405, "method"),
        ({"method": "DELETE"}, 405, "method"),
        ({"query_string": {"query": SELECT, "format": "xlsx"}}, 406, "use one of json, xml, csv, tsv"),
        ({"query_string": {"query": SELECT, "format": "ttl"}}, 406, "use one of json, xml, csv, tsv"),
        ({"query_string": {"query": CONSTRUCT, "format": "csv"}}, 406, "use one of ttl, nt, rdf, jsonld"),
        (
            {"query_string": {"query": SELECT}, "headers": {"Accept": "image/png"}},
            406,
            "application/sparql-results+json",
        ),
        ({"method": "POST", "data": SELECT, "content_type": "text/plain"}, 415, "application/sparql-query"),
        ({"method": "POST", "data": SELECT, "content_type": "application/sparql-query; charset=utf-16"}, 415, "UTF-8"),
        ({"method": "POST", "data": b"\xff", "content_type": "application/sparql-query"}, 400, "byte 0"),
        ({"method": "POST", "data": {"q": SELECT}}, 400, "“query”"),
        ({"method": "POST"}, 415, "application/sparql-query"),
        ({"query_string": {"default-graph-uri": ENTITIES}}, 400, "“query”"),
        ({"query_string": {"query": ""}}, 400, "empty"),
        ({"query_string": {"query": ["ASK {}", "ASK {}"]}}, 400, "not 2"),
        ({"query_string": {"query": "ASK {}", "default-graph-uri": "no iri"}}, 400, "IRI"),
        ({"query_string": {"update": "INSERT DATA {}"}}, 400, "queries only"),
        ({"query_string": {"query": "ASK {}" + " " * 50_000}}, 400, "50000"),
        ({"method": "POST", "data": {"query": "A" * 2_000_000}}, 413, "limit"),
    ],
)
def test_a_bad_request_is_told_what_is_wrong(
    client: FlaskClient, request_: dict[str, Any], status: int, said: str
) -> None:
    answer = client.open("/sparql", **request_)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json
    assert said in answer.json["detail"]
    assert answer.json["status"] == status
    assert ("Allow" in answer.headers) == (status == 405)


def test_a_head_request_has_the_headers_only(client: FlaskClient) -> None:
    answer = client.head("/sparql", query_string={"query": SELECT})
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.content_length == len(client.get("/sparql", query_string={"query": SELECT}).data)
    answer.close()


def test_without_a_query_the_service_describes_itself(client: FlaskClient) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    triples = {
        (quad.predicate.value, getattr(quad.object, "value", ""))
        for quad in parse(answer.data, format=RdfFormat.TURTLE)
    }
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert (f"{sd}endpoint", "http://localhost/sparql") in triples
    assert (f"{sd}supportedLanguage", f"{sd}SPARQL11Query") in triples
    assert (f"{sd}name", ENTITIES) in triples
    assert ("http://rdfs.org/ns/void#inDataset", "https://w3id.org/volgraph/id/dataset/volgraph") in triples


def test_a_browser_without_a_query_is_led_to_the_form(browser: FlaskClient) -> None:
    answer = browser.get("/sparql")
    assert (answer.status_code, answer.location) == (303, "/")


def test_a_browser_gets_a_table(browser: FlaskClient) -> None:
    answer = browser.get("/sparql", query_string={"query": SELECT})
    assert answer.mimetype == "text/html"
    assert re.search(r"<td[^>]*><a href=\"/page/event/international-volunteers-forum-2023\"", answer.text)
