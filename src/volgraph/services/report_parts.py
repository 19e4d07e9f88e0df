"""The parts of a report: documents, results and shapes as reports name and order them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import repeat

from volgraph.domain.fingerprints import Fingerprinted
from volgraph.domain.validation import Exactness, LocatedResult, Location, ShapeInfo, State, ValidatedFile
from volgraph.io.graph_files import Document, GraphFile
from volgraph.services.locating import locate, locate_shapes


def of_files(places: tuple[Location, ...], unlined: set[str]) -> tuple[Location, ...]:
    """Return places, without the lines of copies of endpoints and stores, which nobody can look up."""
    found = (Location(one.file, exactness=Exactness.FILE) if one.file in unlined else one for one in places)
    return tuple(dict.fromkeys(found))


def with_places(infos: Iterable[ShapeInfo], shapes: GraphFile) -> tuple[ShapeInfo, ...]:
    """Return shapes with where they are written."""
    known = tuple(infos)
    where = locate_shapes({(info.shape, "") for info in known}, shapes)
    return tuple(replace(info, places=where[info.shape, ""]) for info in known)


def validated(document: Document) -> ValidatedFile:
    """Return a document as reports name it."""
    return ValidatedFile(document.shown, document.sha256, document.triples)


def place_key(place: Location | None) -> tuple[str, int, int]:
    """Return the order of places; what has none comes first."""
    return (place.file, place.line or 0, place.column or 0) if place else ("", 0, 0)


def in_order(results: Iterable[LocatedResult]) -> tuple[LocatedResult, ...]:
    """Return results in the order of reports: by their first place, then by what they say."""
    return tuple(sorted(results, key=lambda one: (place_key(next(iter(one.places), None)), one.result.sort_key)))


def located(
    results: Sequence[Fingerprinted],
    data: GraphFile,
    shapes: GraphFile,
    inference: str | None = None,
    states: Iterable[State] = repeat(State.NEW),
) -> tuple[LocatedResult, ...]:
    """Return results as reports have them: with places, fingerprints and states, in their order; see `locate`."""
    unlined = {document.shown for document in (*data.documents, *shapes.documents) if not document.lined}
    places = locate([one.result for one in results], data, shapes, inference)
    return in_order(
        replace(
            one,
            fingerprint=known.fingerprint,
            state=state,
            places=of_files(one.places, unlined),
            shape_places=of_files(one.shape_places, unlined),
            premises=of_files(one.premises, unlined),
        )
        for one, known, state in zip(places, results, states, strict=False)
    )
