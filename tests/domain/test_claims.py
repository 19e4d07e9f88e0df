"""A claim is read from its node, checked, and written back as one flat node with its evidence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from tests.domain.making import claim, quantity, thing

from volgraph.domain.claims import Claim, ClaimKind, Description, check, claim_triples, read_claim
from volgraph.domain.text import locate
from volgraph.domain.vocabulary import DCT, OA, SCHEMA, TYPE, VG, Comparator, Qualifier, integer, typed
from volgraph.errors import ClaimError, Place

IRI = thing("article/a/claim/1")
PLACE = Place("article.ttl", subject="claim article/a/claim/1")
TEXT = "🎉 Іс-шарада 400 ден аса қатысушы бар."


def node(**more: NamedNode | Literal) -> Description:
    """Return the least description of a quantity claim, with more of its properties."""
    required: Description = [
        (TYPE, VG["QuantityClaim"]),
        (DCT["identifier"], Literal("1")),
        (VG["voice"], VG["Reporter"]),
        (VG["modality"], VG["Stated"]),
        (VG["confidence"], VG["High"]),
    ]
    return required + [(VG[name.removesuffix("_2")], term) for name, term in more.items()]


def refused(description: Description) -> str:
    with pytest.raises(ClaimError) as caught:
        read_claim(IRI, ClaimKind.QUANTITY, description, PLACE)
    assert caught.value.place == PLACE
    return caught.value.message


def test_a_misspelt_property_gets_the_nearest_ones() -> None:
    assert f"did you mean {VG['comparator'].value}" in refused(node(comparater=VG["Equal"]))


@pytest.mark.parametrize("name", ["voice", "modality", "confidence"])
def test_a_required_property_is_missed(name: str) -> None:
    description = [(predicate, term) for predicate, term in node() if predicate != VG[name]]
    assert refused(description) == f"{VG[name].value} is missing"


def test_two_values_of_one_property_are_two_claims() -> None:
    message = refused(node(lower=typed("1", "decimal"), lower_2=typed("2", "decimal")))
    assert message == f"{VG['lower'].value} is given twice: write two claims, or one value"


def test_two_core_quotes_are_refused() -> None:
    assert "vg:quote is given twice" in refused(node(quote=Literal("a"), quote_2=Literal("b")))


def test_a_concept_of_another_scheme_lists_the_right_ones() -> None:
    message = refused(node(comparator=VG["Stated"]))
    assert message.startswith(f"{VG['comparator'].value} must be one of vg:Equal, vg:MoreThan")


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("lower", typed("many", "decimal")),
        ("lower", thing("place/astana")),
        ("validFrom", typed("20 June", "date")),
        ("measure", Literal("volunteers")),
    ],
)
def test_a_value_of_the_wrong_form_names_its_property(name: str, term: NamedNode | Literal) -> None:
    assert VG[name].value in refused(node(**{name: term}))


def test_quotes_and_lists_are_read() -> None:
    description = node(quote=Literal("q"), contextQuote=Literal("b"), contextQuote_2=Literal("a"))
    description += [(VG["qualifier"], VG["OneOf"]), (VG["qualifier"], VG["Only"])]
    draft = read_claim(IRI, ClaimKind.QUANTITY, description, PLACE)
    assert (draft.quote, draft.context_quotes) == ("q", ("a", "b"))
    assert draft.claim.qualifiers == (Qualifier.ONE_OF, Qualifier.ONLY)


M = thing("measure/m")


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (quantity("a", "= 5"), "a quantity or value claim needs a measure"),
        (quantity("a", "= 5", measure=M, upper=Decimal(6)), "vg:lower and vg:upper must be the same number"),
        (quantity("a", "> 5", measure=M, upper=Decimal(6)), "needs vg:lower and no vg:upper"),
        (quantity("a", "< 5", measure=M, lower=Decimal(6)), "needs vg:upper and no vg:lower"),
        (quantity("a", ".. 7-5", measure=M), "is not less than its vg:upper"),
        (claim("a", ClaimKind.QUANTITY, measure=M), "needs a comparator"),
        (
            claim("a", ClaimKind.QUANTITY, measure=M, comparator=Comparator.NOT_COMPARABLE, lower=Decimal(1)),
            "its words are not comparable",
        ),
        (
            claim("a", ClaimKind.QUANTITY, measure=M, comparator=Comparator.EQUAL, lower=Literal("x")),
            "the bounds of a quantity are xsd:decimal",
        ),
        (claim("a", ClaimKind.RELATION, subject=M), "a relation claim needs predicate and object"),
        (replace(quantity("a", "= 5", measure=M), valid_from=date(2023, 1, 1)), "is not an interval"),
        (
            replace(quantity("a", "= 5", measure=M), valid_from=date(2023, 1, 1), valid_until=date(2023, 1, 1)),
            "the end is the day after the last",
        ),
        (
            replace(quantity("a", "= 5", measure=M), baseline_from=date(2023, 1, 1), baseline_until=date(2022, 1, 1)),
            "the baseline from 2023-01-01 until 2022-01-01",
        ),
        (
            claim("a", ClaimKind.VALUE, measure=M, comparator=Comparator.EQUAL, value=typed("2023-02-30", "date")),
            "the calendar has no “2023-02-30”",
        ),
    ],
)
def test_a_claim_that_does_not_hold_together_says_why(broken: Claim, reason: str) -> None:
    with pytest.raises(ClaimError) as caught:
        check(broken, PLACE)
    assert reason in caught.value.message
    assert str(caught.value).startswith("article.ttl, claim article/a/claim/1: ")


def test_a_whole_claim_passes() -> None:
    check(quantity("a", "> 5", "2023", measure=M, baseline="2020"), PLACE)


def anchored() -> Claim:
    return replace(
        quantity("a", "> 400", "2023-06-20", measure=M, qualifiers=(Qualifier.ONLY, Qualifier.REACHED)),
        text=thing("article/a/text"),
        evidence=locate("400 ден аса", TEXT),
        contexts=(locate("Іс-шарада", TEXT),),
    )


def test_what_is_written_is_read_back() -> None:
    written = quantity("a", "> 400.50", "2023-06-20", measure=M, rests_on=(thing("identification/i"),), baseline="2020")
    triples = list(claim_triples(written))
    description = [(triple.predicate, triple.object) for triple in triples if triple.subject == written.iri]
    draft = read_claim(written.iri, ClaimKind.QUANTITY, description, PLACE)  # type: ignore[arg-type]
    assert draft.claim == written


def test_bounds_are_written_in_the_form_that_the_store_keeps() -> None:
    triples = set(claim_triples(quantity("a", "> 400.50", measure=M)))
    assert Triple(thing("source/a/claim/a"), VG["lower"], typed("400.5", "decimal")) in triples


def test_evidence_has_two_selectors_in_code_points() -> None:
    triples = set(claim_triples(anchored()))
    node = "source/a/claim/a/evidence"
    quote, position = thing(f"{node}/quote"), thing(f"{node}/position")
    assert Triple(thing("source/a/claim/a"), VG["evidence"], thing(node)) in triples
    assert Triple(quote, OA["exact"], Literal("400 ден аса")) in triples
    assert Triple(quote, OA["prefix"], Literal("🎉 Іс-шарада ")) in triples
    assert Triple(position, OA["start"], integer(12)) in triples
    assert Triple(position, OA["end"], integer(23)) in triples
    assert Triple(thing("source/a/claim/a"), VG["contextEvidence"], thing("source/a/claim/a/context/1")) in triples


def test_a_claim_without_a_stored_text_has_no_evidence_node() -> None:
    plain = claim_triples(quantity("a", "= 1", measure=M))
    assert {triple.predicate for triple in plain}.isdisjoint({VG["evidence"], OA["hasSource"]})


def test_a_graph_of_claims_has_no_blank_node() -> None:
    for triple in claim_triples(replace(anchored(), places=(thing("place/astana"),))):
        assert isinstance(triple.subject, NamedNode)
        assert isinstance(triple.object, NamedNode | Literal)
    assert SCHEMA["spatialCoverage"] in {
        triple.predicate for triple in claim_triples(replace(anchored(), places=(thing("place/astana"),)))
    }
