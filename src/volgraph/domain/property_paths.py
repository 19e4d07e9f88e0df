"""Property paths as SPARQL writes them, and the statements on which they lead from node to node.

https://www.w3.org/TR/shacl/#property-paths, https://www.w3.org/TR/sparql11-query/#propertypaths
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Node = NamedNode | BlankNode | Literal | Triple
Reached = dict[Node, set[Triple]]
"""Nodes, each with the triples that lead to it last; one where the walk began has none."""

_TOKEN = re.compile(r"<[^<>]*>|[/|^*+?()]")
_PATH = re.compile(rf"(?:(?:{_TOKEN.pattern})\s*)+")


class Graph(Protocol):
    """What can be asked for its triples."""

    def match(self, subject: Node | None, predicate: NamedNode | None, value: Node | None) -> Iterable[Triple]:
        """Yield the triples that have these terms; None stands for any."""
        ...


class Path(Protocol):
    """A property path."""

    def walk(self, graph: Graph, starts: Reached, *, back: bool = False) -> Reached:
        """Return the nodes to which the path leads from some nodes, or `back` from which it leads to them."""
        ...

    def predicates(self) -> set[NamedNode]:
        """Return every predicate in it."""
        ...


def _add(reached: Reached, more: Reached) -> None:
    for node, triples in more.items():
        reached.setdefault(node, set()).update(triples)


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate."""

    iri: NamedNode

    def walk(self, graph: Graph, starts: Reached, *, back: bool = False) -> Reached:
        """Follow the triples of the predicate."""
        reached: Reached = {}
        for node in starts:
            for triple in graph.match(None, self.iri, node) if back else graph.match(node, self.iri, None):
                reached.setdefault(triple.subject if back else triple.object, set()).add(triple)
        return reached

    def predicates(self) -> set[NamedNode]:
        """Return it."""
        return {self.iri}


@dataclass(frozen=True, slots=True)
class Inverse:
    """A path in the other direction."""

    path: Path

    def walk(self, graph: Graph, starts: Reached, *, back: bool = False) -> Reached:
        """Walk it the other way round."""
        return self.path.walk(graph, starts, back=not back)

    def predicates(self) -> set[NamedNode]:
        """Return those of the path."""
        return self.path.predicates()


@dataclass(frozen=True, slots=True)
class Sequence:
    """Paths one after the other."""

    paths: tuple[Path, ...]

    def walk(self, graph: Graph, starts: Reached, *, back: bool = False) -> Reached:
        """Walk one after the other."""
        for path in reversed(self.paths) if back else self.paths:
            starts = path.walk(graph, starts, back=back)
        return starts

    def predicates(self) -> set[NamedNode]:
        """Return those of all."""
        return {predicate for path in self.paths for predicate in path.predicates()}


@dataclass(frozen=True, slots=True)
class Alternative:
    """Paths any of which may be walked."""

    paths: tuple[Path, ...]

    def walk(self, graph: Graph, starts: Reached, *, back: bool = False) -> Reached:
        """Walk each."""
        reached: Reached = {}
        for path in self.paths:
            _add(reached, path.walk(graph, starts, back=back))
        return reached

    def predicates(self) -> set[NamedNode]:
        """Return those of all."""
        return {predicate for path in self.paths for predicate in path.predicates()}


@dataclass(frozen=True, slots=True)
class Repeated:
    """A path that is walked several times: `?` not or once, `+` once or more often, `*` any number of times."""

    path: Path
    sign: str

    def walk(self, graph: Graph, starts: Reached, *, back: bool = False) -> Reached:
        """Walk it until no node is new."""
        reached: Reached = {}
        if self.sign != "+":
            _add(reached, starts)
        gone: set[Node] = set()
        while starts:
            gone.update(starts)
            found = self.path.walk(graph, starts, back=back)
            _add(reached, found)
            starts = {} if self.sign == "?" else {node: found[node] for node in found.keys() - gone}
        return reached

    def predicates(self) -> set[NamedNode]:
        """Return those of the path."""
        return self.path.predicates()


def path_of(text: str) -> Path | None:
    """Return the path that a text writes with IRIs in angle brackets, or None if it is none."""
    if not _PATH.fullmatch(text):
        return None
    parser = _Parser(_TOKEN.findall(text))
    try:
        path = parser.alternative()
    except (IndexError, ValueError, RecursionError):
        return None
    return None if parser.tokens else path


class _Parser:
    """Reads a path from its tokens, from which it takes what it has read."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens

    def alternative(self) -> Path:
        paths = [self._sequence()]
        while self._take("|"):
            paths.append(self._sequence())
        return paths[0] if len(paths) == 1 else Alternative(tuple(paths))

    def _sequence(self) -> Path:
        paths = [self._step()]
        while self._take("/"):
            paths.append(self._step())
        return paths[0] if len(paths) == 1 else Sequence(tuple(paths))

    def _step(self) -> Path:
        if self._take("^"):
            return Inverse(self._step())
        path = self._primary()
        while self.tokens and self.tokens[0] in "*+?":
            path = Repeated(path, self.tokens.pop(0))
        return path

    def _primary(self) -> Path:
        token = self.tokens.pop(0)
        if token != "(":
            return Predicate(NamedNode(token[1:-1]))
        path = self.alternative()
        if not self._take(")"):
            raise ValueError(token)
        return path

    def _take(self, sign: str) -> bool:
        taken = bool(self.tokens) and self.tokens[0] == sign
        if taken:
            self.tokens.pop(0)
        return taken
