"""Reading one claim with everything that a reader needs to judge it, in a small number of queries."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from itertools import starmap
from operator import itemgetter
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from volgraph.domain.claims import Claim, Description
from volgraph.domain.descriptions import by_language, node_in, nodes_in, text_in
from volgraph.domain.figures import Figure, figure_of
from volgraph.domain.reading import read_claims
from volgraph.domain.vocabulary import DCT, PROV, SCHEMA, VG
from volgraph.services.claim_details import grouped
from volgraph.services.claims_on_measure import (
    Comparison,
    Disagreement,
    Marks,
    Publication,
    disagreements_in,
    measure_of,
    named_in,
    publication_of,
    with_stated,
)
from volgraph.services.querying import Source, ask

QUERY = "claim"
BESIDE = 6
"""How many other claims on the measure are read: its own page has all of them."""


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
        comparison: its measure, if it has one, with the other claims on it that are nearest in time, and the
            discrepancies that involve the claim itself.
        disagreements: these discrepancies.
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
    def figure(self) -> Figure | None:
        """What the claim gives for its measure."""
        return figure_of(self.claim, self.comparison.measure) if self.comparison else None


def read_claim_page(source: Source, all_marks: Marks, iri: NamedNode) -> ClaimReading | None:
    """Return a claim with what surrounds it; None if it is no claim.

    Args:
        source: what is asked.
        all_marks: of the same generation.
        iri: of the claim.

    Raises:
        ClaimError: a claim is not as a build writes it.
    """
    rows = [tuple(solution)[1:] for solution in ask(source, QUERY, claim=iri)]
    claim = next((one for one in read_claims(starmap(Triple, rows), "the published data") if one.iri == iri), None)
    if claim is None:
        return None
    about, by_role = grouped(rows), _around(source, iri)
    disagreements = disagreements_in(by_role["discrepancy"])
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
        comparison=_beside(source, all_marks, claim, by_role["measure"], disagreements),
        disagreements=disagreements,
    )


def _beside(
    source: Source,
    all_marks: Marks,
    claim: Claim,
    measures: Mapping[NamedNode, Description],
    disagreements: tuple[Disagreement, ...],
) -> Comparison | None:
    """Return the measure of a claim with the others on it that are nearest in time, in its order."""
    measure = measure_of(claim.measure, measures.get(claim.measure, [])) if claim.measure else None
    if measure is None:
        return None
    marks = all_marks.on(measure)
    others = [one for mark in marks for one in mark.claims if one.iri != claim.iri]
    near = nsmallest(BESIDE, enumerate(others), key=lambda entry: _distance(entry[1], claim))
    return with_stated(source, measure, marks, [one for _, one in sorted(near, key=itemgetter(0))], disagreements)


def _distance(one: Claim, other: Claim) -> tuple[int, date]:
    """Return how far apart two claims are in time, by which the nearest come first."""
    return abs(_month(one) - _month(other)), one.valid_from or date.min


def _month(claim: Claim) -> int:
    return claim.valid_from.year * 12 + claim.valid_from.month if claim.valid_from else 0


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
