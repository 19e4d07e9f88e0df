"""What every SHACL engine here can do, and what it is asked for and answers."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest
from pathlib import Path
from typing import ClassVar, Protocol

from volgraph.domain.validation import INFO, Result


@dataclass(frozen=True, slots=True)
class Selection:
    """Which results are wanted.

    Args:
        focus: IRIs of focus nodes; None for all.
        shapes: IRIs of shapes, each with the property shapes that it holds; None for all.
        most: how many results to return, the first ones in the order of reports; None for all.
        severity: the least that they have.
    """

    focus: frozenset[str] | None = None
    shapes: frozenset[str] | None = None
    most: int | None = None
    severity: str = INFO


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found.

    Args:
        results: in the order of `Result.sort_key`.
        left_out: how many more there are than were asked for.
        unseen: how many focus nodes nobody looked at, since there were more results than asked for already.
    """

    results: tuple[Result, ...]
    left_out: int = 0
    unseen: int = 0


class Engine(Protocol):
    """A SHACL engine, made once from a graph of shapes, that validates any number of graphs against it.

    Both graphs are files of N-Triples. A graph is validated as it is: without inference, without rules, and without the
    shapes in it. Blank nodes of results carry the labels that they have in the files, and literals their lexical forms.
    """

    name: ClassVar[str]
    version: str

    def __init__(self, shapes: Path) -> None:
        """Compile the shapes.

        Raises:
            ShapesError: the engine cannot use them.
        """

    def validate(self, data: Path, selection: Selection = EVERYTHING) -> Found:
        """Return what is wrong with a graph.

        Raises:
            ShapesError: the engine cannot use the shapes on this graph.
        """


def first(results: Iterable[Result], most: int | None) -> Found:
    """Return the first results in the order of reports, and count the others without keeping them."""
    count = 0

    def counted() -> Iterable[Result]:
        nonlocal count
        for count, result in enumerate(results, 1):  # noqa: B007 - the count is what is wanted
            yield result

    def key(result: Result) -> tuple[str, ...]:
        return result.sort_key

    if most is None:
        kept = sorted(counted(), key=key)
    elif most > 0:
        kept = nsmallest(most, counted(), key=key)
    else:
        kept = []
        deque(counted(), maxlen=0)
    return Found(tuple(kept), count - len(kept))
