"""What the endpoint promises, as ratios between servers over 8 connections."""

from dataclasses import dataclass

from benchmarks.serving.results import Results
from benchmarks.serving.servers import (
    BASE,
    OxigraphMemory,
    VolgraphDisk,
    VolgraphDiskCached,
    VolgraphMemory,
    VolgraphMemoryCached,
)

CONNECTIONS = 8
FORMATS = ("JSON", "XML", "CSV", "TSV")
_DISK, _MEMORY = VolgraphDisk.name, VolgraphMemory.name
_DISK_CACHED, _MEMORY_CACHED = VolgraphDiskCached.name, VolgraphMemoryCached.name


@dataclass(frozen=True, slots=True)
class Target:
    """A ratio that must be reached.

    Attributes:
        work: the queries, or what is taken.
        server: whose number is divided.
        least: the ratio.
        base: by whose.
    """

    work: str
    server: str
    least: float
    base: str = BASE

    def reached(self, results: Results) -> float | None:
        """Return the measured ratio, None where it was not measured."""
        if self.work == "bulk load":
            return results.load_ratio()
        if self.work.startswith("rows"):
            return results.transfer_ratio(self.work, self.server, self.base)
        return results.rate_ratio(self.work, CONNECTIONS, self.server, self.base)


ALL: tuple[Target, ...] = (
    Target("ask", _DISK, 0.25),
    Target("select", _DISK, 0.5),
    Target("ask", _MEMORY, 0.45),
    Target("select", _MEMORY, 0.8),
    Target("join", _MEMORY, 2.5),
    Target("join", _MEMORY, 1.0, OxigraphMemory.name),
    *(Target(f"rows, {name}", _DISK, 1.0) for name in FORMATS),
    *(Target(f"rows, {name}", _MEMORY, 2.0) for name in FORMATS),
    *(Target("ask", server, 0.9) for server in (_DISK_CACHED, _MEMORY_CACHED)),
    *(Target("select", server, 1.8) for server in (_DISK_CACHED, _MEMORY_CACHED)),
    *(Target("join", server, 80) for server in (_DISK_CACHED, _MEMORY_CACHED)),
    Target("bulk load", "volgraph", 1.0, "oxigraph load"),
)
