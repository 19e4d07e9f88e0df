"""What many tests share: the collection, one generation built from it, and a server that serves it."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest
from pyoxigraph import Store

from volgraph.domain.iris import Base
from volgraph.io.generations import Home
from volgraph.services.building import build

START_LIMIT_S, STOP_LIMIT_S = 60, 10


@pytest.fixture(scope="session")
def collection_root() -> Path:
    """The folder that holds data/, ontology/ and shapes/."""
    return Path(__file__).parents[1]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, collection_root: Path) -> Home:
    """A home in which the collection is built and published."""
    home = Home(tmp_path_factory.mktemp("home"))
    generation, _ = build(collection_root, Base(), home)
    home.publish(generation, 5)
    return home


@pytest.fixture
def own_home(home: Home, tmp_path: Path) -> Home:
    """A copy of that home, for a test that starts a server of its own: two servers never share a home."""
    return Home(shutil.copytree(home.path, tmp_path / "own", symlinks=True))


@pytest.fixture(scope="session")
def store(home: Home) -> Store:
    """The published generation, read only."""
    generation = home.current()
    assert generation
    return Store.read_only(str(generation.store))


@pytest.fixture(scope="session")
def server_url(home: Home) -> Iterator[str]:
    """The address of a server that serves the published generation, without a slash at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "volgraph.cli", "serve", "--home", str(home.path), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        patience = Timer(START_LIMIT_S, server.kill)
        patience.start()
        line = server.stdout.readline()
        patience.cancel()
        try:
            url = re.search(r"https?://\S+", line)
            assert url, f"the server said {line!r} instead of its URL"
            yield url.group().rstrip("/")
        finally:
            server.terminate()
            insistence = Timer(STOP_LIMIT_S, server.kill)
            insistence.start()
            server.wait()
            insistence.cancel()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that skipped a test where nothing may be missing: `VOLGRAPH_TEST_NO_SKIPS=1`."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("VOLGRAPH_TEST_NO_SKIPS") and reporter and reporter.stats.get("skipped"):
        reporter.write_line("tests were skipped, and VOLGRAPH_TEST_NO_SKIPS forbids it", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
