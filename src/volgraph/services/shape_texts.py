"""What the published shapes ask for, as people read it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from pyoxigraph import BlankNode, Literal, NamedNode

from volgraph.domain.iris import Base
from volgraph.domain.validation import VIOLATION
from volgraph.domain.vocabulary import SH, VG
from volgraph.io.results import Term
from volgraph.io.solutions import Solution
from volgraph.services.naming import shortened
from volgraph.services.querying import Source, ask

_TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
_SAID_ELSEWHERE = {*_TARGETS, "path", "message", "severity", "name", "description", "order", "deactivated"}


@dataclass(frozen=True, slots=True)
class Demand:
    """What a shape, or a property shape that it holds, asks for.

    Args:
        path: the predicate, None if it is about the node itself or a path of several steps.
        severity: of what breaks it: Violation, Warning, Info.
        messages: what is said then, a text a language.
        parameters: the constraints with a value of one term, shortened, such as (`sh:minCount`, `1`).
    """

    path: NamedNode | None
    severity: str
    messages: Mapping[str, str] = field(hash=False)
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShapeText:
    """A shape.

    Args:
        iri: of the shape.
        name: without its namespace.
        targets: what it looks at: how, such as `targetClass`, and which class, predicate or node.
        demands: its own first, then those of its property shapes.
    """

    iri: str
    name: str
    targets: tuple[tuple[str, NamedNode], ...]
    demands: tuple[Demand, ...]


def shape_texts(source: Source, base: Base) -> tuple[ShapeText, ...]:
    """Return the published shapes that have a target: those of few targets first, our own classes first."""
    rows = ask(source, "shapes", graph=base.graph("shapes"))
    found = (_shape(shape, list(parts)) for shape, parts in groupby(rows, key=itemgetter("shape")))
    return tuple(sorted(found, key=_order))


def _order(shape: ShapeText) -> tuple[int, list[tuple[int, bool, str]], str]:
    targets = [(_TARGETS.index(how), target not in VG, target.value) for how, target in shape.targets]
    return len(targets), targets, shape.name


def _shape(shape: NamedNode, rows: Sequence[Solution]) -> ShapeText:
    parts = {part: _statements(of_part) for part, of_part in groupby(rows, key=itemgetter("part"))}
    own = parts.pop(shape, {})
    targets = [(how, value) for how in _TARGETS for value in own.get(how, ()) if isinstance(value, NamedNode)]
    demands = [_demand(statements) for statements in (own, *parts.values())]
    return ShapeText(
        shape.value,
        shape.value.rpartition("#")[2].rpartition("/")[2],
        tuple(targets),
        tuple(one for one in demands if one.messages or one.parameters),
    )


def _statements(rows: Iterable[Solution]) -> dict[str, list[Term]]:
    found: dict[str, list[Term]] = {}
    for row in rows:
        found.setdefault(row["predicate"].value.removeprefix(SH.iri), []).append(row["value"])
    return found


def _demand(statements: Mapping[str, list[Term]]) -> Demand:
    path = next(iter(statements.get("path", ())), None)
    severity = next((one.value for one in statements.get("severity", ()) if isinstance(one, NamedNode)), VIOLATION)
    texts = [one for one in statements.get("message", ()) if isinstance(one, Literal)]
    return Demand(
        path if isinstance(path, NamedNode) else None,
        severity.removeprefix(SH.iri),
        {text.language or "": text.value for text in texts},
        tuple(
            (f"sh:{name}", _shown(value))
            for name, values in statements.items()
            if name not in _SAID_ELSEWHERE
            for value in values
            if not isinstance(value, BlankNode)
        ),
    )


def _shown(term: Term) -> str:
    return shortened(term.value) if isinstance(term, NamedNode) else str(getattr(term, "value", term))
