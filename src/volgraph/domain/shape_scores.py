"""What can be said of shapes beside data and examples: what they look at, what shows them, which defects they miss."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from volgraph.domain.validation import VIOLATION, Location, Notice


@dataclass(frozen=True, slots=True)
class ConstraintScore:
    """A constraint of a shape.

    Args:
        parameter: its property without the namespace, "minCount".
        value: what it asks, as people write it.
        judged: how many focus or value nodes it judged in the data; with none it could not fail there.
        shown: whether an invalid example breaks it.
    """

    parameter: str
    value: str
    judged: int
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A file that shows a shape: its folder and name, valid/Person.ttl, and its whole text."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class MutationScore:
    """How many of the defects planted where a shape looks were noticed.

    Args:
        planted: how many there were.
        found: by how many of them the shape itself was broken.
        noticed: how many broke this or another shape.
        survivors: what was done where nobody noticed, each once.
    """

    planted: int
    found: int
    noticed: int
    survivors: tuple[str, ...] = ()

    @property
    def share(self) -> float | None:
        """The noticed part, from 0 to 1; None if nothing was planted."""
        return self.noticed / self.planted if self.planted else None


@dataclass(frozen=True, slots=True)
class ShapeScore:
    """What is known of a shape.

    Args:
        shape: its term, as in a validation result.
        name: what to call it: its IRI, shortened, or that of the shape around it and its path.
        path: what it looks along, as SPARQL writes it; "" for a node shape.
        messages: `sh:message` a language.
        severity: its own, or Violation.
        place: where it is written.
        focus_nodes: how many nodes of the data it looked at.
        value_nodes: how many values it found there along its path.
        constraints: in the order of the specification.
        valid: names of examples that it looks at and that conform.
        invalid: names of examples that break it.
        mutation: None if no defects were planted.
    """

    shape: str
    name: str
    path: str
    messages: Mapping[str, str] = field(hash=False)
    severity: str = VIOLATION
    place: Location | None = None
    focus_nodes: int = 0
    value_nodes: int = 0
    constraints: tuple[ConstraintScore, ...] = ()
    valid: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()
    mutation: MutationScore | None = None

    def message(self, language: str) -> str:
        """Return the message in a language, or in English, or in any."""
        texts = self.messages
        return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")

    @property
    def idle(self) -> tuple[ConstraintScore, ...]:
        """The constraints that could not fail in the data."""
        return tuple(one for one in self.constraints if not one.judged)


@dataclass(frozen=True, slots=True)
class ShapesReport:
    """Everything that `volgraph shapes report` says; the same input gives the same report.

    Args:
        version: of volgraph.
        engine: name and version of the engine that judged the examples; "" if there were none.
        shapes_files: as they are shown.
        data_files: as they are shown; none if coverage was not asked for.
        cases: how many examples there were: valid, invalid.
        shapes: in the order in which they are written.
        mutation: over all shapes.
        notices: of the lint.
        examples: those that shapes name, each once.
        surprising: names of examples that are not what their folder says.
    """

    version: str
    engine: str
    shapes_files: tuple[str, ...]
    data_files: tuple[str, ...]
    cases: tuple[int, int]
    shapes: tuple[ShapeScore, ...]
    mutation: MutationScore | None = None
    notices: tuple[Notice, ...] = ()
    examples: tuple[Example, ...] = ()
    surprising: tuple[str, ...] = ()

    @property
    def looking(self) -> int:
        """How many shapes looked at something in the data."""
        return sum(one.focus_nodes > 0 for one in self.shapes)

    @property
    def constraints(self) -> int:
        """How many constraints there are."""
        return sum(len(one.constraints) for one in self.shapes)

    @property
    def judging(self) -> int:
        """How many constraints could have failed in the data."""
        return sum(constraint.judged > 0 for one in self.shapes for constraint in one.constraints)

    @property
    def shown(self) -> int:
        """How many constraints an invalid example breaks."""
        return sum(constraint.shown for one in self.shapes for constraint in one.constraints)
