"""Where the results of a validation, and the shapes that they broke, are written."""

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import NamedNode

from volgraph.domain.term_text import term_of
from volgraph.domain.validation import Exactness, LocatedResult, Location, Result
from volgraph.io.asserted import Asserted
from volgraph.io.graph_files import GraphFile
from volgraph.services.locating.choosing import about, chosen, every, nearest
from volgraph.services.locating.collection import collection_places
from volgraph.services.locating.looking import Sought, brought, sought
from volgraph.services.locating.places import Found, places, triple_places
from volgraph.services.locating.premises import OWL, RDFS, premises
from volgraph.services.locating.search import Pattern, search

__all__ = ["OWL", "RDFS", "collection_places", "locate", "locate_shapes", "triple_places"]

_SH = "http://www.w3.org/ns/shacl#"
_COMPONENT = "ConstraintComponent>"


def locate(
    results: Sequence[Result], data: GraphFile, shapes: GraphFile, inference: str | None = None
) -> list[LocatedResult]:
    """Return results with their places, in their order and with empty fingerprints.

    A result is shown at the triple that it is about, in every document that holds it; where values are too many, at
    the last of each document. If there is no such triple, it is shown where the focus node is first described, else
    where it is first named. Documents are read once to find the triples, those that have some a second time.

    Args:
        results: of validating `data` against `shapes`.
        data: the graph, without what was inferred.
        shapes: the shapes graph.
        inference: `RDFS` or `OWL` if what follows from the data was validated with them. The triples from which the
            triple of a result follows become its premises.
    """
    terms = [sought(result) for result in results]
    along = brought(terms, data.ntriples)
    direct = (pattern for one in terms for pattern in (*one.patterns(), *nearest(one.focus)))
    matches = search(data.documents, {*direct, *(pattern for some in along.values() for pattern in some)})
    found = [
        chosen(every(along[number], matches) if number in along else about(one, matches), [one.focus], matches)
        for number, one in enumerate(terms)
    ]
    reasons = _reasons(terms, found, data, inference) if inference else {}
    where = places(data.documents, {one for some in (*found, *reasons.values()) for one in some})
    broken = locate_shapes({(result.shape, result.component) for result in results}, shapes)
    return [
        LocatedResult(
            result,
            fingerprint="",
            places=_locations(found[number], where, data),
            shape_places=broken[result.shape, result.component],
            premises=tuple(dict.fromkeys(where[one] for one in reasons.get(number, ()))),
        )
        for number, result in enumerate(results)
    ]


def locate_shapes(broken: Iterable[tuple[str, str]], shapes: GraphFile) -> dict[tuple[str, str], tuple[Location, ...]]:
    """Return where shapes are written.

    Args:
        broken: shapes, each with the constraint component whose parameter is to be shown, or with "". If the shape has
            the parameter several times, each counts, as no result says which one was meant.
        shapes: the shapes graph.
    """
    patterns = {one: _parameters(*one) for one in broken}
    nodes = {one: term_of(one[0]) for one in patterns}
    beside = (pattern for node in nodes.values() for pattern in nearest(node))
    matches = search(shapes.documents, {*(pattern for some in patterns.values() for pattern in some), *beside})
    found = {one: chosen(every(some, matches), [nodes[one]], matches) for one, some in patterns.items()}
    where = places(shapes.documents, {one for some in found.values() for one in some})
    return {one: _locations(some, where, shapes) for one, some in found.items()}


def _parameters(shape: str, component: str) -> list[Pattern]:
    """Return what a parameter of a component looks like: https://www.w3.org/TR/shacl/#core-components

    The component bears its name; only that of SPARQL constraints differs.
    """
    node, name = term_of(shape), component.removeprefix(f"<{_SH}").removesuffix(_COMPONENT)
    if node is None or not name or name == component:
        return []
    parameter = "sparql" if name == "SPARQL" else name[0].lower() + name[1:]
    return [Pattern(node, NamedNode(_SH + parameter), None)]


def _reasons(
    terms: Sequence[Sought], found: Sequence[Sequence[Found]], data: GraphFile, inference: str
) -> dict[int, list[Found]]:
    """Return the premises of the triples that no document holds, by the numbers of their results."""
    inferred = {
        number: one.triple
        for number, one in enumerate(terms)
        if one.triple is not None and not any(some.exactness is Exactness.TRIPLE for some in found[number])
    }
    if not inferred:
        return {}
    graph = Asserted(data.ntriples)
    patterns = {
        number: [Pattern(reason.subject, reason.predicate, reason.object) for reason in premises(one, graph, inference)]
        for number, one in inferred.items()
    }
    matches = search(data.documents, {pattern for some in patterns.values() for pattern in some})
    return {number: chosen(every(some, matches), (), matches) for number, some in patterns.items()}


def _locations(found: Iterable[Found], where: Mapping[Found, Location], graph: GraphFile) -> tuple[Location, ...]:
    """Return places, each once; without any the file, if there is but one."""
    locations = tuple(dict.fromkeys(where[one] for one in found))
    if not locations and len(graph.documents) == 1:
        return (Location(graph.documents[0].shown, exactness=Exactness.FILE),)
    return locations
