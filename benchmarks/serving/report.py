"""Shows results: tables for the terminal, and the same as Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks.serving.results import Results
from benchmarks.serving.servers import BASE
from benchmarks.serving.targets import ALL, CONNECTIONS
from rich.console import Console
from rich.table import Table


@dataclass
class Grid:
    """A table: a title, headings, rows of cells."""

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def rich(self) -> Table:
        """Return it for the terminal."""
        table = Table(*self.headings, title=self.title, title_justify="left")
        for column in table.columns[1:]:
            column.justify = "right"
        for row in self.rows:
            table.add_row(*row)
        return table

    def markdown(self) -> str:
        """Return it as Markdown."""
        rule = ("---", *("--:" for _ in self.headings[1:]))
        lines = ["| " + " | ".join(row) + " |" for row in (self.headings, rule, *self.rows)]
        return "\n".join((f"**{self.title}**", "", *lines, ""))


def grids(results: Results) -> Iterator[Grid]:
    """Yield the tables of one collection."""
    yield _rates(results)
    yield _latencies(results)
    if results.transfers:
        yield _transfers(results)
    yield _costs(results)
    if results.loads:
        yield _loads(results)
    yield _targets(results)


def notes(results: Results, machine: dict[str, Any]) -> Iterator[str]:
    """Yield sentences that the numbers need."""
    yield f"“{results.data}”: {results.asked:,} triples in the default graph, {results.stored:,} quads stored."
    yield from results.skipped
    for found in results.differences:
        yield f"{found.server} answers “{found.work}” otherwise than {BASE}: {found.reason}. It is marked with *."
    if not results.differences:
        yield "All servers gave the same answers before they were timed."
    if failed := _failed(results):
        yield f"Requests that failed: {failed}."
    yield f"Measured on {machine['processor']}, {machine['cores']} cores, load average {machine['load_average'][0]}."


def show(console: Console, results: Results, machine: dict[str, Any]) -> None:
    """Print the tables and notes of one collection."""
    for grid in grids(results):
        console.print(grid.rich())
    for note in notes(results, machine):
        console.print(note, highlight=False)


def markdown(all_results: list[Results], machine: dict[str, Any]) -> str:
    """Return a report of the whole run."""
    versions = ", ".join(f"{name} {value}" for name, value in machine.items() if name != "load_average")
    parts = [f"Machine: {versions}; load average at the start {machine['load_average']}.\n"]
    for results in all_results:
        parts.append(f"### {results.data}\n")
        parts += [f"- {note}" for note in notes(results, machine)]
        parts += ["", *(grid.markdown() for grid in grids(results))]
    return "\n".join(parts)


def _rates(results: Results) -> Grid:
    title = f"Requests a second, and the ratio to {BASE}"
    grid = Grid(title, ("queries", "connections", *results.servers))
    for work, connections in results.rate_rows():
        cells = [_rate_cell(results, work, connections, server) for server in results.servers]
        grid.rows.append((work, str(connections), *cells))
    return grid


def _rate_cell(results: Results, work: str, connections: int, server: str) -> str:
    mark = "*" if results.differing(server, work) else ""
    rate = results.rate(work, connections, server)
    return _cell(rate, results.rate_ratio(work, connections, server)) + mark


def _latencies(results: Results) -> Grid:
    title = "Milliseconds: half of the requests / 99 of 100 / processor time of the server for one"
    grid = Grid(title, ("queries", "connections", *results.servers))
    for work, connections in results.rate_rows():
        cells = []
        for server in results.servers:
            runs = [run for run in results.rates.get((work, connections, server), []) if run.a_second]
            parts = ((run.p50_ms, run.p99_ms, run.cpu_ms) for run in runs)
            cells.append(" / ".join(_number(median(values)) for values in zip(*parts, strict=True)) or "-")
        grid.rows.append((work, str(connections), *cells))
    return grid


def _transfers(results: Results) -> Grid:
    title = f"Large answers: seconds to the first / last byte, and how many times faster than {BASE}"
    grid = Grid(title, ("answer", *results.servers))
    for taken in results.transfer_rows():
        cells = []
        for server in results.servers:
            first = results.seconds(taken, server, lambda run: run.first_s)
            total = results.seconds(taken, server, lambda run: run.total_s)
            mark = "*" if results.differing(server, taken.partition(",")[0]) else ""
            shown = f"{_number(first)} / {_cell(total, results.transfer_ratio(taken, server))}{mark}"
            cells.append(shown if total else _refused(results, taken, server))
        grid.rows.append((taken, *cells))
    return grid


def _refused(results: Results, taken: str, server: str) -> str:
    statuses = {run.status for run in results.transfers.get((taken, server), [])}
    return ", ".join("cut" if status in (0, 200) else str(status) for status in sorted(statuses)) or "-"


def _costs(results: Results) -> Grid:
    grid = Grid("Start and memory (PSS of all processes)", ("", *results.servers))
    costs = [results.costs[server] for server in results.servers]
    grid.rows += [
        ("making a store, s", *(_number(cost.load_s) for cost in costs)),
        ("start to first answer, s", *(_number(cost.ready_s) for cost in costs)),
        ("memory when ready, MB", *(f"{cost.idle_mb:,.0f}" for cost in costs)),
        ("highest memory, MB", *(f"{cost.peak_mb:,.0f}" for cost in costs)),
    ]
    return grid


def _loads(results: Results) -> Grid:
    grid = Grid("Bulk load of the dump, s", ("", "loaded", "and optimised"))
    for name, runs in results.loads.items():
        loaded = [run.load_s for run in runs if run.load_s]
        total = median(run.total_s for run in runs)
        grid.rows.append((name, _number(median(loaded) if loaded else None), _number(total)))
    return grid


def _targets(results: Results) -> Grid:
    title = f"Targets, over {CONNECTIONS} connections"
    grid = Grid(title, ("what", "server", "to", "target", "measured", ""))
    for target in ALL:
        found = target.reached(results)
        verdict = "not measured" if found is None else "met" if found >= target.least else "NOT MET"
        grid.rows.append((target.work, target.server, target.base, f"{target.least:g}", _number(found), verdict))
    return grid


def _failed(results: Results) -> str:
    counts: dict[str, int] = {}
    for (_, _, server), runs in results.rates.items():
        counts[server] = counts.get(server, 0) + sum(run.failed for run in runs)
    return ", ".join(f"{server} {count:,}" for server, count in counts.items() if count)


def _cell(value: float | None, ratio: float | None) -> str:
    if value is None:
        return "-"
    return f"{_number(value)} ({_number(ratio)})" if ratio is not None else _number(value)


def _number(value: float | None) -> str:
    """Return a number with three significant digits."""
    if value is None:
        return "-"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
