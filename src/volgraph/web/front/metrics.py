"""Metrics as Prometheus reads them: https://prometheus.io/docs/instrumenting/exposition_formats/.

What each finished exchange adds is counted in plain numbers, a few times cheaper than the library's own; what can be
read off is read when somebody asks.
"""

import os
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from volgraph.services.answering import Answering
from volgraph.services.published import Published
from volgraph.services.validators import Validators
from volgraph.web.front.cache import AnswerCache
from volgraph.web.front.notes import PAGE
from volgraph.web.front.record import Outcome, Record

CONTENT_TYPE = b"text/plain; version=0.0.4; charset=utf-8"
_BOUNDS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class _Histogram:
    def __init__(self) -> None:
        self.counts = [0] * (len(_BOUNDS_S) + 1)
        self.sum_s = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(_BOUNDS_S, seconds)] += 1
        self.sum_s += seconds

    def buckets(self) -> list[tuple[str, float]]:
        found, total = [], 0
        for bound, count in zip((*map(str, _BOUNDS_S), "+Inf"), self.counts, strict=True):
            total += count
            found.append((bound, float(total)))
        return found


class Metrics(Collector):
    """What the server has done, and how it is.

    Args:
        published, answering, cache, validators: what is looked at when somebody asks.
    """

    def __init__(self, published: Published, answering: Answering, cache: AnswerCache, validators: Validators) -> None:
        self._published, self._answering, self._cache, self._validators = published, answering, cache, validators
        self._outcomes: Counter[tuple[str, Outcome]] = Counter()
        self._cuts: Counter[str] = Counter()
        self._pages: Counter[int] = Counter()
        self._waiting, self._evaluating, self._sending = _Histogram(), _Histogram(), _Histogram()
        self._sent_bytes = 0
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

        self.dropped_lines = 0

    def add(self, record: Record) -> None:
        """Count a finished exchange."""
        self._outcomes[record.kind, record.outcome] += 1
        self._sent_bytes += record.sent_bytes
        if record.kind == PAGE:
            self._pages[record.status] += 1
        if record.reason:
            self._cuts[record.reason] += 1
        if record.waiting_s is not None:
            self._waiting.add(record.waiting_s)
        if record.evaluating_s is not None:
            self._evaluating.add(record.evaluating_s)
        if record.sending_s is not None:
            self._sending.add(record.sending_s)

    def text(self) -> bytes:
        """Return everything in Prometheus's text format."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """Yield everything, as the library wants it."""
        yield from self._done()
        yield from self._state()
        yield from self._generations()

    def _done(self) -> Iterator[Metric]:
        outcomes = CounterMetricFamily(
            "volgraph_requests", "Finished requests by who answers and how they ended.", labels=["kind", "outcome"]
        )
        for (kind, outcome), count in self._outcomes.items():
            outcomes.add_metric([kind, outcome], count)
        cuts = CounterMetricFamily("volgraph_cuts", "Answers broken off after their start, by why.", labels=["reason"])
        for reason, count in self._cuts.items():
            cuts.add_metric([reason], count)
        pages = CounterMetricFamily("volgraph_pages", "Pages and documents by status.", labels=["status"])
        for status, count in self._pages.items():
            pages.add_metric([str(status)], count)
        yield from (outcomes, cuts, pages)
        yield CounterMetricFamily("volgraph_sent_bytes", "Bytes of bodies sent.", value=self._sent_bytes)
        for name, text, histogram in (
            ("waiting", "From a query's arrival until a worker has it.", self._waiting),
            ("evaluating", "While a worker is busy with a query.", self._evaluating),
            ("sending", "From the first byte of an answer to its last.", self._sending),
        ):
            yield HistogramMetricFamily(
                f"volgraph_{name}_seconds", text, buckets=histogram.buckets(), sum_value=histogram.sum_s
            )

    def _state(self) -> Iterator[Metric]:
        turns, cache, validating = self._answering.turns, self._cache, self._validators.answering.turns
        for name, text, value in (
            ("volgraph_queries_waiting", "Queries that wait for their turn.", turns.waiting),
            ("volgraph_queries_running", "Queries that have a worker.", turns.running.total()),
            ("volgraph_queries_places", "Queries that may run at once.", turns.places),
            ("volgraph_validations_waiting", "Posted graphs that wait to be validated.", validating.waiting),
            ("volgraph_validations_running", "Posted graphs that are being validated.", validating.running.total()),
            ("volgraph_validations_places", "Posted graphs that may be validated at once.", validating.places),
            ("volgraph_cache_bytes", "Memory that kept answers take.", cache.size),
            ("volgraph_cache_entries", "Kept answers.", len(cache)),
        ):
            yield GaugeMetricFamily(name, text, value=value)
        yield CounterMetricFamily(
            "volgraph_log_lines_dropped", "Log lines that nobody took in time.", value=self.dropped_lines
        )
        yield CounterMetricFamily("volgraph_cache_hits", "Answers that had been kept.", value=cache.hits)
        yield CounterMetricFamily("volgraph_cache_misses", "Answers that had not been kept.", value=cache.misses)

    def _generations(self) -> Iterator[Metric]:
        info = GaugeMetricFamily("volgraph_generation_info", "What is published.", labels=["digest", "engine"])
        triples = GaugeMetricFamily("volgraph_generation_triples", "Triples of what is published.")
        restarts = CounterMetricFamily("volgraph_worker_restarts", "Workers ended and replaced.", labels=["generation"])
        memory = GaugeMetricFamily("volgraph_memory_bytes", "Resident memory by process.", labels=["process"])
        held, opened = self._published.held(), self._published.opened()
        if held is not None:
            info.add_metric([held.digest, held.engine], 1)
            triples.add_metric([], held.counts["triples"])
        pools = [*(snapshot.workers for snapshot in opened), *self._validators.pools]
        for snapshot in opened:
            restarts.add_metric([snapshot.digest[:12]], snapshot.workers.restarts)
        memory.add_metric(["http"], _resident_bytes(os.getpid()))
        memory.add_metric(["pool"], sum(_resident_bytes(pool.pid) for pool in pools if pool.pid is not None))
        memory.add_metric(["workers"], sum(_resident_bytes(pid) for pool in pools for pid in pool.worker_pids))
        yield from (info, triples, restarts, memory)
        yield GaugeMetricFamily("volgraph_generations_open", "Generations that are open.", value=len(opened))
        failed = self._published.failure is not None
        yield GaugeMetricFamily("volgraph_generation_failed", "1 if the newest one does not open.", value=int(failed))


def _resident_bytes(pid: int) -> int:
    """Return how much memory a process has; pages that it shares with others count too."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE_BYTES
    except OSError:  # it has ended
        return 0
