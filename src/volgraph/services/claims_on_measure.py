"""Reading a measure with all claims on it, their sources and the discrepancies among them."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from volgraph.domain.claims import Claim, ClaimKind, Description
from volgraph.domain.figures import Figure, figure_of
from volgraph.domain.marks import Mark, marks_of
from volgraph.domain.measures import Measure
from volgraph.domain.vocabulary import DCT, LABEL, SCHEMA, SKOS, TYPE, VG, MeasureKind
from volgraph.services.claim_details import claims_in, grouped
from volgraph.services.querying import Source, ask

QUERY, TABLE_QUERY = "claims-on-measure", "table-of-measure"
_MEASURE_KINDS = {kind.node: kind for kind in MeasureKind}


@dataclass(frozen=True, slots=True)
class Publication:
    """The page or text that states a claim.

    Args:
        iri: its name.
        types: its classes.
        publisher: who published it, if that is known.
        published: the day, if it is known.
        url: its address, or empty.
        language: the code of its language, or empty.
        text: the stored text, if it is kept.
    """

    iri: NamedNode
    types: tuple[NamedNode, ...]
    publisher: NamedNode | None
    published: date | None
    url: str
    language: str
    text: NamedNode | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A discrepancy as it is explained.

    Args:
        iri: its name.
        measures: which it is about: a growth and the counts that it is tested on are two.
        kind: contradiction, near miss or tension.
        explanation: a sentence a language.
        claims: which it involves.
        origins_at_most: from how many origins these come at most.
    """

    iri: NamedNode
    measures: tuple[NamedNode, ...]
    kind: NamedNode
    explanation: Mapping[str, str]
    claims: tuple[NamedNode, ...]
    origins_at_most: int


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim on a measure, what it gives for it, and where it is stated."""

    claim: Claim
    figure: Figure | None
    publication: Publication | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A measure and what is claimed of it, in order of time and value."""

    measure: Measure
    stated: tuple[Stated, ...]
    marks: tuple[Mark, ...]
    disagreements: tuple[Disagreement, ...]

    def odds(self, claim: NamedNode) -> NamedNode | None:
        """Return the gravest kind of discrepancy on this measure alone that involves a claim, None if there is none."""
        own = (one for one in self.disagreements if one.measures == (self.measure.iri,))
        return next((one.kind for one in own if claim in one.claims), None)

    def things(self) -> set[NamedNode]:
        """Return everything that a page about it calls by name."""
        measure = self.measure
        found = {measure.iri, measure.subject, measure.unit, measure.counts, measure.ratio_of, measure.kind.node}
        for one in self.stated:
            found |= named_in(one.claim)
            if one.publication:
                found.add(one.publication.publisher)
        found |= {one.kind for one in self.disagreements}
        return {node for node in found if node is not None}


def named_in(claim: Claim) -> set[NamedNode | None]:
    """Return the things that a claim refers to."""
    concepts = (claim.voice, claim.modality, claim.confidence, claim.comparator, claim.time_role, claim.time_precision)
    return {
        *(claim.subject, claim.object, claim.predicate, claim.measure, claim.speaker, claim.origin),
        *(claim.unit, claim.counts, claim.per),
        *claim.places,
        *(concept.node for concept in (*concepts, *claim.qualifiers) if concept),
    }


def compare_claims(source: Source, iri: NamedNode) -> Comparison | None:
    """Return a measure with the claims on it, in one query; None if it is no measure.

    Raises:
        ClaimError: a claim is not as a build writes it.
    """
    about = grouped(solution[1:] for solution in map(tuple, ask(source, QUERY, measure=iri)))
    measure = measure_of(iri, about.get(iri, []))
    if measure is None:
        return None
    figures = [(claim, figure_of(claim, measure)) for claim in claims_in(about) if claim.measure == iri]
    marks, by_claim = marks_of(figures), {claim.iri: figure for claim, figure in figures}
    ordered = (claim for mark in marks for claim in mark.claims)
    stated = [Stated(claim, by_claim[claim.iri], publication_of(claim.source, about)) for claim in ordered]
    return Comparison(measure, tuple(stated), tuple(marks), disagreements_in(about))


