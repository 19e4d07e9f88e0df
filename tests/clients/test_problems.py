"""What a client is told when there is no answer, or nothing but a part of it was written."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from tests.clients.answers import CONSTRUCTS, SELECTS, query
from tests.clients.browser import CHROMIUM, browsing
from tests.clients.serving import Server, serving

from volgraph.io.generations import Home

FORMS = [*(("select", form) for form in SELECTS), *(("construct", form) for form in CONSTRUCTS)]


@pytest.fixture(scope="module")
def tiny(home: Home) -> Iterator[Server]:
    """A server whose answers have at most 1 MB: less than what is held back."""
    with serving(home.path, answer_limit_mb=1, query_memory_limit_mb=300, queries_at_once=2) as server:
        yield server


@pytest.fixture(scope="module")
def short(home: Home) -> Iterator[Server]:
    """A server whose answers have at most 1,000 rows, from disk."""
    with serving(home.path, answer_limit_rows=1000, memory_limit_triples=0, queries_at_once=2) as server:
        yield server


def refused(server: Server, name: str, form: str, **parameters: object) -> tuple[int, dict[str, object]]:
    """Ask; return the status and the problem."""
    fields = {"query": query(name), "format": form, **parameters}
    status, headers, body = server.request(f"/sparql?{urlencode(fields)}")
    assert headers["content-type"] == "application/problem+json"
    problem: dict[str, object] = json.loads(body)
    assert problem["status"] == status
    return status, problem


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_an_answer_that_grows_too_large_before_a_part_was_sent(tiny: Server, kind: str, form: str) -> None:
    status, problem = refused(tiny, f"large-{kind}", form)
    assert (status, problem["limit"]) == (413, "size")
    assert "more than 1 MB" in str(problem["detail"])


@pytest.mark.parametrize("form", SELECTS)
def test_an_answer_with_too_many_rows(short: Server, form: str) -> None:
    status, problem = refused(short, "large-select", form)
    assert (status, problem["limit"]) == (413, "size")
    assert "more than 1,000 rows" in str(problem["detail"])


@pytest.mark.parametrize("form", SELECTS)
def test_a_query_that_takes_too_long(tiny: Server, form: str) -> None:
    status, problem = refused(tiny, "endless", form, timeout=0.3)
    assert (status, problem["limit"]) == (504, "time")
    assert "longer than 0.3 seconds" in str(problem["detail"])


def test_a_query_that_needs_too_much_memory(tiny: Server) -> None:
    status, problem = refused(tiny, "greedy", "json")
    assert (status, problem["limit"]) == (503, "memory")
    assert "more than 300 MB" in str(problem["detail"])


def test_a_long_answer_has_no_length_but_for_old_clients(tight: Server) -> None:
    """Python's `http.client`, and what is built on it, does not notice a body that is shorter than its length.

    An answer that was whole before it began to be sent had its length, and can be cut for a client that is too slow.
    """
    for _ in range(20):
        status, headers, body = tight.request(f"/sparql?{urlencode({'query': query('megabyte'), 'format': 'csv'})}")
        assert (status, len(body)) == (200, 1_050_000 + len("g\r\n\r\n"))
        assert headers["transfer-encoding"] == "chunked"
        assert "content-length" not in headers


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_a_script_of_another_origin_reads_problems_and_headers(tiny: Server) -> None:
    with browsing() as browser:
        for name, status in (("endless", 504), ("large-select", 413)):
            fields = urlencode({"query": query(name), "timeout": 1})
            found = browser.fetch(f"{tiny.endpoint}?{fields}", headers={"Accept": "application/json"})
            problem = json.loads(found.body)
            assert (found.status, problem["status"]) == (status, status)
            assert {"detail", "limit"} < {*problem}
        found = browser.fetch(f"{tiny.endpoint}?{urlencode({'query': query('whole-select')})}")
        assert found.status == 200
        assert {"etag", "volgraph-generation", "volgraph-query"} < {*found.headers}
        body = query("whole-select")
        headers = {"Content-Type": "application/sparql-query", "Accept": "text/csv"}  # asks for leave first
        posted = browser.fetch(tiny.endpoint, method="POST", headers=headers, body=body)
        assert (posted.status, posted.headers["content-type"]) == (200, "text/csv; charset=utf-8")
