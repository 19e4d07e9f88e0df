"""Reading whole claims, many in one query."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

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
    return list(claims_in(statements(source, iris)))


def claims_in(about: Mapping[NamedNode, Description]) -> Iterator[Claim]:
    """Yield the claims among some things, without the words that state them.

    Raises:
        ClaimError: a claim is not as a build writes it.
    """
    for iri, description in about.items():
        kinds = [_KINDS[term] for property, term in description if property == TYPE and term in _KINDS]  # type: ignore[index]
        if kinds:
            plain = [(property, term) for property, term in description if property not in _WORDS]
            yield read_claim(iri, kinds[0], plain, Place(subject=iri.value)).claim


def statements(source: Source, things: Iterable[NamedNode]) -> dict[NamedNode, Description]:
    """Return what the published data say of some things, in the order in which these are given."""
    wanted = list(dict.fromkeys(things))
    found = grouped(ask_many(source, "statements-of-many", wanted))
    return {thing: found[thing] for thing in wanted if thing in found}


def statements_with_sources(source: Source, things: Iterable[NamedNode]) -> dict[NamedNode, Description]:
    """Return what the published data say of some things, and of the sources of those that are claims."""
    return grouped(ask_many(source, "statements-with-sources", dict.fromkeys(things)))


def grouped(rows: Iterable[Iterable[Any]]) -> dict[NamedNode, Description]:
    """Return what rows say of each thing.

    Args:
        rows: thing, property and value; those about one thing mostly come together.
    """
    found: dict[NamedNode, Description] = {}
    last, description = None, []
    for thing, property, value in rows:
        if thing != last:  # hashing an IRI for each row would take longer
            last, description = thing, found.setdefault(thing, [])
        if isinstance(value, NamedNode | Literal):
            description.append((property, value))
    return found


def things_of(claims: Iterable[Claim]) -> Iterator[NamedNode]:
    """Yield the things that some claims speak of, each as often as it is named: what a page has to name."""
    for claim in claims:
        named = (claim.subject, claim.predicate, claim.object, claim.measure, claim.speaker, claim.unit, claim.counts)
        yield from (node for node in (*named, claim.per, *claim.places) if node is not None)
        yield from (concept.node for concept in (claim.voice, claim.modality, claim.comparator) if concept is not None)
