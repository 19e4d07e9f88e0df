"""An article with a stored text: its claims anchored in the words, dated, and written as a graph."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from pyoxigraph import Literal, NamedNode, Triple

from volgraph.domain.claims import (
    Claim,
    ClaimKind,
    Description,
    Draft,
    Term,
    check,
    claim_triples,
    read_claim,
)
from volgraph.domain.iris import Base, child
from volgraph.domain.measures import Measure
from volgraph.domain.names import nearest
from volgraph.domain.resolution import Publication, resolved
from volgraph.domain.text import check_nfc, locate
from volgraph.domain.times import Interval
from volgraph.domain.vocabulary import DCT, SCHEMA, TYPE, VG, localized
from volgraph.errors import ClaimError, InputError, Place, UnknownNameError

_KINDS = {kind.value: kind for kind in ClaimKind}

TEXT_RIGHTS = {
    "kk": "Мәтіннің құқығы жариялаушысына тиесілі; volgraph лицензиясы оған қолданылмайды.",
    "ru": "Права на текст принадлежат его издателю; лицензия volgraph на него не распространяется.",
    "en": "The text belongs to its publisher; it is not under volgraph's licence.",
}


@dataclass(slots=True)
class Article:
    """An article as its author wrote it.

    `others` are the triples of nodes that are not claims: the source itself and its identifications.
    """

    iri: NamedNode
    text: str
    drafts: list[Draft]
    others: list[Triple]
    publication: Publication | None
    file: str

    @property
    def text_iri(self) -> NamedNode:
        """The name of the stored text."""
        return child(self.iri, "text")


@dataclass(slots=True)
class Built:
    """The claims and triples made of an article or a table, and what was wrong with it."""

    claims: list[Claim] = field(default_factory=list)
    triples: list[Triple] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)

    def add(self, claim: Claim, explanation: Iterable[Triple]) -> None:
        """Take in a finished claim with the node that explains its time."""
        self.claims.append(claim)
        self.triples.extend(claim_triples(claim))
        self.triples.extend(explanation)


def read_article(
    slug: str, triples: Iterable[Triple], text: str, base: Base, file: str
) -> tuple[Article, list[InputError]]:
    """Return the article that an author wrote, and the claims of it that cannot be read.

    Args:
        slug: the name of its folder.
        triples: its Turtle file.
        text: its stored text.
        base: under which it is named.
        file: the Turtle file's path, for errors.
    """
    by_subject: dict[NamedNode, Description] = defaultdict(list)
    for triple in triples:
        if not isinstance(triple.subject, NamedNode) or not isinstance(triple.object, NamedNode | Literal):
            message = f"{triple.subject} is a blank node: give it an IRI under its article"
            return _empty(slug, text, base, file), [ClaimError(message, Place(file))]
        by_subject[triple.subject].append((triple.predicate, triple.object))
    article = _empty(slug, text, base, file)
    errors: list[InputError] = []
    try:
        check_nfc(text, Place(file.replace("article.ttl", "text.txt")))
    except InputError as error:
        errors.append(error)
    for subject, description in by_subject.items():
        kinds = [_KINDS[t] for p, t in description if p == TYPE and isinstance(t, NamedNode) and t in _KINDS]
        if not kinds:
            article.others.extend(Triple(subject, predicate, term) for predicate, term in description)
            continue
        place = Place(file, subject=f"claim {base.path(subject)}")
        try:
            article.drafts.append(read_claim(subject, kinds[0], description, place))
        except InputError as error:
            errors.append(error)
    try:
        article.publication = _publication(article.iri, by_subject)
    except ValueError as error:
        place = Place(file, subject=base.path(article.iri))
        errors.append(ClaimError(f"the days of publication cannot be read: {error}", place))
    return article, errors


def _empty(slug: str, text: str, base: Base, file: str) -> Article:
    return Article(base.thing(f"article/{slug}"), text, [], [], None, file)


def _publication(iri: NamedNode, by_subject: Mapping[NamedNode, Description]) -> Publication | None:
    """Return when the article was published: the day it states, or the days of an identification."""
    for predicate, term in by_subject.get(iri, []):
        if predicate == SCHEMA["datePublished"] and isinstance(term, Literal):
            return Publication(Interval.day(_day(term)))
        if predicate == VG["datedBy"] and isinstance(term, NamedNode):
            values = dict(by_subject.get(term, []))
            start, end = values.get(VG["validFrom"]), values.get(VG["validUntil"])
            if isinstance(start, Literal) and isinstance(end, Literal):
                return Publication(Interval(_day(start), _day(end)), term)
    return None


def _day(literal: Literal) -> date:
    return date.fromisoformat(literal.value)


def build_article(article: Article, measures: Mapping[NamedNode, Measure], base: Base) -> Built:
    """Return the article's claims with offsets, times and evidence, and its whole graph."""
    built = Built(triples=[*article.others, *_text_description(article)])
    for draft in article.drafts:
        place = Place(article.file, subject=f"claim {base.path(draft.claim.iri)}")
        try:
            claim = _anchored(draft, article, place)
            claim = of_measure(claim, measures, place, base)
            claim, explanation = resolved(claim, article.publication, place)
            check(claim, place)
        except InputError as error:
            built.errors.append(error)
        else:
            built.add(claim, explanation)
    return built


