"""A million rows come whole, take no room in the server, and a client that takes its time takes no worker."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pyoxigraph import DefaultGraph, Literal, RdfFormat, Store, parse
from tests.clients.answers import CONSTRUCTS, SELECTS, query, read
from tests.clients.clients import NODE_MODULES, ProgramError, comunica
from tests.clients.serving import Server, serving, wait_until

from volgraph.io.disk import write_json
from volgraph.io.generations import MANIFEST, Home
from volgraph.io.media_types import Kind, by_name

TRIPLES = 1_000_000
ALL = "SELECT * { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
CONSTRUCT_ONE_MORE = "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { GRAPH <x:more> { ?s ?p ?o } } }"
MOST_BYTES = 100_000_000
BLOCK_BYTES = 1 << 16
ROW = {"json": b'"s":{', "xml": b"<result>", "csv": b"\r\n", "tsv": b"\n"}
"""What each row has once; two of the formats have a row of names too."""


@pytest.fixture(scope="session")
def large_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home of a million triples in the default graph, and one in another."""
    home = Home(tmp_path_factory.mktemp("large"))
    written = tmp_path_factory.mktemp("quads") / "large.nq"
    with written.open("w", encoding="ascii") as file:
        file.writelines(f'<x:s{number}> <x:p{number % 7}> "value {number}" .\n' for number in range(TRIPLES))
        file.write("<x:one> <x:more> <x:triple> <x:more> .\n")
    with home.workspace() as folder:
        store = Store(str(folder / "store"))
        store.bulk_load(path=written, format=RdfFormat.N_QUADS)
        store.flush()
        del store
        write_json(folder / MANIFEST, {"counts": {"triples": TRIPLES + 1}})
        generation = home.adopt(folder, "1" * 64)
    home.publish(generation, keep=1)
    written.unlink()
    return home


@pytest.fixture(scope="module")
def large(large_home: Home) -> Iterator[Server]:
    """A server on a million triples, from disk."""
    with serving(large_home.path, memory_limit_triples=0, queries_at_once=2, query_time_limit_s=120) as server:
        yield server


@contextmanager
def staying_small(server: Server) -> Iterator[None]:
    """See to it that the HTTP process takes little more memory at any time than it does now."""
    process = Path(f"/proc/{server.http.pid}")
    (process / "clear_refs").write_text("5", encoding="ascii")  # https://docs.kernel.org/filesystems/proc.html: peak
    before = memory(process, "VmRSS")
    yield
    assert memory(process, "VmHWM") - before < MOST_BYTES


