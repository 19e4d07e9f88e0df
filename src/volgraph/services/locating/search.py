"""Which triples of documents match what is looked for: one pass through each, with nothing kept but the matches."""

from collections.abc import Collection, Iterable
from typing import NamedTuple, Protocol

from pyoxigraph import NamedNode, Triple

from volgraph.domain.property_paths import Node
from volgraph.domain.term_text import value_of


class Readable(Protocol):
    """What yields its triples in the same order each time."""

    def read(self) -> Iterable[Triple]:
        """Yield them."""
        ...


class Pattern(NamedTuple):
    """A triple to look for; None stands for any term. Subject or object is given, or a value in place of the object.

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


def search(documents: Collection[Readable], patterns: Collection[Pattern]) -> dict[Pattern, list[Match]]:
    """Return what matches each pattern, in the order of documents and triples.

    Of a triple that is wanted for its subject or object alone, and of one that a document repeats, only the first one
    of a document counts; of those of a subject and predicate, all.
    """
    wanted = frozenset(patterns)
    found: dict[Pattern, list[Match]] = {}
    if not wanted:
        return found
    subjects = {pattern.subject for pattern in wanted}
    values = {pattern.value for pattern in wanted if pattern.subject is None}
    for document, readable in enumerate(documents):
        here: dict[Pattern, list[Match]] = {}
        for number, triple in enumerate(readable.read()):
            subject, value = triple.subject, triple.object
            if subject in subjects:
                for pattern in _patterns(triple):
                    if pattern in wanted and (pattern not in here or _all_count(pattern)):
                        here.setdefault(pattern, []).append(Match(document, number, subject))
            if value in values:
                pattern = Pattern(None, None, value)
                here.setdefault(pattern, [Match(document, number, subject)])
        for pattern, matches in here.items():
            found.setdefault(pattern, []).extend(matches)
    return found


def _patterns(triple: Triple) -> Iterable[Pattern]:
    """Yield every pattern with its subject that a triple matches."""
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    yield Pattern(subject, predicate, value)
    yield Pattern(subject, predicate, None)
    yield Pattern(subject, None, value)
    yield Pattern(subject, None, None)
    written_otherwise = value_of(value)
    if written_otherwise is not None:
        yield Pattern(subject, predicate, written_otherwise)


def _all_count(pattern: Pattern) -> bool:
    return pattern.predicate is not None and pattern.value is None
