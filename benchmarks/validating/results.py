"""The numbers of a run of the benchmark, and the targets that they are held against."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from benchmarks.validating.processes import Run
from benchmarks.validating.tools import DEFAULT, PEER, TRUSTED


@dataclass
class Results:
    """What was measured on some data.

    Attributes:
        data: their name.
        triples: how many they are.
        found: how many results there are.
        runs: of each tool, one a round.
        notes: sentences that the numbers need.
        differ: whether two tools did not find the same.
    """

    data: str
    triples: int
    found: int = 0
    runs: dict[str, list[Run]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    differ: bool = False

    def median(self, name: str, part: Callable[[Run], float]) -> float | None:
        """Return the median of a number of a tool's runs."""
        runs = self.runs.get(name)
        return median(map(part, runs)) if runs else None

    def times(self, name: str, part: Callable[[Run], float], base: str = PEER.name) -> float | None:
        """Return the median of how many times less it is than in the other tool's run of the same round."""
        runs, others = self.runs.get(name, ()), self.runs.get(base, ())
        ratios = [part(other) / part(run) for run, other in zip(runs, others, strict=False)]
        return median(ratios) if ratios else None

    def as_json(self) -> dict[str, Any]:
        """Return everything that was measured."""
        return {**asdict(self), "runs": {name: [asdict(run) for run in runs] for name, runs in self.runs.items()}}


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached, and what was.

    Attributes:
        what: in words.
        target: in words.
        measured: None if it was not measured.
        met: whether it is reached.
    """

    what: str
    target: str
    measured: str | None
    met: bool


def targets(all_results: list[Results]) -> Iterator[Target]:
    """Yield what validation promises."""
    by_name = {results.data: results for results in all_results}
    if hundred := by_name.get("100k"):
        default = hundred.times(DEFAULT.name, wall)
        fastest = max((hundred.times(tool.name, wall) or 0 for tool in TRUSTED), default=None)
        yield _least("100k: the default engine beside pySHACL's own command", default, 10)
        yield _least("100k: the fastest trusted engine beside it", fastest, 20)
    if million := by_name.get("1M"):
        yield _most("1M: processor time of the default engine, s", million.median(DEFAULT.name, cpu), 60)
        yield _most("1M: its highest memory, MB", million.median(DEFAULT.name, peak), 2000)
    if since := by_name.get(SINCE):
        yield _most("1M: one line changed, `--since`, s", since.median(WARM, wall), 2)
    if own := by_name.get(OWN):
        yield _most("the project's own data, nothing changed, s", own.median(UNCHANGED, wall), 1)


SINCE, WARM = "1M in git", "--since HEAD, one line changed"
OWN, UNCHANGED = "the project's own data", "volgraph validate, nothing changed"


def wall(run: Run) -> float:
    """Return the seconds that a run took."""
    return run.wall_s


def cpu(run: Run) -> float:
    """Return the processor seconds of a run."""
    return run.cpu_s


def peak(run: Run) -> float:
    """Return the highest memory of a run."""
    return run.peak_mb


def _least(what: str, found: float | None, least: float) -> Target:
    return Target(
        what, f"at least {least:g} times", None if found is None else f"{found:.1f} times", (found or 0) >= least
    )


def _most(what: str, found: float | None, most: float) -> Target:
    measured = None if found is None else f"{found:,.2f}" if most < 10 else f"{found:,.0f}"
    return Target(what, f"below {most:g}", measured, found is not None and found < most)
