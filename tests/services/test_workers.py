"""Workers answer whole or not at all, and a query that takes too much ends alone."""

import asyncio
import gc
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from pyoxigraph import NamedNode, Quad, Store

from volgraph.config import Settings
from volgraph.errors import GraphMissingError, LimitError, QueryError
from volgraph.services.answering import Answering, Asked, Table
from volgraph.services.workers import pool, sandbox
from volgraph.services.workers.client import Workers
from volgraph.services.workers.limits import Limits
from volgraph.services.workers.messages import AnyJob, GraphJob, Job
from volgraph.services.workers.pool import Engine
from volgraph.services.workers.run import FormatRefusedError

SMALL = "ASK { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SORTED = "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g"
HEAVY = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
CYCLES = "SELECT (COUNT(*) AS ?n) { ?a (<https://example.org/next>|^<https://example.org/next>)+ ?b . ?c ?d ?e }"
CONSTRUCTED = "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TIME_S = 1.5
GRAPH = NamedNode("https://example.org/graph")


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of 3,000 triples in the default graph, 500 in a ring, and one in a named graph."""
    path = tmp_path_factory.mktemp("store")
    store = Store(str(path))
    store.extend(Quad(*(NamedNode(f"https://example.org/{kind}{n}") for kind in "spo")) for n in range(3000))
    node = [NamedNode(f"https://example.org/ring{n}") for n in range(500)]
    store.extend(Quad(node[n - 1], NamedNode("https://example.org/next"), node[n], GRAPH) for n in range(500))
    store.extend(Quad(node[n - 1], NamedNode("https://example.org/next"), node[n]) for n in range(500))
    store.flush()
    return path


@dataclass
class Bench:
    """Workers, and an event loop to ask them in."""

    workers: Workers
    loop: asyncio.AbstractEventLoop
    answering: Answering

    def body(self, job: AnyJob, time_s: float | None = None) -> bytes:
        """Return the whole answer to a job."""

        async def ask() -> bytes:
            async with self.answering.answer(self.workers, Asked("id", "client", job, ""), time_s) as run:
                await run.begin(1 << 30)
                return run.take_all()

        return self.loop.run_until_complete(ask())


@pytest.fixture(params=[Engine.IN_MEMORY, Engine.ON_DISK])
def bench(store_path: Path, request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Two workers with tight limits."""
    limits = Limits(time_s=TIME_S, memory_bytes=300_000_000, answer_bytes=1_000_000)
    workers = Workers(store_path, request.param, 2, limits)
    workers.start()
    yield from running(workers)


def running(workers: Workers) -> Iterator[Bench]:
    loop = asyncio.new_event_loop()
    yield Bench(workers, loop, Answering(Settings(queries_at_once=2)))
    while workers.refilling is not None and not workers.refilling.done():
        loop.run_until_complete(asyncio.sleep(0.01))
    workers.stop()
    loop.close()


def job(query: str, solutions: str | None = "csv", triples: str | None = "nt", rows_limit: int = 0) -> Job:
    return Job(query, (), (), solutions, triples, rows_limit=rows_limit)


@contextmanager
def listening() -> Iterator[tuple[int, Callable[[], int]]]:
    """A server that counts who comes: its port, and how many came."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)

        def came() -> int:
            count = 0
            with suppress(BlockingIOError):
                while True:
                    server.accept()[0].close()
                    count += 1
            return count

        yield server.getsockname()[1], came


def nested(depth: int) -> str:
    return f"SELECT ({'(' * depth}1{')' * depth} AS ?x) {{}}"


def test_solutions_and_triples_come_whole(bench: Bench) -> None:
    assert len(bench.body(job("SELECT ?s { ?s ?p ?o }")).splitlines()) == 3501
    assert len(bench.body(job("CONSTRUCT WHERE { ?s ?p ?o }")).splitlines()) == 3500


def test_a_graph_comes_whole(bench: Bench) -> None:
    assert len(bench.body(GraphJob("nt")).splitlines()) == 3500
    assert len(bench.body(GraphJob("nt", GRAPH.value)).splitlines()) == 500
    with pytest.raises(GraphMissingError, match=r"no graph https://example\.org/none"):
        bench.body(GraphJob("nt", "https://example.org/none"))


def test_a_client_that_takes_no_format_is_told_what_the_answer_is(bench: Bench) -> None:
    with pytest.raises(FormatRefusedError, match="triples"):
        bench.body(job("CONSTRUCT WHERE { ?s ?p ?o }", triples=None))
    assert b"true" in bench.body(job(SMALL, "json"))


@pytest.mark.parametrize(
    "query", [ENDLESS, SORTED, CYCLES, CONSTRUCTED], ids=["count", "sort", "path over a ring", "construct"]
)
def test_a_query_is_dead_soon_after_its_time_whatever_it_does(bench: Bench, query: str) -> None:
    start = time.monotonic()
    with pytest.raises(LimitError) as caught:
        bench.body(job(query))
    assert caught.value.limit in ("time", "memory", "size")
    assert time.monotonic() - start < TIME_S + 5
    assert b"true" in bench.body(job(SMALL, "json"))


def test_a_client_may_ask_for_less_time(bench: Bench) -> None:
    start = time.monotonic()
    with pytest.raises(LimitError):
        bench.body(job(ENDLESS), time_s=0.1)
    assert time.monotonic() - start < TIME_S


def test_a_query_that_needs_too_much_memory_ends_alone(bench: Bench) -> None:
    with pytest.raises(LimitError) as caught:
        bench.body(job(HEAVY))
    assert caught.value.limit in ("memory", "time")
    assert b"true" in bench.body(job(SMALL, "json"))


def test_an_answer_that_is_too_large_is_an_error_and_no_shorter_answer(bench: Bench) -> None:
    with pytest.raises(LimitError) as caught:
        bench.body(job("SELECT * { ?a ?b ?c . ?d ?e ?f }"))
    assert caught.value.limit == "size"


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_an_answer_with_too_many_rows_is_an_error_and_others_are_as_without_the_limit(bench: Bench, form: str) -> None:
    awkward = r"BIND('a\t\n\"ә' AS ?x) BIND(1.50 AS ?y)"
    few = "{ SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 20 }"
    query = f"SELECT * {{ {few} OPTIONAL {{ ?o ?q ?r }} {awkward} }} ORDER BY ?s"
    assert bench.body(job(query, form, rows_limit=20)) == bench.body(job(query, form))
    with pytest.raises(LimitError, match="more than 19 rows") as caught:
        bench.body(job(query, form, rows_limit=19))
    assert caught.value.limit == "size"
    assert b"true" in bench.body(job(SMALL, "json", rows_limit=1))


def test_a_deeply_nested_query_is_answered(bench: Bench) -> None:
    assert bench.body(job(nested(10_000))).splitlines() == [b"x", b"1"]


def test_nesting_that_ends_the_parser_is_an_error_of_the_query(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """10 kB of parentheses end the engine's parser, and its process with it, on a stack of the usual size."""
    monkeypatch.setenv(pool.STACK_VARIABLE, str(8 << 20))
    workers = Workers(store_path, Engine.IN_MEMORY, 1, Limits(TIME_S, 300_000_000, 1_000_000))
    workers.start()
    for bench in running(workers):
        with pytest.raises(QueryError, match="nested too deeply"):
            bench.body(job(nested(20_000)))
        assert b"true" in bench.body(job(SMALL, "json"))


