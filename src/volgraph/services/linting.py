"""Saying what is wrong with shapes before they validate anything."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from volgraph.domain.lint_rules import RULES, Level, sentences
from volgraph.domain.notices import ERROR
from volgraph.domain.validation import Exactness, Location, Notice
from volgraph.errors import Place, ShapesError
from volgraph.io.graph_files import Document, GraphFile
from volgraph.io.lint import contradictions, patterns, queries, structure, terms, unused
from volgraph.io.lint.data import usage
from volgraph.io.lint.graph import Finding, ShapesGraph, Spot
from volgraph.io.lint.shapes import Shapes
from volgraph.services.locating import triple_places

Locate = Callable[[Document, Collection[int]], Mapping[int, Location]]
"""Says where triples of a document, known by their numbers, are written."""

_LEVELS = list(Level)


def lint(
    shapes: GraphFile,
    data: GraphFile | None = None,
    ontology: GraphFile | None = None,
    *,
    language: str | None = None,
    locate: Locate = triple_places,
) -> list[Notice]:
    """Return what is wrong with shapes: https://www.w3.org/TR/shacl/#syntax-rules, and what they can never find.

    Args:
        shapes: the shapes graph.
        data: what will be validated; without it nothing is said of unused classes and properties.
        ontology: what declares classes and properties.
        language: of the report; shapes without messages in it are named. None if every message is shown.
        locate: gives the places of triples.

    Returns:
        Notices in the order of their places, the worst first where they share one.
    """
    found = sorted(set(_findings(Shapes(ShapesGraph(shapes.documents)), data, ontology, language)), key=_order)
    places = places_of([finding.spot for finding in found if finding.spot], locate)
    return [_notice(finding, places.get(finding.spot) if finding.spot else None) for finding in found]


def _findings(
    shapes: Shapes, data: GraphFile | None, ontology: GraphFile | None, language: str | None
) -> Iterator[Finding]:
    graph = shapes.graph
    yield from terms.unknown_terms(graph)
    yield from terms.misplaced_terms(shapes)
    yield from terms.missing_terms(shapes)
    yield from terms.wrong_values(shapes)
    yield from structure.paths(shapes)
    yield from structure.unused_shapes(shapes)
    yield from structure.circles(shapes)
    yield from structure.severities(graph)
    yield from contradictions.bounds(shapes)
    yield from contradictions.kinds(shapes)
    yield from contradictions.values(shapes)
    yield from contradictions.closed(shapes)
    yield from patterns.patterns(shapes)
    yield from queries.queries(shapes)
    if language is not None:
        yield from structure.messages(shapes, language)
    if data is not None:
        declared = usage(ontology.ntriples, keep_subjects=True) if ontology else None
        yield from unused.unused_terms(shapes, usage(data.ntriples), declared)


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    spot = finding.spot
    level = _LEVELS.index(RULES[finding.code].level)
    place = (spot.document.shown, spot.number) if spot else ("", -1)
    return (*place, level, finding.code, str(sorted(finding.facts.items())))


def places_of(spots: Iterable[Spot], locate: Locate = triple_places) -> dict[Spot, Location]:
    """Return where triples are written; the file is known of every one."""
    numbers: dict[Document, set[int]] = {}
    for spot in spots:
        numbers.setdefault(spot.document, set()).add(spot.number)
    found: dict[Spot, Location] = {}
    for document, wanted in numbers.items():
        exact = locate(document, wanted)
        for number in wanted:
            found[Spot(document, number)] = exact.get(number) or Location(document.shown, exactness=Exactness.FILE)
    return found


def _notice(finding: Finding, place: Location | None) -> Notice:
    rule = RULES[finding.code]
    return Notice(rule.code, rule.level, sentences(rule.code, finding.facts), place)


def placed(error: ShapesError, shapes: GraphFile) -> ShapesError:
    """Return an engine's error with the place and the sentence of the lint, which knows more, if it knows why."""
    found = next((one for one in lint(shapes, locate=triple_places) if one.level == ERROR and one.place), None)
    if found is None or found.place is None:
        return ShapesError(error.message, Place(", ".join(document.shown for document in shapes.documents)))
    place = found.place
    return ShapesError(f"{found.messages['en']} ({error.message})", Place(place.file, place.line, place.column))
