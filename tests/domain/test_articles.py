"""An article: its claims anchored in the words of its text, all that is wrong with it found at once."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from pyoxigraph import Literal, RdfFormat, Triple, parse
from tests.domain.making import BASE, measure, thing

from volgraph.domain.articles import Article, Built, build_article, read_article, text_graph
from volgraph.domain.times import Interval
from volgraph.domain.vocabulary import DCT, OA, SCHEMA, VG, MeasureKind, integer
from volgraph.errors import ClaimError, InputError, QuoteError, TextError, UnknownNameError

FILE = "data/articles/fair/article.ttl"
TEXT = "🎉 Астанада жәрмеңке өтіп жатыр. 30-дан аса қатысушы бар."
PREFIXES = """@prefix dct: <http://purl.org/dc/terms/> . @prefix schema: <https://schema.org/> .
@prefix vg: <https://w3id.org/volgraph/ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
CLAIM = """<article/fair/claim/{name}> a vg:QuantityClaim ; dct:identifier "{name}" ; vg:voice vg:Reporter ;
    vg:modality vg:Stated ; vg:confidence vg:High ; vg:measure <measure/total> ; vg:comparator vg:MoreThan ;
    vg:lower "30"^^xsd:decimal {more} .
"""
TOTAL = measure(MeasureKind.STOCK, "total", counts=thing("group/participants"))
QUOTE = '; vg:quote "30-дан аса қатысушы бар"@kk'


@dataclass
class Read:
    article: Article
    built: Built
    errors: list[InputError]


def read(turtle: str, text: str = TEXT) -> Read:
    quads = parse(PREFIXES + turtle, format=RdfFormat.TURTLE, base_iri=BASE.things)
    article, errors = read_article("fair", [quad.triple for quad in quads], text, BASE, FILE)
    built = build_article(article, {TOTAL.iri: TOTAL}, BASE)
    return Read(article, built, [*errors, *built.errors])


def test_offsets_are_computed_from_the_quote() -> None:
    made = read(CLAIM.format(name="1", more=QUOTE))
    position = thing("article/fair/claim/1/evidence/position")
    assert made.errors == []
    assert Triple(position, OA["start"], integer(32)) in made.built.triples
    assert Triple(position, OA["end"], integer(55)) in made.built.triples
    assert TEXT[32:55] == "30-дан аса қатысушы бар"


def test_the_build_adds_source_subject_and_what_is_counted() -> None:
    (claim,) = read(CLAIM.format(name="1", more=QUOTE)).built.claims
    assert (claim.source, claim.subject, claim.counts) == (
        thing("article/fair"),
        thing("country/kazakhstan"),
        thing("group/participants"),
    )


def test_context_quotes_are_numbered_in_the_order_of_the_text() -> None:
    more = QUOTE + ' ; vg:contextQuote "өтіп жатыр"@kk , "Астанада"@kk'
    triples = read(CLAIM.format(name="1", more=more)).built.triples
    first = thing("article/fair/claim/1/context/1/quote")
    assert Triple(first, OA["exact"], Literal("Астанада")) in triples


def test_the_authors_quotes_never_reach_the_graph() -> None:
    more = QUOTE + ' ; vg:contextQuote "Астанада"@kk'
    predicates = {triple.predicate for triple in read(CLAIM.format(name="1", more=more)).built.triples}
    assert predicates.isdisjoint({VG["quote"], VG["contextQuote"]})


