"""Measures what making a store on disk of a dump costs: with `oxigraph load`, and the way a build does it.

The latter runs in a process of its own: python -m benchmarks.serving.loading DUMP STORE
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from benchmarks.generate import ROOT

from volgraph.io.stores import load_store


@dataclass(frozen=True, slots=True)
class Load:
    """What loading took: seconds until all is stored, and until the store is in the form that reads fastest."""

    load_s: float | None
    total_s: float


def compare(oxigraph_program: Path, dump: Path, folder: Path, rounds: int) -> dict[str, list[Load]]:
    """Load a dump in turns, each time into a new folder below the given one."""
    found: dict[str, list[Load]] = {"oxigraph load": [], "volgraph": []}
    for _ in range(rounds):
        with TemporaryDirectory(dir=folder) as name:
            found["oxigraph load"].append(oxigraph(oxigraph_program, dump, Path(name, "oxigraph")))
            found["volgraph"].append(volgraph(dump, Path(name, "volgraph")))
    return found


def oxigraph(program: Path, dump: Path, store: Path) -> Load:
    """Run `oxigraph load` and `oxigraph optimize`."""
    began = monotonic()
    _quietly([program, "load", "--location", store, "--file", dump])
    loaded = monotonic() - began
    _quietly([program, "optimize", "--location", store])
    return Load(loaded, monotonic() - began)


def volgraph(dump: Path, store: Path) -> Load:
    """Load as a build does; optimising is part of it."""
    command: list[str | Path] = [sys.executable, "-m", "benchmarks.serving.loading", dump, store]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    return Load(None, float(json.loads(done.stdout)))


def _quietly(command: list[str | Path]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _main(dump: Path, store: Path) -> None:
    with TemporaryDirectory() as name:
        nothing = Path(name, "nothing.nt")
        nothing.touch()
        began = monotonic()
        load_store(store, [dump], nothing)
        print(json.dumps(monotonic() - began))


if __name__ == "__main__":
    _main(*map(Path, sys.argv[1:]))
