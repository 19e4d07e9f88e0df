"""What every server of the benchmark serves: one collection, built into a home of its own, and dumps of its store.

Building takes minutes, so that homes are kept below `var/bench` and built once; `--fresh` builds them again.
"""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.generate import ROOT, generate
from pyoxigraph import DefaultGraph, RdfFormat, Store

from volgraph.io.generations import Home

KEPT = ROOT / "var" / "bench"
VOLGRAPH = Path(sys.executable).with_name("volgraph")
SIZES = {"real": 0, "1M": 1_000, "10M": 10_000}
"""How many synthetic articles a collection has, 0 for the real one. 1,000 have 0.87 million triples to ask for."""


@dataclass(frozen=True, slots=True)
class Data:
    """A served collection.

    Attributes:
        name: one of `SIZES`.
        home: a home of volgraph with a published generation.
        quads: the whole store as N-Quads, the default graph's triples among them.
        triples: the default graph alone as N-Triples, for servers that know no graph but one.
        asked: how many triples the default graph holds: what queries see.
        stored: how many quads there are in all.
    """

    name: str
    home: Path
    quads: Path
    triples: Path
    asked: int
    stored: int

    def store(self) -> Store:
        """Open the store for reading."""
        generation = Home(self.home).current()
        assert generation
        return Store.read_only(str(generation.store))


def prepare(name: str, *, fresh: bool) -> Data:
    """Return a collection ready to be served, building it if it is not kept from an earlier run."""
    folder = KEPT / name
    home = folder / "home"
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    kept = Home(home)
    if kept.built() is None:
        _build(home, SIZES[name])
    if kept.current() is None:
        _publish(kept)
    return _dumped(name, folder)


def _build(home: Path, articles: int) -> None:
    with TemporaryDirectory(prefix="volgraph-bench-") as temporary:
        collection = ROOT
        if articles:
            collection = Path(temporary, "collection")
            generate(collection, articles, seed=1)
        command: list[str | Path] = [VOLGRAPH, "build", "--home", home, "--collection", collection]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _publish(kept: Home) -> None:
    """Make the build the served one. Validating a thousand articles would take longer than all measurements."""
    generation = kept.built()
    assert generation
    with kept.lock():
        kept.publish(generation, keep=1)


def _dumped(name: str, folder: Path) -> Data:
    data = Data(name, folder / "home", folder / "all.nq", folder / "default.nt", 0, 0)
    store = data.store()
    for path, rdf_format, graph in (
        (data.quads, RdfFormat.N_QUADS, None),
        (data.triples, RdfFormat.N_TRIPLES, DefaultGraph()),
    ):
        if not path.exists():
            part = path.with_suffix(".part")
            with part.open("wb") as file:
                store.dump(file, rdf_format, from_graph=graph)
            part.rename(path)
    with data.triples.open("rb") as lines:
        asked = sum(1 for _ in lines)
    return Data(name, data.home, data.quads, data.triples, asked, len(store))
