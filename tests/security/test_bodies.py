"""Requests that are too long, too slow, or not what they say: they are refused, and nobody else waits for them."""

import gzip
import resource
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.security.serving import Victim
from tests.security.wire import Answer, ClosedError, request

from volgraph.web.front.exchange import BODY_PATIENCE_S
from volgraph.web.front.guard import MAX_ACCEPT_BYTES, MAX_HEADERS_BYTES
from volgraph.web.server import HEADERS_LIMIT_S

ASK = "/sparql?query=ASK%7B%7D"
TYPE = "Content-Type: application/sparql-query"


def posted(*headers: str) -> bytes:
    return request("POST", "/sparql", TYPE, *headers)


@pytest.mark.parametrize(
    "head",
    [
        posted("Content-Length: 6", "Content-Length: 7"),
        posted("Content-Length: 6, 7"),
        posted("Content-Length: -6"),
        posted("Content-Length: +6"),
        posted("Content-Length: 0x6"),
        posted("Content-Length: 6 6"),
        posted("Content-Length: 99999999999999999999999999"),
        posted("Transfer-Encoding: chunked, identity"),
        posted("Transfer-Encoding: xchunked"),
        posted("Transfer-Encoding: identity, chunked", "Transfer-Encoding: x"),
        posted("Transfer-Encoding : chunked"),
        posted(" Transfer-Encoding: chunked"),
        request("GET", ASK, "X: a\x00b"),
        request("GET", ASK, "X: a\rb"),
        request("GET", ASK, "X: a\r\n folded"),
        request("GET", ASK, "No colon"),
        request("GET", ASK, ": no name"),
        request("GET", "/a\x00b"),
        request("GET", "/a\rb"),
        request("GET", "/<script>"),
        b"GET " + ASK.encode() + b" HTTP/3.0\r\nHost: a",
        b"GET",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_two_servers_could_read_in_two_ways_is_refused(victim: Victim, head: bytes) -> None:
    """So that no request can hide in another behind a proxy."""
    with victim.wire(5) as wire:
        wire.send(head + b"\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n")
        try:
            answer = wire.answer()
        except ClosedError:
            return
        assert answer.status == 400
        assert wire.closed()


@pytest.mark.parametrize("length", [4, 6, 16, 100])
def test_a_length_beside_chunks_does_not_count(victim: Victim, length: int) -> None:
    """The chunks end the body, and the rest is dropped: https://www.rfc-editor.org/rfc/rfc9112#section-6.3."""
    hidden = b"GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"
    with victim.wire(5) as wire:
        head = posted(f"Content-Length: {length}", "Transfer-Encoding: chunked")
        wire.send(head + b"\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n" + hidden)
        answer = wire.answer()
        assert (answer.status, answer.body) == (200, b'{"head":{},"boolean":true}')
        assert wire.read() == b""


@pytest.mark.parametrize(
    "host", ["", "a b", "a/b", "<script>", "a@b", "a, b", "[::1", "a:b", "ә", "a" * 300, "http://a"]
)
def test_a_host_that_is_none_is_refused(victim: Victim, host: str) -> None:
    for target in (ASK, "/", "/sparql", "/id/event/fair-2023"):
        assert victim.get(target, f"Host: {host}").status == 400


def test_a_request_names_one_host(victim: Victim) -> None:
    assert victim.get(ASK, "Host: a", "Host: b").status == 400
    assert victim.send(b"GET " + ASK.encode() + b" HTTP/1.1").status == 400
    assert victim.send(b"GET " + ASK.encode() + b" HTTP/1.0").status == 200
    for host in ("a", "a.example:8090", "127.0.0.1:80", "[::1]:8090"):
        assert victim.get(ASK, f"Host: {host}").status == 200


def test_headers_that_are_too_long_are_refused(victim: Victim) -> None:
    assert victim.get(ASK, *(f"X-{number}: a" for number in range(50))).status == 200
    for headers in (
        ["X: " + "a" * MAX_HEADERS_BYTES],
        ["X: " + "a" * 1_000_000],
        [f"X-{number}: a" for number in range(1000)],
        ["Cookie: " + "a=b; " * 5000],
    ):
        assert victim.get(ASK, *headers).status == 431


@pytest.mark.parametrize("name", ["Accept", "Accept-Encoding", "Accept-Language"])
def test_a_long_list_of_wishes_is_refused_at_once(victim: Victim, name: str) -> None:
    """100,000 languages took the server more than 20 seconds."""
    start = time.monotonic()
    assert victim.get("/", f"{name}: {'a/b,' * 20_000}").status == 431
    assert victim.get("/", f"{name}: {'a,' * (MAX_ACCEPT_BYTES // 2 + 1)}").status == 431
    assert victim.get("/en/", f"{name}: {'a,' * (MAX_ACCEPT_BYTES // 2 - 1)}").status == 200
    assert time.monotonic() - start < 5


def test_a_long_address_is_refused(victim: Victim) -> None:
    assert victim.get("/id/" + "a" * 60_000).status == 414
    assert victim.get(ASK + "&x=" + "a" * 60_000).status == 414
    assert victim.get(ASK + "&x=" + "a" * 1_000_000).status in (414, 431)
    assert victim.get("/sparql?" + "a=1&" * 11_000).status == 400


def test_a_body_that_is_too_large_is_refused_before_it_has_come(victim: Victim) -> None:
    assert victim.send(posted("Content-Length: 10000000000")).status == 413
    with victim.wire() as wire:
        wire.send(posted("Transfer-Encoding: chunked") + b"\r\n\r\n")
        for _ in range(200):
            wire.send(b"10000\r\n" + b" " * 65536 + b"\r\n")
        assert wire.answer().status == 413
        assert wire.closed()


def test_a_body_that_ends_early_or_late(victim: Victim) -> None:
    with victim.wire(5) as wire:
        wire.send(posted("Content-Length: 6") + b"\r\n\r\nASK {}GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n")
        assert [wire.answer().status, wire.answer().status] == [200, 404]
    assert victim.send(posted("Transfer-Encoding: chunked"), b"zz\r\nASK {}\r\n0\r\n\r\n").status == 400


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate", "gzip, gzip", "x", "GZIP"])
@pytest.mark.parametrize("target", ["/sparql", "/rdf-graph-store?default", "/", "/nowhere"])
def test_a_body_that_is_compressed_is_not_unpacked(victim: Victim, coding: str, target: str) -> None:
    """100 kB of it could become 100 MB."""
    body = gzip.compress(b" " * 100_000_000)
    head = request("POST", target, TYPE, f"Content-Encoding: {coding}", f"Content-Length: {len(body)}")
    refused = victim.send(head, body)
    assert refused.status == 415
    assert refused.header("accept-encoding") == "identity"
    assert "compressed" in refused.problem["detail"]


def test_an_unpacked_body_may_say_so(victim: Victim) -> None:
    assert victim.ask("ASK {}", "Content-Encoding: identity").status == 200


@pytest.mark.parametrize("query", ["ASK {} #" + "қ" * 500_000, "ASK {}" + " " * 600_000, "ASK {} #" + "🙂" * 49_000])
def test_a_long_query_is_refused_or_answered_and_ends_no_worker(victim: Victim, query: str) -> None:
    """A job that was longer than the channel takes ended its worker, and the answer was that the server failed."""
    before = sorted(victim.worker_pids())
    answer = victim.ask(query)
    assert answer.status == (200 if len(query) < 50_000 else 400)
    assert "characters" in answer.problem["detail"] if answer.status == 400 else answer.body
    body = "query=ASK%7B%7D" + "&default-graph-uri=urn:a-graph-of-a-long-name" * 9_000
    kind = "Content-Type: application/x-www-form-urlencoded"
    refused = victim.send(request("POST", "/sparql", kind, f"Content-Length: {len(body)}"), body.encode())
    assert "bytes together" in refused.problem["detail"]
    assert refused.status == 400
    assert sorted(victim.worker_pids()) == before


def drip(victim: Victim, head: bytes) -> tuple[float, Answer | None]:
    """Send a byte a second after a head, and return when the server had enough of it, and what it said."""
    start = time.monotonic()
    with victim.wire(0.9) as wire:
        wire.send(head)
        while time.monotonic() - start < 2 * BODY_PATIENCE_S:
            wire.send(b"a")
            try:
                return time.monotonic() - start, wire.answer()
            except ClosedError:
                return time.monotonic() - start, None
            except TimeoutError:
                continue
    raise AssertionError("the server waits for ever")


def test_a_body_that_stops_is_not_waited_for_however_much_has_come(victim: Victim) -> None:
    start = time.monotonic()
    with victim.wire(BODY_PATIENCE_S + 10) as wire:
        wire.send(posted("Content-Length: 1000000") + b"\r\n\r\n" + b" " * 900_000)
        assert wire.answer().status == 408
    assert time.monotonic() - start < BODY_PATIENCE_S + 5


def test_slow_clients_are_not_waited_for_and_hold_nobody_up(victim: Victim) -> None:
    """A byte a second of headers, of a body with a length, and of a chunk; and a connection that says nothing."""
    heads = [
        b"GET / HTTP/1.1\r\nHost: a\r\nX: ",
        posted("Content-Length: 100000") + b"\r\n\r\n",
        posted("Transfer-Encoding: chunked") + b"\r\n\r\nffff\r\n",
        request("POST", "/", "Content-Length: 100000") + b"\r\n\r\n",
    ]
    with socket.create_connection(("127.0.0.1", victim.port)) as silent, ThreadPoolExecutor(len(heads) * 4) as pool:
        drips = [pool.submit(drip, victim, head) for head in heads * 4]
        for _ in range(10):
            assert victim.answers()
            time.sleep(0.2)
        for number, drops in enumerate(drips):
            seconds, answer = drops.result()
            assert seconds < max(BODY_PATIENCE_S, HEADERS_LIMIT_S) + 10
            if number % len(heads):
                assert answer
                assert answer.status == 408
                assert "1000 bytes a second" in answer.problem["detail"]
        silent.settimeout(HEADERS_LIMIT_S + 10)
        assert silent.recv(1) == b""


def test_many_idle_connections_hold_nobody_up(victim: Victim) -> None:
    """With 1,024 of them nobody else was let in, for as long as they were there."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(4096, hard)), hard))
    with ExitStack() as held:
        for _ in range(2000):
            held.enter_context(socket.create_connection(("127.0.0.1", victim.port), timeout=20))
        start = time.monotonic()
        assert victim.answers()
        assert time.monotonic() - start < 5


@given(
    data=st.binary(min_size=1, max_size=300), start=st.sampled_from([b"", b"GET / HTTP/1.1\r\n", posted() + b"\r\n"])
)
@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_bytes_make_the_server_fail(victim: Victim, data: bytes, start: bytes) -> None:
    with victim.wire(5) as wire:
        wire.send(start + data + b"\r\n\r\n")
        wire.end()
        try:
            assert wire.answer().status < 500
        except ClosedError:
            return


def test_slow_queries_of_pages_leave_room_for_other_pages(victim: Victim) -> None:
    """Sixteen of them held all threads, and no page came until they had ended."""
    endless = (
        "/en/query?query=SELECT*%7B%3Fa%20%3Fb%20%3Fc.%3Fd%20%3Fe%20%3Ff.%3Fg%20%3Fh%20%3Fi%7DORDER%20BY%20%3Fa%20%3Fd"
    )
    with ThreadPoolExecutor(20) as pool:
        slow = [pool.submit(victim.get, endless, "Accept: text/html") for _ in range(20)]
        time.sleep(0.5)
        start = time.monotonic()
        assert victim.get("/en/", "Accept: text/html").status == 200
        assert time.monotonic() - start < 1.5
        assert not all(one.done() for one in slow)
        assert {one.result().status for one in slow} <= {429, 503, 504}
