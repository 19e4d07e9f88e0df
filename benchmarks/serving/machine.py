"""What the numbers were measured on, and whether the machine was quiet."""

import os
import platform
import subprocess
from pathlib import Path
from typing import Any

import pyoxigraph
from benchmarks.serving.data import VOLGRAPH
from benchmarks.serving.servers import PEERS

_QUIET_LOAD = 0.3


def described() -> dict[str, Any]:
    """Return the processor, the versions and the load of this machine."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "volgraph": _first_line([VOLGRAPH, "--version"]),
        "commit": _first_line(["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]),
        "pyoxigraph": pyoxigraph.__version__,
        "oxigraph": _first_line([PEERS / "oxigraph", "--version"]),
        "rdflib-endpoint": _first_line([PEERS / "python", "-c", _ASK_VERSION]),
        "virtuoso": _virtuoso(),
        "load_average": [round(load, 2) for load in os.getloadavg()],
    }


def quiet(load_average: float) -> bool:
    """Return whether nothing else runs here, as far as the load of the last minute tells."""
    return load_average < _QUIET_LOAD


_ASK_VERSION = "from importlib.metadata import version; print(version('rdflib-endpoint'))"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _first_line(command: list[str | Path]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "not there"
    return done.stdout.strip().partition("\n")[0]


def _virtuoso() -> str:
    query = ["dpkg-query", "--show", "--showformat", "${Version}", "virtuoso-opensource-7-bin"]
    return _first_line([*query])
