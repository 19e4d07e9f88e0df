"""What a SHACL validation says: results, where each stands, and the report of a whole run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

VIOLATION, WARNING, INFO = SEVERITIES = ("Violation", "Warning", "Info")
"""The severities that SHACL defines, worst first; another one is a whole IRI."""


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result: https://www.w3.org/TR/shacl/#results-validation-result

    Terms are written as N-Triples, with the blank node labels of the graph that was validated; a path that is no
    predicate is a SPARQL property path. What a result has not is "". `messages` has a text a language, or one
    under "".
    """

    focus: str
    path: str
    value: str
    component: str
    shape: str
    severity: str
    messages: Mapping[str, str] = field(hash=False)

    def message(self, language: str) -> str:
        """Return the message in a language, or in English, or in any."""
        texts = self.messages
        return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")

    @property
    def sort_key(self) -> tuple[str, ...]:
        """The order in which reports show results."""
        return self.focus, self.path, self.shape, self.component, self.value


class Exactness(StrEnum):
    """What stands at a location."""

    TRIPLE = "triple"
    FOCUS = "focus node"
    MENTION = "mention"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Location:
    """Where something is written.

    Args:
        file: as reports show it: relative to the repository that holds it, else as it was given; with "/".
        line: from 1, or None if only the file is known.
        column: in code points from 1, or None.
        end_line: of the last code point.
        end_column: after the last code point.
        exactness: what stands there: the triple itself, else the nearest thing that is known.
    """

    file: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    exactness: Exactness = Exactness.TRIPLE


class State(StrEnum):
    """What a baseline says of a result; without one every result is new. What is fixed was not found any more."""

    NEW = "new"
    UNCHANGED = "unchanged"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class LocatedResult:
    """A result, where its triple and its shape are written, and whether it is new.

    Args:
        result: what the engine said.
        fingerprint: hexadecimal; the same for the same result after unrelated edits, whatever the engine.
        places: of the triple in every file that holds it, or of the nearest thing; none if nothing is known.
        shape_places: of the shape that was broken.
        premises: of the triples from which an inferred triple follows.
        state: what the baseline says.
    """

    result: Result
    fingerprint: str
    places: tuple[Location, ...] = ()
    shape_places: tuple[Location, ...] = ()
    premises: tuple[Location, ...] = ()
    state: State = State.NEW


@dataclass(frozen=True, slots=True)
class ValidatedFile:
    """A file that took part: its name as reports show it, the SHA-256 of its bytes, how many triples it has."""

    file: str
    sha256: str
    triples: int


@dataclass(frozen=True, slots=True)
class ShapeInfo:
    """What reports say of a shape, whether it found something or not.

    Args:
        shape: its term, as in `Result.shape`.
        name: `sh:name` or `rdfs:label` a language, else its IRI without the namespace, under "".
        description: `sh:description` or `rdfs:comment` a language.
        messages: `sh:message` a language.
        severity: its own, or Violation.
        places: where it is written.
        focus_nodes: how many nodes it looked at; None if that was not counted.
    """

    shape: str
    name: Mapping[str, str] = field(hash=False)
    description: Mapping[str, str] = field(hash=False)
    messages: Mapping[str, str] = field(hash=False)
    severity: str = VIOLATION
    places: tuple[Location, ...] = ()
    focus_nodes: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the run or its shapes that is no result: a lint finding, a file that does not parse.

    Args:
        code: stable and short, such as "unknown-term".
        level: "error", "warning" or "note".
        messages: one sentence a language: what is wrong and what to do.
        place: where, if it is somewhere.
    """

    code: str
    level: str
    messages: Mapping[str, str] = field(hash=False)
    place: Location | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one run of a validation says; the same input gives the same report.

    Args:
        engine: name and version of the SHACL engine.
        version: of volgraph.
        data: the files (or endpoint) of the data graph, in the order of their names.
        shapes_files: the files of the shapes graph.
        data_sha256: over the sorted triples of the data graph.
        shapes_sha256: over the sorted triples of the shapes graph.
        results: sorted by place, then by `Result.sort_key`.
        fixed: results of the baseline that are not found any more.
        left_out: how many results there are beyond the limit; None if they were not counted.
        notices: sorted by place.
        shapes: every shape that has a target or found something, in the order of their terms.
    """

    engine: str
    version: str
    data: tuple[ValidatedFile, ...]
    shapes_files: tuple[ValidatedFile, ...]
    data_sha256: str
    shapes_sha256: str
    results: tuple[LocatedResult, ...] = ()
    fixed: tuple[LocatedResult, ...] = ()
    left_out: int | None = 0
    notices: tuple[Notice, ...] = ()
    shapes: tuple[ShapeInfo, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether everything was looked at, without an error such as a file that cannot be read."""
        return all(notice.level != "error" for notice in self.notices)

    @property
    def conforms(self) -> bool:
        """Whether nothing was found, and everything was looked at."""
        return not self.results and self.left_out == 0 and self.whole

    def failing(self, fail_on: str) -> tuple[LocatedResult, ...]:
        """Return the new results at or above a severity; a severity that SHACL does not define counts as Violation."""
        return tuple(one for one in self.results if one.state is State.NEW and at_least(one.result.severity, fail_on))


def at_least(severity: str, least: str) -> bool:
    """Return whether a severity is as bad as another one, or worse; one that SHACL does not define is a violation."""
    return severity not in SEVERITIES or SEVERITIES.index(severity) <= SEVERITIES.index(least)
