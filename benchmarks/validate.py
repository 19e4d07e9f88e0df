"""Measures what it costs to validate synthetic data with our shapes, beside pySHACL's own command in the same run.

    python -m benchmarks.validate --quick
    python -m benchmarks.validate --json validate.json --markdown validate.md

Every run is a process of its own, from files to a report: parsing, validating, places of results, SARIF.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from benchmarks.generate import ROOT
from benchmarks.serving import machine
from benchmarks.validating import report
from benchmarks.validating.data import KEPT, SIZES, VOLGRAPH, Data, prepare
from benchmarks.validating.processes import measured
from benchmarks.validating.results import OWN, SINCE, UNCHANGED, WARM, Results
from benchmarks.validating.tools import ALL, PEER, Tool, named, results_in, versions
from rich.console import Console

from volgraph.io.generations import Home

_MACHINE = ("processor", "cores", "memory_gb", "system", "python", "volgraph", "commit", "load_average")
_OFTEN = 5
Say = Callable[[str], None]


def validate(data: Data, tools: list[Tool], rounds: int, folder: Path, say: Say) -> Results:
    """Let tools validate the same file in turns, and compare what they found."""
    results = Results(data.name, data.triples)
    found = {}
    for number in range(1, rounds + 1):
        for tool in tools:
            say(f"round {number} of {rounds}: {tool.name}")
            written = folder / "report.nt"
            results.runs.setdefault(tool.name, []).append(measured(tool.command(data, written), folder))
            found[tool.name] = results_in(written)
    first = next(iter(found))
    results.found = found[first].total()
    for name, other in found.items():
        if different := (other - found[first]) + (found[first] - other):
            results.differ = True
            results.notes.append(f"{name} and {first} differ on {different.total():,} results")
    if not results.differ:
        results.notes.append("every tool found the same in every round: focus node, path, value, component, severity")
    return results


def since(data: Data, folder: Path, say: Say) -> Results:
    """Change one line of a collection in git, and let volgraph look at what that affects."""
    results = Results(SINCE, data.triples)
    root = Path(shutil.copytree(data.collection, folder / "repository/data")).parent
    shutil.copy(data.shapes, root / "shapes.ttl")
    git: list[str | Path] = ["git", "-C", root, "-c", "user.name=benchmark", "-c", "user.email=benchmark@example.org"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "data"]):
        subprocess.run([*git, *command], check=True)
    whole: list[str | Path] = [VOLGRAPH, "validate", "data", "--shapes", "shapes.ttl", "--format", "sarif"]

    def timed(name: str, written: Path, *options: str) -> None:
        say(name)
        command = [*whole, "--format", f"nt={written}", *options]
        results.runs.setdefault(name, []).append(measured(command, root))

    timed("--since HEAD, nothing changed, first time", folder / "first.nt", "--since", "HEAD")
    changing = root / data.changing.relative_to(data.collection.parent)
    text = changing.read_text(encoding="utf-8")
    changing.write_text(text.replace("vg:confidence vg:High", "vg:confidence vg:Sure", 1), encoding="utf-8")
    for _ in range(_OFTEN):
        timed(WARM, folder / "since.nt", "--since", "HEAD")
    timed("everything", folder / "whole.nt")
    changed, everything = results_in(folder / "since.nt"), results_in(folder / "whole.nt")
    results.found = everything.total()
    results.differ = not changed or changed > everything
    said = "are not among" if results.differ else "are among"
    results.notes.append(f"{changed.total()} results of what changed {said} those of everything")
    return results


def own(folder: Path, say: Say) -> Results:
    """Validate the project's own data, as a hook does that runs on each commit."""
    home = folder / "home"
    say("building")
    subprocess.run([VOLGRAPH, "build", "--home", home], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    built = Home(home).built()
    assert built
    results = Results(OWN, built.manifest()["counts"]["triples"])
    for name, times in (("volgraph validate, first time", 1), (UNCHANGED, _OFTEN)):
        say(name)
        results.runs[name] = [measured([VOLGRAPH, "validate", "--home", home], ROOT, (0,)) for _ in range(times)]
    return results


@click.command()
@click.option("--data", "names", multiple=True, type=click.Choice([*SIZES]), help="Default: all.")
@click.option("--tool", "tools", multiple=True, type=click.Choice([tool.name for tool in ALL]), help="Default: all.")
@click.option("--rounds", default=3, show_default=True)
@click.option("--slow", is_flag=True, help="pySHACL with a million triples too: a quarter of an hour and many GB.")
@click.option("--quick", is_flag=True, help="10k, one round: shows that everything runs.")
@click.option("--fresh", is_flag=True, help="Make the data again.")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write all numbers to this file.")
@click.option("--markdown", "markdown_path", type=click.Path(path_type=Path), help="Write the tables to this file.")
def main(
    names: tuple[str, ...],
    tools: tuple[str, ...],
    rounds: int,
    slow: bool,
    quick: bool,
    fresh: bool,
    json_path: Path | None,
    markdown_path: Path | None,
) -> None:
    """Time volgraph and pySHACL on the same data. Exits with 1 if they do not find the same."""
    if quick:
        names, rounds = names or ("10k",), 1
    console, progress = Console(width=None if sys.stdout.isatty() else 200), Console(stderr=True)

    def saying(what: str) -> Say:
        return lambda step: progress.print(f"{datetime.now(UTC):%H:%M:%S} {what}: {step}")

    found = {name: value for name, value in machine.described().items() if name in _MACHINE} | versions()
    all_results: list[Results] = []
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in names or SIZES:
        saying(name)("making the data")
        data = prepare(name, fresh=fresh)
        chosen = [tool for tool in named(tools) if slow or name != "1M" or not tool.slow]
        with TemporaryDirectory(prefix="run-", dir=KEPT) as folder:
            results = validate(data, chosen, rounds, Path(folder), saying(name))
            if name == "1M" and not slow:
                results.notes.append(f"{PEER.name} takes a quarter of an hour and many GB here: --slow measures it")
            all_results.append(results)
            if name == "1M":
                all_results.append(since(data, Path(folder), saying(SINCE)))
    with TemporaryDirectory(prefix="run-", dir=KEPT) as folder:
        all_results.append(own(Path(folder), saying(OWN)))
    report.show(console, all_results, found)
    if json_path:
        content = {"machine": found, "results": [results.as_json() for results in all_results]}
        json_path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    if markdown_path:
        markdown_path.write_text(report.markdown(all_results, found), encoding="utf-8")
    sys.exit(any(results.differ for results in all_results))


if __name__ == "__main__":
    main()
