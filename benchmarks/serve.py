"""Measures how fast collections are served, beside other servers on the same data in the same run.

    python -m benchmarks.serve --quick
    python -m benchmarks.serve --data 1M --json serve.json --markdown serve.md

Every server has a store of its own in a folder that is gone afterwards; nothing is published anywhere else.
"""

import json
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

import click
from benchmarks.serving import agreement, load, loading, machine, report
from benchmarks.serving.data import KEPT, SIZES, Data, prepare
from benchmarks.serving.queries import Work, large_work, small_work, target
from benchmarks.serving.results import Cost, Results
from benchmarks.serving.servers import ALL, BASE, PEERS, OxigraphDisk, Server, VolgraphDisk
from rich.console import Console
from rich.status import Status

_ROW_TYPES = {
    "JSON": "application/sparql-results+json",
    "XML": "application/sparql-results+xml",
    "CSV": "text/csv",
    "TSV": "text/tab-separated-values",
}
_TRIPLES = "application/n-triples"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: how often, how many seconds a run, over how many connections; what draws parameters."""

    rounds: int
    seconds: float
    connections: tuple[int, ...]
    seed: int


def measure(data: Data, kinds: list[type[Server]], plan: Plan, say: Say) -> Results:
    """Start servers on a collection, compare their answers, and time them in turns."""
    results = Results(data.name, data.asked, data.stored)
    small, (rows, dump) = small_work(data, plan.seed), large_work()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="run-", dir=KEPT)))
        servers = _started(data, kinds, folder, results, stack, say)
        results.servers = [server.name for server in servers]
        idle = {server.name: server.tree.memory_mb() for server in servers}
        say("comparing answers")
        results.differences = list(agreement.differences(servers, [*small, rows, dump]))
        for number in range(1, plan.rounds + 1):
            shown = f"round {number} of {plan.rounds}"
            _time_small(servers, small, plan, results, say, shown)
            say(f"{shown}: large answers")
            _time_large(servers, rows, dump, results)
        for server in servers:
            results.costs[server.name] = Cost(server.load_s, server.ready_s, idle[server.name], server.tree.peak_mb)
    say("loading dumps")
    results.loads = loading.compare(PEERS / "oxigraph", data.quads, KEPT, plan.rounds)
    return results


def _started(
    data: Data, kinds: list[type[Server]], folder: Path, results: Results, stack: ExitStack, say: Say
) -> list[Server]:
    servers = []
    for kind in kinds:
        if reason := kind.missing(data):
            results.skipped.append(reason)
            continue
        say(f"starting {kind.name}")
        server = kind(data, folder / kind.name.replace(", ", "-").replace(" ", "-"))
        stack.callback(server.stop)
        server.start()
        servers.append(server)
    return servers


def _time_small(servers: list[Server], small: list[Work], plan: Plan, results: Results, say: Say, shown: str) -> None:
    for work in small:
        for connections in plan.connections:
            say(f"{shown}: {work.name}, connections: {connections}")
            for server in servers:
                found = load.rate(server, work, connections, plan.seconds)
                results.rates[work.name, connections, server.name].append(found)


def _time_large(servers: list[Server], rows: Work, dump: Work, results: Results) -> None:
    asked = [(f"rows, {name}", rows, media_type) for name, media_type in _ROW_TYPES.items()]
    for taken, work, media_type in (*asked, ("dump, N-Triples", dump, _TRIPLES)):
        for server in servers:
            if not server.repeats:
                found = load.transfer(server, target(server.path, work.texts[0]), media_type)
                results.transfers[taken, server.name].append(found)
    for server in servers:
        if server.graph_store and not server.repeats:
            found = load.transfer(server, server.graph_store, _TRIPLES)
            results.transfers["graph store, N-Triples", server.name].append(found)


def _teller(status: Status, name: str) -> Say:
    """Return what shows the step that a collection is at: in place on a terminal, in lines elsewhere."""

    def say(step: str) -> None:
        status.update(f"{name}: {step}")
        if not status.console.is_terminal:
            status.console.print(f"{datetime.now(UTC):%H:%M:%S} {name}: {step}")

    return say


def _chosen(names: tuple[str, ...]) -> list[type[Server]]:
    """Return the kinds of servers by name, the one that ratios are to always first."""
    return [kind for kind in ALL if not names or kind.name in names or kind.name == BASE]


@click.command()
@click.option("--data", "collections", multiple=True, type=click.Choice([*SIZES]), help="Default: real and 1M.")
@click.option("--server", "names", multiple=True, type=click.Choice([kind.name for kind in ALL]), help="Default: all.")
@click.option("--quick", is_flag=True, help="The real collection, one short round: shows that everything runs.")
@click.option("--rounds", default=3, show_default=True)
@click.option("--seconds", default=3.0, show_default=True, help="How long each run of small requests takes.")
@click.option("--seed", default=1, show_default=True, help="Draws the parameters of queries.")
@click.option("--fresh", is_flag=True, help="Build the collections again.")
@click.option("--serve-option", "options", multiple=True, help="Added to `volgraph serve`, as --queries-at-once=4.")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write all numbers to this file.")
@click.option("--markdown", "markdown_path", type=click.Path(path_type=Path), help="Write the tables to this file.")
def main(
    collections: tuple[str, ...],
    names: tuple[str, ...],
    quick: bool,
    rounds: int,
    seconds: float,
    seed: int,
    fresh: bool,
    options: tuple[str, ...],
    json_path: Path | None,
    markdown_path: Path | None,
) -> None:
    """Time volgraph and its peers on the same data. Exits with 1 if volgraph answers otherwise than they do."""
    if absent := [tool for tool in ("wrk", "curl") if not which(tool)]:
        raise click.UsageError(f"{' and '.join(absent)} not found: apt-get install {' '.join(absent)}")
    if reason := OxigraphDisk.installed():
        raise click.UsageError(reason)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that no server is left behind
    console = Console(width=None if sys.stdout.isatty() else 200)
    progress = Console(stderr=True)
    VolgraphDisk.options = options
    plan = Plan(rounds, seconds, (1, 8), seed)
    if quick:
        collections, plan = collections or ("real",), Plan(1, 1, (8,), seed)
    found = machine.described()
    if not machine.quiet(found["load_average"][0]):
        progress.print(f"The machine is not quiet: load average {found['load_average'][0]}. Trust ratios only roughly.")
    all_results = []
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in collections or ("real", "1M"):
        with progress.status(f"{name}: building") as status:
            data = prepare(name, fresh=fresh)
            results = measure(data, _chosen(names), plan, _teller(status, name))
        report.show(console, results, found)
        all_results.append(results)
    if json_path:
        content = {"machine": found, "results": [results.as_json() for results in all_results]}
        json_path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    if markdown_path:
        markdown_path.write_text(report.markdown(all_results, found), encoding="utf-8")
    ours = [each for results in all_results for each in results.differences if each.server.startswith("volgraph")]
    sys.exit(1 if ours else 0)


if __name__ == "__main__":
    main()
