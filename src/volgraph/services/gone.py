"""Knowing what was here and is gone: withdrawn for a reason, or replaced by something newer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from volgraph.io.withdrawals import Withdrawal
from volgraph.services.querying import ask


@dataclass(frozen=True, slots=True)
class Gone:
    """A thing that is not here any more.

    Args:
        thing: what it was called.
        replaced_by: what took its place.
        reason: why it was withdrawn, or empty.
        since: when it was withdrawn, or empty.
    """

    thing: NamedNode
    replaced_by: tuple[NamedNode, ...] = ()
    reason: str = ""
    since: str = ""


def gone(store: Store, thing: NamedNode, withdrawals: Mapping[str, Withdrawal]) -> Gone | None:
    """Return what is known of a thing that is gone; None if it is here, or never was.

    A thing is gone if it, or what it is a part of, was withdrawn, or if nothing says more of it than that something
    replaces it: a corrected claim (`prov:wasRevisionOf`), a merged entity (`dct:isReplacedBy`).
    """
    replaced_by = tuple(_replacements(store, thing))
    for iri in (thing.value, *_wholes(thing.value)):
        if found := withdrawals.get(iri):
            return Gone(thing, replaced_by, found.reason, found.withdrawn)
    return Gone(thing, replaced_by) if replaced_by and not ask(store, "statements-of-its-own", 1, thing=thing) else None


def _replacements(store: Store, thing: NamedNode) -> Iterator[NamedNode]:
    for solution in ask(store, "replacements", thing=thing):
        newer = solution["newer"]
        assert isinstance(newer, NamedNode)
        yield newer


def _wholes(iri: str) -> Iterator[str]:
    """Yield the IRIs that a thing is named under, the nearest first."""
    while "/" in iri.partition("/id/")[2]:
        iri = iri.rpartition("/")[0]
        yield iri
