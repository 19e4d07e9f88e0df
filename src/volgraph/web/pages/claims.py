"""The page of a claim: its words in their sentence, what they come to, and all that speaks for or against it."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response as AnyResponse

from volgraph.domain.marks import Mark
from volgraph.domain.segments import Segment, segments
from volgraph.domain.sentences import sentences_with
from volgraph.domain.vocabulary import SCHEMA, Confidence, Voice
from volgraph.io.media_types import Kind, formats
from volgraph.services.claim_reading import QUERY, ClaimReading, Reason, read_claim_page, things_in
from volgraph.services.claims_on_measure import Stated
from volgraph.web.absent import thing_or_absent
from volgraph.web.behind import behind
from volgraph.web.drawing.ruler import Ruler, ruler_of
from volgraph.web.html import html
from volgraph.web.linked_claims import claim_markup
from volgraph.web.links import header, page_links
from volgraph.web.pages.things import page as thing_page
from volgraph.web.showing import Shown, named, plain
from volgraph.web.site import language, local, site, snapshot
from volgraph.web.telling import explained, figure_words, in_language, source_name, terms_of, told, when

blueprint = Blueprint("claims", __name__)

CORE, CONTEXT = "core", "context"


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A judgement that the claim rests on, as the page shows it."""

    page: Shown
    status: Shown | None
    sentence: Shown
    editor: Shown | None
    claims: list[Shown]


@blueprint.get("/page/<any(article, source):kind>/<slug>/claim/<name>")
def page(kind: str, slug: str, name: str) -> AnyResponse:
    """Show a claim to a reader."""
    path = f"{kind}/{slug}/claim/{name}"
    node = thing_or_absent(path)
    reading = read_claim_page(snapshot().source, snapshot().marks, node)
    if reading is None:
        return thing_page(path)
    snapshot().names.learn(things_in(reading))
    claim, comparison, figure = reading.claim, reading.comparison, reading.figure
    title = _title(reading)
    response = html(
        "claim.html",
        path=path,
        iri=node.value,
        title=title,
        reading=reading,
        claim=claim,
        sentences=_sentences(reading),
        source=source_name(reading.publication),
        publisher=terms_of(reading.publication.publisher) if reading.publication else None,
        value=figure_words(claim, figure) if claim.comparator else "",
        object=terms_of(claim.object),
        predicate=terms_of(claim.predicate),
        subject=terms_of(claim.subject),
        measure=terms_of(claim.measure),
        unit=terms_of(claim.unit or claim.counts),
        ruler=_ruler(reading),
        when=when(claim),
        time_sentence=in_language(reading.time_explanation),
        reasons=[_reasoned(reason) for reason in reading.reasons],
        is_unsure=claim.confidence is Confidence.LOW,
        is_own_count=claim.voice is Voice.EDITOR,
        disagreements=explained(reading.disagreements),
        beside=told(comparison) if comparison else [],
        files=[site().base.path(file).removeprefix("file/") for one in reading.provenance for file in one.files],
        term_of=named,
        plain_term=plain,
        graph_name=lambda graph: graph.value.removeprefix(site().base.graph("").value),
        corrections=_corrections(path),
        contacts=[named(contact) for contact in reading.contacts],
        behind=behind(QUERY, claim=node),
        formats=formats(Kind.TRIPLES),
        markup=claim_markup(
            Stated(claim, figure, reading.publication), comparison.measure if comparison else None, title
        ),
    )
    response.headers["Link"] = header(page_links(path, node, (claim.kind.value, SCHEMA["Claim"])))
    return response


def _title(reading: ClaimReading) -> str:
    claim = reading.claim
    if claim.object and claim.subject and claim.predicate:
        return f"{named(claim.subject).text} — {named(claim.predicate).text}: {named(claim.object).text}"
    about = named(claim.measure).text if claim.measure else site().base.path(claim.iri)
    return f"{about}: {figure_words(claim, reading.figure)}"


def _sentences(reading: ClaimReading) -> list[list[Segment[str]]]:
    """Return the sentences of the stored text that the words of the claim stand in, cut where these begin and end."""
    claim, text = reading.claim, reading.text
    if not text or claim.evidence is None:
        return []
    spans = [(CORE, claim.evidence.start, claim.evidence.end), *((CONTEXT, s.start, s.end) for s in claim.contexts)]
    cut = segments(text, spans)
    found = []
    for start, end in sentences_with(text, ((first, last) for _, first, last in spans)):
        parts = [(max(part.start, start), min(part.end, end), part.keys) for part in cut]
        found.append([Segment(a, b, text[a:b], keys) for a, b, keys in parts if a < b])
    return found


def _ruler(reading: ClaimReading) -> Ruler | None:
    """Return the figure of the claim on a line with the others on its measure."""
    if reading.comparison is None:
        return None
    others = (one for one in reading.comparison.marks if all(claim.iri != reading.claim.iri for claim in one.claims))
    return ruler_of(Mark(reading.figure, (reading.claim,), reading.claim.origin), others, language())


def _page(node: NamedNode) -> str:
    return local(f"/page/{site().base.path(node)}")


def _reasoned(reason: Reason) -> Reasoned:
    return Reasoned(
        Shown(site().base.path(reason.iri), _page(reason.iri)),
        terms_of(reason.status),
        in_language(reason.explanation),
        terms_of(reason.editor),
        [
            Shown(claim.value.rpartition("/")[2], local(f"/page/{site().base.path(claim)}"))
            for claim in reason.derived_from
        ],
    )


def _corrections(path: str) -> str:
    """Return where a correction can be suggested, with the claim named; empty if nobody set an address."""
    address = site().settings.corrections_url
    return address.replace("{iri}", quote(site().base.thing(path).value, safe="")) if address else ""
