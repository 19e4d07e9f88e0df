"""The servers that are compared: volgraph in its variants, and its peers, each on a store of its own."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import ClassVar
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from benchmarks.generate import ROOT
from benchmarks.serving import loading
from benchmarks.serving.data import VOLGRAPH, Data
from benchmarks.serving.processes import Tree, free_port, listens
from benchmarks.serving.queries import target

PEERS = ROOT / ".venv-bench" / "bin"
BASE = "oxigraph disk"
"""What every ratio is to."""

_START_LIMIT_S = 1800
_GRAPH = "https://w3id.org/volgraph/graph/benchmark"
_VIRTUOSO_BUFFERS_A_GB = 85_000
_RDFLIB_LIMIT_TRIPLES = 200_000


@dataclass
class Server:
    """A server with the collection that it serves.

    Attributes:
        data: the collection.
        folder: where it keeps what it needs; empty at first.
        port: where it listens.
        load_s: how long it took to make a store of the dump, None where it has no such step.
        ready_s: from the start of the process, with what it loads into memory, to its first answer.
    """

    name: ClassVar[str] = ""
    path: ClassVar[str] = "/sparql"
    graph_store: ClassVar[str | None] = None
    """The request target of the default graph, where the server speaks the Graph Store protocol."""

    data: Data
    folder: Path
    port: int = field(default_factory=free_port)
    load_s: float | None = None
    ready_s: float = 0.0
    tree: Tree = field(init=False)

    @classmethod
    def missing(cls, data: Data) -> str:
        """Return why the server cannot take part, or nothing."""
        return ""

    @property
    def repeats(self) -> bool:
        """Whether it is asked the same texts again and again, so that its cache answers."""
        return False

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def load(self) -> None:
        """Make a store of the dump, if the server needs one."""

    def command(self) -> list[str | Path]:
        """Return the command line that starts it."""
        raise NotImplementedError

    def fill(self) -> None:
        """Put the data into the running server, if it keeps them in memory only."""

    def start(self) -> None:
        """Load, start, and wait for the first answer.

        Raises:
            TimeoutError: it does not come.
        """
        self.folder.mkdir(parents=True)
        self.load()
        began = monotonic()
        with self._log.open("wb") as log:
            self.tree = Tree(self.command(), log, self.folder)
        self._wait_until(lambda: listens(self.port))
        self.fill()
        self._wait_until(self._answers)
        self.ready_s = monotonic() - began

    @property
    def _log(self) -> Path:
        return self.folder / "server.log"

    def _wait_until(self, reached: Callable[[], bool]) -> None:
        end = monotonic() + _START_LIMIT_S
        while not reached():
            if self.tree.ended or monotonic() > end:
                said = self._log.read_text(encoding="utf-8", errors="replace")[-2000:]
                raise TimeoutError(f"{self.name} does not answer; it said:\n{said}")
            sleep(0.02)

    def stop(self) -> None:
        """End the server."""
        if hasattr(self, "tree"):
            self.tree.stop()

    def _answers(self) -> bool:
        headers = {"Accept": "application/sparql-results+json"}
        try:
            with urlopen(Request(self.url + target(self.path, "ASK {}"), headers=headers), timeout=60) as answer:
                return b"true" in answer.read()
        except (HTTPError, URLError, OSError):
            return False


class OxigraphDisk(Server):
    """Oxigraph's own server on a store on disk."""

    name = BASE
    path = "/query"
    graph_store = "/store?default"

    @staticmethod
    def installed() -> str:
        """Return what to do if the program is not there, or nothing."""
        return "" if (PEERS / "oxigraph").exists() else "oxigraph is not installed: run make bench-serve"

    def load(self) -> None:
        """Load and optimise with the program's own commands, since a build of volgraph does both."""
        self.load_s = loading.oxigraph(PEERS / "oxigraph", self.data.quads, self.folder / "store").total_s

    def command(self) -> list[str | Path]:
        """Serve the store."""
        return [PEERS / "oxigraph", "serve", "--location", self.folder / "store", "--bind", self.url[7:]]


class OxigraphMemory(OxigraphDisk):
    """Oxigraph's own server with everything in memory."""

    name = "oxigraph memory"

    def load(self) -> None:
        """There is no store to make."""

    def command(self) -> list[str | Path]:
        """Serve without a location."""
        return [PEERS / "oxigraph", "serve", "--bind", self.url[7:]]

    def fill(self) -> None:
        """Send the dump to its Graph Store."""
        kind = "Content-Type: application/n-quads"
        command: list[str | Path] = [
            "curl",
            "--silent",
            "--fail",
            "-X",
            "POST",
            "-H",
            kind,
            "-T",
            self.data.quads,
            f"{self.url}/store",
        ]
        subprocess.run(command, check=True)


