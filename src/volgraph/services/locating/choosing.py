"""Which of the triples that were found is shown: the one that is meant, else the nearest thing."""

from collections.abc import Iterable, Mapping, Sequence

from volgraph.domain.property_paths import Node
from volgraph.domain.validation import Exactness
from volgraph.services.locating.looking import Sought
from volgraph.services.locating.places import Found
from volgraph.services.locating.search import Match, Pattern

Matches = Mapping[Pattern, Sequence[Match]]


def nearest(node: Node | None) -> list[Pattern]:
    """Return what a triple on a node looks like, and one that names it."""
    return [] if node is None else [Pattern(node, None, None), Pattern(None, None, node)]


def about(one: Sought, matches: Matches) -> list[Match]:
    """Return the triples that a result is about: the last in each document, if values are too many."""
    pattern = next((pattern for pattern in one.patterns() if pattern in matches), None)
    return [] if pattern is None else list({match.document: match for match in matches[pattern]}.values())


def every(patterns: Iterable[Pattern], matches: Matches) -> list[Match]:
    """Return all that matches any of some patterns."""
    return [match for pattern in patterns for match in matches.get(pattern, ())]


def chosen(exact: Sequence[Match], nodes: Iterable[Node | None], matches: Matches) -> list[Found]:
    """Return the triples to be shown.

    Args:
        exact: those that are meant; if there are any, they are shown.
        nodes: of which the first triple on the first that has one is shown else, or one that names it.
        matches: what was found.
    """
    if exact:
        return [Found(match, Exactness.TRIPLE, match.subject) for match in exact]
    for node in nodes:
        for pattern, exactness in zip(nearest(node), (Exactness.FOCUS, Exactness.MENTION), strict=False):
            for match in matches.get(pattern, ())[:1]:
                assert node is not None
                return [Found(match, exactness, node)]
    return []
