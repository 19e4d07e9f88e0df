"""The page about a source: its text with the words of every claim marked, or its claims with their places."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint
from pyoxigraph import Literal, NamedNode
from werkzeug.wrappers import Response as AnyResponse

from volgraph.domain.claims import Claim, Description
from volgraph.domain.segments import Segment
from volgraph.domain.times import Interval, interval_of
from volgraph.domain.vocabulary import LANGUAGES, SCHEMA, SKOS, TYPE, VG
from volgraph.domain.wording import time_text
from volgraph.io.media_types import Kind, formats
from volgraph.services.claim_details import statements, things_of
from volgraph.services.source_reading import Mark, Role, SourceReading, read_source
from volgraph.web.absent import refuse_absent, refuse_gone, thing_or_absent
from volgraph.web.behind import behind
from volgraph.web.html import html
from volgraph.web.linked_things import thing_markup
from volgraph.web.links import header, page_links
from volgraph.web.numbers import asked_page, refuse_beyond
from volgraph.web.pages.claim_items import ClaimItem, claim_item, language_names
from volgraph.web.showing import Shown, named, value
from volgraph.web.site import language, snapshot
from volgraph.web.texts import LANGUAGE_NAMES

blueprint = Blueprint("sources", __name__)


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a source.

    Args:
        types: its classes.
        name: its title, or else who published it and when.
        publisher: who published it, if that is known.
        published: when it was published, or empty.
        dated_by: the judgement on which that day rests, if the source itself does not give it.
        description: what it tells, in our words.
        address: of the page, if that is known.
        language: in which it is written.
        note: what the editors remark.
        unknown: what is not known of it.
    """

    types: list[Shown]
    name: Shown
    publisher: Shown | None
    published: str
    dated_by: Shown | None
    description: Literal | None
    address: Shown | None
    language: str
    note: Literal | None
    unknown: list[Shown]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of the text with the claims that they state.

    Args:
        anchor: the name of their place in the list.
        place: the name of their place in the text.
        words: themselves.
        claims: what they state.
    """

    anchor: str
    place: str
    words: str
    claims: list[ClaimItem]


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of the text.

    Args:
        start, end: where it stands, in code points, `end` exclusive.
        text: itself.
        core, context: the anchors of the claims whose words it is part of.
        is_uncovered: whether it is a numeral that no claim states.
        href: where it leads, or empty.
        title: what it says, in the reader's language.
    """

    start: int
    end: int
    text: str
    core: list[str]
    context: list[str]
    is_uncovered: bool
    href: str
    title: str


@blueprint.get("/page/<any(article, source):kind>/<slug>")
def page(kind: str, slug: str) -> AnyResponse:
    """Show a source to a reader."""
    path = f"{kind}/{slug}"
    node = thing_or_absent(path)
    refuse_gone(node)
    held = snapshot()
    description = statements(held.source, [node]).get(node, [])
    if (TYPE, VG["Source"]) not in description:
        refuse_absent(path)
    address = f"/page/{path}"
    read = read_source(held.source, node, asked_page(address))
    refuse_beyond(read.pages, address)
    mentioned = (term for _, term in description if isinstance(term, NamedNode))
    held.names.learn([node, *mentioned, *things_of(read.claims)])
    items = {claim.iri: claim_item(claim) for claim in read.claims}
    response = html(
        "source.html",
        path=path,
        iri=node.value,
        about=_about(node, description),
        read=read,
        items=list(items.values()),
        lines=[[_words(part, items, read) for part in line] for line in read.text.lines] if read.text else [],
        quoted=list(_quoted(read.claims, items)),
        differing=[items[iri] for iri in read.text.check.differing] if read.text else [],
        rights=_in_language(read.text.rights) if read.text else None,
        reading_languages=[(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        language_names=language_names,
        behind=behind("table-of-source", source=node),
        formats=formats(Kind.TRIPLES),
        markup=thing_markup(node, description, "CreativeWork"),
    )
    response.headers["Link"] = header(page_links(path, node, [term for key, term in description if key == TYPE]))
    return response


def _about(node: NamedNode, description: Description) -> About:
    found: dict[NamedNode, list[NamedNode | Literal]] = {}
    for key, term in description:
        found.setdefault(key, []).append(term)

    def first(key: NamedNode) -> NamedNode | Literal | None:
        return found.get(key, [None])[0]

    publisher, stated, judged = (first(key) for key in (SCHEMA["publisher"], SCHEMA["datePublished"], VG["datedBy"]))
    published = time_text(_day(stated), language()) if isinstance(stated, Literal) else ""
    if isinstance(judged, NamedNode):
        published = _judged_time(judged)
    who = named(publisher) if isinstance(publisher, NamedNode) else None
    name = named(node) if snapshot().names.labels(node) else None
    shown = name or Shown(", ".join(part for part in (who.text if who else "", published) if part) or node.value)
    written_in, address = first(SCHEMA["inLanguage"]), first(SCHEMA["url"])
    return About(
        types=[value(term) for term in found[TYPE] if term != VG["Source"]],
        name=shown,
        publisher=who,
        published=published,
        dated_by=named(judged) if isinstance(judged, NamedNode) else None,
        description=_in_language(found.get(SCHEMA["description"], [])),
        address=value(address) if address is not None else None,
        language=written_in.value if written_in is not None else "",
        note=_in_language(found.get(SKOS["editorialNote"], [])),
        unknown=[value(term) for term in found.get(VG["unknown"], [])],
    )


def _day(literal: Literal) -> Interval:
    interval = interval_of(literal.value)
    assert interval is not None, "a build writes days of publication as dates"
    return interval


def _judged_time(identification: NamedNode) -> str:
    """Return when a source was published by an editor's judgement."""
    said = dict(statements(snapshot().source, [identification]).get(identification, []))
    start, end = said.get(VG["validFrom"]), said.get(VG["validUntil"])
    if not (isinstance(start, Literal) and isinstance(end, Literal)):
        return ""
    return time_text(Interval(_day(start).start, _day(end).start), language())


def _in_language(terms: list[NamedNode | Literal] | tuple[Literal, ...]) -> Literal | None:
    """Return the text in the reader's language, or else in another."""
    texts = [term for term in terms if isinstance(term, Literal)]
    return min(texts, key=lambda term: (term.language != language(), term.value), default=None)


def _words(part: Segment[Mark], items: dict[NamedNode, ClaimItem], read: SourceReading) -> Words:
    """Return a piece of the text with what it leads to: the claim that it states, or the list of several."""
    text = part.text.removesuffix("\n")
    marked = {role: [items[mark.claim] for mark in part.keys if mark.role is role and mark.claim] for role in Role}
    core, context = marked[Role.CORE], [item for item in marked[Role.CONTEXT] if item not in marked[Role.CORE]]
    leading = core or context
    href = leading[0].href if len(leading) == 1 else f"#{leading[-1].anchor}" if leading else ""
    return Words(
        part.start,
        part.start + len(text),
        text,
        [item.anchor for item in core],
        [item.anchor for item in context],
        any(mark.role is Role.UNCOVERED for mark in part.keys),
        href,
        "\n".join(f"{item.here.about}: {item.here.value}" for item in leading),
    )


def _quoted(claims: list[Claim], items: dict[NamedNode, ClaimItem]) -> Iterator[Quoted]:
    """Yield the words of the text that state claims, in its order."""
    for span, stating in groupby((claim for claim in claims if claim.evidence), key=lambda claim: claim.evidence):
        assert span is not None
        place = f"w{span.start}"
        yield Quoted(f"q{span.start}-{span.end}", place, span.exact, [items[claim.iri] for claim in stating])
