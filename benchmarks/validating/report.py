"""Shows results: tables for the terminal, and the same as Markdown."""

from collections.abc import Iterator
from typing import Any

from benchmarks.serving.report import Grid
from benchmarks.validating.results import Results, cpu, peak, targets, wall
from benchmarks.validating.tools import PEER
from rich.console import Console


def grids(all_results: list[Results]) -> Iterator[Grid]:
    """Yield the tables."""
    for results in all_results:
        yield _costs(results)
    yield _targets(all_results)


def _costs(results: Results) -> Grid:
    title = f"{results.data}: {results.triples:,} triples, {results.found:,} results"
    headings = ("", "wall, s", "processor, s", "highest memory, MB", "first byte, s", "times faster, wall", "processor")
    grid = Grid(title, headings)
    for name in results.runs:
        cells = (
            _number(results.median(name, wall)),
            _number(results.median(name, cpu)),
            _number(results.median(name, peak)),
            _number(results.median(name, lambda run: run.first_s)),
            *(_number(results.times(name, part)) for part in (wall, cpu)),
        )
        grid.rows.append((name, *cells))
    return grid


def _targets(all_results: list[Results]) -> Grid:
    grid = Grid("Targets", ("what", "target", "measured", ""))
    for target in targets(all_results):
        verdict = "not measured" if target.measured is None else "met" if target.met else "NOT MET"
        grid.rows.append((target.what, target.target, target.measured or "-", verdict))
    return grid


def show(console: Console, all_results: list[Results], machine: dict[str, Any]) -> None:
    """Print the tables and notes."""
    for grid in grids(all_results):
        console.print(grid.rich())
    for note in _notes(all_results, machine):
        console.print(note, highlight=False)


def markdown(all_results: list[Results], machine: dict[str, Any]) -> str:
    """Return a report of the whole run."""
    notes = "".join(f"- {note}\n" for note in _notes(all_results, machine))
    return "\n".join((notes, *(grid.markdown() for grid in grids(all_results))))


def _notes(all_results: list[Results], machine: dict[str, Any]) -> Iterator[str]:
    versions = ", ".join(f"{name} {value}" for name, value in machine.items())
    yield f"Machine: {versions}."
    rounds = max(len(runs) for results in all_results for runs in results.runs.values())
    yield f"Medians of up to {rounds} runs, in turns."
    yield f"“Times faster” is beside {PEER.name} in the same round."
    for results in all_results:
        yield from (f"{results.data}: {note}" for note in results.notes)


def _number(value: float | None) -> str:
    """Return a number with three significant digits."""
    if value is None:
        return "-"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
