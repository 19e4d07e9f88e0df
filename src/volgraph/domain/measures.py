"""Measures: what quantity and value claims are about, and how their values behave over time."""

from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import NamedNode

from volgraph.domain.claims import ClaimKind
from volgraph.domain.vocabulary import MeasureKind


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """A property of a subject, shared by all claims on the same thing.

    Args:
        iri: its name.
        subject: what it is a property of.
        properties: the keys that claims may call it by in a CSV file.
        claim: the kind of claim that states it.
        kind: how its values behave over time.
        window_days: how many days two figures may span and still speak of the same time.
        unit: the unit of its figures; None where they differ (money) or are not quantities.
        counts: who or what is counted.
        ratio_of: for a ratio, the measure of the counts it compares.
        predicate: for a relation, the property that its plain triple has.
        labels, scopes: a text a language.
    """

    iri: NamedNode
    subject: NamedNode
    properties: tuple[str, ...]
    claim: ClaimKind
    kind: MeasureKind
    window_days: int
    unit: NamedNode | None
    counts: NamedNode | None
    ratio_of: NamedNode | None
    predicate: NamedNode | None
    labels: MappingProxyType[str, str]
    scopes: MappingProxyType[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """What a subject and a property key mean together in a CSV file.

    `measure` is None for a relation with several objects, which do not contradict each other.
    """

    claim: ClaimKind
    measure: Measure | None
    predicate: NamedNode | None
