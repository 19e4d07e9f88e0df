"""Reading one claim with everything that a reader needs to judge it, in a small number of queries."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import starmap
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from volgraph.domain.claims import Claim, Description
from volgraph.domain.reading import read_claims
from volgraph.domain.vocabulary import DCT, PROV, SCHEMA, VG
from volgraph.services.claim_details import grouped
from volgraph.services.claims_on_measure import (
    Comparison,
    Comparisons,
    Disagreement,
    Publication,
    Stated,
    by_language,
    disagreements_in,
    named_in,
    node_in,
    nodes_in,
    publication_of,
    text_in,
)
from volgraph.services.querying import Source, ask

QUERY = "claim"


@dataclass(frozen=True, slots=True)
class Reason:
    """An editor's judgement that the claim rests on.

    Args:
        iri: its name.
        status: whether it is accepted, or a candidate.
        explanation: a sentence a language.
        editor: who made it.
        derived_from: the claims that speak for it.
    """

    iri: NamedNode
    status: NamedNode | None
    explanation: Mapping[str, str]
    editor: NamedNode | None
    derived_from: tuple[NamedNode, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the claim was written down.

    Args:
        graph: the named graph that holds it.
        files: the files of the collection that the graph was made of.
        digest: SHA-256 of the graph, in hexadecimal digits.
    """

    graph: NamedNode
    files: tuple[NamedNode, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """A claim and what surrounds it.

    Args:
        claim: what is stated.
        publication: where.
        text: the stored text that holds its words, if it is kept.
        time_explanation: how its dates were found, a sentence a language; empty if they were given as dates.
        reasons: what it rests on.
        provenance: where it was written down.
        plain: whether a plain triple of the published data says the same.
        contacts: whom the description of the dataset names.
        comparison: its measure with all claims on it, if it has one.
        disagreements: the discrepancies that involve it.
    """

    claim: Claim
    publication: Publication | None
    text: str
    time_explanation: Mapping[str, str]
    reasons: tuple[Reason, ...]
    provenance: tuple[Provenance, ...]
    plain: bool
    contacts: tuple[NamedNode, ...]
    comparison: Comparison | None
    disagreements: tuple[Disagreement, ...]

    @property
    def stated(self) -> Stated | None:
        """The claim among those on its measure."""
        found = self.comparison.stated if self.comparison else ()
        return next((one for one in found if one.claim.iri == self.claim.iri), None)


def read_claim_page(source: Source, comparisons: Comparisons, iri: NamedNode) -> ClaimReading | None:
    """Return a claim with what surrounds it; None if it is no claim.

    Args:
        source: what is asked.
        comparisons: of the same generation.
        iri: of the claim.

    Raises:
        ClaimError: a claim is not as a build writes it.
    """
    rows = [tuple(solution)[1:] for solution in ask(source, QUERY, claim=iri)]
    claim = next((one for one in read_claims(starmap(Triple, rows), "the published data") if one.iri == iri), None)
    if claim is None:
        return None
    about, by_role = grouped(rows), _around(source, iri)
    return ClaimReading(
        claim=claim,
        publication=publication_of(claim.source, by_role["source"]),
        text=_text(source, claim),
        time_explanation=by_language(about.get(claim.time_resolution, []), VG["explanation"])
        if claim.time_resolution
        else {},
        reasons=tuple(_reason(node, said) for node, said in sorted(by_role["reason"].items(), key=_name)),
        provenance=tuple(_provenance(node, said) for node, said in sorted(by_role["graph"].items(), key=_name)),
        plain=bool(by_role["plain"]),
        contacts=tuple(
            value for said in by_role["dataset"].values() for _, value in said if isinstance(value, NamedNode)
        ),
        comparison=comparisons.of(claim.measure) if claim.measure else None,
        disagreements=disagreements_in(by_role["discrepancy"]),
    )


def _around(source: Source, claim: NamedNode) -> dict[str, dict[NamedNode, Description]]:
    """Return what is said of the things around a claim, by what they are to it."""
    rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for solution in ask(source, "around-claim", claim=claim):
        _, role, *row = tuple(solution)
        assert isinstance(role, Literal)
        rows[role.value].append(tuple(row))
    return defaultdict(dict, {role: grouped(found) for role, found in rows.items()})


def things_in(reading: ClaimReading) -> set[NamedNode]:
    """Return everything that a page about a claim calls by name."""
    claim = reading.claim
    found = named_in(claim) | {claim.time_rule.node if claim.time_rule else None, *claim.unknown, *claim.derived_from}
    if reading.publication:
        found |= {reading.publication.publisher, *reading.publication.types}
    for reason in reading.reasons:
        found |= {reason.status, reason.editor}
    found |= {one.kind for one in reading.disagreements}
    if reading.comparison:
        found |= reading.comparison.things()
    return {node for node in found if node is not None}


def _text(source: Source, claim: Claim) -> str:
    if claim.text is None or claim.source is None:
        return ""
    found = ask(source, "text-of-source", things=(claim.source,))
    return next((one["text"].value for one in found if isinstance(one["text"], Literal)), "")


def _reason(iri: NamedNode, said: Description) -> Reason:
    basis = nodes_in(said, PROV["wasDerivedFrom"])
    return Reason(
        iri,
        node_in(said, DCT["type"]),
        by_language(said, VG["explanation"]),
        node_in(said, PROV["wasAttributedTo"]),
        tuple(sorted(basis, key=lambda node: node.value)),
    )


def _provenance(graph: NamedNode, said: Description) -> Provenance:
    files = nodes_in(said, PROV["wasDerivedFrom"])
    return Provenance(graph, tuple(sorted(files, key=lambda node: node.value)), text_in(said, SCHEMA["sha256"]))


def _name(entry: tuple[NamedNode, Description]) -> str:
    return entry[0].value
