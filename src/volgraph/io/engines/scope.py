"""Which results of an engine are wanted, and what it may leave out so that none of these is lost."""

from collections.abc import Iterable, Iterator

from volgraph.domain.validation import Result, at_least
from volgraph.io.engines.engine import Selection
from volgraph.io.engines.shapes import ShapesGraph


class Scope:
    """A selection on a graph of shapes.

    A result is wanted if its focus node is one of those selected, and if the shape that it names is one of those
    selected or a property shape that these hold. What an engine may leave out is less: a focus node can be reached from
    another one's property shapes, and a property shape can belong to several shapes.

    Args:
        focus: IRIs of the nodes that an engine may confine itself to, taken from the targets; None for all.
        shapes: IRIs of the shapes whose targets an engine may confine itself to; None for all.
    """

    def __init__(self, graph: ShapesGraph, selection: Selection) -> None:
        self.focus = None if graph.nests else selection.focus
        self.shapes = None
        self._severity = selection.severity
        self._nodes = None if selection.focus is None else _terms(selection.focus)
        self._held = None
        if selection.shapes is not None:
            self._held = graph.held(_terms(selection.shapes))
            self.shapes = graph.reporting(self._held)

    @property
    def empty(self) -> bool:
        """Whether no result can be wanted, so that there is nothing to validate."""
        return self._nodes == frozenset() or self._held == frozenset() or self.shapes == frozenset()

    def wanted(self, results: Iterable[Result]) -> Iterator[Result]:
        """Yield those results that were asked for."""
        for result in results:
            if (
                (self._nodes is None or result.focus in self._nodes)
                and (self._held is None or result.shape in self._held)
                and at_least(result.severity, self._severity)
            ):
                yield result


def _terms(iris: frozenset[str]) -> frozenset[str]:
    return frozenset(f"<{iri}>" for iri in iris)
