"""A server ends cleanly, ends wholly, comes back, and never shares a port or a home."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from tests.web.serving import Served, alive, serving, wait_until

from volgraph.config import Settings
from volgraph.errors import BusyError
from volgraph.io.generations import Home
from volgraph.web.server import run

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LONG = "SELECT ?s ?p ?o ?t WHERE { ?s ?p ?o . ?t ?q ?r }"
RATHER_LONG = "SELECT (COUNT(*) AS ?n) WHERE { ?a a ?b . ?c ?d ?e }"
SHARING = """
import sys
from granian import Granian
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"another"})
def load(_): return app
Granian("x", address=sys.argv[1], port=int(sys.argv[2]), interface="asgi", log_enabled=False).serve(target_loader=load)
"""


def ask_in_vain(served: Served, query: str) -> str:
    """Ask, and return what became of it."""
    try:
        answer = served.ask(query)
    except httpx.RemoteProtocolError:
        return "broken"
    except httpx.TransportError as error:
        return type(error).__name__
    return str(answer.status_code)


def read_slowly(answer: httpx.Response) -> None:
    for _ in answer.iter_raw():
        time.sleep(0.01)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_leaves_no_process(own_home: Home, ending: signal.Signals) -> None:
    with serving(own_home.path, stop_limit_s=2) as served, ThreadPoolExecutor(1) as thread:
        asked = thread.submit(ask_in_vain, served, ENDLESS)
        wait_until(lambda: served.metric("volgraph_queries_running") == 1)
        processes = served.below()
        assert len(processes) >= 3
        began = time.monotonic()
        served.process.send_signal(ending)
        assert served.process.wait(20) == 0
        assert time.monotonic() - began < 10
        wait_until(lambda: not alive(processes), 5)
        assert asked.result() in ("broken", "ReadError")


def test_a_stop_lets_a_running_query_end_and_takes_no_new_one(own_home: Home) -> None:
    with serving(own_home.path, stop_limit_s=30) as served, ThreadPoolExecutor(1) as thread:
        asked = thread.submit(ask_in_vain, served, RATHER_LONG)
        wait_until(lambda: served.metric("volgraph_queries_running") == 1)
        served.process.terminate()
        time.sleep(0.5)
        assert not asked.done(), "the query is too short to show anything"
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{served.url}/health/live", timeout=2)
        assert asked.result() == "200"
        assert served.process.wait(30) == 0


def test_an_answer_that_a_stop_cuts_is_a_broken_transfer(own_home: Home) -> None:
    with serving(own_home.path, stop_limit_s=1) as served:
        asked = {"query": LONG, "format": "csv"}
        with httpx.stream("GET", f"{served.url}/sparql", params=asked, timeout=60) as answer:
            assert answer.status_code == 200
            served.process.terminate()
            with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
                read_slowly(answer)
        assert served.process.wait(20) == 0


def test_processes_end_with_the_http_process_and_a_new_one_answers(own_home: Home) -> None:
    with serving(own_home.path) as served:
        old = served.below()
        os.kill(served.http_pid(), signal.SIGKILL)
        wait_until(lambda: not alive(old))
        wait_until(served.ready)
        assert served.ask("ASK { }").json()["boolean"] is True
        assert served.below().isdisjoint(old)


def test_processes_end_with_the_main_process(own_home: Home) -> None:
    with serving(own_home.path) as served:
        processes = served.below()
        served.process.kill()
        wait_until(lambda: not alive(processes))


def test_a_reload_opens_the_generation_anew_and_fails_no_request(own_home: Home) -> None:
    with serving(own_home.path) as served, httpx.Client(base_url=served.url, timeout=30) as client:
        http, since = served.http_pid(), client.get("/health/ready").json()["since"]
        time.sleep(1)
        served.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 60
        while client.get("/health/ready").json().get("since") == since:
            assert client.get("/sparql", params={"query": f"ASK {{ }} # {time.monotonic()}"}).status_code == 200
            assert time.monotonic() < end
        assert served.http_pid() == http


@pytest.mark.parametrize(
    ("taken", "wanted"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),
        ("127.0.0.1", "0.0.0.0"),
        ("0.0.0.0", "0.0.0.0"),
        ("::1", "::1"),
        ("::", "::1"),
        ("::1", "::"),
    ],
)
def test_a_port_that_a_sharing_server_has_is_refused(own_home: Home, taken: str, wanted: str) -> None:
    """A server that listens with SO_REUSEPORT would share its port silently with another that does."""
    family = socket.AF_INET6 if ":" in taken else socket.AF_INET
    with socket.socket(family) as free:
        free.bind((taken, 0))
        port = free.getsockname()[1]
    with subprocess.Popen([sys.executable, "-c", SHARING, taken, str(port)]) as other:
        try:
            near = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(taken, taken)
            wait_until(lambda: answers(f"http://{near}:{port}/"))
            with pytest.raises(BusyError, match="cannot be listened on"):
                run(Settings(home=own_home.path, host=wanted, port=port))
        finally:
            other.terminate()


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).text == "another"
    except httpx.TransportError:
        return False


def test_two_servers_never_share_a_home(own_home: Home) -> None:
    with (
        serving(own_home.path),
        pytest.raises(BusyError, match=r"another server serves .*own: wait for it, or use another --home"),
    ):
        run(Settings(home=own_home.path, port=0))


def test_a_copy_of_a_home_that_is_being_served_is_a_backup(own_home: Home, tmp_path: Path) -> None:
    with serving(own_home.path) as served:
        subprocess.run(["cp", "-al", str(own_home.path), str(tmp_path / "linked")], check=True)
        shutil.copytree(own_home.path, tmp_path / "copied", symlinks=True)
        digest = httpx.get(f"{served.url}/health/ready").json()["digest"]
    for name in ("linked", "copied"):
        with serving(tmp_path / name) as restored:
            assert httpx.get(f"{restored.url}/health/ready").json()["digest"] == digest
            assert restored.ask("ASK { ?s ?p ?o }").json()["boolean"] is True
