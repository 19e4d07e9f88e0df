"""Saying how good shapes are: what they look at, what shows them, and which defects they miss."""

import gzip
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from volgraph import __version__
from volgraph.domain.shape_scores import ConstraintScore, Example, ShapeScore, ShapesReport
from volgraph.domain.validation import VIOLATION, Location
from volgraph.domain.vocabulary import SH
from volgraph.errors import InputError, Place, RdfSyntaxError
from volgraph.io.engines.choice import AUTO, engine_named
from volgraph.io.graph_files import merge
from volgraph.io.lint.coverage import Coverage, judging
from volgraph.io.lint.graph import ShapesGraph, Term
from volgraph.io.lint.paths import show_path
from volgraph.io.lint.shapes import Shapes
from volgraph.io.shape_cases import Cases, cases_in
from volgraph.services.linting import lint, places_of
from volgraph.services.mutating import Scores, mutate
from volgraph.services.shape_examples import Judge, Progress, Tried, load, try_examples

NamedFile = tuple[Path, str]
"""A file, and its name as reports show it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report on shapes is made from.

    Args:
        shapes: their files.
        data: for coverage, packed by gzip or not; none if that is not wanted.
        ontology: declares classes and properties, for the lint.
        cases: a folder with examples.
        defects: how many to plant in the valid examples, or in the data if there are none; 0 for none.
        language: of the report.
    """

    shapes: Sequence[NamedFile]
    data: Sequence[NamedFile] = ()
    ontology: Sequence[NamedFile] = ()
    cases: Path | None = None
    defects: int = 0
    language: str = "en"


def report(asked: Asked, progress: Progress = lambda step: None) -> ShapesReport:
    """Return what can be said of shapes.

    Raises:
        InputError: a file cannot be used, or defects are asked for and there is nothing to plant them in.
    """
    if asked.defects and not asked.cases and not asked.data:
        raise InputError("defects are planted in examples or data: name some with --cases or --data")
    with TemporaryDirectory(prefix="volgraph-") as folder:
        return _Reporting(asked, Path(folder), progress).report()


class _Reporting:
    """One report in the making."""

    def __init__(self, asked: Asked, folder: Path, progress: Progress) -> None:
        self._asked, self._progress = asked, progress
        progress("reading shapes and data")
        self._shapes_file = merge(asked.shapes, folder / "shapes.nt", "s")
        self._data_files = [_unpacked(file, name, folder) for file, name in asked.data]
        self._data = merge(self._data_files, folder / "data.nt") if asked.data else None
        self._ontology = merge(asked.ontology, folder / "ontology.nt", "o") if asked.ontology else None
        self._shapes = Shapes(ShapesGraph(self._shapes_file.documents))
        self._cases: Cases | None = cases_in(asked.cases) if asked.cases else None

    def report(self) -> ShapesReport:
        asked = self._asked
        self._progress("looking at the shapes")
        notices = lint(self._shapes_file, self._data, self._ontology, language=asked.language)
        coverage = Coverage(self._shapes, load(self._data) if self._data else Store())
        tried, scores, engine = Tried(), None, ""
        if self._cases or asked.defects:
            engine, judge = self._engine()
            if self._cases:
                tried = try_examples(self._cases, self._shapes, judge, self._progress)
            if asked.defects:
                scores = self._mutate(judge)
        nodes = reporting(self._shapes)
        places = self._places(nodes)
        shapes = tuple(self._score(node, coverage, tried, scores, places.get(node)) for node in nodes)
        return ShapesReport(
            version=__version__,
            engine=engine,
            shapes_files=tuple(name for _, name in asked.shapes),
            data_files=tuple(name for _, name in asked.data),
            cases=(len(self._cases.valid), len(self._cases.invalid)) if self._cases else (0, 0),
            shapes=shapes,
            mutation=scores.whole if scores else None,
            notices=tuple(notices),
            examples=_named(tried, shapes),
            surprising=tuple(tried.surprising),
        )

    def _engine(self) -> tuple[str, Judge]:
        engine = engine_named(AUTO)(self._shapes_file.ntriples)
        return f"{engine.name} {engine.version}", lambda file: engine.validate(file).results

    def _mutate(self, judge: Judge) -> Scores:
        cases = self._cases
        files = list(cases.valid) if cases and cases.valid else [path for path, _ in self._data_files]
        context = cases.context if cases else ()
        return mutate(files, context, self._shapes, judge, most=self._asked.defects, progress=self._progress)

    def _places(self, nodes: Sequence[Term]) -> dict[Term, Location]:
        graph = self._shapes.graph
        spots = {node: spot for node in nodes if (spot := graph.spot_of(node))}
        found = places_of(spots.values())
        return {node: found[spot] for node, spot in spots.items()}

    def _score(
        self, node: Term, coverage: Coverage, tried: Tried, scores: Scores | None, place: Location | None
    ) -> ShapeScore:
        graph = self._shapes.graph
        term = str(node)
        path = coverage.path(node)
        severity = graph.value(node, SH["severity"])
        constraints = tuple(
            ConstraintScore(
                parameter := one.predicate.value.removeprefix(SH.iri),
                _asked_value(graph, one.object),
                coverage.judged(one),
                any(shape == term and _names(component, parameter) for shape, component in tried.broken),
            )
            for one in judging(self._shapes, node)
        )
        return ShapeScore(
            shape=term,
            name=graph.name(node),
            path=show_path(graph, path) if path else "",
            messages={
                one.language or "": one.value for one in graph.values(node, SH["message"]) if isinstance(one, Literal)
            },
            severity=severity.value.removeprefix(SH.iri) if isinstance(severity, NamedNode) else VIOLATION,
            place=place,
            focus_nodes=len(coverage.focus.get(node, ())),
            value_nodes=len(coverage.values.get(node, ())),
            constraints=constraints,
            valid=tuple(one.file for one in tried.valid.get(term, ())),
            invalid=tuple(one.file for one in tried.invalid.get(term, ())),
            mutation=scores.shapes.get(term) if scores else None,
        )


