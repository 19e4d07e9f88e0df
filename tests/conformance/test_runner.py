"""The runner itself: it reads all tests, sends what they say, and fails a server that is wrong."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from rdflib import Graph
from tests.conformance.manifests import DESCRIPTION, GRAPH_STORE, PROTOCOL, Test, read_suite, suites_folder
from tests.conformance.report import Outcome, scores, section, table
from tests.conformance.running import Server, run
from tests.conformance.service_description import complaints

FOLDER = suites_folder()
pytestmark = pytest.mark.skipif(FOLDER is None, reason="VOLGRAPH_TEST_SHARED does not name a folder with the suites")


def read(suite: str) -> list[Test]:
    assert FOLDER
    return read_suite(FOLDER, suite)


class Yes(BaseHTTPRequestHandler):
    """Answers whatever it is asked with true, and keeps what it was asked."""

    asked: list[tuple[str, str, dict[str, str], bytes]]  # each server sets its own

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline()
        if not self.raw_requestline or not self.parse_request():
            return
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.asked.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        answer = b'{"head": {}, "boolean": true}'
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def yes() -> Iterator[tuple[Server, type[Yes]]]:
    handler = type("Handler", (Yes,), {"asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        root = f"http://127.0.0.1:{server.server_address[1]}"
        yield Server("yes", f"{root}/q", f"{root}/u", f"{root}/g"), handler
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("suite", "tests"), [(PROTOCOL, 34), (GRAPH_STORE, 13), (DESCRIPTION, 3)])
def test_every_test_of_a_suite_is_read(suite: str, tests: int) -> None:
    found = read(suite)
    assert len({test.iri for test in found}) == len(found) == tests
    assert all(test.requests for test in found) or suite == DESCRIPTION


def test_a_server_that_always_says_yes_fails_what_it_should(yes: tuple[Server, type[Yes]]) -> None:
    passed = {
        test.name for suite in (PROTOCOL, GRAPH_STORE, DESCRIPTION) for test in read(suite) if not run(test, yes[0])
    }
    wrong = {test.name for test in read(PROTOCOL) if test.name.startswith("bad_")}
    other_forms = {f"query_content_type_{form}" for form in ("select", "describe", "construct")}
    assert passed == {test.name for test in read(PROTOCOL)} - wrong - other_forms


def test_a_read_only_server_has_to_refuse_each_write(yes: tuple[Server, type[Yes]]) -> None:
    server = Server("yes", yes[0].query, yes[0].update, yes[0].graph_store, read_only=True)
    failures = {test.name: run(test, server) for test in (*read(PROTOCOL), *read(GRAPH_STORE))}
    assert failures["query_get"] is None
    assert failures["update_post_form"] == "POST: status 200 instead of 403"
    assert failures["put_get_default"] == "PUT: status 200 instead of 403"
    assert failures["head_non_existing_indirect"] == "HEAD: status 200 instead of NotFound"


def test_requests_are_sent_as_the_manifest_has_them(yes: tuple[Server, type[Yes]]) -> None:
    server, handler = yes
    tests = {test.name: test for test in (*read(PROTOCOL), *read(GRAPH_STORE))}
    run(tests["bad_query_non_utf8"], server)
    method, path, headers, body = handler.asked[-1]
    assert (method, path, body.decode("utf-16")) == ("POST", "/q", "ASK {}")
    assert headers["content-type"] == "application/sparql-query; charset=UTF-16"

    run(tests["bad_update_missing_form_type"], server)
    method, path, headers, body = handler.asked[-1]
    assert (method, path, body) == ("POST", "/u", b"update=CLEAR%20NAMED")
    assert sorted(headers) == ["connection", "content-length", "host"]

    run(tests["put_get_uri_pct_encoded_twice"], server)
    assert "/g?graph=http://www.example/gsp/person/%31.ttl" in [path for _, path, _, _ in handler.asked]

    run(tests["bad_query_method"], server)
    assert handler.asked[-1][0] == "PUT"


def test_each_test_begins_with_its_graphs_and_nothing_else(yes: tuple[Server, type[Yes]]) -> None:
    server, handler = yes
    (test,) = (test for test in read(PROTOCOL) if test.name == "query_dataset_full")
    run(test, server)
    method, path, _, body = handler.asked[0]
    assert (method, path) == ("POST", "/u")
    assert body.startswith(b"update=DROP%20ALL")
    assert [urlsplit(iri).path.rpartition("/")[2] for iri, _ in test.graphs] == ["data1.rdf", "data2.rdf", "data3.rdf"]
    assert body.count(b"GRAPH") == 3


DESCRIBED = """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX x: <http://example.org/>
    x:service a sd:Service ; sd:endpoint x:sparql ; sd:supportedLanguage sd:SPARQL11Query ; sd:feature sd:EmptyGraphs ;
      sd:defaultDataset [ a sd:Dataset ; sd:namedGraph [ a sd:NamedGraph ; sd:name x:g ] ] ."""


def test_a_description_that_keeps_to_the_vocabulary_has_no_complaint() -> None:
    assert complaints(Graph().parse(data=DESCRIBED, format="turtle")) == []


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("a sd:Service", "a sd:Dataset", "there is no sd:Service"),
        ("sd:endpoint x:sparql", "sd:endpoint 'x'", "one or more sd:endpoint, which are IRIs"),
        ("sd:SPARQL11Query", "sd:SPARQL12Query", "sd:supportedLanguage is one of"),
        ("sd:EmptyGraphs", "sd:NoGraphs", "has no term .*NoGraphs"),
        ("sd:feature", "sd:features", "has no term .*features"),
        ("sd:name x:g", "sd:name x:g, x:h", "one sd:name"),
        ("[ a sd:NamedGraph ;", "[", "an sd:namedGraph is an sd:NamedGraph"),
    ],
)
def test_a_description_that_breaks_the_vocabulary_has_a_complaint(right: str, wrong: str, complaint: str) -> None:
    assert right in DESCRIBED
    found = complaints(Graph().parse(data=DESCRIBED.replace(right, wrong), format="turtle"))
    assert re.search(complaint, "; ".join(found))


def test_a_server_that_is_not_there_fails_with_a_reason() -> None:
    server = Server("none", "http://127.0.0.1:9/q", "http://127.0.0.1:9/u", None, read_only=True)
    assert (run(read(PROTOCOL)[0], server) or "").startswith("no response: ConnectionRefusedError")


def test_the_report_names_scores_and_failures_by_iri() -> None:
    first, second, *_ = read(PROTOCOL)
    outcomes = [Outcome(first, None), Outcome(second, "status 500 instead of StatusCode2xx")]
    assert scores(outcomes) == {PROTOCOL: "1/2"}
    assert f"FAILED  {second.name}" in table(outcomes)
    page = section("A server", "server 1.0", "", outcomes)
    assert f"- <{second.iri}>: status 500 instead of StatusCode2xx" in page
    assert first.iri not in page
