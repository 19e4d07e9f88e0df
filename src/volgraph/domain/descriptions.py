"""Reading what is said of a thing, property by property."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from volgraph.domain.claims import Description


def by_language(said: Description, property: NamedNode) -> dict[str, str]:
    """Return the texts of a property by their languages."""
    return {t.language: t.value for t in values(said, property) if isinstance(t, Literal) and t.language}


def node_in(said: Description, property: NamedNode) -> NamedNode | None:
    """Return the first thing that a property leads to."""
    return next(nodes_in(said, property), None)


def nodes_in(said: Description, property: NamedNode) -> Iterator[NamedNode]:
    """Yield the things that a property leads to."""
    return (value for value in values(said, property) if isinstance(value, NamedNode))


def text_in(said: Description, property: NamedNode) -> str:
    """Return the first text, number or date of a property; empty if there is none."""
    return next((value.value for value in values(said, property) if isinstance(value, Literal)), "")


def values(said: Description, property: NamedNode) -> Iterator[NamedNode | Literal]:
    """Yield what a property leads to."""
    return (value for key, value in said if key == property)
