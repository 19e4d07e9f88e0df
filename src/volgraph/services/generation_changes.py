"""What changed from one published generation to the next: the graphs that came, changed and went."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from volgraph.errors import GenerationError
from volgraph.io.generations import Home
from volgraph.io.history import Reason

Counts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Publication:
    """A generation that became the current one.

    Args:
        digest: of the generation that is kept in its place.
        logged: the digest under which it was published; it never changes.
        published: when.
        went_back: whether it had been current before.
        counts: what its build counted; None if it is not kept any more.
        added, changed, removed: IRIs of graphs, compared with the generation before; empty if that is not known.
        compared: whether both are kept, so that this is known.
    """

    digest: str
    logged: str
    published: datetime
    went_back: bool
    counts: Counts | None
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    compared: bool = False


def publications(home: Home, most: int) -> list[Publication]:
    """Return what was published, the newest first, at most so many."""
    history = home.history()
    entries = [(history.today(entry.digest), entry) for entry in history.publications]
    kept: dict[str, Mapping[str, Any] | None] = {}

    def manifest(digest: str) -> Mapping[str, Any] | None:
        if digest not in kept:
            try:
                kept[digest] = home.find(digest).manifest()
            except GenerationError:
                kept[digest] = None  # pruned, perhaps just now
        return kept[digest]

    found = []
    for place in range(len(entries) - 1, max(-1, len(entries) - 1 - most), -1):
        digest, entry = entries[place]
        new = manifest(digest)
        old = manifest(entries[place - 1][0]) if place else None
        bare = Publication(
            digest, entry.digest, entry.published, entry.reason is Reason.ROLLBACK, new["counts"] if new else None
        )
        found.append(_compared(bare, new["graphs"], old["graphs"]) if new and old else bare)
    return found


def _compared(publication: Publication, graphs: Mapping[str, Any], before: Mapping[str, Any]) -> Publication:
    """Return a publication with the graphs that came, changed and went."""
    return replace(
        publication,
        added=tuple(sorted(graphs.keys() - before.keys())),
        changed=tuple(
            sorted(iri for iri in graphs.keys() & before.keys() if graphs[iri]["sha256"] != before[iri]["sha256"])
        ),
        removed=tuple(sorted(before.keys() - graphs.keys())),
        compared=True,
    )
