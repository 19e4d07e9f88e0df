"""Builds synthetic collections, each in a process of its own, and tells what that costs by phase.

python -m benchmarks.build --articles 1000 --articles 10000 --validate 50 --json build.json
"""

import json
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import pyoxigraph
from benchmarks.generate import ROOT, generate

from volgraph.domain.iris import Base
from volgraph.io.generations import Generation, Home
from volgraph.services.building import build
from volgraph.services.validating import validate_generation

_COLUMNS = (
    *("articles", "claims", "entities", "triples", "discrepancies"),
    *("wall_s", "cpu_s", "peak_rss_mb", "articles_per_s", "store_mb", "dumps_mb"),
)


class Phases:
    """Takes in the steps that a build reports, and holds the seconds of each phase."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._phase, self._since = "", time.perf_counter()

    def __call__(self, step: str) -> None:
        """Note that a step begins; what stands in brackets is its progress."""
        now = time.perf_counter()
        if self._phase:
            self.seconds[self._phase] = self.seconds.get(self._phase, 0) + now - self._since
        self._phase, self._since = step.partition(" (")[0], now


def measure_build(root: Path, home: Path) -> dict[str, Any]:
    """Build a collection in this process and return what it cost."""
    phases, start = Phases(), time.perf_counter()
    generation, report = build(root, Base(), Home(home), phases)
    phases("done")
    wall = time.perf_counter() - start
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "articles": report.articles,
        "claims": report.claims,
        "entities": report.entities,
        "triples": report.triples,
        "discrepancies": sum(report.discrepancies.values()),
        "wall_s": round(wall, 1),
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 1),
        "peak_rss_mb": round(usage.ru_maxrss / 1024),
        "articles_per_s": round(report.articles / wall, 1),
        "store_mb": _megabytes(generation.store),
        "dumps_mb": _megabytes(generation.dumps),
        "digest": report.digest,
        "phases_s": {phase: round(seconds, 2) for phase, seconds in phases.seconds.items()},
    }


def _megabytes(folder: Path) -> int:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6)


def measure_validation(root: Path, home: Path, graphs: int) -> dict[str, Any]:
    """Validate some article graphs of the newest build, one after the other, and return what each cost."""
    kept = Home(home)
    generation = kept.built()
    assert isinstance(generation, Generation)
    only = sorted(f"article/{path.parent.name}" for path in root.glob("data/articles/*/article.ttl"))[:graphs]
    start = time.perf_counter()
    verdict = validate_generation(generation, root, Base(), kept, only=only)
    seconds = time.perf_counter() - start
    return {
        "validated_graphs": verdict.graphs,
        "validation_s_a_graph": round(seconds / verdict.graphs, 3),
        "violations": verdict.violations,
    }


def _in_process(call: str, *arguments: object) -> dict[str, Any]:
    """Run one of the measurements in a fresh process, so that its peak memory is its own."""
    command = [sys.executable, "-m", "benchmarks.build", "--call", call, *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    return dict(json.loads(done.stdout))


def _table(results: list[dict[str, Any]]) -> str:
    rows = [(column, *(f"{result[column]:,}" for result in results)) for column in _COLUMNS]
    phases = dict.fromkeys(phase for result in results for phase in result["phases_s"])
    rows += [(f"  {phase}, s", *(f"{result['phases_s'].get(phase, 0):,.1f}" for result in results)) for phase in phases]
    for column in ("validated_graphs", "validation_s_a_graph", "violations"):
        if any(column in result for result in results):
            rows.append((column, *(str(result.get(column, "")) for result in results)))
    width = max(len(row[0]) for row in rows)
    return "\n".join(row[0].ljust(width) + "".join(cell.rjust(14) for cell in row[1:]) for row in rows)


@click.command()
@click.option("--articles", "sizes", type=int, multiple=True, default=(1000, 10_000), show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--validate", "validated", default=0, help="Article graphs to validate afterwards.")
@click.option("--json", "target", type=click.Path(path_type=Path), help="Write the numbers to this file too.")
@click.option("--call", hidden=True, nargs=4, default=None)
def main(
    sizes: tuple[int, ...], seed: int, validated: int, target: Path | None, call: tuple[str, str, str, str] | None
) -> None:
    """Build a synthetic collection of each size and print what it cost."""
    if call:
        what, collection, kept, graphs = call
        if what == "build":
            click.echo(json.dumps(measure_build(Path(collection), Path(kept))))
        else:
            click.echo(json.dumps(measure_validation(Path(collection), Path(kept), int(graphs))))
        return
    results = []
    for size in sizes:
        with TemporaryDirectory(prefix="volgraph-bench-") as name:
            root, home = Path(name, "collection"), Path(name, "home")
            generate(root, size, seed)
            result = _in_process("build", root, home, 0)
            if validated:
                result |= _in_process("validate", root, home, validated)
            results.append(result)
    click.echo(_table(results))
    if target:
        machine = {"python": platform.python_version(), "pyoxigraph": pyoxigraph.__version__}
        target.write_text(json.dumps({"machine": machine, "seed": seed, "builds": results}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