def test_every_broken_claim_is_reported_by_name() -> None:
    turtle = "".join(
        [
            CLAIM.format(name="absent", more='; vg:quote "30-дан аса волонтер"@kk'),
            CLAIM.format(name="twice", more='; vg:quote "а"@kk'),
            CLAIM.format(name="none", more=""),
            CLAIM.format(name="latin", more='; vg:quote "30-дан аса кaтысушы"@kk'),
            CLAIM.format(name="measure", more=QUOTE).replace("measure/total", "measure/totla"),
            CLAIM.format(name="counts", more=QUOTE + " ; vg:counts <group/others>"),
            CLAIM.format(name="subject", more=QUOTE + " ; vg:subject <event/fair>"),
            CLAIM.format(name="misspelt", more=QUOTE + " ; vg:lowr 3"),
            CLAIM.format(name="bounds", more=QUOTE + ' ; vg:upper "40"^^xsd:decimal'),
            CLAIM.format(name="rule", more=QUOTE + " ; vg:timeRule vg:Now"),
            CLAIM.format(name="good", more=QUOTE),
        ]
    )
    made = read(turtle)
    by_name = {str(error.place).rpartition("/")[2]: error for error in made.errors}
    assert set(by_name) == {
        *("absent", "twice", "none", "latin", "measure", "counts", "subject", "misspelt", "bounds", "rule")
    }
    assert all(error.place.file == FILE for error in made.errors)
    assert isinstance(by_name["absent"], QuoteError)
    assert isinstance(by_name["twice"], QuoteError)
    assert len(by_name["twice"].offsets) > 1
    assert isinstance(by_name["measure"], UnknownNameError)
    assert by_name["measure"].nearest == ("measure/total",)
    assert "which its measure counts" in by_name["counts"].message
    assert "which its measure is about" in by_name["subject"].message
    assert [claim.row for claim in made.built.claims] == ["good"]


def test_a_decomposed_text_is_reported_in_the_text_file() -> None:
    made = read("", "Абаи\u0306")
    (error,) = made.errors
    assert isinstance(error, TextError)
    assert (error.offset, error.place.file) == (3, "data/articles/fair/text.txt")


def test_a_blank_node_is_refused() -> None:
    (error,) = read('<article/fair> vg:datedBy [ vg:validFrom "2023-06-20"^^xsd:date ] .').errors
    assert isinstance(error, ClaimError)
    assert "is a blank node: give it an IRI under its article" in error.message


def test_the_day_of_publication_is_the_articles_own() -> None:
    made = read('<article/fair> schema:datePublished "2023-06-20"^^xsd:date .')
    assert made.article.publication is not None
    assert made.article.publication.days == Interval.day(date(2023, 6, 20))
    assert made.article.publication.rests_on is None


def test_or_that_of_an_identification_on_which_it_then_rests() -> None:
    made = read(
        "<article/fair> vg:datedBy <identification/i> . "
        '<identification/i> vg:validFrom "2023-06-20"^^xsd:date ; vg:validUntil "2023-06-22"^^xsd:date .'
    )
    assert made.article.publication is not None
    assert made.article.publication.rests_on == thing("identification/i")


def test_a_publication_that_is_no_day_is_reported() -> None:
    # It used to end the build with an internal error.
    for turtle in (
        '<article/fair> schema:datePublished "June 2023" .',
        "<article/fair> vg:datedBy <identification/i> . "
        '<identification/i> vg:validFrom "2023-06-22"^^xsd:date ; vg:validUntil "2023-06-20"^^xsd:date .',
    ):
        (error,) = read(turtle).errors
        assert isinstance(error, ClaimError)
        assert "the days of publication cannot be read" in error.message
        assert str(error.place) == f"{FILE}, article/fair"


def test_the_text_stands_in_a_graph_of_its_own_with_its_rights_and_digest() -> None:
    made = read("")
    triples = text_graph(made.article)
    assert Triple(thing("article/fair/text"), SCHEMA["text"], Literal(TEXT)) in triples
    rights = [triple.object for triple in triples if triple.predicate == DCT["rights"]]
    assert [right.language for right in rights if isinstance(right, Literal)] == ["kk", "ru", "en"]
    digest = Triple(thing("article/fair/text"), SCHEMA["sha256"], Literal(sha256(TEXT.encode()).hexdigest()))
    assert digest in triples
    assert digest in made.built.triples
    assert SCHEMA["text"] not in {triple.predicate for triple in made.built.triples}
