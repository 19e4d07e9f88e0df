"""The page about an entity: its names, what sources say of it and which, a timeline, a map and what it is linked to."""

from dataclasses import dataclass, field

from flask import Blueprint
from pyoxigraph import Literal, NamedNode
from werkzeug.wrappers import Response as AnyResponse

from volgraph.domain.claims import Description
from volgraph.domain.vocabulary import DCT, LABEL, LANGUAGES, SCHEMA, SKOS, TYPE, VG
from volgraph.io.media_types import Kind, formats
from volgraph.services.claim_details import statements, things_of
from volgraph.services.entity_reading import EntityReading, Fact, read_entity
from volgraph.web.absent import refuse_gone, thing_or_absent
from volgraph.web.behind import behind
from volgraph.web.drawing.map import map_of
from volgraph.web.drawing.neighbours import neighbours_of
from volgraph.web.drawing.timeline import timeline_of
from volgraph.web.html import html
from volgraph.web.linked_things import thing_markup
from volgraph.web.links import header, page_links
from volgraph.web.numbers import asked_page, refuse_beyond
from volgraph.web.pages.claim_items import ClaimItem, claim_item, language_names
from volgraph.web.pages.source_names import SourceName, source_name
from volgraph.web.pages.things import Row
from volgraph.web.pages.things import page as thing_page
from volgraph.web.showing import Shown, best_text, named, plain, value
from volgraph.web.site import language, site, snapshot
from volgraph.web.texts import LANGUAGE_NAMES

blueprint = Blueprint("entities", __name__)

_NOT_ENTITIES = {VG[name] for name in ("Source", "Measure", "Origin", "Identification", "Discrepancy")}
_SHOWN_APART = {TYPE, LABEL, DCT["type"], SKOS["altLabel"], SKOS["notation"], SKOS["editorialNote"], SCHEMA["sameAs"]}


@dataclass(frozen=True, slots=True)
class Said:
    """What sources say in one way, with the claims that say so.

    Args:
        what: the thing or the value.
        items: the claims, each with its source.
    """

    what: Shown
    items: list[tuple[ClaimItem, SourceName | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Topic:
    """What is said by one property, or on one measure.

    Args:
        about: the property or measure.
        is_measure: which of these it is.
        said: each value with its claims.
    """

    about: Shown
    is_measure: bool
    said: list[Said] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Names:
    """What an entity is called.

    Args:
        title: its name in the reader's language, or in another.
        labels: in each language that has one: code, name of the language, and the label.
        others: other spellings and names.
        codes: of a country.
        note: what the editors take it to be.
        same: identifiers elsewhere.
    """

    title: Shown
    labels: list[tuple[str, str, str]]
    others: list[Literal]
    codes: list[str]
    note: Literal | None
    same: list[Shown]


@blueprint.get("/page/<kind>/<slug>")
def page(kind: str, slug: str) -> AnyResponse:
    """Show an entity to a reader; anything else that has such an address, as things are shown."""
    path = f"{kind}/{slug}"
    node = thing_or_absent(path)
    held = snapshot()
    own = statements(held.source, [node]).get(node, [])
    types = [term for key, term in own if key == TYPE]
    if not any(key == LABEL for key, _ in own) or not _NOT_ENTITIES.isdisjoint(types):
        return thing_page(path)
    refuse_gone(node)
    address = f"/page/{path}"
    numbers = [asked_page(address, name) for name in ("page", "sources", "published")]
    read = read_entity(held.source, held.index, node, *numbers)
    for pages in (read.fact_pages, read.mention_pages, read.published_pages):
        refuse_beyond(pages, address)
    held.names.learn(_mentioned(node, own, read))
    sources = {source: source_name(source, said) for source, said in read.sources.items()}
    claims = [claim for fact in read.facts for claim in fact.claims]
    items = {claim.iri: claim_item(claim, (language(),)) for claim in claims}
    response = html(
        "entity.html",
        path=path,
        iri=node.value,
        types=[value(term) for key, term in own if key in (TYPE, DCT["type"])],
        others=_others(own),
        names=_names(node, own),
        topics=_topics([fact for fact in read.facts if fact.is_subject], items, sources),
        other_topics=_topics([fact for fact in read.facts if not fact.is_subject], items, sources),
        read=read,
        mentions=[(sources[one.source], one.claims) for one in read.mentions if one.source in sources],
        published=[sources[source] for source in read.published if source in sources],
        timeline=timeline_of(claims, items),
        map=map_of(node, read.codes),
        neighbours=neighbours_of(node, read.facts),
        language_names=language_names,
        behind=behind("table-of-thing", thing=node),
        formats=formats(Kind.TRIPLES),
        markup=thing_markup(node, own, "Thing"),
    )
    response.headers["Link"] = header(page_links(path, node, types))
    return response


def _mentioned(node: NamedNode, own: Description, read: EntityReading) -> set[NamedNode]:
    """Return everything that the page has to name."""
    claims = (claim for fact in read.facts for claim in fact.claims)
    described = (term for description in (own, *read.sources.values()) for _, term in description)
    return {node, *read.sources, *things_of(claims), *(term for term in described if isinstance(term, NamedNode))}


def _names(node: NamedNode, own: Description) -> Names:
    def literals(key: NamedNode) -> list[Literal]:
        return [term for property, term in own if property == key and isinstance(term, Literal)]

    labels = {label.language: label.value for label in literals(LABEL)}
    return Names(
        named(node),
        [(code, LANGUAGE_NAMES[code], labels[code]) for code in LANGUAGES if code in labels],
        sorted(literals(SKOS["altLabel"]), key=lambda text: (text.language or "", text.value)),
        [code.value for code in literals(SKOS["notation"])],
        best_text(literals(SKOS["editorialNote"])),
        [plain(term) for property, term in own if property == SCHEMA["sameAs"]],
    )


def _others(own: Description) -> list[Row]:
    """Return what is said of an entity beside its names, and beside what claims say: that has its own place."""
    things = site().base.things
    found: dict[NamedNode, list[Shown]] = {}
    for key, term in own:
        if key not in _SHOWN_APART and not (isinstance(term, NamedNode) and term.value.startswith(things)):
            found.setdefault(key, []).append(value(term))
    return [Row(named(key), values) for key, values in found.items()]


def _topics(facts: list[Fact], items: dict[NamedNode, ClaimItem], sources: dict[NamedNode, SourceName]) -> list[Topic]:
    """Return facts by what they are about; those on a measure by value, in the words of the page's language."""
    found: dict[NamedNode, Topic] = {}
    for fact in facts:
        topic = found.setdefault(fact.about, Topic(named(fact.about), fact.other is None))
        by_value: dict[str, Said] = {}
        for claim in fact.claims:
            shown = named(fact.other) if fact.other else Shown(items[claim.iri].here.value)
            source = sources.get(claim.source) if claim.source else None
            by_value.setdefault(shown.text, Said(shown)).items.append((items[claim.iri], source))
        topic.said.extend(by_value.values())
    return list(found.values())