def _named(tried: Tried, shapes: Sequence[ShapeScore]) -> tuple[Example, ...]:
    """Return the examples that shapes name, in the order of their names."""
    named = {file for shape in shapes for file in (*shape.valid, *shape.invalid)}
    every = {one for examples in (*tried.valid.values(), *tried.invalid.values()) for one in examples}
    return tuple(sorted((one for one in every if one.file in named), key=lambda one: one.file))


def _unpacked(file: Path, name: str, folder: Path) -> NamedFile:
    """Return a file as it is, or what a dump that is packed by gzip holds."""
    if file.suffix != ".gz":
        return file, name
    target = folder / file.stem
    try:
        with gzip.open(file) as packed, target.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
    except (OSError, EOFError) as error:
        raise RdfSyntaxError(f"cannot be unpacked: {error}", Place(name)) from None
    return target, name


def reporting(shapes: Shapes) -> list[Term]:
    """Return the shapes that results name: those with a target, and those that these hold by sh:property.

    A shape inside sh:or, sh:not, sh:node and their like is judged for the shape around it, which is named instead.
    """
    waiting: list[Term] = [node for node in shapes.nodes if shapes.has_target(node) and not shapes.is_deactivated(node)]
    found = set(waiting)
    while waiting:
        for reference in shapes.references.get(waiting.pop(), ()):
            if reference.triple.predicate == SH["property"] and reference.shape not in found:
                found.add(reference.shape)
                waiting.append(reference.shape)
    return [node for node in shapes.nodes if node in found]


def _asked_value(graph: ShapesGraph, value: Term) -> str:
    members = graph.members(value)
    if members:
        shown = ["…" if isinstance(one, BlankNode) else graph.show(one) for one in members[:4]]
        return f"({', '.join(shown)}{', …' if len(members) > 4 else ''})"
    return "…" if isinstance(value, BlankNode) else graph.show(value)


def _names(component: str, parameter: str) -> bool:
    """Return whether a constraint component is that of a parameter: sh:MinCountConstraintComponent of sh:minCount."""
    local = component.rpartition("#")[2].removesuffix(">").removesuffix("ConstraintComponent")
    return local.lower() == parameter.lower()
