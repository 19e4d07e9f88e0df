"""The words and addresses behind the claims of a table, as further columns."""

from collections.abc import Sequence

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store, Triple

from volgraph.domain.vocabulary import OA, SCHEMA, VG
from volgraph.errors import QueryError

Term = NamedNode | BlankNode | Literal | Triple
_EXACT = (VG["evidence"], OA["hasSelector"], OA["exact"])
_SOURCE = (VG["statedIn"],)
_URL = (VG["statedIn"], SCHEMA["url"])
_LOCATOR = (VG["locator"],)
_PATHS = {"quote": _EXACT, "source": _SOURCE, "url": _URL, "locator": _LOCATOR}


def evidence_columns(columns: Sequence[str], claims: str) -> list[str]:
    """Return the names of the further columns.

    Args:
        columns: those that there are.
        claims: the one that holds claims.

    Raises:
        QueryError: there is no such column, or a further one would be called like one that there is.
    """
    if claims not in columns:
        have = ", ".join(f"?{name}" for name in columns) or "none"
        raise QueryError(f"the answer has no column ?{claims} for `evidence`; its columns are {have}")
    more = [f"{claims}_{name}" for name in _PATHS]
    taken = set(more) & set(columns)
    if taken:
        raise QueryError(f"`evidence` adds a column ?{min(taken)}, which the query has already: rename that one")
    return more


def evidence_of(store: Store, claim: Term | None) -> list[Term | None]:
    """Return the words of a claim, its source, the address of that, and the place on the page; None for what is not."""
    return [_follow(store, claim, path) for path in _PATHS.values()]


def _follow(store: Store, start: Term | None, path: Sequence[NamedNode]) -> Term | None:
    nodes: list[Term] = [start] if start is not None else []
    for property in path:
        nodes = [
            quad.object
            for node in nodes
            if isinstance(node, NamedNode)
            for quad in store.quads_for_pattern(node, property, None, DefaultGraph())
        ]
    return min(nodes, key=str, default=None)
