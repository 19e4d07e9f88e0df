"""The SPARQL endpoint, as its protocol says: https://www.w3.org/TR/sparql11-protocol/#query-operation."""

import csv
import io
import json
import re
from http.client import HTTPConnection
from typing import Any

import pytest
from httpx import Client, Response
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


@pytest.fixture
def client(http: Client) -> Client:
    """A program."""
    return http


@pytest.fixture
def browser(client: Client) -> Client:
    """A person's browser."""
    client.headers["Accept"] = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    return client


def mimetype(answer: Response) -> str:
    return answer.headers["Content-Type"].partition(";")[0]


def count(client: Client, query: str, **parameters: Any) -> int:
    answer = client.get("/sparql", params={"query": query, **parameters})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("by", ["accept", "name"])
@pytest.mark.parametrize("name", SOLUTION_FORMATS)
def test_solutions_in_every_format(client: Client, name: str, by: str) -> None:
    media_type = SOLUTION_FORMATS[name]
    if by == "accept":
        answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": media_type})
    else:
        answer = client.get("/sparql", params={"query": SELECT, "format": name})
    assert answer.status_code == 200
    assert mimetype(answer) == media_type
    if name == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert FORUM in [row["s"] for row in rows]
    else:
        engine = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}[name]
        found = parse_query_results(answer.content, format=engine)
        assert isinstance(found, QuerySolutions)
        assert f"<{FORUM}>" in [str(solution["s"]) for solution in found]


@pytest.mark.parametrize("name", TRIPLE_FORMATS)
def test_triples_in_every_format(client: Client, name: str) -> None:
    media_type = TRIPLE_FORMATS[name]
    answer = client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": media_type})
    assert mimetype(answer) == media_type
    rdf_format = RdfFormat.from_media_type(media_type)
    assert rdf_format
    assert len(list(parse(answer.content, format=rdf_format))) == 5


@pytest.mark.parametrize("name", SOLUTION_FORMATS)
def test_booleans_in_every_format(client: Client, name: str) -> None:
    answer = client.get("/sparql", params={"query": "ASK { }", "format": name})
    assert answer.status_code == 200
    assert "true" in answer.text


def test_a_query_can_be_posted_as_a_form_and_as_itself(client: Client) -> None:
    form = client.post("/sparql", data={"query": SELECT})
    itself = client.post("/sparql", content=SELECT, headers={"Content-Type": "application/sparql-query; charset=UTF-8"})
    assert form.status_code == itself.status_code == 200
    assert form.content == itself.content == client.get("/sparql", params={"query": SELECT}).content


def test_the_answer_names_its_generation_and_its_length_and_may_be_read_by_other_sites(
    client: Client, home: Home
) -> None:
    answer = client.get("/sparql", params={"query": SELECT})
    current = home.current()
    assert current
    assert answer.headers["Volgraph-Generation"] == current.digest
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert {"Accept", "Accept-Encoding"} <= {*answer.headers["Vary"].split(", ")}


def test_a_preflight_allows_queries_as_themselves(client: Client) -> None:
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
def test_the_client_gets_what_it_likes_best(client: Client, accept: str, media_type: str) -> None:
    if accept:
        client.headers["Accept"] = accept
    else:
        del client.headers["Accept"]
    answer = client.get("/sparql", params={"query": SELECT})
    assert answer.status_code == 200
    assert mimetype(answer) == media_type


