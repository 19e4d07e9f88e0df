"""A time in words becomes dates, with a node that explains how, in three languages."""

from datetime import date
from typing import Any

import pytest
from pyoxigraph import Literal, Triple
from tests.domain.making import claim, quantity, thing

from volgraph.domain.claims import Claim, ClaimKind
from volgraph.domain.resolution import RELATIVE, Publication, resolved
from volgraph.domain.times import Interval
from volgraph.domain.vocabulary import LANGUAGES, TIME, VG, Comparator, TimePrecision, TimeRule, typed
from volgraph.errors import ClaimError, Place

PLACE = Place("article.ttl", subject="claim a")
PREMISE = thing("identification/published")
FORUM = Publication(Interval(date(2023, 6, 20), date(2023, 6, 22)), PREMISE)


def relative(rule: TimeRule, words: str, **more: Any) -> Claim:
    return quantity("a", "= 3", time_rule=rule, time_as_written=Literal(words, language="kk"), **more)


def test_a_claim_without_a_rule_comes_back_as_it_is() -> None:
    plain = quantity("a", "= 3", "2023")
    assert resolved(plain, FORUM, PLACE) == (plain, [])


def test_growth_of_the_last_three_years_has_a_baseline_and_a_duration() -> None:
    claim, triples = resolved(relative(TimeRule.LAST_YEARS, "соңғы 3 жылда"), FORUM, PLACE)
    assert claim.valid == FORUM.days
    assert claim.baseline == Interval(date(2020, 6, 20), date(2020, 6, 22))
    node = thing("source/a/claim/a/time")
    assert claim.time_resolution == node
    assert Triple(node, TIME["hasXSDDuration"], typed("P3Y", "duration")) in triples
    assert Triple(node, VG["timeAsWritten"], Literal("соңғы 3 жылда", language="kk")) in triples


def test_what_the_publication_date_rests_on_is_handed_on_once() -> None:
    claim, triples = resolved(relative(TimeRule.NOW, "қазір", rests_on=(PREMISE,)), FORUM, PLACE)
    assert claim.rests_on == (PREMISE,)
    other, _ = resolved(relative(TimeRule.NOW, "қазір"), FORUM, PLACE)
    assert other.rests_on == (PREMISE,)
    assert Triple(thing("source/a/claim/a/time"), VG["restsOn"], PREMISE) in triples


def test_a_value_claim_of_a_year_takes_the_year_as_its_value() -> None:
    words = Literal("өткен жылы", language="kk")
    signed = claim("a", ClaimKind.VALUE, time_rule=TimeRule.LAST_YEAR, time_as_written=words)
    dated, _ = resolved(signed, FORUM, PLACE)
    assert (dated.value, dated.comparator) == (typed("2022", "gYear"), Comparator.EQUAL)
    assert dated.time_precision is TimePrecision.YEAR


@pytest.mark.parametrize("rule", TimeRule)
def test_every_rule_explains_itself_in_three_languages(rule: TimeRule) -> None:
    time = "" if rule in RELATIVE else "2023-06-20"
    given = quantity("a", "= 3", time, time_rule=rule, time_as_written=Literal("соңғы 3 жылда", language="kk"))
    _, triples = resolved(given, FORUM, PLACE)
    texts = [triple.object for triple in triples if triple.predicate == VG["explanation"]]
    assert [text.language for text in texts if isinstance(text, Literal)] == list(LANGUAGES)


@pytest.mark.parametrize("rule", sorted(RELATIVE))
def test_a_relative_time_needs_a_publication(rule: TimeRule) -> None:
    with pytest.raises(ClaimError, match=f"claim a: {rule} counts from the publication, which is unknown"):
        resolved(relative(rule, "соңғы 3 жылда"), None, PLACE)


def test_an_editors_rule_needs_a_date() -> None:
    with pytest.raises(ClaimError, match="but the claim has no valid time"):
        resolved(relative(TimeRule.URL_DATE, ""), FORUM, PLACE)


def test_last_years_without_a_number_names_the_words() -> None:
    with pytest.raises(ClaimError, match="vg:timeAsWritten: “соңғы жылдары” names no number"):
        resolved(relative(TimeRule.LAST_YEARS, "соңғы жылдары"), FORUM, PLACE)