def memory(process: Path, what: str) -> int:
    """Return how many bytes the system says a process has."""
    lines = (process / "status").read_text(encoding="utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith(what + ":"))
    return int(line.split()[1]) * 1024


def download(server: Server, path: str, file: Path) -> int:
    """Save an answer; return its status."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        with file.open("wb") as output:
            while block := response.read(BLOCK_BYTES):
                output.write(block)
        return response.status
    finally:
        connection.close()


def asking(text: str, form: str) -> str:
    return f"/sparql?{urlencode({'query': text, 'format': form})}"


def triples(file: Path, form: str) -> int:
    """Count the triples in a file."""
    found = by_name(form, Kind.TRIPLES)
    assert found and isinstance(found.engine, RdfFormat)
    return sum(1 for _ in parse(path=file, format=found.engine))


@pytest.mark.parametrize("form", SELECTS)
def test_a_million_rows(large: Server, form: str, tmp_path: Path) -> None:
    file = tmp_path / "answer"
    with staying_small(large):
        assert download(large, asking(ALL, form), file) == 200
    assert file.read_bytes().count(ROW[form]) == TRIPLES + (form in ("csv", "tsv"))


@pytest.mark.parametrize("form", CONSTRUCTS)
def test_a_graph_of_a_million_triples(large: Server, form: str, tmp_path: Path) -> None:
    file = tmp_path / "graph"
    with staying_small(large):
        assert download(large, f"/rdf-graph-store?default&format={form}", file) == 200
    assert triples(file, form) == TRIPLES


def test_a_million_constructed_triples_are_whole_and_each_is_there_once(large: Server, tmp_path: Path) -> None:
    file = tmp_path / "graph"
    assert download(large, asking(CONSTRUCT, "nt"), file) == 200
    lines = file.read_bytes().splitlines()
    assert len(lines) == len({*lines}) == TRIPLES


@pytest.mark.parametrize("form", ["nt", "ttl"])
def test_one_more_constructed_triple_is_a_cut(large: Server, form: str, tmp_path: Path) -> None:
    with pytest.raises(IncompleteRead):
        download(large, asking(CONSTRUCT_ONE_MORE, form), tmp_path / "graph")


@pytest.fixture(scope="module")
def small_answers(large_home: Home) -> Iterator[Server]:
    """A server whose answers have at most 8 MB, and whose clients may be slow for two seconds."""
    limits = {"answer_limit_mb": 8, "pace_window_s": 2, "memory_limit_triples": 0}
    with serving(large_home.path, **limits, queries_at_once=2) as server:
        yield server


@pytest.mark.parametrize("form", CONSTRUCTS)
def test_a_graph_that_is_cut_at_its_size_is_an_error(small_answers: Server, form: str, tmp_path: Path) -> None:
    with pytest.raises(IncompleteRead):
        download(small_answers, f"/rdf-graph-store?default&format={form}", tmp_path / "graph")
    address = f"GET /rdf-graph-store?default&format={form} HTTP/1.0\r\n\r\n"
    with socket.create_connection(("127.0.0.1", small_answers.port), timeout=60) as connection:
        connection.sendall(address.encode())
        assert connection.recv(100).split(b" ")[1] == b"413"


@pytest.mark.skipif(not Path(NODE_MODULES).is_dir(), reason="there is no Comunica here: `make clients`")
def test_comunica_reads_graphs_whole_or_not_at_all(tight: Server, small_answers: Server, store: Store) -> None:
    graph = "/rdf-graph-store?default&format="
    expected = sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    with comunica() as ask:
        for form in CONSTRUCTS:
            order = {"kind": "graph", "query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
            ((count,),) = read(ask(order | {"url": f"{tight.url}{graph}{form}"}), "json")
            assert count == str(Literal(expected))
            with pytest.raises(ProgramError):
                ask(order | {"url": f"{small_answers.url}{graph}{form}"})


def slow(server: Server, path: str) -> socket.socket:
    """Ask with little room for what comes."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(60)
    connection.connect(("127.0.0.1", server.port))
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".encode())
    return connection


def test_a_slow_reader_holds_no_worker(large: Server) -> None:
    with staying_small(large), ThreadPoolExecutor(2) as pool, slow(large, asking(ALL, "json")) as connection:
        wait_until(lambda: [one["state"] for one in large.queries()] == ["sending"], 30)
        assert large.queries()[0]["bytes"] > MOST_BYTES
        endless = asking(query("endless"), "json") + "&timeout=2"
        others = [pool.submit(large.request, endless, source=f"127.0.0.{last}") for last in (2, 3)]
        while not all(other.done() for other in others):
            assert connection.recv(1000)
            time.sleep(0.2)
            if len(large.busy()) == 2:
                wide = [one["state"] for one in large.queries()]
        assert [other.result()[0] for other in others] == [504, 504]
        assert wide == ["sending"]
        assert large.queries()[0]["state"] == "sending"


def test_a_reader_that_is_too_slow_is_cut(small_answers: Server) -> None:
    path = asking("SELECT * { ?s ?p ?o } LIMIT 70000", "json")
    with slow(small_answers, path) as connection:
        wait_until(lambda: [one["state"] for one in small_answers.queries()] == ["sending"])
        took = wait_until(lambda: not small_answers.queries(), 20)
        assert took > 1
        received = b""
        while block := connection.recv(1 << 16):
            received += block
    assert b"200 OK" in received[:20]
    assert not received.endswith(b"0\r\n\r\n")
