"""The workspace: behind tokens, apart from what is published, and whole after whatever ends a change."""

from collections.abc import Iterator

import pytest
from httpx import Client
from tests.web.serving import Served, serving

from volgraph.domain.tokens import Scope
from volgraph.io.generations import Home
from volgraph.services.tokens import Tokens

GRAPHS, UPDATE, QUERY = "/workspace/rdf-graph-store", "/workspace/update", "/workspace/sparql"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
TURTLE = {"Content-Type": "text/turtle"}


@pytest.fixture(scope="module")
def served(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("workspace") / "home"
    folder.mkdir()
    place = Home(folder)
    generation = home.current()
    assert generation
    place.prepare()
    (place.generations_path / generation.digest).symlink_to(generation.path.resolve())
    place.publish(place.find(generation.digest), 1)
    limits = {"query_time_limit_s": 3, "query_memory_limit_mb": 500, "upload_limit_mb": 4}
    with serving(folder, workspace="true", **limits) as server:
        yield server


@pytest.fixture(scope="module")
def secret(served: Served) -> str:
    return Tokens(Home(served.errors.parent / "home")).create(
        "writer", [Scope.WORKSPACE_READ, Scope.WORKSPACE_WRITE], None
    )


@pytest.fixture
def client(served: Served, secret: str) -> Iterator[Client]:
    headers = {"Authorization": f"Bearer {secret}"}
    with Client(base_url=served.url, headers=headers, timeout=60) as client:
        assert client.post(UPDATE, data={"update": "DROP ALL"}).status_code == 204
        yield client


def count(client: Client, **parameters: str) -> int:
    answer = client.get(QUERY, params={"query": COUNT, **parameters})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def test_nothing_works_without_a_token_that_allows_it(served: Served, client: Client) -> None:
    reader = Tokens(Home(served.errors.parent / "home"))
    secret = reader.create("reader", [Scope.WORKSPACE_READ], None)
    with Client(base_url=served.url, timeout=60) as nobody:
        for method, path in (("GET", f"{QUERY}?query=ASK%7B%7D"), ("POST", UPDATE), ("GET", f"{GRAPHS}?default")):
            answer = nobody.request(method, path)
            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        headers = {"Authorization": f"Bearer {secret}"}
        assert nobody.get(QUERY, params={"query": "ASK {}"}, headers=headers).status_code == 200
        for method, path in (("POST", UPDATE), ("PUT", f"{GRAPHS}?default"), ("DELETE", f"{GRAPHS}?default")):
            answer = nobody.request(method, path, headers=headers)
            assert answer.status_code == 403
            assert "workspace-write" in answer.json()["detail"]
    reader.revoke("reader")


def test_what_is_written_is_read_and_what_is_published_stays(served: Served, client: Client) -> None:
    before = served.ask(COUNT).json()
    assert client.put(f"{GRAPHS}?default", content="[] <x:p> 'ә' .", headers=TURTLE).status_code == 204
    assert client.post(UPDATE, data={"update": "INSERT DATA { <x:s> <x:p> 1 }"}).status_code == 204
    assert count(client) == 2
    assert served.ask(COUNT).json() == before


def test_a_document_that_does_not_parse_changes_nothing_and_says_where(client: Client) -> None:
    client.put(f"{GRAPHS}?graph=x:g", content="<x:s> <x:p> 1 .", headers=TURTLE)
    answer = client.put(f"{GRAPHS}?graph=x:g", content="<x:s> <x:p> 1 .\n<x:s> <x:p> ;", headers=TURTLE)
    assert answer.status_code == 400
    assert "line 2" in answer.json()["detail"]
    assert count(client, **{"default-graph-uri": "x:g"}) == 1


@pytest.mark.parametrize(
    ("update", "status"),
    [
        (
            "INSERT DATA { <x:s> <x:p> 2 } ; INSERT { ?a ?b ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
            504,
        ),
        ("INSERT DATA { <x:s> <x:p> 2 } ; CREATE GRAPH <x:g> ; CREATE GRAPH <x:g>", 400),
        ("INSERT DATA { <x:s> <x:p> 2 } ; LOAD <http://127.0.0.1:9/>", 400),
        ("INSERT DATA { <x:s> <x:p> 2 } ; nonsense", 400),
    ],
    ids=["too slow", "fails", "reaches out", "does not parse"],
)
def test_an_update_that_fails_half_way_changes_nothing(client: Client, update: str, status: int) -> None:
    triples = " ".join(f"<x:s{number}> <x:p> {number} ." for number in range(300))
    client.put(f"{GRAPHS}?default", content=triples, headers=TURTLE)
    assert client.post(UPDATE, data={"update": update}).status_code == status
    assert count(client) == 300
    assert client.post(UPDATE, data={"update": "INSERT DATA { <x:t> <x:p> 1 }"}).status_code == 204
    assert count(client) == 301


def test_a_long_update_is_run_and_one_that_is_too_long_refused(client: Client) -> None:
    long = " ".join(f"<x:s{number}> <x:p> {number} ." for number in range(20_000))
    headers = {"Content-Type": "application/sparql-update"}
    answer = client.post(UPDATE, content=f"INSERT DATA {{ {long} }}", headers=headers)
    assert answer.status_code == 204, answer.text
    assert count(client) == 20_000
    assert client.post(UPDATE, content="#" * 5_000_000, headers=headers).status_code == 413


@pytest.mark.parametrize(
    ("media_type", "document"),
    [
        ("application/ld+json", '{"x:p":' * 50_000 + "1" + "}" * 50_000),
        ("application/rdf+xml", "<a>" * 200_000),
        ("text/turtle", "[ <x:p> " * 200_000),
        ("text/turtle", "(" * 500_000),
    ],
    ids=["JSON-LD", "RDF/XML", "blank nodes", "lists"],
)
def test_a_document_that_ends_a_parser_ends_nothing_else(
    served: Served, client: Client, media_type: str, document: str
) -> None:
    before = served.http_pid()
    answer = client.put(f"{GRAPHS}?default", content=document, headers={"Content-Type": media_type})
    assert answer.status_code in (400, 504), answer.text
    assert count(client) == 0
    assert served.http_pid() == before


def test_documents_of_a_form_are_merged(client: Client) -> None:
    files = {
        "a": ("a.ttl", "<x:s> <x:p> 1 .", "text/turtle"),
        "b": ("b.nt", "<x:s> <x:p> <x:o> .", "application/n-triples"),
    }
    assert client.post(f"{GRAPHS}?graph=x:g", files=files).status_code == 201
    assert count(client, **{"default-graph-uri": "x:g"}) == 2
    broken = {**files, "c": ("c.ttl", "<x:s> <x:p>", "text/turtle")}
    answer = client.post(f"{GRAPHS}?graph=x:g", files=broken)
    assert answer.status_code == 400
    assert "c.ttl" in answer.json()["detail"]
    assert client.post(f"{GRAPHS}?graph=x:g", data={"a": "1"}, files=files).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("PUT", f"{GRAPHS}?graph=x:g", {"Content-Type": "text/html"}, 415),
        ("PUT", f"{GRAPHS}?graph=x:g", {"Content-Type": "text/turtle; charset=utf-16"}, 415),
        ("PUT", f"{GRAPHS}?graph=no iri", TURTLE, 400),
        ("PUT", GRAPHS, TURTLE, 400),
        ("PUT", f"{GRAPHS}/a?graph=x:g", TURTLE, 400),
        ("PATCH", f"{GRAPHS}?default", TURTLE, 405),
        ("GET", f"{GRAPHS}?graph=x:none", {}, 404),
        ("DELETE", f"{GRAPHS}?graph=x:none", {}, 404),
        ("GET", f"{GRAPHS}?default", {"Accept": "image/png"}, 406),
        ("GET", UPDATE, {}, 405),
        ("GET", f"{QUERY}?update=CLEAR%20ALL", {}, 403),
    ],
)
def test_a_bad_request_is_told_what_is_wrong(
    client: Client, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    answer = client.request(
        method, path, headers=headers, content=b"" if method in ("GET", "DELETE") else b"<x:s> <x:p> 1 ."
    )
    assert answer.status_code == status
    assert answer.json()["detail"]
    assert count(client) == 0


def test_without_the_setting_there_is_none(server_url: str) -> None:
    with Client(base_url=server_url, timeout=60) as client:
        for path in (QUERY, GRAPHS):
            assert client.get(path).status_code == 404
        assert client.post(UPDATE).status_code == 404
