"""Resolving the times that a claim gives in words, with a node that explains each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Triple

from volgraph.domain.claims import Claim, ClaimKind
from volgraph.domain.iris import child
from volgraph.domain.times import Interval, Resolved, resolve
from volgraph.domain.vocabulary import (
    TIME,
    TYPE,
    VG,
    Comparator,
    TimePrecision,
    TimeRule,
    localized,
    typed,
)
from volgraph.domain.wording import time_rule_text
from volgraph.errors import ClaimError, Place

RELATIVE = {TimeRule.NOW, TimeRule.THIS_YEAR, TimeRule.LAST_YEAR, TimeRule.LAST_YEARS}
"""The rules that count from the day of publication; the others say how an editor found a date."""


@dataclass(frozen=True, slots=True)
class Publication:
    """When a source was published: the days, and the identification that this rests on, if any."""

    days: Interval
    rests_on: NamedNode | None = None


def resolved(claim: Claim, publication: Publication | None, place: Place) -> tuple[Claim, list[Triple]]:
    """Return the claim with its valid time, and the node that explains how it was found.

    A claim without a time rule comes back as it is.

    Raises:
        ClaimError: a relative time in a source whose publication date is unknown, or an editor's rule
            without a date.
    """
    rule = claim.time_rule
    if rule is None:
        return claim, []
    words = claim.time_as_written.value if claim.time_as_written else ""
    if rule in RELATIVE:
        if publication is None:
            raise ClaimError(f"{rule} counts from the publication, which is unknown", place)
        try:
            times = resolve(rule, words, publication.days)
        except ValueError as error:
            raise ClaimError(f"vg:timeAsWritten: {error}", place) from None
        if publication.rests_on and publication.rests_on not in claim.rests_on:
            claim = replace(claim, rests_on=(*claim.rests_on, publication.rests_on))
        claim = _dated(claim, times)
    else:
        if claim.valid is None:
            raise ClaimError(f"{rule} says how a date was found, but the claim has no valid time", place)
        times = Resolved(claim.valid, claim.time_precision or TimePrecision.PERIOD)
    node = child(claim.iri, "time")
    claim = replace(claim, time_resolution=node)
    return claim, list(_explanation(claim, node, rule, words, times, publication))


def _dated(claim: Claim, times: Resolved) -> Claim:
    claim = replace(
        claim,
        valid_from=times.valid.start,
        valid_until=times.valid.end,
        time_precision=times.precision,
        baseline_from=times.baseline.start if times.baseline else None,
        baseline_until=times.baseline.end if times.baseline else None,
    )
    if claim.kind is ClaimKind.VALUE and claim.value is None and times.precision is TimePrecision.YEAR:
        year = typed(str(times.valid.start.year), "gYear")
        claim = replace(claim, value=year, comparator=claim.comparator or Comparator.EQUAL)
    return claim


def _explanation(
    claim: Claim,
    node: NamedNode,
    rule: TimeRule,
    words: str,
    times: Resolved,
    publication: Publication | None,
) -> Iterator[Triple]:
    yield Triple(node, TYPE, VG["TimeResolution"])
    yield Triple(node, VG["timeRule"], rule.node)
    if claim.time_as_written:
        yield Triple(node, VG["timeAsWritten"], claim.time_as_written)
    yield Triple(node, VG["validFrom"], typed(times.valid.start.isoformat(), "date"))
    yield Triple(node, VG["validUntil"], typed(times.valid.end.isoformat(), "date"))
    if times.years is not None:
        duration: Literal = typed(f"P{times.years}Y", "duration")
        yield Triple(node, TIME["hasXSDDuration"], duration)
    if rule in RELATIVE and publication and publication.rests_on:
        yield Triple(node, VG["restsOn"], publication.rests_on)
    published = publication.days if publication else None
    for text in localized(time_rule_text(rule, words, times, published)):
        yield Triple(node, VG["explanation"], text)
