"""Measures what pages cost, beside a plain file that the same server sends.

    python -m benchmarks.pages --data real --markdown pages.md

What making a page costs is measured on pages that nobody asked for before, each kind after the other, in every round
with a server that was just started; how fast kept pages come, with eight clients; what a first visit takes, in
Chromium.
"""

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from shutil import which
from statistics import median
from tempfile import TemporaryDirectory

import click
from benchmarks.serving import machine
from benchmarks.serving.data import KEPT, SIZES, Data, prepare
from benchmarks.serving.report import Grid
from benchmarks.serving.servers import Server, VolgraphDiskCached
from benchmarks.visiting import visits
from benchmarks.visiting.addresses import addresses
from rich.console import Console

PLAIN = "a plain file"
_PLAIN_PATH = "/static/volgraph.css"
_CLIENTS = 8
_WARMING = 3
"""How many pages of a kind, at most a third, are asked for before any is measured: what all need is read then."""

_MOST_MS = {"real": 8.0, "1M": 20.0, "10M": 20.0}
_MOST_P95_MS, _MOST_BYTES = 30.0, 150_000


class Served(VolgraphDiskCached):
    """volgraph as it is by default: its cache on, the real collection in memory."""

    name = "volgraph"

    def command(self) -> list[str | Path]:
        """Serve the home."""
        return [part for part in super().command() if part not in ("--memory-limit-triples", "0")]


@dataclass
class Costs:
    """What pages of one collection cost, by their kinds.

    Attributes:
        data: its name.
        pages: how many pages of each kind a round asks for.
        cpu_ms: processor time for making one, in each round.
        p95_ms: within which 95 of 100 requests for kept pages are answered, in each round.
        first_visit: bytes over the network with an empty cache.
    """

    data: str
    pages: dict[str, int] = field(default_factory=dict)
    cpu_ms: dict[str, list[float]] = field(default_factory=dict)
    p95_ms: dict[str, list[float]] = field(default_factory=dict)
    first_visit: dict[str, int] = field(default_factory=dict)


def measure(data: Data, each: int, rounds: int, seconds: float, seed: int, say: Console) -> Costs:
    """Ask for pages of each kind, in so many rounds."""
    costs, kinds = Costs(data.name), addresses(data, each + _WARMING, seed)
    for number in range(1, rounds + 1):
        with TemporaryDirectory(prefix="run-", dir=KEPT) as folder:
            server = Served(data, Path(folder, "served"))
            try:
                server.start()
                _round(server, kinds, seconds, costs, say, f"{data.name}: round {number} of {rounds}")
                if number == rounds:
                    say.print(f"{data.name}: first visits")
                    costs.first_visit = visits.first_visit_bytes(server, {kind: kinds[kind][-1] for kind in kinds})
            finally:
                server.stop()
    return costs


def _round(server: Server, kinds: dict[str, list[str]], seconds: float, costs: Costs, say: Console, shown: str) -> None:
    for kind, paths in kinds.items():
        warming = min(_WARMING, len(paths) // 3)
        visits.cpu_ms(server, paths[:warming])
        measured = paths[warming:]
        say.print(f"{shown}: {kind}, {len(measured)} pages")
        costs.pages[kind] = len(measured)
        costs.cpu_ms.setdefault(kind, []).append(visits.cpu_ms(server, measured))
    costs.cpu_ms.setdefault(PLAIN, []).append(visits.cpu_ms(server, [_PLAIN_PATH] * 200))
    for kind, paths in {PLAIN: [_PLAIN_PATH], **kinds}.items():
        if kind != "search":  # what a reader types is not kept
            p95 = visits.kept_p95_ms(server, paths, _CLIENTS, seconds)
            costs.p95_ms.setdefault(kind, []).append(p95)


def grid(costs: Costs) -> Grid:
    """Return the table of one collection."""
    plain = median(costs.p95_ms[PLAIN])
    headings = ("page", "pages", "processor, ms", "kept: p95 of 8 clients, ms", "to a plain file", "first visit, kB")
    table = Grid(f"{costs.data}: pages", headings)
    for kind in [PLAIN, *costs.pages]:
        p95 = median(costs.p95_ms[kind]) if kind in costs.p95_ms else None
        cells = (
            str(costs.pages.get(kind, "")),
            f"{median(costs.cpu_ms[kind]):.1f}",
            "-" if p95 is None else f"{p95:.1f}",
            "-" if p95 is None else f"{p95 / plain:.2f}",
            f"{costs.first_visit[kind] / 1000:.0f}" if kind in costs.first_visit else "-",
        )
        table.rows.append((kind, *cells))
    return table


def targets(costs: Costs) -> Grid:
    """Return what is promised, and whether it holds for every kind of page."""
    table = Grid(f"{costs.data}: targets", ("what", "target", "measured", ""))
    cpu = {kind: median(times) for kind, times in costs.cpu_ms.items() if kind != PLAIN}
    p95 = {kind: median(times) for kind, times in costs.p95_ms.items()}
    for what, most, found, unit in (
        ("processor time of a page", _MOST_MS[costs.data], cpu, 1),
        ("p95 of kept pages, 8 clients, ms", _MOST_P95_MS, p95, 1),
        ("first visit, kB", _MOST_BYTES / 1000, costs.first_visit, 1000),
    ):
        worst = max(found, key=lambda kind: found[kind])
        measured = found[worst] / unit
        verdict = "met" if measured <= most else "NOT MET"
        table.rows.append((what, f"at most {most:g}", f"{measured:.1f} ({worst})", verdict))
    return table


@click.command()
@click.option("--data", "names", multiple=True, type=click.Choice([*SIZES]), help="Default: real.")
@click.option("--each", default=20, show_default=True, help="How many pages of a kind.")
@click.option("--rounds", default=3, show_default=True)
@click.option("--seconds", default=2.0, show_default=True, help="How long kept pages of a kind are asked for.")
@click.option("--seed", default=1, show_default=True, help="Draws the pages.")
@click.option("--fresh", is_flag=True, help="Build the collections again.")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write all numbers to this file.")
@click.option("--markdown", "markdown_path", type=click.Path(path_type=Path), help="Write the tables to this file.")
def main(
    names: tuple[str, ...],
    each: int,
    rounds: int,
    seconds: float,
    seed: int,
    fresh: bool,
    json_path: Path | None,
    markdown_path: Path | None,
) -> None:
    """Measure what pages cost."""
    if which("wrk") is None:
        raise click.UsageError("wrk not found: apt-get install wrk")
    console, progress = Console(width=None if sys.stdout.isatty() else 200), Console(stderr=True)
    found, all_costs = machine.described(), []
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in names or ("real",):
        costs = measure(prepare(name, fresh=fresh), each, rounds, seconds, seed, progress)
        all_costs.append(costs)
        for table in (grid(costs), targets(costs)):
            console.print(table.rich())
    if json_path:
        content = {"machine": found, "costs": [asdict(costs) for costs in all_costs]}
        json_path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    if markdown_path:
        tables = "\n".join(table.markdown() for costs in all_costs for table in (grid(costs), targets(costs)))
        markdown_path.write_text(tables, encoding="utf-8")


if __name__ == "__main__":
    main()
