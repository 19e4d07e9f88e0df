"""What scripts of other sites may do, and what one client gets of another's."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.security.conftest import THING
from tests.security.serving import Victim
from tests.security.wire import Answer, request

from volgraph.web.front.cache import AnswerCache, Kept

ORIGIN = "Origin: https://evil.example"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
READ = ["/sparql?query=ASK%7B%7D", "/rdf-graph-store?default", "/queries", "/", f"/data/{THING}.ttl", "/nowhere"]


@pytest.mark.parametrize("target", READ)
def test_scripts_of_other_sites_may_read(victim: Victim, target: str) -> None:
    answer = victim.get(target, ORIGIN)
    assert answer.header("access-control-allow-origin") == "*"
    assert not answer.header("access-control-allow-credentials")
    exposed = {name.lower() for name in answer.header("access-control-expose-headers").split(", ")}
    assert {"etag", "link", "retry-after", "volgraph-query", "volgraph-generation"} <= exposed


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize(
    "target",
    [
        "/sparql",
        "/rdf-graph-store",
        "/queries",
        "/queries/0123",
        "/",
        "/publications",
        "/workspace/update",
        "/workspace/rdf-graph-store",
    ],
)
def test_scripts_of_other_sites_may_change_nothing(victim: Victim, target: str, method: str) -> None:
    answer = victim.send(request("OPTIONS", target, ORIGIN, f"Access-Control-Request-Method: {method}"))
    allowed = answer.header("access-control-allow-methods").split(", ")
    assert not {"PUT", "DELETE", "PATCH", "*"} & {*allowed}
    assert ("POST" in allowed) == (target == "/sparql")
    assert "authorization" not in answer.header("access-control-allow-headers").lower()
    assert not answer.header("access-control-allow-credentials")


ACCEPTS = ["application/json", "text/csv", "application/sparql-results+xml", "text/tab-separated-values"]
CODINGS = ["identity", "gzip", "br", "zstd"]
HOSTS = ["a.example", "b.example:8090"]
RELATIVE = f"SELECT (<x> AS ?x) ('{'long ' * 300}' AS ?y) {{}}"


def asked(victim: Victim, accept: str, coding: str, host: str) -> Answer:
    headers = (f"Accept: {accept}", f"Accept-Encoding: {coding}", f"Host: {host}")
    return victim.get(f"/sparql?query={quote(RELATIVE)}", *headers)


@given(order=st.permutations([*product(ACCEPTS, CODINGS, HOSTS)]))
@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_answer_is_kept_for_those_alone_who_asked_the_same(
    victim: Victim, order: list[tuple[str, str, str]]
) -> None:
    for accept, coding, host in order:
        answer = asked(victim, accept, coding, host)
        assert answer.status == 200
        assert answer.header("content-type").startswith(accept)
        assert answer.header("content-encoding") == (coding if coding != "identity" else "")
        if coding == "identity":
            others = [other for other in HOSTS if other != host]
            assert host.encode() in answer.body
            assert not any(other.encode() in answer.body for other in others)


def test_every_answer_has_a_tag_of_its_own(victim: Victim) -> None:
    tags = Counter(
        asked(victim, accept, coding, host).header("etag") for accept, coding, host in product(ACCEPTS, CODINGS, HOSTS)
    )
    assert "" not in tags
    assert set(tags.values()) == {1}


def test_an_error_is_never_kept(victim: Victim) -> None:
    for query in ("SELECT broken", ENDLESS):
        for _ in range(2):
            answer = victim.get(f"/sparql?query={quote(query)}")
            assert answer.status in (400, 504)
            assert answer.header("cache-control") == "no-store"
            assert not answer.header("etag")


@given(
    sizes=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=20, max_size=60),
)
def test_what_is_kept_stays_within_its_room_with_the_requests_themselves(sizes: list[tuple[int, int]]) -> None:
    """A posted query of 1 MB with an answer of 20 bytes counted as 20 bytes."""
    cache = AnswerCache(50_000)
    held: dict[tuple[str | bytes, ...], Kept] = {}
    for number, (asked_bytes, body_bytes) in enumerate(sizes):
        key = (str(number), b"x" * asked_bytes)
        held[key] = Kept([], b"y" * body_bytes, '"tag"')
        cache.put(key, held[key])
    kept = {key: one for key, one in held.items() if cache.get(key) is one}
    assert sum(len(key[0]) + len(key[1]) + len(one.body) for key, one in kept.items()) <= 50_000


def running(victim: Victim, *headers: str) -> list[str]:
    return re.findall(r'"id": "(\w+)"', victim.get("/queries", *headers).body.decode())


def test_a_query_is_ended_by_those_who_know_its_name(victim: Victim) -> None:
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(victim.ask, ENDLESS)
        while not (names := running(victim)) and not answer.done():
            pass
        assert len(names[0]) == 24  # 96 bits: nobody guesses them
        for guess in ("0" * 24, names[0][:-1], names[0].upper() + "A", "*", "", "..", names[0] + "%00"):
            assert victim.send(request("DELETE", f"/queries/{guess}")).status == 404
        assert not answer.done()
        assert victim.send(request("DELETE", f"/queries/{names[0]}")).status == 204
        assert answer.result().problem["limit"] == "cancelled"


def test_names_of_queries_do_not_repeat(victim: Victim) -> None:
    names = {victim.get("/sparql?query=ASK%7B%7D").header("volgraph-query") for _ in range(50)}
    assert len(names) == 50


def test_nobody_sees_the_queries_of_others(victim: Victim) -> None:
    """Nor does a client become another by saying so: no proxy is trusted here."""
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(victim.ask, ENDLESS, "X-Forwarded-For: 203.0.113.9")
        while not (mine := running(victim)) and not answer.done():
            pass
        assert mine
        assert running(victim, "X-Forwarded-For: 203.0.113.9") == mine
        other = victim.other_address().get("/queries")
        assert b'"queries": []' in other.body
        answer.result()
