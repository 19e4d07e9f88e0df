"""Which triples of documents match what is looked for: one pass through each, with nothing kept but the matches."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple, Protocol

from pyoxigraph import NamedNode, Triple

from volgraph.domain.property_paths import Node
from volgraph.domain.term_text import value_of


class Readable(Protocol):
    """What yields its triples in the same order each time."""

    def about(self, nodes: Collection[Node]) -> Iterable[tuple[int, Triple]]:
        """Yield those that have one of some nodes as subject or object, each with its number."""
        ...


class Pattern(NamedTuple):
    """A triple to look for; None stands for any term. Without a subject, the object itself is given.

    Args:
        subject: its subject.
        predicate: its predicate.
        value: its object, or what `value_of` says of it.
    """

    subject: Node | None
    predicate: NamedNode | None
    value: Node | tuple[str, object] | None


class Match(NamedTuple):
    """A triple that was found.

    Args:
        document: its number among the documents.
        number: of the triple in the document.
        subject: of the triple.
    """

    document: int
    number: int
    subject: Node


_OfSubject = dict[NamedNode | None, dict[object, Pattern]]
"""The patterns of one subject, by predicate and value."""


def search(documents: Collection[Readable], patterns: Collection[Pattern]) -> dict[Pattern, list[Match]]:
    """Return what matches each pattern, in the order of documents and triples.

    Of a triple that is wanted for its subject or object alone, and of one that a document repeats, only the first one
    of a document counts; of those of a subject and predicate, all.
    """
    found: dict[Pattern, list[Match]] = {}
    by_subject, by_value = _index(patterns)
    if not by_subject and not by_value:
        return found
    nodes = {*by_subject, *by_value}
    for document, readable in enumerate(documents):
        here: dict[Pattern, list[Match]] = {}
        for number, triple in readable.about(nodes):
            of_subject = by_subject.get(triple.subject)
            if of_subject is not None:
                for pattern in _matching(of_subject, triple):
                    if pattern not in here or _all_count(pattern):
                        here.setdefault(pattern, []).append(Match(document, number, triple.subject))
            mention = by_value.get(triple.object)
            if mention is not None and mention not in here:
                here[mention] = [Match(document, number, triple.subject)]
        for pattern, matches in here.items():
            found.setdefault(pattern, []).extend(matches)
    return found


def _index(patterns: Iterable[Pattern]) -> tuple[dict[Node, _OfSubject], dict[Node, Pattern]]:
    by_subject: dict[Node, _OfSubject] = {}
    by_value: dict[Node, Pattern] = {}
    for pattern in patterns:
        if pattern.subject is None:
            assert not isinstance(pattern.value, tuple | None)
            by_value[pattern.value] = pattern
        else:
            by_subject.setdefault(pattern.subject, {}).setdefault(pattern.predicate, {})[pattern.value] = pattern
    return by_subject, by_value


def _matching(of_subject: _OfSubject, triple: Triple) -> Iterator[Pattern]:
    value = triple.object
    for predicate in (triple.predicate, None):
        values = of_subject.get(predicate)
        if values is not None:
            if value in values:
                yield values[value]
            if None in values:
                yield values[None]
            written_otherwise = value_of(value)
            if written_otherwise in values and written_otherwise is not None:
                yield values[written_otherwise]


def _all_count(pattern: Pattern) -> bool:
    return pattern.predicate is not None and pattern.value is None
