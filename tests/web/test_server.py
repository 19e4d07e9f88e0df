"""The real server in a process of its own, asked by clients that know nothing of it."""

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from SPARQLWrapper import CSV, JSON, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

from volgraph.config import Settings
from volgraph.errors import BusyError, GenerationError, QueryError, RemoteError
from volgraph.io.generations import Home
from volgraph.io.media_types import FORMATS, Format, Kind
from volgraph.services.querying import run_remote
from volgraph.web.server import run

EVENTS = "SELECT ?s WHERE { ?s a <https://schema.org/Event> } ORDER BY ?s"
FORUM = "https://w3id.org/volgraph/id/event/international-volunteers-forum-2023"
CONSTRUCT = f"CONSTRUCT {{ <{FORUM}> ?p ?o }} WHERE {{ <{FORUM}> ?p ?o }}"
SERVE = """
import sys
import zipfile
from pathlib import Path
from volgraph.config import Settings
from volgraph.web.server import run
run(Settings(home=Path(sys.argv[1]), port=0))
"""


@pytest.fixture
def endpoint(server_url: str) -> Any:
    return SPARQLWrapper(f"{server_url}/sparql")


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_json_and_xml(endpoint: Any, method: str) -> None:
    endpoint.setMethod(method)
    endpoint.setQuery(EVENTS)
    endpoint.setReturnFormat(JSON)
    rows = endpoint.queryAndConvert()["results"]["bindings"]
    assert FORUM in [row["s"]["value"] for row in rows]
    endpoint.setReturnFormat(XML)
    assert FORUM in endpoint.queryAndConvert().toxml()


@pytest.mark.parametrize("form", [CSV, TSV])
def test_sparqlwrapper_reads_csv_and_tsv(endpoint: Any, form: str) -> None:
    endpoint.setQuery(EVENTS)
    endpoint.setReturnFormat(form)
    assert FORUM in endpoint.queryAndConvert().decode()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # of SPARQLWrapper's own
def test_sparqlwrapper_reads_graphs(endpoint: Any) -> None:
    endpoint.setQuery(CONSTRUCT)
    endpoint.setReturnFormat(TURTLE)
    assert b"Event" in endpoint.queryAndConvert()
    endpoint.setReturnFormat(RDFXML)
    graph = endpoint.queryAndConvert()
    assert len(graph) > 5
    endpoint.setReturnFormat("json-ld")
    assert len(endpoint.queryAndConvert()) == len(graph)


def test_sparqlwrapper_reads_booleans(endpoint: Any) -> None:
    endpoint.setQuery("ASK { }")
    endpoint.setReturnFormat(JSON)
    assert endpoint.queryAndConvert()["boolean"] is True


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
def test_curl_follows_a_thing_to_its_document(server_url: str) -> None:
    path = FORUM.removeprefix("https://w3id.org/volgraph")
    command = ["curl", "-sSfL", "-H", "Accept: application/n-triples", f"{server_url}{path}"]
    found = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30)
    assert f"<{FORUM}>" in found.stdout


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: f"{form.kind.value}-{form.name}")
def test_our_own_client_asks_the_same(server_url: str, form: Format) -> None:
    query = EVENTS if form.kind is Kind.SOLUTIONS else CONSTRUCT
    answer = run_remote(f"{server_url}/sparql", query, form.name)
    if form.name == "xlsx":
        with zipfile.ZipFile(io.BytesIO(answer)) as workbook:
            answer = b"".join(workbook.read(name) for name in workbook.namelist())
    assert FORUM.encode() in answer


def test_our_own_client_says_in_one_sentence_what_failed(server_url: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}/sparql"
    for url, query, said in (
        (closed, EVENTS, "cannot be reached"),
        (f"{server_url}/sparql", "SELECT nonsense", "refused the query"),
        (f"{server_url}/nowhere", EVENTS, "no endpoint at this address"),
        (f"{server_url}/health/live", EVENTS, "405"),
        ("no address", EVENTS, "is no HTTP"),
    ):
        with pytest.raises(RemoteError, match=said) as caught:
            run_remote(url, query)
        assert caught.value.url == url
        assert "\n" not in str(caught.value)
    with pytest.raises(QueryError, match="use one of ttl, nt, rdf, jsonld"):
        run_remote(f"{server_url}/sparql", CONSTRUCT, "csv")


def test_a_deeply_nested_query_does_not_end_the_server(endpoint: Any) -> None:
    """10 kB of parentheses ended the engine's parser, and the process with it, on a stack of the usual size."""
    nested = "SELECT * { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }"
    endpoint.setMethod(POST)
    endpoint.setQuery(nested)
    endpoint.setReturnFormat(JSON)
    assert endpoint.queryAndConvert()["results"]["bindings"] == [{}]


def test_a_busy_port_is_refused(home: Home, server_url: str) -> None:
    port = int(server_url.rpartition(":")[2])
    with pytest.raises(BusyError, match=rf"127\.0\.0\.1:{port}"):
        run(Settings(home=home.path, port=port))


def test_a_home_without_a_published_generation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GenerationError, match="volgraph build && volgraph publish"):
        run(Settings(home=tmp_path, port=0))


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_server_says_one_line_and_ends_cleanly(own_home: Home, end: signal.Signals) -> None:
    command = [sys.executable, "-c", SERVE, str(own_home.path)]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("VOLGRAPH_")}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment) as server:
        try:
            assert server.stdout
            line = server.stdout.readline()
            assert line.startswith("http://127.0.0.1:")
            url = line.strip()
            with pytest.raises(HTTPError) as caught:
                urlopen(f"{url}nowhere", timeout=10)
            caught.value.close()
            server.send_signal(end)
            rest, errors = server.communicate(timeout=20)
        finally:
            server.kill()
    assert server.returncode == 0
    assert rest == ""
    assert "Traceback" not in errors
