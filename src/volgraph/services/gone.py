"""Knowing what was here and is gone: withdrawn for a reason, or replaced by something newer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from volgraph.io.history import Withdrawal
from volgraph.services.querying import Source, ask


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


def gone(source: Source, thing: NamedNode, withdrawals: Iterable[Withdrawal]) -> Gone | None:
    """Return what is known of a thing that is gone; None if it is here, or never was.

    A thing is gone if it, or what it is a part of, was withdrawn, or if nothing says more of it than that something
    replaces it: a corrected claim (`prov:wasRevisionOf`), a merged entity (`dct:isReplacedBy`).
    """
    replaced_by = tuple(_replacements(source, thing))
    for entry in withdrawals:
        if entry.covers(thing.value):
            return Gone(thing, replaced_by, entry.reason, entry.withdrawn.isoformat())
    return (
        Gone(thing, replaced_by) if replaced_by and not ask(source, "statements-of-its-own", 1, thing=thing) else None
    )


def _replacements(source: Source, thing: NamedNode) -> Iterator[NamedNode]:
    for solution in ask(source, "replacements", thing=thing):
        newer = solution["newer"]
        assert isinstance(newer, NamedNode)
        yield newer
