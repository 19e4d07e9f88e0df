"""One client cannot take what all need."""

import json
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlencode

import pytest
from tests.clients.answers import query
from tests.clients.serving import Server, serving, wait_until

from volgraph.io.generations import Home

GREEDY, MODEST = "127.0.0.2", "127.0.0.3"
SMALL = f"/sparql?{urlencode({'query': 'ASK { ?s ?p ?o }', 'format': 'json'})}"


@pytest.fixture
def server(home: Home) -> Iterator[Server]:
    """A server with three workers and four places to wait."""
    with serving(home.path, queries_at_once=3, queue_length=4, queue_limit_s=1, cache_mb=0) as started:
        yield started


def asking(server: Server, source: str, stack: ExitStack) -> None:
    """Begin to ask for something endless from an address."""
    connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), source_address=(source, 0)))
    path = f"/sparql?{urlencode({'query': query('endless')})}"
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: here\r\n\r\n".encode())


def states(server: Server, source: str) -> list[str]:
    return sorted(one["state"] for one in server.queries(source))


def test_others_are_answered_while_one_client_does_its_utmost(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(2):
            asking(server, GREEDY, stack)
        wait_until(lambda: len(server.busy()) == 2)
        assert {worker.nice for worker in server.busy()} == {10}
        took = []
        for _ in range(50):
            start = time.monotonic()
            status, _, body = server.request(SMALL, source=MODEST)
            took.append(time.monotonic() - start)
            assert (status, json.loads(body)["boolean"]) == (200, True)
        assert statistics.median(took) < 0.5
        assert states(server, GREEDY) == ["evaluating", "evaluating"]


def test_a_client_gets_no_more_than_its_share(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(4):
            asking(server, GREEDY, stack)  # two run, two wait
        wait_until(lambda: states(server, GREEDY) == ["evaluating"] * 2 + ["waiting"] * 2)
        start = time.monotonic()
        status, headers, body = server.request(SMALL, source=GREEDY)
        assert time.monotonic() - start < 0.9  # it does not wait to be refused
        assert (status, json.loads(body)["limit"]) == (429, "share")
        assert int(headers["retry-after"]) > 0
        assert server.request(SMALL, source=MODEST)[0] == 200


def test_who_waits_too_long_for_the_own_queries_is_told_so(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(2):
            asking(server, GREEDY, stack)
        wait_until(lambda: len(server.busy()) == 2)
        status, headers, body = server.request(SMALL, source=GREEDY)
        assert (status, json.loads(body)["limit"]) == (429, "share")
        assert int(headers["retry-after"]) > 0


def test_a_full_queue_is_nobodys_fault(server: Server) -> None:
    with ExitStack() as stack:
        for source in (GREEDY, GREEDY, MODEST):
            asking(server, source, stack)
        wait_until(lambda: len(server.busy()) == 3)
        status, headers, body = server.request(SMALL, source="127.0.0.4")
        assert (status, json.loads(body)["limit"]) == (503, "queue")
        assert int(headers["retry-after"]) > 0


def test_clients_behind_a_trusted_proxy_are_told_apart(home: Home) -> None:
    with serving(home.path, queries_at_once=2, queue_limit_s=1, trusted_proxies="127.0.0.1", cache_mb=0) as server:
        path = f"/sparql?{urlencode({'query': query('endless')})}"
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: here\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n".encode())
            wait_until(server.busy)
            for address, status in (("192.0.2.1", 429), ("198.51.100.7, 192.0.2.1", 429), ("192.0.2.2", 200)):
                assert server.request(SMALL, headers={"X-Forwarded-For": address})[0] == status
