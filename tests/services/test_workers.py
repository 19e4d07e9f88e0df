"""Workers answer whole or not at all, and a query that takes too much ends alone."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from volgraph.errors import LimitError, QueryError
from volgraph.services.workers.client import FormatRefusedError, Limits, Workers
from volgraph.services.workers.messages import Job

SMALL = "ASK { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SORTED = "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g"
HEAVY = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TIME_S = 1.5


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of 3,000 triples."""
    path = tmp_path_factory.mktemp("store")
    store = Store(str(path))
    store.extend(Quad(*(NamedNode(f"https://example.org/{kind}{n}") for kind in "spo")) for n in range(3000))
    store.flush()
    return path


@pytest.fixture(params=["in-memory", "on-disk"])
def workers(store_path: Path, request: pytest.FixtureRequest) -> Iterator[Workers]:
    """Two workers with tight limits."""
    limits = Limits(time_s=TIME_S, memory_bytes=300_000_000, answer_bytes=1_000_000, wait_s=0.2)
    workers = Workers(store_path, request.param == "in-memory", 2, limits)
    workers.start()
    yield workers
    workers.stop()


def job(query: str, solutions: str | None = "csv", triples: str | None = "nt") -> Job:
    return Job(query, (), (), solutions, triples)


def nested(depth: int) -> str:
    return f"SELECT ({'(' * depth}1{')' * depth} AS ?x) {{}}"


def body(workers: Workers, wanted: Job) -> bytes:
    return b"".join(workers.answer(wanted).body.chunks())


def test_solutions_and_triples_come_whole(workers: Workers) -> None:
    assert len(body(workers, job("SELECT ?s { ?s ?p ?o }")).splitlines()) == 3001
    assert len(body(workers, job("CONSTRUCT WHERE { ?s ?p ?o }")).splitlines()) == 3000


def test_a_client_that_takes_no_format_is_told_what_the_answer_is(workers: Workers) -> None:
    with pytest.raises(FormatRefusedError, match="triples"):
        workers.answer(job("CONSTRUCT WHERE { ?s ?p ?o }", triples=None))
    assert b"true" in body(workers, job(SMALL, "json"))


@pytest.mark.parametrize("query", [ENDLESS, SORTED], ids=["count", "sort"])
def test_a_query_is_dead_soon_after_its_time_whatever_it_does(workers: Workers, query: str) -> None:
    start = time.monotonic()
    with pytest.raises(LimitError) as caught:
        workers.answer(job(query))
    assert caught.value.limit in ("time", "memory")
    assert time.monotonic() - start < TIME_S + 5
    assert b"true" in body(workers, job(SMALL, "json"))


def test_a_client_may_ask_for_less_time(workers: Workers) -> None:
    start = time.monotonic()
    with pytest.raises(LimitError):
        workers.answer(job(ENDLESS), time_s=0.1)
    assert time.monotonic() - start < TIME_S


def test_a_query_that_needs_too_much_memory_ends_alone(workers: Workers) -> None:
    with pytest.raises(LimitError) as caught:
        workers.answer(job(HEAVY))
    assert caught.value.limit in ("memory", "time")
    assert b"true" in body(workers, job(SMALL, "json"))


def test_an_answer_that_is_too_large_is_an_error_and_no_shorter_answer(workers: Workers) -> None:
    with pytest.raises(LimitError) as caught:
        workers.answer(job("SELECT * { ?a ?b ?c . ?d ?e ?f }"))
    assert caught.value.limit == "size"


def test_a_deeply_nested_query_is_answered(workers: Workers) -> None:
    assert body(workers, job(nested(10_000))).splitlines() == [b"x", b"1"]


def test_nesting_that_ends_the_parser_is_an_error_of_the_query(store_path: Path) -> None:
    workers = Workers(store_path, True, 1, Limits(TIME_S, 300_000_000, 1_000_000, 0.2), stack_bytes=8 << 20)
    workers.start()
    with pytest.raises(QueryError, match="nested too deeply"):
        workers.answer(job(nested(20_000)))
    assert b"true" in body(workers, job(SMALL, "json"))
    workers.stop()


def test_a_worker_that_was_ended_is_replaced(workers: Workers) -> None:
    body(workers, job(SMALL))
    os.kill(workers._idle[0].pid, signal.SIGKILL)
    time.sleep(0.1)
    assert b"true" in body(workers, job(SMALL, "json"))


def test_a_broken_query_has_its_line(workers: Workers) -> None:
    with pytest.raises(QueryError) as caught:
        workers.answer(job("SELECT *\n{ ?s ?p"))
    assert caught.value.place.line == 2


def test_a_table_has_no_more_rows_than_wanted(workers: Workers) -> None:
    table = workers.table(Job("SELECT ?s ?p { ?s ?p ?o }", (), (), None, None, most_rows=5))
    assert table.variables == ["s", "p"]
    assert len(table.rows) == 5
    assert isinstance(table.rows[0][0], NamedNode)
    assert workers.table(Job(SMALL, (), (), None, None, most_rows=5)).boolean is True


def test_workers_end_with_their_pool(workers: Workers) -> None:
    body(workers, job(SMALL))
    pids = [worker.pid for worker in workers._idle]
    assert pids
    workers.stop()
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < deadline, "a worker outlived its pool"
        time.sleep(0.05)
    assert os.getpid() not in pids
