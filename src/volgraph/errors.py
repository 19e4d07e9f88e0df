"""Every error that volgraph raises on purpose, in one tree.

VolgraphError
├── InputError              what was given cannot be used; says where and what to do
│   ├── RdfSyntaxError      RDF that does not parse: file, line, column
│   ├── TableError          a CSV cell: file, row, column
│   ├── UnknownNameError    an entity, measure, unit or concept that does not exist: the nearest names
│   ├── QuoteError          a quote that is absent from the text, or found more than once: the offsets
│   ├── UncoveredNumeralError  a numeral of the text that no claim states: offset and sentence
│   ├── TextError           a text that is not NFC or not UTF-8: the offset
│   ├── ClaimError          a claim that does not hold together: the property and why
│   ├── LiteralError        a literal that the store would rewrite: both forms
│   ├── ArchiveError        a build archive that is damaged, unsafe or not what it says
│   ├── BaselineError       a baseline that is broken, foreign or of a newer version: file and line
│   ├── RevisionError       a revision that git does not know, or files that it does not hold
│   ├── QueryError          a SPARQL query that does not parse
│   ├── ShapesError         SHACL shapes that an engine cannot use, and why
│   └── GraphMissingError   a graph that there is not
├── BuildError              all the input errors of one build, not only the first
├── InvalidGraphError       a build that breaks a shape or a dataset rule
├── GenerationError         a generation that is absent, damaged or not yet validated
│   ├── MissingGenerationError  one that a client names and that is not kept: what became of it
│   └── NoIndexError         one without a search index: it was made by an older version
├── LimitError              a query or a validation that took more time, memory or space than it may
├── WorkerError             a process that answers queries failed
├── EngineError             a SHACL engine ended in the middle of its work
├── BusyError               another process holds the home or the port
├── AuthorizationError      a token that is missing, malformed, unknown, expired or of another scope
├── TokenFileError          a file of tokens that cannot be read
├── DiskSpaceError          a disk without room: bytes needed and free
└── RemoteError             an endpoint that did not answer as SPARQL asks
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and what is known inside it.

    Lines and columns count from 1; offsets are code points from 0.
    """

    file: str = ""
    line: int | None = None
    column: int | str | None = None
    subject: str = ""

    @classmethod
    def of(cls, file: PurePath | str, **inside: object) -> "Place":
        """Return the place in `file`, a path that is shown as it was given."""
        return cls(str(file), **inside)  # type: ignore[arg-type]

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        if self.subject:
            parts.append(self.subject)
        return ", ".join(parts)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


class VolgraphError(Exception):
    """The root of the tree."""


class InputError(VolgraphError):
    """What was given cannot be used.

    Args:
        message: one sentence: what is wrong and what to do.
        place: where it stands.
    """

    def __init__(self, message: str, place: Place | None = None) -> None:
        self.message = message
        self.place = place or Place()
        where = str(self.place)
        super().__init__(f"{where}: {message}" if where else message)


class RdfSyntaxError(InputError):
    """RDF that does not parse."""


class TableError(InputError):
    """A CSV cell, row or header that cannot be used."""


class UnknownNameError(InputError):
    """A name that nothing bears; `nearest` are the names most like it."""

    def __init__(self, kind: str, name: str, nearest: Sequence[str], place: Place | None = None) -> None:
        self.kind, self.name, self.nearest = kind, name, tuple(nearest)
        hint = f"; did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        super().__init__(f"there is no {kind} “{name}”{hint}", place)


class QuoteError(InputError):
    """A quote that the text holds not at all, or more than once.

    `offsets` are the code point offsets at which it was found; `mixed` are words of it that mix Latin and Cyrillic
    letters, which look alike and are not.
    """

    def __init__(
        self, quote: str, offsets: Sequence[int], place: Place | None = None, mixed: Sequence[str] = ()
    ) -> None:
        self.quote, self.offsets = quote, tuple(offsets)
        if self.offsets:
            found = ", ".join(map(str, self.offsets))
            message = (
                f"the quote “{quote}” is found {len(self.offsets)} times, at offsets {found}: lengthen it "
                "until it is found once"
            )
        else:
            hint = f"; Latin letters stand among the Cyrillic ones of {', '.join(mixed)}" if mixed else ""
            message = f"the quote “{quote}” is not in the text: copy it from the text letter by letter{hint}"
        super().__init__(message, place)


class UncoveredNumeralError(InputError):
    """A numeral of the text that no claim states and no waiver explains."""

    def __init__(self, numeral: str, offset: int, sentence: str, place: Place | None = None) -> None:
        self.numeral, self.offset, self.sentence = numeral, offset, sentence
        super().__init__(
            f"the numeral {numeral} at offset {offset} is in no claim: state it in a claim whose quote "
            f"covers it, or waive it with a reason; sentence: “{sentence}”",
            place,
        )


