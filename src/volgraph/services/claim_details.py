"""Reading whole claims, many in one query."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from volgraph.domain.claims import Claim, ClaimKind, Description, read_claim
from volgraph.domain.vocabulary import TYPE, VG
from volgraph.errors import Place
from volgraph.services.querying import Source, ask_many

_KINDS = {kind.value: kind for kind in ClaimKind}
_WORDS = (VG["evidence"], VG["contextEvidence"])


def claims(source: Source, iris: Iterable[NamedNode]) -> list[Claim]:
    """Return claims without the words that state them, in the order of their IRIs.

    Raises:
        ClaimError: a claim is not as a build writes it.
    """
    about = statements(source, iris)
    found = []
    for iri, description in about.items():
        kinds = [_KINDS[term] for property, term in description if property == TYPE and term in _KINDS]  # type: ignore[index]
        if kinds:
            plain = [(property, term) for property, term in description if property not in _WORDS]
            found.append(read_claim(iri, kinds[0], plain, Place(subject=iri.value)).claim)
    return found


def statements(source: Source, things: Iterable[NamedNode]) -> dict[NamedNode, Description]:
    """Return what the published data say of some things, in the order in which these are given."""
    wanted = list(dict.fromkeys(things))
    found: dict[NamedNode, Description] = {thing: [] for thing in wanted}
    last, description = None, []
    for solution in ask_many(source, "statements-of-many", wanted):
        thing, property, value = solution
        if thing != last:  # rows about one thing come together: hashing an IRI for each would take longer
            last, description = thing, found[thing]
        if isinstance(value, NamedNode | Literal):
            description.append((property, value))
    return {thing: description for thing, description in found.items() if description}


def things_of(claims: Iterable[Claim]) -> Iterator[NamedNode]:
    """Yield the things that some claims speak of, each as often as it is named: what a page has to name."""
    for claim in claims:
        named = (claim.subject, claim.predicate, claim.object, claim.measure, claim.speaker, claim.unit, claim.counts)
        yield from (node for node in (*named, claim.per, *claim.places) if node is not None)
        yield from (concept.node for concept in (claim.voice, claim.modality, claim.comparator) if concept is not None)
