"""Which nodes of a graph shapes look at, read in two passes over its N-Triples: https://www.w3.org/TR/shacl/#targets"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from volgraph.domain.dependencies import Targets
from volgraph.domain.statements import SUBCLASS, TYPE

_TYPE, _SUBCLASS = TYPE.encode(), SUBCLASS.encode()

Numbers = frozenset[int]


def target_nodes(data: Path, targets: Sequence[Targets]) -> dict[bytes, Numbers]:
    """Return the nodes that some targets hold, each with the numbers of these targets.

    Args:
        data: N-Triples, with single spaces as pyoxigraph writes it.
        targets: of shapes.
    """
    of_class = _with_subclasses(_numbered(one.classes for one in targets), data)
    subjects_of = _numbered(one.subjects_of for one in targets)
    objects_of = _numbered(one.objects_of for one in targets)
    found: dict[bytes, Numbers] = {}
    known: dict[tuple[Numbers, Numbers], Numbers] = {}  # the same few sets, not one for each node

    def add(node: bytes, numbers: Numbers) -> None:
        before = found.get(node, frozenset())
        found[node] = known.setdefault((before, numbers), before | numbers)

    for node, numbers in _numbered(one.nodes for one in targets).items():
        add(node, numbers)
    for subject, predicate, value in _statements(data):
        if predicate == _TYPE and value in of_class:
            add(subject, of_class[value])
        if predicate in subjects_of:
            add(subject, subjects_of[predicate])
        if predicate in objects_of:
            add(value, objects_of[predicate])
    return found


def _numbered(terms: Iterable[frozenset[str]]) -> dict[bytes, Numbers]:
    """Return each term with the numbers of the sets that have it."""
    found: dict[bytes, set[int]] = defaultdict(set)
    for number, some in enumerate(terms):
        for term in some:
            found[term.encode()].add(number)
    return {term: frozenset(numbers) for term, numbers in found.items()}


def _with_subclasses(of_class: Mapping[bytes, Numbers], data: Path) -> dict[bytes, Numbers]:
    """Return the numbers of classes with those of the classes that are below them."""
    below: dict[bytes, list[bytes]] = defaultdict(list)
    for subject, predicate, value in _statements(data) if of_class else ():
        if predicate == _SUBCLASS:
            below[value].append(subject)
    found: dict[bytes, Numbers] = {}
    waiting = list(of_class.items())
    while waiting:
        one, numbers = waiting.pop()
        before = found.get(one, frozenset())
        if not numbers <= before:
            found[one] = before | numbers
            waiting += ((lower, found[one]) for lower in below.get(one, ()))
    return found


def _statements(data: Path) -> Iterator[tuple[bytes, bytes, bytes]]:
    with data.open("rb") as lines:
        for line in lines:
            subject, predicate, value = line.split(b" ", 2)
            yield subject, predicate, value[:-3]
