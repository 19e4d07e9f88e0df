"""Reading a measure with the claims on it, their sources and the discrepancies among them."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from types import MappingProxyType

from pyoxigraph import NamedNode

from volgraph.domain.claims import Claim, ClaimKind, Description
from volgraph.domain.descriptions import by_language, node_in, nodes_in, text_in, values
from volgraph.domain.figures import Figure, figure_of
from volgraph.domain.marks import Mark, marks_of
from volgraph.domain.measures import Measure
from volgraph.domain.paging import Pages
from volgraph.domain.vocabulary import DCT, LABEL, SCHEMA, SKOS, TYPE, VG, MeasureKind
from volgraph.services.claim_details import claims_in, grouped, statements_with_sources
from volgraph.services.querying import Source, ask

TABLE_QUERY = "table-of-measure"
"""The query that finds all that a table of the claims shows."""

PAGE_CLAIMS = 100

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
    """A measure and what is claimed of it, in order of time and value.

    Args:
        measure: the measure.
        marks: all claims, as a chart shows them; of those that are not in `stated`, no more is known.
        stated: some of the claims, whole.
        disagreements: discrepancies that involve claims on the measure, the gravest kind first.
    """

    measure: Measure
    marks: tuple[Mark, ...]
    stated: tuple[Stated, ...]
    disagreements: tuple[Disagreement, ...]

    @property
    def total(self) -> int:
        """How many claims there are on the measure."""
        return sum(len(mark.claims) for mark in self.marks)

    def odds(self) -> dict[NamedNode, NamedNode]:
        """Return, for each claim that a discrepancy on this measure alone involves, the gravest kind of these."""
        own = [one for one in self.disagreements if one.measures == (self.measure.iri,)]
        return {claim: one.kind for one in reversed(own) for claim in one.claims}

    def drawn(self) -> set[NamedNode]:
        """Return everything that a chart of all claims calls by name."""
        claims = [claim for mark in self.marks for claim in mark.claims]
        found = {node for one in claims for node in (one.origin, one.object, one.unit, one.counts)}
        return {node for node in found if node is not None}

    def things(self) -> set[NamedNode]:
        """Return everything that a page about it calls by name beside a chart."""
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


class Marks:
    """Marks for all claims on measures of a generation; those that were asked for last are kept.

    Args:
        source: the generation.
        most_claims: how many claims all that are kept may stand for.
    """

    def __init__(self, source: Source, most_claims: int = 50_000) -> None:
        self._source, self._most_claims = source, most_claims
        self._kept: OrderedDict[NamedNode, list[Mark]] = OrderedDict()
        self._changing = Lock()

    def on(self, measure: Measure) -> list[Mark]:
        """Return the marks on a measure; of each claim, what a mark shows is known.

        Raises:
            ClaimError: a claim is not as a build writes it.
        """
        with self._changing:
            if measure.iri in self._kept:
                self._kept.move_to_end(measure.iri)
                return self._kept[measure.iri]
        about = grouped(tuple(row)[1:] for row in ask(self._source, "figures-on-measure", measure=measure.iri))
        found = marks_of((claim, figure_of(claim, measure)) for claim in claims_in(about))
        with self._changing:
            self._kept[measure.iri] = found
            while sum(len(mark.claims) for marks in self._kept.values() for mark in marks) > self._most_claims:
                self._kept.popitem(last=False)
        return found


def compare_claims(source: Source, all_marks: Marks, iri: NamedNode, page: int = 1) -> Comparison | None:
    """Return a measure with a page of the claims on it, and marks for all; None if it is no measure.

    Args:
        source: what is asked, in a fixed number of queries.
        all_marks: of the same generation.
        iri: of the measure.
        page: which `PAGE_CLAIMS` of the claims are read whole, from 1.

    Raises:
        ClaimError: a claim is not as a build writes it.
    """
    about = grouped(tuple(solution)[1:] for solution in ask(source, "measure", measure=iri))
    measure = measure_of(iri, about.get(iri, []))
    if measure is None:
        return None
    marks = all_marks.on(measure)
    ordered = [claim for mark in marks for claim in mark.claims]
    shown = ordered[Pages(page, len(ordered), PAGE_CLAIMS).entries]
    return with_stated(source, measure, marks, shown, disagreements_in(about))


def with_stated(
    source: Source,
    measure: Measure,
    marks: Sequence[Mark],
    shown: Iterable[Claim],
    disagreements: tuple[Disagreement, ...],
) -> Comparison:
    """Return a measure with some of the claims on it whole, which takes one more query.

    Raises:
        ClaimError: a claim is not as a build writes it.
    """
    iris = [claim.iri for claim in shown]
    about = statements_with_sources(source, iris)
    whole = {claim.iri: claim for claim in claims_in(about)}
    stated = (
        Stated(one, figure_of(one, measure), publication_of(one.source, about)) for one in map(whole.get, iris) if one
    )
    drawn = (replace(mark, claims=tuple(whole.get(one.iri, one) for one in mark.claims)) for mark in marks)
    return Comparison(measure, tuple(drawn), tuple(stated), disagreements)


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
        properties=tuple(sorted(term.value for term in values(said, SCHEMA["propertyID"]))),
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
