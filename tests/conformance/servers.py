"""Starting the servers that the suites run against, each with an empty store of its own."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

from pyoxigraph import NamedNode, RdfFormat, Store
from tests.conformance.running import Server

from volgraph.domain.iris import Base
from volgraph.io.generations import Home
from volgraph.services.building import build

START_LIMIT_S, STOP_LIMIT_S = 60, 10


def make_home(folder: Path, collection: Path, graphs: Iterable[tuple[str, str]]) -> Path:
    """Publish a collection in a new home, and put graphs beside those that it has.

    Args:
        folder: where the home is made.
        collection: the folder of the collection.
        graphs: IRI and N-Triples of each.
    """
    home = Home(folder / "home")
    generation, _ = build(collection, Base(), home)
    home.publish(generation, 1)
    store = Store(str(generation.store))
    for iri, triples in graphs:
        store.load(triples, format=RdfFormat.N_TRIPLES, to_graph=NamedNode(iri))
    store.flush()
    return home.path


@contextmanager
def workspace(home: Path) -> Iterator[Server]:
    """Start volgraph on a home that has a published generation, and give its workspace."""
    made = subprocess.run(
        _volgraph(home, "token", "create", "--name", "ci", "--scope", "workspace-read,workspace-write"),
        capture_output=True,
        text=True,
        check=True,
    )
    token = made.stdout.splitlines()[-1]
    with _announced(_volgraph(home, "serve", "--workspace", "true")) as url:
        root = f"{url}/workspace"
        yield Server("workspace", f"{root}/sparql", f"{root}/update", f"{root}/rdf-graph-store", token)


@contextmanager
def published(home: Path) -> Iterator[Server]:
    """Start volgraph on a home whose published generation has the graphs of the tests, and give what it publishes."""
    with _announced(_volgraph(home, "serve")) as url:
        yield Server("published", f"{url}/sparql", f"{url}/sparql", f"{url}/rdf-graph-store", read_only=True)


@contextmanager
def oxigraph(program: str) -> Iterator[Server]:
    """Start `oxigraph serve`, as the package `oxigraph` has it, with a store in memory."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    with _listening([program, "serve", "--bind", f"127.0.0.1:{port}"], port):
        yield Server("oxigraph serve", f"{url}/query", f"{url}/update", f"{url}/store")


@contextmanager
def rdflib_endpoint(python: str) -> Iterator[Server]:
    """Start rdflib-endpoint with an empty dataset, from the environment of a Python that has it."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}/"
    program = (
        "import rdflib, rdflib_endpoint, uvicorn; "
        "app = rdflib_endpoint.SparqlEndpoint(graph=rdflib.Dataset(), enable_update=True); "
        f"uvicorn.run(app, host='127.0.0.1', port={port}, log_level='critical')"
    )
    with _listening([python, "-W", "ignore", "-c", program], port):
        yield Server("rdflib-endpoint", url, url, None)


def _volgraph(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "volgraph.cli", *words, "--home", str(home)]


@contextmanager
def _announced(command: Sequence[str]) -> Iterator[str]:
    """Start a server that prints its URL, on a free port, and give the URL without a slash at the end."""
    with _running([*command, "--port", str(_free_port())], stdout=subprocess.PIPE) as server:
        assert server.stdout
        patience = Timer(START_LIMIT_S, server.kill)
        patience.start()
        line = server.stdout.readline().decode()
        patience.cancel()
        url = re.search(r"https?://\S+", line)
        assert url, f"the server said {line!r} instead of its URL"
        yield url.group().rstrip("/")


@contextmanager
def _listening(command: Sequence[str], port: int) -> Iterator[None]:
    """Start a server, and wait until it listens."""
    with _running(command, stdout=subprocess.DEVNULL) as server:
        until = time.monotonic() + START_LIMIT_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert server.poll() is None and time.monotonic() < until, f"{command[0]} does not listen"
                time.sleep(0.05)
        yield


@contextmanager
def _running(command: Sequence[str], stdout: int) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, stdout=stdout, stderr=subprocess.DEVNULL) as server:
        try:
            yield server
        finally:
            server.terminate()
            insistence = Timer(STOP_LIMIT_S, server.kill)
            insistence.start()
            server.wait()
            insistence.cancel()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
