"""Addresses that try to leave the server, or the folder of dumps."""

from urllib.parse import quote, urlsplit

import pytest
from tests.security.conftest import THING
from tests.security.serving import Victim
from tests.security.wire import HOST, request

OUTSIDE = [
    "/data/dumps/../../../etc/passwd",
    "/data/dumps/..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/data/dumps/%2e%2e/manifest.json",
    "/data/dumps/..%5c..%5cmanifest.json",
    "/data/dumps/%2fetc%2fpasswd",
    "/data/dumps//etc/passwd",
    "/data/dumps/.",
    "/data/dumps/%00",
    "/static/../app.py",
    "/static/..%2fapp.py",
    "/static/%2e%2e/app.py",
    "/static//etc/passwd",
    "/id/..%2f..%2fetc%2fpasswd",
    "/id/../../etc/passwd",
    "/en/page/..%2f..%2f",
    "/data/..%2f.ttl",
    "/data/.ttl",
    "/id/%c0%ae%c0%ae/",
    "/id/%ff%fe",
    "/id/%00",
    "/id/%0d%0aX:%20y",
    "/id/a\\..\\b",
    "/id/" + "a/" * 20_000,
    f"/id/{THING}/",
    f"/id/{THING}%00",
    f"/id/{THING.upper()}",
    f"/id/{THING.replace('-', '%E2%80%90')}",
    f"/id/{THING.replace('a', '%D0%B0')}",
    f"/id/{THING.replace('f', '%EF%BD%86')}",
    f"/data/{THING}.ttl.ttl",
    f"/data/{THING}.ttl/",
    f"/data/{THING}.html",
    f"/data/{THING}.exe",
    "//evil.example/",
    "/%2f%2fevil.example/",
    "/%5cevil.example/",
    "/id//evil.example/",
    "/id/%2fevil.example",
    "/id/https://evil.example/",
    "/en/page/%3Cscript%3Ealert(1)%3C/script%3E",
    "/queries/../x",
    "/sparql/",
    "/SPARQL",
]


@pytest.mark.parametrize("target", OUTSIDE, ids=lambda target: target[:40])
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_an_address_that_is_none_of_ours_leads_nowhere(victim: Victim, target: str, accept: str) -> None:
    answer = victim.get(target, f"Accept: {accept}")
    assert answer.status in (400, 404)
    assert not answer.header("location")
    assert b"root:" not in answer.body
    assert b"<script>" not in answer.body or answer.header("content-type") == "application/problem+json"


@pytest.mark.parametrize(
    "target",
    [
        f"/id/{THING}",
        f"/id/{THING}?lang=//evil.example",
        f"/id/{THING}?lang=kk",
        f"http://evil.example/id/{THING}",
        "/query?query=",
        "/ru/query?lang=//evil.example&query=",
        "/query?x=//evil.example",
        "//page/evil.example/",
        "/sparql",
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_no_redirect_leaves_the_server(victim: Victim, target: str, accept: str) -> None:
    answer = victim.get(target, f"Accept: {accept}", "Host: mine.example", "X-Forwarded-Host: evil.example")
    location = answer.header("location")
    assert answer.status in (200, 302, 303)
    assert (answer.status != 200) == bool(location)
    assert urlsplit(location)[:2] == ("", "")
    assert not location.startswith("//")
    assert b"evil.example/id" not in answer.body


@pytest.mark.parametrize(
    "path", ["/id/x%0d%0aSet-Cookie:a=b", f"/id/{THING}?lang=kk%0d%0aSet-Cookie:a=b", "/?lang=%0d%0aa"]
)
def test_no_address_adds_a_header(victim: Victim, path: str) -> None:
    assert not victim.get(path, "Accept: text/html").header("set-cookie")


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "DEBUG", "A" * 5000])
def test_strange_methods_are_refused(victim: Victim, method: str) -> None:
    for target in ("/", "/sparql", "/rdf-graph-store", "/queries", f"/id/{THING}"):
        answer = victim.send(request(method, target))
        assert answer.status in (400, 404, 405, 414, 431)
        assert b"evil" not in answer.body


def test_another_host_in_a_header_is_not_believed(victim: Victim) -> None:
    for name in ("X-Forwarded-Host", "X-Host", "X-Original-URL", "X-Rewrite-URL", "Forwarded"):
        for target in ("/sparql", "/en/", f"/data/{THING}.ttl"):
            answer = victim.get(target, "Accept: text/turtle, text/html", HOST, f"{name}: host=evil.example")
            assert answer.status == 200
            assert b"evil.example" not in answer.body


@pytest.mark.parametrize(
    "path", ["/search?q={}&limit=1", "/en/search?q={}", "/reconcile/kk?queries={{}}&x={}", "/sparql?query=ASK{{}}&x={}"]
)
def test_words_may_stand_in_an_address_as_they_are_typed(victim: Victim, path: str) -> None:
    """A client that did not write them with percent signs, as curl does not, was told that the server had failed."""
    assert victim.get(path.format("волонтерлердің")).status == 200
    escaped, typed = (victim.get(path.format(words)).body for words in (quote("волонтерлердің"), "волонтерлердің"))
    assert typed == escaped