class Comparisons:
    """The measures of a generation with the claims on them: those that were asked for last are kept.

    Args:
        source: the generation.
        most_claims: how many claims all that is kept may have together.
    """

    def __init__(self, source: Source, most_claims: int = 20_000) -> None:
        self._source, self._most_claims = source, most_claims
        self._kept: OrderedDict[str, Comparison] = OrderedDict()
        self._changing = Lock()

    def of(self, measure: NamedNode) -> Comparison | None:
        """Return a measure with the claims on it; see `compare_claims`."""
        with self._changing:
            if measure.value in self._kept:
                self._kept.move_to_end(measure.value)
                return self._kept[measure.value]
        found = compare_claims(self._source, measure)
        if found is not None:
            with self._changing:
                self._kept[measure.value] = found
                while sum(len(one.stated) for one in self._kept.values()) > self._most_claims:
                    self._kept.popitem(last=False)
        return found


def measure_of(iri: NamedNode, said: Description) -> Measure | None:
    """Return the measure that a description is of; None if it is of something else."""
    kind = _MEASURE_KINDS.get(node_in(said, DCT["type"]))  # type: ignore[arg-type]
    subject = node_in(said, VG["subject"])
    if VG["Measure"] not in nodes_in(said, TYPE) or kind is None or subject is None:
        return None
    window = text_in(said, VG["comparisonWindowDays"])
    return Measure(
        iri=iri,
        subject=subject,
        properties=tuple(sorted(term.value for term in _values(said, SCHEMA["propertyID"]))),
        claim=ClaimKind.QUANTITY if node_in(said, VG["unit"]) or node_in(said, VG["counts"]) else ClaimKind.VALUE,
        kind=kind,
        window_days=int(window) if window else 0,
        unit=node_in(said, VG["unit"]),
        counts=node_in(said, VG["counts"]),
        ratio_of=node_in(said, VG["ratioOf"]),
        predicate=None,
        labels=MappingProxyType(by_language(said, LABEL)),
        scopes=MappingProxyType(by_language(said, SKOS["scopeNote"])),
    )


def publication_of(source: NamedNode | None, about: Mapping[NamedNode, Description]) -> Publication | None:
    """Return what is known of a source."""
    if source is None or source not in about:
        return None
    said = about[source]
    day = text_in(said, SCHEMA["datePublished"])
    return Publication(
        source,
        tuple(nodes_in(said, TYPE)),
        node_in(said, SCHEMA["publisher"]),
        date.fromisoformat(day) if day else None,
        text_in(said, SCHEMA["url"]),
        text_in(said, SCHEMA["inLanguage"]),
        node_in(said, SCHEMA["associatedMedia"]),
    )


def disagreements_in(about: Mapping[NamedNode, Description]) -> tuple[Disagreement, ...]:
    """Return the discrepancies among some things, the gravest kind first."""
    found = []
    for iri, said in about.items():
        kind = node_in(said, DCT["type"])
        if VG["Discrepancy"] in nodes_in(said, TYPE) and kind is not None:
            claims = sorted(nodes_in(said, VG["involves"]), key=lambda node: node.value)
            origins = text_in(said, VG["originsAtMost"])
            sentences = by_language(said, VG["explanation"])
            measures = tuple(nodes_in(said, VG["measure"]))
            at_most = int(origins) if origins else len(claims)
            found.append(Disagreement(iri, measures, kind, sentences, tuple(claims), at_most))
    return tuple(sorted(found, key=lambda one: (one.kind.value, one.iri.value)))


def by_language(said: Description, property: NamedNode) -> dict[str, str]:
    """Return the texts of a property by their languages."""
    return {t.language: t.value for t in _values(said, property) if isinstance(t, Literal) and t.language}


def node_in(said: Description, property: NamedNode) -> NamedNode | None:
    """Return the first thing that a property leads to."""
    return next(nodes_in(said, property), None)


def nodes_in(said: Description, property: NamedNode) -> Iterator[NamedNode]:
    """Yield the things that a property leads to."""
    return (value for value in _values(said, property) if isinstance(value, NamedNode))


def text_in(said: Description, property: NamedNode) -> str:
    """Return the first text, number or date of a property; empty if there is none."""
    return next((value.value for value in _values(said, property) if isinstance(value, Literal)), "")


def _values(said: Description, property: NamedNode) -> Iterator[NamedNode | Literal]:
    return (value for key, value in said if key == property)
