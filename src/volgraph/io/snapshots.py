"""A graph as it was, as it is, and both together: an index of what was, and the few statements that changed."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from volgraph.domain.statements import MemoryGraph, Statement, is_blank
from volgraph.io.graph_index import GraphIndex

_INDEXED = re.compile(r"_:o(\d+)(b\d+)")
_CURRENT = re.compile(r"_:d(\d+)(b\d+)")


class Names:
    """What the blank nodes of an index are called now.

    Args:
        became: the nodes of documents that changed.
        numbers: the number that a document which did not change has now, by its number in the index.
    """

    def __init__(self, became: Mapping[str, str], numbers: Mapping[int, int]) -> None:
        self._now = dict(became)
        self._then = {now: then for then, now in became.items()}
        self._numbers = {str(then): str(now) for then, now in numbers.items()}
        self._back = {now: then for then, now in self._numbers.items()}

    def now(self, term: str) -> str:
        """Return what a term of the index is called now; a node that is gone keeps its name."""
        if not is_blank(term):
            return term
        match = _INDEXED.fullmatch(term)
        if match and match[1] in self._numbers:
            return f"_:d{self._numbers[match[1]]}{match[2]}"
        return self._now.get(term, term)

    def then(self, term: str) -> str:
        """Return what a term is called in the index."""
        if not is_blank(term):
            return term
        match = _CURRENT.fullmatch(term)
        if match and match[1] in self._back:
            return f"_:o{self._back[match[1]]}{match[2]}"
        return self._then.get(term, term)


class Snapshot:
    """The statements of an index without some, and with others.

    Args:
        index: of what was.
        names: of its blank nodes.
        changed: the numbers in the index of documents that are not as they were.
        removed: what only those of the index's documents say that changed, and do not say any more.
        added: what is new.

    Attributes:
        holders: of the subjects and objects that were found so far, the numbers in the index of those documents with
            such statements that did not change.
    """

    def __init__(
        self,
        index: GraphIndex,
        names: Names,
        changed: Collection[int],
        removed: Collection[Statement],
        added: MemoryGraph,
    ) -> None:
        self._index, self._names = index, names
        self._changed, self._removed, self._added = changed, removed, added
        self.holders: dict[str, set[int]] = defaultdict(set)

    def match(self, subject: str | None, predicate: str | None, value: str | None) -> Iterator[Statement]:
        """Yield the statements that have these terms, some perhaps twice."""
        then, now = self._names.then, self._names.now
        terms = (None if term is None else then(term) for term in (subject, predicate, value))
        for (s, p, o), document in self._index.match(*terms):
            statement = now(s), p, now(o)
            if document not in self._changed:
                self.holders[statement[0]].add(document)
                self.holders[statement[2]].add(document)
            elif statement in self._removed:
                continue
            yield statement
        yield from self._added.match(subject, predicate, value)
