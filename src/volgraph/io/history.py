"""What was published when, and what has become of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Self


class Reason(StrEnum):
    """Why a generation became the current one."""

    PUBLISH = "publish"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class Publication:
    """A line of the publication log: from this moment, to the second, a generation was the current one."""

    digest: str
    published: datetime
    reason: Reason

    @classmethod
    def now(cls, digest: str, reason: Reason) -> Self:
        """Return the publication of a generation at this moment."""
        return cls(digest, datetime.now(UTC).replace(microsecond=0), reason)

    @classmethod
    def of_json(cls, entry: Mapping[str, Any]) -> Self:
        """Return what a line of the log says."""
        return cls(entry["digest"], datetime.fromisoformat(entry["published"]), Reason(entry["reason"]))

    def to_json(self) -> dict[str, str]:
        """Return the line of the log."""
        return {"digest": self.digest, "published": self.published.isoformat(), "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A line of the withdrawal log: what was taken out of every generation, without what it said.

    Args:
        iri: what was withdrawn, with all below it.
        reason: why, as the publisher gave it.
        withdrawn: when, to the second.
        statements: how many N-Quads of named graphs went, each counted once.
        sha256: SHA-256 over them, canonical, sorted, each with its line feed.
        texts: SHA-256 of each stored text among them, so that it is known when it comes back.
        replaced: the digest of each generation that had it, to that of the one without.
    """

    iri: str
    reason: str
    withdrawn: datetime
    statements: int
    sha256: str
    texts: tuple[str, ...]
    replaced: Mapping[str, str]

    @classmethod
    def of_json(cls, entry: Mapping[str, Any]) -> Self:
        """Return what a line of the log says."""
        withdrawn = datetime.fromisoformat(entry["withdrawn"])
        return cls(**{**entry, "withdrawn": withdrawn, "texts": tuple(entry["texts"])})

    def to_json(self) -> dict[str, Any]:
        """Return the line of the log."""
        return {
            "iri": self.iri,
            "reason": self.reason,
            "withdrawn": self.withdrawn.isoformat(),
            "statements": self.statements,
            "sha256": self.sha256,
            "texts": list(self.texts),
            "replaced": dict(self.replaced),
        }

    def covers(self, iri: str) -> bool:
        """Tell whether an IRI is the one that was withdrawn, or below it."""
        return iri == self.iri or iri.startswith(self.iri + "/")


class State(StrEnum):
    """What has become of a generation."""

    KEPT = "kept"
    PRUNED = "pruned"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a digest.

    Args:
        digest: the digest that was asked for.
        state: `UNKNOWN` was never published here; `PRUNED` was, and is gone; `WITHDRAWN` had something that was
            withdrawn, and another generation took its place.
        replaced_by: the digest of that other generation.
        kept: the digest of the generation that can be read in its place: itself, or the other; None if that is gone.
    """

    digest: str
    state: State
    replaced_by: str | None = None
    kept: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of time in which a generation was current: from `published` until the next one was."""

    published: datetime
    until: datetime | None
    found: Found


class History:
    """The publication log, read together with what was withdrawn and what is still there.

    Args:
        publications: the log, oldest first.
        withdrawals: the log of withdrawals, oldest first.
        kept: the digests of the generations that are there.
    """

    def __init__(
        self, publications: Sequence[Publication], withdrawals: Sequence[Withdrawal], kept: Collection[str]
    ) -> None:
        self.publications = publications
        self._replaced = {old: new for entry in withdrawals for old, new in entry.replaced.items()}
        self._kept = kept
        self._published = {entry.digest for entry in publications}
        self._published |= {self.today(digest) for digest in self._published}

    def today(self, digest: str) -> str:
        """Return the digest that stands for a generation now: its own, or, after withdrawals, the last one's."""
        while digest in self._replaced:
            digest = self._replaced[digest]
        return digest

    def was_published(self, digest: str) -> bool:
        """Tell whether a generation, or one that it took the place of, was ever current."""
        return digest in self._published

    def find(self, digest: str) -> Found:
        """Return what has become of the generation with a digest, given whole."""
        now = self.today(digest)
        kept = now if now in self._kept and now in self._published else None
        if now != digest:
            return Found(digest, State.WITHDRAWN, now, kept)
        if kept:
            return Found(digest, State.KEPT, None, kept)
        return Found(digest, State.PRUNED if digest in self._published else State.UNKNOWN)

    def whole(self, digest: str) -> str:
        """Return the only published digest that begins so; what was given if there is none, or more than one."""
        known = {*self._published, *self._replaced}
        found = [entry for entry in known if entry.startswith(digest)]
        return found[0] if len(found) == 1 else digest

    def first_published(self, digest: str) -> datetime | None:
        """Return when a generation, or one that it took the place of, became current for the first time."""
        return next((entry.published for entry in self.publications if self.today(entry.digest) == digest), None)

    def timeline(self) -> list[Moment]:
        """Return every stretch of time with its generation, oldest first; going back to one is a stretch too.

        This is what a TimeMap lists: https://www.rfc-editor.org/rfc/rfc7089#section-5
        """
        ends = [*(entry.published for entry in self.publications[1:]), None]
        return [
            Moment(entry.published, end, self.find(entry.digest))
            for entry, end in zip(self.publications, ends, strict=False)
        ]

    def at(self, moment: datetime) -> Moment | None:
        """Return the stretch of time that a moment, with a time zone, falls into.

        A moment before the first publication gets the first, as Memento asks: None only if nothing was ever published.
        https://www.rfc-editor.org/rfc/rfc7089#section-4.5
        """
        timeline = self.timeline()
        before = [entry for entry in timeline if entry.published <= moment]
        return before[-1] if before else next(iter(timeline), None)

    def before(self, current: str) -> str | None:
        """Return the generation to go back to: the one published before the current one that is still there."""
        standing: list[str] = []  # what a rollback took back is no longer in it
        for entry in self.publications:
            digest = self.today(entry.digest)
            if entry.reason is Reason.ROLLBACK:
                while standing and standing[-1] != digest:
                    standing.pop()
            else:
                standing.append(digest)
        return next((digest for digest in reversed(standing) if digest != current and digest in self._kept), None)

    def newest(self, number: int) -> set[str]:
        """Return the generations published last, as many as asked, each counted once."""
        digests = dict.fromkeys(self.today(entry.digest) for entry in reversed(self.publications))
        return set(list(digests)[:number])