def test_a_worker_that_was_ended_is_replaced(bench: Bench) -> None:
    bench.body(job(SMALL, "json"))
    for pid in bench.workers.worker_pids:
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.1)
    assert b"true" in bench.body(job(SMALL, "json"))


def test_a_pool_that_was_ended_is_replaced(bench: Bench) -> None:
    assert bench.workers.pid
    os.kill(bench.workers.pid, signal.SIGKILL)
    time.sleep(0.3)
    assert b"true" in bench.body(job(SMALL, "json"))


def test_a_broken_query_has_its_line(bench: Bench) -> None:
    with pytest.raises(QueryError) as caught:
        bench.body(job("SELECT *\n{ ?s ?p"))
    assert caught.value.place.line == 2


def test_a_table_has_no_more_rows_than_wanted(bench: Bench) -> None:
    def table(query: str) -> Table:
        return Answering(Settings()).table(bench.workers, Job(query, most_rows=5), "client", "")

    found = table("SELECT ?s ?p { ?s ?p ?o }")
    assert found.variables == ["s", "p"]
    assert len(found.rows) == 5
    assert isinstance(found.rows[0][0], NamedNode)
    assert table(SMALL).boolean is True


def test_a_query_that_is_cancelled_ends_with_its_worker(bench: Bench) -> None:
    bench.loop.call_later(0.1, lambda: bench.answering.cancel("id"))
    start = time.monotonic()
    with pytest.raises(LimitError) as caught:
        bench.body(job(ENDLESS))
    assert caught.value.limit == "cancelled"
    assert time.monotonic() - start < 1
    assert not bench.answering.cancel("id")
    assert b"true" in bench.body(job(SMALL, "json"))


def test_a_worker_reaches_no_other_machine(bench: Bench) -> None:
    """This query is taken for a string by a reader of texts, and yet the engine asks the other machine."""
    with listening() as (port, asked):
        fooling = f'ASK {{ FILTER(?a<?b#>"""\n) SERVICE SILENT <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} #"""\n}}'
        with pytest.raises(QueryError):
            bench.body(job(fooling))
        assert asked() == 0


def test_workers_end_with_their_pool(bench: Bench) -> None:
    bench.body(job(SMALL, "json"))
    pids = bench.workers.worker_pids
    assert pids
    bench.workers.stop()
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < deadline, "a worker outlived its pool"
        time.sleep(0.05)
    assert os.getpid() not in pids


def test_a_pool_outlives_the_thread_that_started_it(store_path: Path) -> None:
    """The system ended the pool process with that thread: a generation that was followed had to be opened twice."""
    workers = Workers(
        store_path, Engine.ON_DISK, 1, Limits(time_s=TIME_S, memory_bytes=300_000_000, answer_bytes=1_000_000)
    )
    thread = Thread(target=workers.start)
    thread.start()
    thread.join()
    pid = workers.pid
    assert pid is not None
    time.sleep(0.5)
    assert Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "SR"
    workers.stop()


def test_a_worker_that_cannot_take_its_place_again_is_replaced() -> None:
    """Only a privileged server may: without that, each query that took longer failed in the event loop."""

    def change() -> int:
        if os.getuid() == 0:
            os.setuid(65534)
        pid = os.fork()
        if pid == 0:
            time.sleep(30)
        said = [sandbox.set_priority(pid, 10), sandbox.set_priority(pid, 0)]
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        return 0 if said == [True, False] and not sandbox.set_priority(pid, 10) else 1

    child = os.fork()
    if child == 0:
        try:
            os._exit(change())
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_worker_that_nobody_has_any_more_ends_and_leaves_nothing_open(bench: Bench) -> None:
    before = {path.name for path in Path("/proc/self/fd").iterdir()}
    pid = bench.workers._fork().pid
    gc.collect()
    deadline = time.monotonic() + 10
    while is_running(pid):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert {path.name for path in Path("/proc/self/fd").iterdir()} <= before


def is_running(pid: int) -> bool:
    """Tell whether a process is there and has not ended; it may go while it is looked at."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