def _anchored(draft: Draft, article: Article, place: Place) -> Claim:
    if draft.quote is None:
        raise ClaimError("vg:quote is missing: quote the words that state the claim", place)
    return replace(
        draft.claim,
        source=article.iri,
        text=article.text_iri,
        evidence=locate(draft.quote, article.text, place),
        contexts=tuple(
            sorted(
                (locate(quote, article.text, place) for quote in draft.context_quotes),
                key=lambda span: span.start,
            )
        ),
    )


def of_measure(claim: Claim, measures: Mapping[NamedNode, Measure], place: Place, base: Base) -> Claim:
    """Return the claim with what its measure says of it: the subject, the unit and what is counted."""
    if claim.measure is None:
        return claim
    measure = measures.get(claim.measure)
    if measure is None:
        known = [base.path(iri) for iri in measures]
        name = base.path(claim.measure)
        raise UnknownNameError("measure", name, nearest(name, known), place)
    if claim.subject and claim.subject != measure.subject:
        raise ClaimError(f"vg:subject must be <{base.path(measure.subject)}>, which its measure is about", place)
    if claim.counts and measure.counts and claim.counts != measure.counts:
        raise ClaimError(f"vg:counts must be <{base.path(measure.counts)}>, which its measure counts", place)
    counted = claim.kind is ClaimKind.QUANTITY and not (claim.unit or claim.counts or VG["unit"] in claim.unknown)
    return replace(
        claim,
        subject=claim.subject or measure.subject,
        unit=measure.unit if counted else claim.unit,
        counts=measure.counts if counted else claim.counts,
    )


def _text_description(article: Article) -> Iterator[Triple]:
    text = article.text_iri
    yield Triple(article.iri, SCHEMA["associatedMedia"], text)
    yield Triple(text, TYPE, SCHEMA["MediaObject"])
    yield Triple(text, SCHEMA["encodingFormat"], Literal("text/plain;charset=utf-8"))
    yield Triple(text, SCHEMA["sha256"], Literal(sha256(article.text.encode()).hexdigest()))


def text_graph(article: Article) -> list[Triple]:
    """Return the graph of the stored text, which has rights of its own."""
    rights = [Triple(article.text_iri, DCT["rights"], right) for right in localized(TEXT_RIGHTS)]
    return [
        Triple(article.text_iri, TYPE, SCHEMA["MediaObject"]),
        Triple(article.text_iri, SCHEMA["text"], Literal(article.text)),
        Triple(article.text_iri, SCHEMA["sha256"], Literal(sha256(article.text.encode()).hexdigest())),
        *rights,
    ]


def references(triples: Sequence[Triple], base: Base) -> Iterator[tuple[NamedNode, NamedNode]]:
    """Yield each subject and the thing under the base that it refers to; its own parts are left out."""
    things = base.things
    for triple in triples:
        target: Term = triple.object  # type: ignore[assignment]
        if isinstance(target, NamedNode) and target.value.startswith(things):
            subject = triple.subject
            assert isinstance(subject, NamedNode)
            if not target.value.startswith(subject.value + "/"):
                yield subject, target