class TextError(InputError):
    """A text that is not UTF-8 or not in Normalization Form C; `offset` is where it first fails."""

    def __init__(self, message: str, offset: int, place: Place | None = None) -> None:
        self.offset = offset
        super().__init__(message, place)


class ClaimError(InputError):
    """A claim that does not hold together."""


class LiteralError(InputError):
    """A literal that the store would rewrite, so that what is read is not what was written."""

    def __init__(self, written: str, stored: str, place: Place | None = None) -> None:
        self.written, self.stored = written, stored
        super().__init__(f"the store would change {written} into {stored}: write the second form", place)


class ArchiveError(InputError):
    """A build archive that is damaged, unsafe or not what it says."""


class BaselineError(InputError):
    """A baseline that is broken, foreign or of a newer version."""


class RevisionError(InputError):
    """A revision that git does not know, or files that it does not hold."""


class QueryError(InputError):
    """A SPARQL query that does not parse or cannot be evaluated."""


class ShapesError(InputError):
    """SHACL shapes that an engine cannot use."""


class GraphMissingError(InputError):
    """A graph that there is not."""


class BuildError(VolgraphError):
    """All the input errors of one build."""

    def __init__(self, errors: Sequence[InputError]) -> None:
        self.errors = tuple(errors)
        super().__init__(f"{_counted(len(self.errors), 'error')}; the published generation stays as it was")


class InvalidGraphError(VolgraphError):
    """A build that breaks a shape or a dataset rule; `violations` counts them."""

    def __init__(self, violations: int) -> None:
        self.violations = violations
        super().__init__(f"{_counted(violations, 'violation')}: mend them and build again")


class GenerationError(VolgraphError):
    """A generation that is absent, damaged or not validated."""


class NoIndexError(GenerationError):
    """A generation without a search index that this version reads; `digest` names it."""

    def __init__(self, digest: str) -> None:
        self.digest = digest
        super().__init__(f"the generation {digest[:12]} was made by a version without this search: build again")


class MissingGenerationError(GenerationError):
    """A generation that a client names and that is not kept.

    `state` is one of pruned, withdrawn, unknown; `replaced_by` is the digest of the generation that took its place.
    """

    def __init__(self, digest: str, state: str, replaced_by: str | None = None) -> None:
        self.digest, self.state, self.replaced_by = digest, state, replaced_by
        what = {
            "pruned": "was published here and is no longer kept: cite a release, which is kept for good",
            "withdrawn": "had something that was withdrawn, and another took its place",
        }
        super().__init__(f"the generation {digest[:12]} {what.get(state, 'was never published here')}")


class LimitError(VolgraphError):
    """A query or a validation that took more than it may.

    `limit` is one of time, memory, size, queue, share (of one client), pace (of a reader that is too slow), cancelled.
    """

    def __init__(self, limit: str, message: str) -> None:
        self.limit = limit
        super().__init__(message)


class WorkerError(VolgraphError):
    """A process that answers queries failed, through no fault of the query."""


class EngineError(VolgraphError):
    """A SHACL engine that ended in the middle of its work; `engine` is its name."""

    def __init__(self, engine: str, reason: str) -> None:
        self.engine = engine
        super().__init__(f"the SHACL engine {engine} {reason}: try another one")


class BusyError(VolgraphError):
    """Another process holds what this one needs."""


class AuthorizationError(VolgraphError):
    """A request that its token does not allow.

    Args:
        reason: one of missing, malformed, unknown, expired, scope.
        message: one sentence: what is wrong and what to do.
        name: the token's name, if it is one of ours.
        scope: what it would have to allow.
    """

    def __init__(self, reason: str, message: str, name: str | None = None, scope: str | None = None) -> None:
        self.reason, self.name, self.scope = reason, name, scope
        super().__init__(message)


class TokenFileError(VolgraphError):
    """A file of tokens that cannot be read."""


class DiskSpaceError(VolgraphError):
    """A disk without room for some work.

    `needed_bytes` is what the work would take, None if the disk became full while it was done; `free_bytes` is what
    there is.
    """

    def __init__(self, work: str, folder: str, needed_bytes: int | None, free_bytes: int) -> None:
        self.work, self.folder, self.needed_bytes, self.free_bytes = work, folder, needed_bytes, free_bytes
        needs = (
            f"{work} needs about {_megabytes(needed_bytes)} there"
            if needed_bytes is not None
            else f"{work} was stopped and left nothing behind"
        )
        super().__init__(
            f"the disk of {folder} has {_megabytes(free_bytes)} free and {needs}: make room, or move the home"
        )


def _megabytes(number: int) -> str:
    return f"{number / 1e6:,.1f} MB"


class RemoteError(VolgraphError):
    """An endpoint that did not answer as the SPARQL protocol asks; `url` names it."""

    def __init__(self, url: str, reason: str) -> None:
        self.url, self.reason = url, reason
        super().__init__(f"{url}: {reason}")
