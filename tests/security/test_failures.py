"""What goes wrong inside is in the log, and not in the answer."""

import os
import re
import resource
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.security.conftest import THING
from tests.security.serving import Victim, children, serving
from tests.security.wire import Answer, request

INSIDE = re.compile(
    r"/tmp|/home|/root|/usr|/work|/proc|\.py\b|\bline \d+, in\b|Traceback|\wError\b|0x[0-9a-f]{6,}|"
    r"volgraph\.(?!css|nq)|pyoxigraph|rocksdb|granian|werkzeug|flask|os error|errno|127\.0\.0\.1|<class",
    re.IGNORECASE,
)
ASKED = "SELECT * { ?s ?p ?o } LIMIT 10"


@pytest.fixture
def breakable(hostile_home: Path, tmp_path: Path) -> Iterator[Victim]:
    """A server on a home of its own."""
    home = tmp_path / "home"
    shutil.copytree(hostile_home, home, symlinks=True)
    with serving(home, tmp_path / "errors.txt", "--query-time-limit-s", "5", "--memory-limit-triples", "-1") as server:
        yield server


def generation(victim: Victim) -> Path:
    home = victim.log.parent / "home"
    return (home / "current").resolve()


def says_nothing(answer: Answer) -> bool:
    """Tell whether nothing of an error leads inside; the headers too, but for the name of the server."""
    text = answer.body.decode() + "".join(f"{name}: {value}\n" for name, value in answer.headers if name != "server")
    found = INSIDE.search(text)
    assert not found, f"{found!r} in {text[:500]}"
    return True


def test_damaged_files_say_nothing_of_themselves(breakable: Victim) -> None:
    folder = generation(breakable)
    for path in folder.glob("store/*.sst"):
        path.write_bytes(b"damaged")
    shutil.rmtree(folder / "dumps")
    for query in (ASKED, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        answer = breakable.ask(query)
        assert answer.status in (503, 504)
        assert says_nothing(answer)
    for accept in ("text/html", "*/*"):
        answer = breakable.get("/data/dumps/volgraph.nq.gz", f"Accept: {accept}")
        assert answer.status == 404
        assert says_nothing(answer)


def test_a_generation_that_is_gone_says_nothing_of_its_place(breakable: Victim) -> None:
    home = breakable.log.parent / "home"
    shutil.rmtree(home / "generations")
    (home / "current").unlink()
    (home / "current").symlink_to("generations/nowhere")
    for pid in [*breakable.worker_pids(), *(pid for http in breakable.http_pids() for pid in children(http))]:
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.3)
    answer = breakable.ask(ASKED)
    assert answer.status == 503
    assert says_nothing(answer)
    for target in ("/data/dumps/volgraph.nq.gz", "/context.jsonld", "/sparql?query=ASK%7B%7D&generation=01234567"):
        answer = breakable.get(target)
        assert answer.status >= 400
        assert says_nothing(answer)
    assert "nowhere" in breakable.log.read_text() or "store" in breakable.log.read_text()


def test_a_full_disk_says_nothing_of_itself(breakable: Victim) -> None:
    """An answer that stands in a file until its client takes it: here no file may grow."""
    (http,) = breakable.http_pids()
    resource.prlimit(http, resource.RLIMIT_FSIZE, (0, 0))
    large = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 300000"
    with breakable.wire(30) as wire:
        body = large.encode()
        kind = "Content-Type: application/sparql-query"
        wire.send(request("POST", "/sparql", kind, f"Content-Length: {len(body)}") + b"\r\n\r\n" + body)
        time.sleep(3)
        received = b"".join(iter(wire.read, b""))
    assert received.startswith((b"HTTP/1.1 200", b"HTTP/1.1 503"))
    assert not received.endswith(b"0\r\n\r\n") or received.startswith(b"HTTP/1.1 503")
    assert not INSIDE.search(received[-500:].decode("utf-8", "replace").replace("127.0.0.1", ""))
    assert breakable.answers()
    assert breakable.http_pids() == {http}


@pytest.mark.parametrize(
    "target",
    [
        "/sparql?query=SELECT",
        "/sparql?query=ASK%7B%7D&timeout=x",
        "/sparql?query=ASK%7B%7D&format=x",
        "/sparql?query=ASK%7B%7D&generation=x",
        "/sparql?query=ASK%7B%7D&generation=00000000",
        "/sparql?query=ASK%7B%7D&default-graph-uri=x%20y",
        "/sparql?query=%ff",
        "/rdf-graph-store?graph=x%20y",
        "/rdf-graph-store",
        "/nowhere",
        "/data/dumps/nothing",
        f"/data/{THING}.exe",
    ],
)
def test_an_error_of_a_client_says_nothing_of_the_server(victim: Victim, target: str) -> None:
    for accept in ("*/*", "text/html"):
        answer = victim.get(target, f"Accept: {accept}")
        assert answer.status in (200, 303, 400, 404, 406) if accept == "text/html" else (400, 404, 406)
        assert says_nothing(answer)


def test_a_draft_is_nobody_elses_to_read(breakable: Victim) -> None:
    """What was built and not published was served to those who named the first eight digits, and an error told them."""
    draft = generation(breakable)
    log = breakable.log.parent / "home/publications.jsonl"
    log.write_text("")
    answer = breakable.get(f"/sparql?query=ASK%7B%7D&generation={draft.name[:8]}")
    assert answer.status == 404
    assert draft.name[:9] not in answer.body.decode()
