"""The numbers of a run, kept by what they are of, and the ratios between them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from benchmarks.serving.agreement import Difference
from benchmarks.serving.load import Rate, Transfer
from benchmarks.serving.loading import Load
from benchmarks.serving.servers import BASE

RateKey = tuple[str, int, str]
"""Queries, connections, server."""
TransferKey = tuple[str, str]
"""What was taken, server."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a server needs beside requests: seconds to be ready, and megabytes (PSS) when ready and at its highest."""

    load_s: float | None
    ready_s: float
    idle_mb: float
    peak_mb: float


@dataclass
class Results:
    """What one collection gave.

    Attributes:
        data: its name.
        asked: triples of the default graph.
        stored: quads in all.
        servers: names, in the order of the report.
        skipped: why servers did not take part.
        differences: where answers are not equal.
        rates: the runs of small requests, one a round.
        transfers: the large answers, one a round.
        loads: loading a dump, one a round.
        costs: by server.
    """

    data: str
    asked: int
    stored: int
    servers: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    rates: dict[RateKey, list[Rate]] = field(default_factory=lambda: defaultdict(list))
    transfers: dict[TransferKey, list[Transfer]] = field(default_factory=lambda: defaultdict(list))
    loads: dict[str, list[Load]] = field(default_factory=dict)
    costs: dict[str, Cost] = field(default_factory=dict)

    def rate_rows(self) -> Iterator[tuple[str, int]]:
        """Yield queries and connections, each pair once."""
        yield from dict.fromkeys((work, connections) for work, connections, _ in self.rates)

    def transfer_rows(self) -> Iterator[str]:
        """Yield what was taken, each once."""
        yield from dict.fromkeys(taken for taken, _ in self.transfers)

    def differing(self, server: str, work: str) -> bool:
        """Return whether a server's answers are not those of the others."""
        return any((found.server, found.work) == (server, work) for found in self.differences)

    def rate(self, work: str, connections: int, server: str) -> float | None:
        """Return the median of the requests a second, None where nothing was answered."""
        return _median(run.a_second for run in self.rates.get((work, connections, server), []))

    def rate_ratio(self, work: str, connections: int, server: str, base: str = BASE) -> float | None:
        """Return the median of the ratios to another server's requests a second in the same round."""
        runs = self.rates.get((work, connections, server), [])
        bases = self.rates.get((work, connections, base), [])
        return _ratio(runs, bases, lambda run, other: run.a_second / other.a_second if other.a_second else None)

    def seconds(self, taken: str, server: str, part: Callable[[Transfer], float]) -> float | None:
        """Return the median of some seconds of the transfers that arrived whole."""
        return _median(part(run) for run in self.transfers.get((taken, server), []) if run.status == 200)

    def transfer_ratio(self, taken: str, server: str, base: str = BASE) -> float | None:
        """Return how many times faster an answer arrives than from another server in the same round."""
        runs, bases = self.transfers.get((taken, server), []), self.transfers.get((taken, base), [])
        return _ratio(runs, bases, lambda run, other: other.total_s / run.total_s if _whole(run, other) else None)

    def load_ratio(self) -> float | None:
        """Return how many times faster than `oxigraph load` a build loads, though it optimises the store too."""
        runs, bases = self.loads.get("volgraph", []), self.loads.get("oxigraph load", [])
        return _ratio(runs, bases, lambda run, other: other.load_s / run.total_s if other.load_s else None)

    def as_json(self) -> dict[str, Any]:
        """Return everything that was measured."""
        return {
            "data": self.data,
            "triples_asked": self.asked,
            "quads_stored": self.stored,
            "skipped": self.skipped,
            "differences": [asdict(found) for found in self.differences],
            "rates": [
                {"work": work, "connections": connections, "server": server, "runs": list(map(asdict, runs))}
                for (work, connections, server), runs in self.rates.items()
            ],
            "transfers": [
                {"taken": taken, "server": server, "runs": list(map(asdict, runs))}
                for (taken, server), runs in self.transfers.items()
            ],
            "loads": {name: list(map(asdict, runs)) for name, runs in self.loads.items()},
            "costs": {server: asdict(cost) for server, cost in self.costs.items()},
        }


def _whole(*runs: Transfer) -> bool:
    return all(run.status == 200 for run in runs)


def _median(values: Any) -> float | None:
    held = [value for value in values if value]
    return median(held) if held else None


def _ratio(runs: list[Any], bases: list[Any], divided: Callable[[Any, Any], float | None]) -> float | None:
    return _median(divided(run, other) for run, other in zip(runs, bases, strict=False))
