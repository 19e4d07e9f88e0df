"""What the build derives from all claims together: discrepancies and plain triples."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from pyoxigraph import Literal, NamedNode, Triple

from volgraph.domain.claims import Claim, ClaimKind
from volgraph.domain.comparison import Discrepancy, compare
from volgraph.domain.figures import Record, record_of
from volgraph.domain.iris import Base, short_hash
from volgraph.domain.measures import Measure
from volgraph.domain.quantities import TOLERANCE, canonical
from volgraph.domain.vocabulary import (
    DCT,
    TYPE,
    VG,
    Confidence,
    DiscrepancyType,
    MeasureKind,
    Modality,
    integer,
    localized,
    typed,
)
from volgraph.domain.wording import discrepancy_text


@dataclass(frozen=True, slots=True)
class _Relation:
    """A relation claim that may become a plain triple."""

    claim: NamedNode
    triple: Triple


@dataclass(slots=True)
class Derivation:
    """Takes in claims one after the other, keeping a compact record of each, and derives from them at the end.

    Args:
        base: under which discrepancies are named.
        measures: every measure by its IRI.
    """

    base: Base
    measures: Mapping[NamedNode, Measure]
    _records: dict[NamedNode, list[Record]] = field(default_factory=lambda: defaultdict(list))
    _relations: list[_Relation] = field(default_factory=list)
    _candidates: list[tuple[NamedNode, NamedNode, NamedNode]] = field(default_factory=list)

    def add_claim(self, claim: Claim) -> None:
        """Take in a claim."""
        if claim.measure is not None:
            record = record_of(claim, self.measures[claim.measure])
            if record:
                self._records[claim.measure].append(record)
        if claim.kind is ClaimKind.RELATION and _qualifies(claim):
            assert claim.subject is not None
            assert claim.predicate is not None
            assert claim.object is not None
            self._relations.append(_Relation(claim.iri, Triple(claim.subject, claim.predicate, claim.object)))

    def add_identifications(self, triples: list[Triple]) -> None:
        """Take in the candidate identifications among the triples of an article."""
        by_subject: dict[NamedNode, dict[NamedNode, NamedNode]] = defaultdict(dict)
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
                by_subject[triple.subject][triple.predicate] = triple.object
        for node, values in by_subject.items():
            if values.get(DCT["type"]) == VG["Candidate"]:
                mentioned, meant = values.get(VG["identifies"]), values.get(VG["identifiedAs"])
                if mentioned and meant:
                    self._candidates.append((node, mentioned, meant))

    def discrepancies(self) -> list[Discrepancy]:
        """Return every discrepancy, by measure."""
        found = list(self._on_one_measure())
        found.extend(self._across_candidates())
        return sorted(found, key=lambda d: (d.measure.iri.value, d.kind, [r.claim.value for r in d.records]))

    def _on_one_measure(self) -> Iterator[Discrepancy]:
        for iri, records in self._records.items():
            measure = self.measures[iri]
            counts = self._records.get(measure.ratio_of, []) if measure.ratio_of else []
            yield from compare(measure, records, counts)

    def _across_candidates(self) -> Iterator[Discrepancy]:
        """Compare attributes of two things that may be one, if a candidate identification holds."""
        attributes: dict[NamedNode, list[Measure]] = defaultdict(list)
        for measure in self.measures.values():
            if measure.kind is MeasureKind.ATTRIBUTE:
                attributes[measure.subject].append(measure)
        for identification, mentioned, meant in self._candidates:
            for one, other in product(attributes[mentioned], attributes[meant]):
                if set(one.properties).isdisjoint(other.properties):
                    continue
                records = [*self._records.get(one.iri, []), *self._records.get(other.iri, [])]
                for discrepancy in compare(one, records, candidates=(identification,)):
                    if len({record.figure.measure.iri for record in discrepancy.records}) > 1:
                        yield discrepancy

    def plain_triples(self, discrepancies: list[Discrepancy]) -> set[Triple]:
        """Return the triple of each relation claim that nothing contests."""
        contested = {
            record.claim
            for discrepancy in discrepancies
            if discrepancy.kind is DiscrepancyType.CONTRADICTION
            for record in discrepancy.records
        }
        return {relation.triple for relation in self._relations if relation.claim not in contested}


def _qualifies(claim: Claim) -> bool:
    """Tell whether a relation claim is stated, sure enough, and rests on no interpretation."""
    return claim.modality is Modality.STATED and claim.confidence is not Confidence.LOW and not claim.rests_on


def discrepancy_triples(discrepancy: Discrepancy, base: Base, name_of: Callable[[str, str], str]) -> Iterator[Triple]:
    """Yield a discrepancy with the sentences that explain it."""
    claims = [record.claim.value for record in discrepancy.records]
    measure = discrepancy.measure.iri.value.rsplit("/", 1)[-1]
    node = base.thing(f"discrepancy/{measure}-{short_hash([discrepancy.kind, *claims])}")
    yield Triple(node, TYPE, VG["Discrepancy"])
    yield Triple(node, DCT["type"], discrepancy.kind.node)
    for iri in {record.figure.measure.iri for record in discrepancy.records} | {discrepancy.measure.iri}:
        yield Triple(node, VG["measure"], iri)
    rests_on = {*discrepancy.candidates}
    for record in discrepancy.records:
        yield Triple(node, VG["involves"], record.claim)
        rests_on.update(record.rests_on)
        if record.origin:
            yield Triple(node, VG["origin"], record.origin)
    for identification in rests_on:
        yield Triple(node, VG["restsOn"], identification)
    yield Triple(node, VG["originsAtMost"], integer(discrepancy.origins_at_most()))
    low = Literal(discrepancy.low_confidence)
    yield Triple(node, VG["involvesLowConfidence"], low)
    if discrepancy.approximate:
        yield Triple(node, VG["toleranceShare"], typed(canonical(TOLERANCE), "decimal"))
    if valid := discrepancy.valid:
        yield Triple(node, VG["validFrom"], typed(valid.start.isoformat(), "date"))
        yield Triple(node, VG["validUntil"], typed(valid.end.isoformat(), "date"))
    for text in localized(discrepancy_text(discrepancy, name_of)):
        yield Triple(node, VG["explanation"], text)
