"""A query that is cut is dead soon after, whatever it was doing, and so is one that nobody waits for."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import IncompleteRead
from urllib.parse import urlencode

import pytest
from tests.clients.answers import query
from tests.clients.serving import Process, Server, serving, wait_until

from volgraph.io.generations import Home

LIMIT_S, SLACK_S = 1, 0.5
"""A query may take a second, and its process is gone half a second later; what the machine is late by is added."""

DOING = {
    "count": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "sort": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "distinct": "SELECT DISTINCT (CONCAT(STR(?a), STR(?f)) AS ?x) { ?a ?b ?c . ?d ?e ?f } ORDER BY ?x",
    "aggregate": "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:a>|^!<x:b>)+ ?b . ?c (!<x:a>|^!<x:b>)+ ?d }",
    "regex": """SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i
                 FILTER REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), "(a|b|ab)*(x+x+)+y", "i") }""",
    "construct": "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (STR(?a) > STR(?i)) }",
}


@pytest.fixture(scope="module", params=["memory", "disk"])
def server(home: Home, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server with a low limit on time, and high ones on all else."""
    engine = {"memory_limit_triples": 0} if request.param == "disk" else {}
    with serving(home.path, query_time_limit_s=LIMIT_S, queries_at_once=3, cache_mb=0, **engine) as started:
        yield started


def path_of(text: str, **fields: object) -> str:
    return f"/sparql?{urlencode({'query': text, **fields})}"


def late_s() -> float:
    """Return by how much the machine is late now: what a sleep takes longer than it should."""
    start = time.monotonic()
    time.sleep(0.05)
    return time.monotonic() - start - 0.05


def busy(server: Server) -> set[int]:
    return {process.pid for process in server.busy()}


def gone(pids: set[int]) -> bool:
    return not any(process and process.state not in "ZX" for process in map(Process.of, pids))


@pytest.mark.parametrize("doing", DOING)
def test_a_query_is_dead_soon_after_its_time_whatever_it_does(server: Server, doing: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        wait_until(lambda: not server.busy())
        start = time.monotonic()
        form = "nt" if doing == "construct" else "csv"
        asked = pool.submit(ended, server, path_of(DOING[doing], format=form))
        wait_until(lambda: busy(server), LIMIT_S)
        pids, late = busy(server), 0.0
        while not gone(pids) and time.monotonic() < start + 10:
            late += late_s()
        took = time.monotonic() - start
        assert took < LIMIT_S + SLACK_S + 2 * late
        assert asked.result(timeout=10) in ("504", "cut", "413", "503")


def ended(server: Server, path: str) -> str:
    """Ask; return the status, or that the answer was cut."""
    try:
        return str(server.request(path)[0])
    except IncompleteRead:
        return "cut"


def leaving(server: Server, path: str, version: str = "1.1") -> socket.socket:
    """Begin to ask."""
    connection = socket.create_connection(("127.0.0.1", server.port))
    connection.sendall(f"GET {path} HTTP/{version}\r\nHost: here\r\n\r\n".encode())
    return connection


LEAVING = {
    "before the first byte": ("endless", "1.1", 0),
    "while it comes": ("stuck-select", "1.1", 1 << 20),
    "while it is spooled": ("stuck-select", "1.0", 1 << 20),
}
"""What is asked by which version of HTTP, and how many bytes of the answer have come to the server then."""


@pytest.mark.parametrize("when", LEAVING)
def test_a_client_that_leaves_frees_its_worker(home: Home, when: str) -> None:
    name, version, size = LEAVING[when]
    with serving(home.path, queries_at_once=3) as server:
        connection = leaving(server, path_of(query(name)), version)
        wait_until(lambda: any(one["bytes"] >= size for one in server.queries()) and server.busy())
        pids = busy(server)
        connection.close()
        assert wait_until(lambda: gone(pids) and not server.queries(), 3) < 1


def test_a_query_that_is_cancelled_ends_with_an_error(home: Home) -> None:
    with serving(home.path, queries_at_once=3) as server, ThreadPoolExecutor(1) as pool:
        for name, outcome in (("endless", "503"), ("stuck-select", "cut")):
            asked = pool.submit(ended, server, path_of(query(name), format="json"))
            wait_until(lambda: server.busy() and server.queries())
            if outcome == "cut":
                wait_until(lambda: server.queries()[0]["bytes"] > 1 << 20)
            pids, (running,) = busy(server), server.queries()
            assert server.queries(source="127.0.0.9") == []  # others do not see it
            status, _, _ = server.request(f"/queries/{running['id']}", method="DELETE")
            assert status == 204
            assert asked.result(timeout=5) == outcome
            wait_until(partial(gone, pids), 1)
            assert server.request(f"/queries/{running['id']}", method="DELETE")[0] == 404


def test_the_header_of_an_answer_names_the_query_to_cancel(home: Home) -> None:
    with serving(home.path, queries_at_once=3) as server:
        with leaving(server, path_of(query("stuck-select"), format="csv")) as connection:
            connection.settimeout(10)
            head = b""
            while b"\r\n\r\n" not in head:
                head += connection.recv(4096)
            lines = dict(line.split(b": ", 1) for line in head.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:])
            names = {name.lower().decode(): value.decode() for name, value in lines.items()}
            assert server.request(f"/queries/{names['volgraph-query']}", method="DELETE")[0] == 204
            received = head
            while block := connection.recv(1 << 16):
                received += block
        assert not received.endswith(b"0\r\n\r\n")  # the transfer is broken
