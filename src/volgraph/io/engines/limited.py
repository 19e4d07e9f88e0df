"""An engine in a process of its own, which it ends without ending ours, and which is ended when it takes too much."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any

from volgraph.domain.validation import Result
from volgraph.errors import EngineError, LimitError, ShapesError
from volgraph.io.engines.choice import resolved
from volgraph.io.engines.engine import EVERYTHING, Found, Selection

_PROCESS = "volgraph.io.engines.process"
_TUNABLES = "GLIBC_TUNABLES"
_LARGE_PAGES = "glibc.malloc.hugetlb=1"
"""Lets a graph of a million triples lie in large pages, where Linux gives them: engines walk it at random, and take 15
to 30 % less processor time. Another C library does not look at it. https://sourceware.org/glibc/manual/latest/html_node/Memory-Allocation-Tunables.html
"""
_MEMORY_SIGNS = (b"memory allocation of", b"MemoryError", b"bad_alloc", b"out of memory", b"failed to map segment")


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """What an engine may take.

    Args:
        time_s: for the shapes, and for each graph.
        memory_bytes: address space of its process, with the program itself.
    """

    time_s: float = 1800
    memory_bytes: int = 8_000_000_000


USUAL_LIMITS = EngineLimits()


def _environment(ours: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of an engine's process."""
    known = ours.get(_TUNABLES)
    return {**ours, _TUNABLES: f"{known}:{_LARGE_PAGES}" if known else _LARGE_PAGES}


class LimitedEngine:
    """An engine whose process lives until it is closed, so that its shapes are compiled once.

    Its process ends by itself when the time is over, even if ours is gone by then.

    Args:
        name: of the engine, or `auto`.
        shapes: N-Triples; None if `compile` will be told later, so that the process starts meanwhile.
        limits: what it may take.

    Raises:
        UnknownNameError: there is no such engine.
        InputError: it is not installed.
        ShapesError: it cannot use the shapes.
        LimitError: it took too much already.
        EngineError: it ended.
    """

    def __init__(self, name: str, shapes: Path | None = None, limits: EngineLimits = USUAL_LIMITS) -> None:
        self.name = resolved(name)
        self._limits = limits
        self._errors = TemporaryFile()  # noqa: SIM115 - closed with the process
        # Without -P the folder we are in could replace modules.
        command = [sys.executable, "-P", "-m", _PROCESS, self.name, str(limits.memory_bytes)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            encoding="utf-8",
            env=_environment(os.environ),
        )
        self.version = ""
        if shapes is not None:
            try:
                self.compile(shapes)
            except BaseException:
                self.close()
                raise

    def compile(self, shapes: Path) -> None:
        """Take the shapes, once.

        Args:
            shapes: N-Triples.

        Raises:
            ShapesError: the engine cannot use them.
            LimitError: it took too much already.
            EngineError: it ended.
        """
        _, said = self._ask({"shapes": str(shapes.resolve()), "time_s": self._limits.time_s})
        self.version = said["version"]

    def validate(self, data: Path, selection: Selection = EVERYTHING) -> Found:
        """Return what is wrong with a graph.

        Raises:
            ShapesError: the engine cannot use the shapes on this graph.
            LimitError: it took too much; it is of no use any more.
            EngineError: it ended.
        """
        focus, shapes = (None if iris is None else sorted(iris) for iris in (selection.focus, selection.shapes))
        order = {
            "data": str(data.resolve()),
            "focus": focus,
            "shapes": shapes,
            "most": selection.most,
            "severity": selection.severity,
        }
        results, said = self._ask(order)
        return Found(tuple(results), said["left_out"], said["unseen"])

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            with suppress(BrokenPipeError):  # an order that was not read any more
                if stream:
                    stream.close()

    def __enter__(self) -> "LimitedEngine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, order: dict[str, Any]) -> tuple[list[Result], dict[str, Any]]:
        assert self._process.stdin and self._process.stdout
        results: list[Result] = []
        known: list[dict[str, str]] = []
        try:
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            for line in self._process.stdout:
                said = json.loads(line)
                if isinstance(said, dict):
                    return results, self._ended(said)
                if isinstance(said[-1], dict):
                    known.append(said[-1])
                else:
                    said[-1] = known[said[-1]]
                results.append(Result(*said))
        except BrokenPipeError:
            pass
        raise self._died()

    def _ended(self, said: dict[str, Any]) -> dict[str, Any]:
        if "unusable" in said:
            raise ShapesError(said["unusable"])
        if "limit" in said:
            raise self._too_much("memory")
        return said

    def _died(self) -> LimitError | EngineError:
        code = self._process.wait()
        self._errors.seek(0)
        said = self._errors.read()
        if code == -signal.SIGALRM:
            return self._too_much("time")
        if any(sign in said for sign in _MEMORY_SIGNS):
            return self._too_much("memory")
        if code < 0:
            return EngineError(self.name, f"was ended by {signal.Signals(-code).name}")
        last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return EngineError(self.name, f"ended with code {code} ({last})")

    def _too_much(self, limit: str) -> LimitError:
        limits = self._limits
        most = f"{limits.time_s:g} s" if limit == "time" else f"{limits.memory_bytes / 1e6:,.0f} MB of memory"
        return LimitError(
            limit, f"the SHACL engine {self.name} took more than {most}: validate less, or raise the limit"
        )