class RdflibEndpoint(Server):
    """rdflib-endpoint: rdflib's store and engine, in Python, in memory. It gets the default graph only."""

    name = "rdflib-endpoint"
    path = "/"

    @classmethod
    def missing(cls, data: Data) -> str:
        """It holds a million triples, but then one aggregate takes longer than a run."""
        if data.asked > _RDFLIB_LIMIT_TRIPLES:
            limit = f"{_RDFLIB_LIMIT_TRIPLES:,}"
            return f"rdflib-endpoint takes part up to {limit} triples: with more, one query takes longer than a run"
        program = PEERS / "rdflib-endpoint"
        return "" if program.exists() else "rdflib-endpoint is not installed: run make bench-serve"

    def command(self) -> list[str | Path]:
        """Serve the file."""
        program = PEERS / "rdflib-endpoint"
        return [program, "serve", "--host", "127.0.0.1", "--port", str(self.port), self.data.triples]


class Virtuoso(Server):
    """Virtuoso 7 as Debian packages it. It gets the default graph only, as the graph that queries read."""

    name = "virtuoso"
    path = f"/sparql?default-graph-uri={quote(_GRAPH, safe='')}"

    @classmethod
    def missing(cls, data: Data) -> str:
        """It comes with Debian."""
        installed = shutil.which("virtuoso-t") and shutil.which("isql-vt")
        return "" if installed else "virtuoso is not installed: apt-get install virtuoso-opensource-7-bin"

    def load(self) -> None:
        """Configure it; it loads through the running server."""
        self._sql_port = free_port()
        buffers = _VIRTUOSO_BUFFERS_A_GB * max(1, self.data.asked // 2_000_000)
        configuration = (Path(__file__).parent / "virtuoso.ini").read_text(encoding="utf-8")
        for name, value in {
            "SQL_PORT": self._sql_port,
            "HTTP_PORT": self.port,
            "BUFFERS": buffers,
            "DIRTY_BUFFERS": buffers * 3 // 4,
            "ALLOWED": self.data.triples.parent,
        }.items():
            configuration = configuration.replace(f"@{name}@", str(value))
        (self.folder / "virtuoso.ini").write_text(configuration, encoding="utf-8")

    def command(self) -> list[str | Path]:
        """Serve in the foreground."""
        return ["virtuoso-t", "+foreground", "+configfile", self.folder / "virtuoso.ini"]

    def fill(self) -> None:
        """Run its bulk loader."""
        began = monotonic()
        folder, name = self.data.triples.parent, self.data.triples.name
        statements = f"ld_dir('{folder}', '{name}', '{_GRAPH}'); rdf_loader_run(); checkpoint;"
        command = ["isql-vt", f"127.0.0.1:{self._sql_port}", "dba", "dba", f"EXEC={statements}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        self.load_s = monotonic() - began


class VolgraphDisk(Server):
    """volgraph with the engine on disk, its cache off."""

    name = "volgraph disk"
    graph_store = "/rdf-graph-store?default"
    memory_limit_triples: ClassVar[int] = 0
    options: ClassVar[tuple[str, ...]] = ()
    """What is added to the command line of every variant."""

    def load(self) -> None:
        """Make a home of hard links: every server holds its own."""
        ignored = shutil.ignore_patterns("*.lock")
        shutil.copytree(self.data.home, self.folder / "home", symlinks=True, copy_function=os.link, ignore=ignored)

    def command(self) -> list[str | Path]:
        """Serve the home."""
        limit = ["--memory-limit-triples", str(self.memory_limit_triples)]
        home: list[str | Path] = ["--home", self.folder / "home", "--port", str(self.port)]
        return [VOLGRAPH, "serve", *home, *limit, *self.cache_options(), *self.options]

    def cache_options(self) -> list[str]:
        """Return what switches the cache off, where there is one."""
        return ["--cache-mb", "0"] if has_cache() else []


class VolgraphMemory(VolgraphDisk):
    """volgraph with the engine in memory, its cache off."""

    name = "volgraph memory"
    memory_limit_triples = 1_000_000_000


class VolgraphDiskCached(VolgraphDisk):
    """volgraph with the engine on disk, asked the same again."""

    name = "volgraph disk, cached"

    @classmethod
    def missing(cls, data: Data) -> str:
        """Older versions have no cache."""
        return "" if has_cache() else f"{cls.name}: this version of volgraph has no cache"

    @property
    def repeats(self) -> bool:
        """Its cache is what is measured."""
        return True

    def cache_options(self) -> list[str]:
        """Leave the cache as it is by default."""
        return []


class VolgraphMemoryCached(VolgraphDiskCached):
    """volgraph with the engine in memory, asked the same again."""

    name = "volgraph memory, cached"
    memory_limit_triples = 1_000_000_000


ALL: tuple[type[Server], ...] = (
    OxigraphDisk,
    OxigraphMemory,
    VolgraphDisk,
    VolgraphMemory,
    VolgraphDiskCached,
    VolgraphMemoryCached,
    Virtuoso,
    RdflibEndpoint,
)


def has_cache() -> bool:
    """Return whether this version of volgraph has a cache of answers."""
    shown = subprocess.run([VOLGRAPH, "serve", "--help"], check=True, capture_output=True, text=True).stdout
    return "--cache-mb" in shown
