"""Naming things in the reader's language."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Store

from volgraph.domain.vocabulary import LANGUAGES, PREFIXES
from volgraph.services.querying import ask

_MOST_CACHED = 50_000
_LABELS = range(1, 5)  # ranks of `names.rq` that name a thing by itself
_MEASURE, _WORDS = 5, 6  # ranks of what names a claim: what it is about, and its words

Named = dict[int, list[Literal]]


class Names:
    """The names of the things in one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cache: dict[str, Named] = {}

    def labels(self, node: NamedNode) -> list[Literal]:
        """Return the labels of a thing of the best kind that it has, in the order of `LANGUAGES`."""
        found = self._found(node)
        best = next((found[rank] for rank in _LABELS if rank in found), [])
        return sorted(best, key=lambda label: (*_order(label, ()), label.value))

    def name(self, node: NamedNode, language: str) -> Literal | None:
        """Return the best name in a language, else in another; None if a thing has no name."""
        found = self._found(node)
        for rank in _LABELS:
            if rank in found:
                return _best(found[rank], language)
        if _MEASURE in found and _WORDS in found:
            about, words = _best(found[_MEASURE], language), _best(found[_WORDS], language)
            return Literal(f"{about.value}: “{words.value}”", language=about.language or language)
        for rank in (_MEASURE, _WORDS):
            if rank in found:
                return _best(found[rank], language)
        return None

    def _found(self, node: NamedNode) -> Named:
        found = self._cache.get(node.value)
        if found is None:
            found = {}
            for solution in ask(self._store, "names", thing=node):
                rank, name = solution["rank"], solution["name"]
                if isinstance(rank, Literal) and isinstance(name, Literal):
                    found.setdefault(int(rank.value), []).append(name)
            if len(self._cache) >= _MOST_CACHED:
                self._cache.clear()
            self._cache[node.value] = found
        return found


def shortened(iri: str) -> str:
    """Return an IRI as a CURIE if its prefix is one of ours, else the whole."""
    prefix, start = max(PREFIXES.items(), key=lambda entry: len(entry[1]) if iri.startswith(entry[1]) else 0)
    return f"{prefix}:{iri.removeprefix(start)}" if iri.startswith(start) else iri


def _best(names: Iterable[Literal], language: str) -> Literal:
    return min(names, key=lambda name: (*_order(name, (language,)), name.value))


def _order(name: Literal, first: tuple[str, ...]) -> tuple[int]:
    order = [*first, *LANGUAGES[::-1], None] if first else [*LANGUAGES, None]
    return (order.index(name.language) if name.language in order else len(order),)
