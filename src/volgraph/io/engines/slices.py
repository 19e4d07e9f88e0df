"""Validating some focus nodes at a time, so that the results of an engine never are more than memory holds.

No engine can be told to stop after so many results. So shapes get other targets here: a focus node is marked by a
statement beside the data, and the mark says which shapes look at it. The shapes are compiled once, and each slice of
the nodes is the same data with other marks.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from heapq import merge
from itertools import islice
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from volgraph.domain.restriction import KINDS, TARGETS, sees_marks
from volgraph.domain.statements import SH, TYPE, MemoryGraph, Statement, statement_of
from volgraph.domain.validation import Result
from volgraph.io.engines.engine import Engine, Found, Selection
from volgraph.io.engines.target_nodes import target_nodes
from volgraph.io.shape_dependencies import machine_of

_MARK = "urn:volgraph:focus"
_FIRST = 5_000
"""How many shapes the nodes of the first slice may meet; no more are validated without slices."""
_MOST = 500_000
"""How many those of any slice may: if each gave a result, an engine would take about 2.5 GB."""
_AIM, _GROWTH = 20_000, 16
"""How many results a slice should give; where it gives fewer, the next one is larger, up to so many times."""

Make = Callable[[Path], Engine]


def validate(make: Make, engine: Engine, shapes: Path, data: Path, selection: Selection) -> Found:
    """Return the first results of a graph, with no more than some ten thousands in memory.

    Looking ends when there are more results than wanted; how many focus nodes are left then is told.

    Args:
        make: makes an engine from a file of shapes.
        engine: the one of these shapes.
        shapes: N-Triples.
        data: N-Triples.
        selection: which results are wanted, and how many at most.
    """
    most = selection.most
    assert most is not None
    slices = _Slices(shapes, data)
    if slices.meetings <= _FIRST:
        return engine.validate(data, selection)
    kept: Sequence[Result] = ()
    count = 0
    with TemporaryDirectory() as folder:
        for found, left in slices.results(make, Path(folder), replace(selection, most=None)):
            count += len(found)
            kept = list(islice(merge(kept, found, key=lambda result: result.sort_key), most))
            if count > most:
                return Found(tuple(kept), count - len(kept), left)
    return Found(tuple(kept), count - len(kept))


class _Slices:
    """The focus nodes of a graph in the order of their names, and the shapes that look at them.

    Attributes:
        meetings: how many pairs there are of a node and a shape that looks at it for itself or for a shape that has it.
    """

    def __init__(self, shapes: Path, data: Path) -> None:
        self._data = data
        self._shapes = MemoryGraph(map(statement_of, shapes.read_text("utf-8").splitlines()))
        machine = machine_of(self._shapes)
        self._roots = [root for root in machine.roots if not sees_marks(machine, root)]
        self._whole = {root.shape for root in machine.roots} - {root.shape for root in self._roots}
        self._nodes = target_nodes(data, [root.targets for root in self._roots])
        held = [len(self._held(root.shape)) for root in self._roots]
        self._marks = {numbers: place for place, numbers in enumerate(dict.fromkeys(self._nodes.values()))}
        self._met = {numbers: sum(held[number] for number in numbers) for numbers in self._marks}
        self.meetings = sum(self._met[numbers] for numbers in self._nodes.values())

    def _held(self, shape: str) -> set[str]:
        """Return a shape with the property shapes that it holds."""
        found, waiting = set[str](), [shape]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self._shapes.objects(one, f"<{SH}property>")
        return found

    def results(self, make: Make, folder: Path, wanted: Selection) -> Iterator[tuple[Sequence[Result], int]]:
        """Yield the results of each slice, and how many focus nodes are left.

        Shapes that would see the marks, or whose focus nodes cannot be told, come last: with the data as they are, and
        with all of their nodes at once.
        """
        engine = make(_written(folder / "marked-shapes.nt", self._marked_shapes()))
        marked = Path(copyfile(self._data, folder / "marked.nt"))
        data_bytes = marked.stat().st_size
        nodes = sorted(self._nodes)
        start, size = 0, _FIRST
        while start < len(nodes):
            end = self._end(nodes, start, size)
            os.truncate(marked, data_bytes)
            with marked.open("ab") as file:
                file.writelines(map(self._mark, nodes[start:end]))
            found = engine.validate(marked, wanted).results
            yield found, len(nodes) - end
            start = end
            size = min(_MOST, max(_FIRST, int(size * min(_GROWTH, _AIM / max(1, len(found))))))
        if self._whole:
            rest = make(_written(folder / "whole-shapes.nt", self._whole_shapes()))
            yield rest.validate(self._data, wanted).results, 0

    def _end(self, nodes: Sequence[bytes], start: int, size: int) -> int:
        """Return where a slice ends that begins with a node: it has one at least."""
        met = 0
        for place in range(start, len(nodes)):
            met += self._met[self._nodes[nodes[place]]]
            if met > size and place > start:
                return place
        return len(nodes)

    def _mark(self, node: bytes) -> bytes:
        return b"<%b> <%b:%d> %b .\n" % (_MARK.encode(), _MARK.encode(), self._marks[self._nodes[node]], node)

    def _marked_shapes(self) -> Iterator[Statement]:
        yield from self._without_targets({*self._whole, *(root.shape for root in self._roots)})
        for numbers, place in self._marks.items():
            for number in numbers:
                yield self._roots[number].shape, f"<{SH}targetObjectsOf>", f"<{_MARK}:{place}>"

    def _whole_shapes(self) -> Iterator[Statement]:
        return self._without_targets({root.shape for root in self._roots})

    def _without_targets(self, shapes: set[str]) -> Iterator[Statement]:
        """Yield all statements but those that make nodes targets of some shapes."""
        for one in self._shapes.statements:
            is_target = one[1] in TARGETS or (one[1] == TYPE and one[2] not in KINDS)
            if not (is_target and one[0] in shapes):
                yield one


def _written(path: Path, statements: Iterator[Statement]) -> Path:
    lines = (f"{subject} {predicate} {value} .\n" for subject, predicate, value in statements)
    path.write_text("".join(sorted(lines)), encoding="utf-8", newline="\n")
    return path