def test_graph_parameters_make_the_dataset(client: Client) -> None:
    whole = count(client, COUNT)
    entities = count(client, COUNT, **{"default-graph-uri": ENTITIES})
    assert 0 < entities < whole
    assert count(client, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", **{"default-graph-uri": ENTITIES}) == 0
    named = {"named-graph-uri": ENTITIES}
    assert count(client, COUNT, **named) == 0
    assert count(client, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", **named) == entities


def test_several_default_graphs_are_merged(client: Client) -> None:
    """The engine counts a triple once for each graph that has it, and a graph given twice twice."""
    entities = count(client, COUNT, **{"default-graph-uri": ENTITIES})
    sources = count(client, COUNT, **{"default-graph-uri": SOURCES})
    assert count(client, COUNT, **{"default-graph-uri": [ENTITIES, SOURCES]}) == entities + sources
    assert count(client, COUNT, **{"default-graph-uri": [ENTITIES, ENTITIES]}) == entities
    plain = "https://w3id.org/volgraph/graph/derived/plain"
    merged = count(client, COUNT, **{"default-graph-uri": [ENTITIES, plain]})
    once = "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } VALUES ?g { %s } } } }"
    assert merged == count(client, once % f"<{ENTITIES}> <{plain}>")


def test_from_clauses_are_merged_and_yield_to_graph_parameters(client: Client) -> None:
    entities = count(client, COUNT, **{"default-graph-uri": ENTITIES})
    twice = f"SELECT (COUNT(*) AS ?n) FROM <{ENTITIES}> FROM <{ENTITIES}> WHERE {{ ?s ?p ?o }}"
    assert count(client, twice) == entities
    prefixed = (
        f"BASE <{ENTITIES}> SELECT (COUNT(*) AS ?n) FROM <entities> FROM <sources> WHERE {{ ?s ?p ?o FILTER(?p != 1) }}"
    )
    sources = count(client, COUNT, **{"default-graph-uri": SOURCES})
    assert count(client, prefixed) == entities + sources
    assert count(client, prefixed, **{"default-graph-uri": SOURCES}) == sources


def test_a_broken_query_is_refused_with_its_line(client: Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p\n  FILTER(?x ==) }"})
    assert answer.status_code == 400
    assert mimetype(answer) == "application/problem+json"
    problem = json.loads(answer.content)
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
def test_a_query_that_reaches_out_is_refused(client: Client, query: str) -> None:
    answer = client.get("/sparql", params={"query": query})
    assert answer.status_code == 400
    assert "SERVICE" in answer.json()["detail"]


def test_the_word_alone_reaches_nowhere(client: Client) -> None:
    answer = client.get("/sparql", params={"query": "ASK { ?s ?p 'civil service, workload' } # SERVICE <x> {}"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("request_", "status", "said"),
    [
        ({"method": "PUT"}, 405, "method"),
        ({"method": "DELETE"}, 405, "method"),
        ({"params": {"query": SELECT, "format": "ods"}}, 406, "use one of json, xml, csv, tsv"),
        ({"params": {"query": SELECT, "format": "ttl"}}, 406, "use one of json, xml, csv, tsv"),
        ({"params": {"query": CONSTRUCT, "format": "csv"}}, 406, "use one of ttl, nt, rdf, jsonld"),
        (
            {"params": {"query": SELECT}, "headers": {"Accept": "image/png"}},
            406,
            "application/sparql-results+json",
        ),
        (
            {"method": "POST", "content": SELECT, "headers": {"Content-Type": "text/plain"}},
            415,
            "application/sparql-query",
        ),
        (
            {
                "method": "POST",
                "content": SELECT,
                "headers": {"Content-Type": "application/sparql-query; charset=utf-16"},
            },
            415,
            "UTF-8",
        ),
        (
            {"method": "POST", "content": b"\xff", "headers": {"Content-Type": "application/sparql-query"}},
            400,
            "byte 0",
        ),
        ({"method": "POST", "data": {"q": SELECT}}, 400, "“query”"),
        ({"method": "POST"}, 415, "application/sparql-query"),
        ({"params": {"default-graph-uri": ENTITIES}}, 400, "“query”"),
        ({"params": {"query": ""}}, 400, "empty"),
        ({"params": {"query": ["ASK {}", "ASK {}"]}}, 400, "not 2"),
        ({"params": {"query": "ASK {}", "default-graph-uri": "no iri"}}, 400, "IRI"),
        ({"params": {"update": "INSERT DATA {}"}}, 403, "volgraph publish"),
        ({"method": "POST", "data": {"update": "INSERT DATA {}"}}, 403, "volgraph publish"),
        (
            {"method": "POST", "content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}},
            403,
            "volgraph publish",
        ),
        ({"url": "/sparql?query=%ff"}, 400, "UTF-8"),
        ({"params": {"query": "ASK {}", "timeout": "soon"}}, 400, "seconds"),
        ({"params": {"query": "ASK {}", "generation": "newest"}}, 400, "digest"),
        ({"params": {"query": "ASK {}", "generation": "0" * 64}}, 404, "never published"),
        ({"method": "POST", "data": {"query": "ASK {}" + " " * 50_000}}, 400, "50000"),
        ({"method": "POST", "data": {"query": "A" * 2_000_000}}, 413, "limit"),
    ],
)
def test_a_bad_request_is_told_what_is_wrong(client: Client, request_: dict[str, Any], status: int, said: str) -> None:
    answer = client.request(**{"method": "GET", "url": "/sparql", **request_})
    assert answer.status_code == status
    assert mimetype(answer) == "application/problem+json"
    assert said in answer.json()["detail"]
    assert answer.json()["status"] == status
    assert ("Allow" in answer.headers) == (status == 405)


def test_a_head_request_has_the_headers_only(client: Client) -> None:
    answer = client.head("/sparql", params={"query": SELECT})
    assert (answer.status_code, answer.content) == (200, b"")
    whole = client.get("/sparql", params={"query": SELECT})
    assert int(answer.headers["Content-Length"]) == len(whole.content)


def test_without_a_query_the_service_describes_itself(client: Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    triples = {
        (quad.predicate.value, getattr(quad.object, "value", ""))
        for quad in parse(answer.content, format=RdfFormat.TURTLE)
    }
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert (f"{sd}endpoint", str(client.base_url.join("/sparql"))) in triples
    assert (f"{sd}supportedLanguage", f"{sd}SPARQL11Query") in triples
    assert (f"{sd}name", ENTITIES) in triples
    assert (f"{sd}defaultDataset", "https://w3id.org/volgraph/id/dataset/volgraph") in triples


def test_a_browser_without_a_query_is_led_to_the_form(browser: Client) -> None:
    answer = browser.get("/sparql")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/query")


def test_a_browser_is_led_to_a_table(browser: Client) -> None:
    answer = browser.get("/sparql", params={"query": SELECT}, follow_redirects=True)
    assert answer.url.path == "/en/query"
    assert mimetype(answer) == "text/html"
    assert re.search(r"<td[^>]*><a href=\"/en/page/event/international-volunteers-forum-2023\"", answer.text)


def test_an_address_that_is_too_long_is_refused(server_url: str) -> None:
    connection = HTTPConnection(server_url.removeprefix("http://"), timeout=30)
    connection.request("GET", "/sparql?query=ASK%7B%7D" + "%20" * 17_000)
    answer = connection.getresponse()
    assert answer.status == 414
    assert b"post the query" in answer.read()
    connection.close()


@pytest.mark.parametrize(("language", "said"), [("kk", "Мұнда"), ("ru", "Здесь"), ("en", "There is")])
def test_a_person_reads_of_a_problem_on_a_page(browser: Client, language: str, said: str) -> None:
    answer = browser.get("/rdf-graph-store?graph=x:none", headers={"Accept-Language": language})
    assert answer.status_code == 404
    assert mimetype(answer) == "text/html"
    assert said in answer.text
    assert "x:none" in answer.text
    assert "style-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "sandbox" not in answer.headers["Content-Security-Policy"]


def test_every_answer_to_a_query_has_its_id(client: Client) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    ids = set()
    for parameters, status in (
        ({"query": SELECT}, 200),
        ({"query": SELECT}, 200),
        ({"query": "SELECT"}, 400),
        ({"query": SELECT, "format": "ttl"}, 406),
        ({"query": endless, "timeout": "0.2"}, 504),
    ):
        answer = client.get("/sparql", params=parameters)
        assert answer.status_code == status
        ids.add(answer.headers["Volgraph-Query"])
    assert len(ids) == 5
    assert all(re.fullmatch("[0-9a-f]{24}", name) for name in ids)
