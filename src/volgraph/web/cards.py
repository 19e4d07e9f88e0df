"""Things of the search index as pages show them: their names with links, and what claims state."""

from dataclasses import dataclass

from volgraph.services.index_entries import CLAIM, SOURCE
from volgraph.services.index_reading import Named, Thing
from volgraph.web.showing import Shown
from volgraph.web.site import language, local, site
from volgraph.web.texts import has_text, text


@dataclass(frozen=True, slots=True)
class Card:
    """A thing on a page.

    Args:
        thing: what the index has of it.
        title: its name; of a claim, what it is about.
        kind: what it is, in words.
        stated: what a claim states.
        words: the words in which a claim is stated, if they are known.
        source: where a claim stands.
        time: of a claim, or when a source was published.
        other_names: aliases.
    """

    thing: Thing
    title: Shown
    kind: str
    stated: str = ""
    words: Shown | None = None
    source: Shown | None = None
    time: str = ""
    other_names: tuple[Shown, ...] = ()


def card(thing: Thing, aliases: list[tuple[str, str]] | None = None) -> Card:
    """Return a thing as a page shows it, in the reader's language."""
    kind, code, claim = kind_name(thing.named.kind), language(), thing.claim
    if thing.named.kind == SOURCE and thing.source:
        about = Shown(thing.source.description, lang=foreign("en")) if thing.source.description else None
        return Card(thing, shown(thing.named), kind, words=about, time=thing.time(code))
    if thing.named.kind != CLAIM or claim is None:
        others = tuple(Shown(name, lang=foreign(tag)) for name, tag in aliases or ())
        return Card(thing, shown(thing.named), kind, other_names=others)
    topic = claim.measure or claim.subject
    name, tag = topic.label(code) if topic else (thing.named.iri, "")
    if claim.measure is None and claim.predicate is not None:
        name = f"{name} — {claim.predicate.label(code)[0]}"
    title = Shown(name, address(thing.named), foreign(tag), thing.named.iri)
    words = Shown(claim.quote, lang=foreign(claim.quote_language)) if claim.quote else None
    if words is None and claim.as_written:
        words = Shown(claim.as_written, lang=foreign(claim.as_written_language))
    source = shown(claim.source) if claim.source else None
    return Card(thing, title, kind, claim.stated(code), words, source, thing.time(code))


def shown(named: Named) -> Shown:
    """Return a thing by its name in the reader's language, with a link to its page."""
    name, tag = named.label(language())
    if not tag:
        name = named.iri.removeprefix(site().base.things)
    return Shown(name, address(named), foreign(tag), named.iri)


def address(named: Named) -> str:
    """Return the address of the page about a thing; empty if it has none."""
    things = site().base.things
    return local(f"/page/{named.iri.removeprefix(things)}") if named.iri.startswith(things) else ""


def foreign(tag: str) -> str:
    """Return the language of a text, if it is not that of the page."""
    return tag if tag != language() else ""


def kind_name(kind: str, *, plural: bool = False, tag: str = "") -> str:
    """Return what things of a kind are called; a kind of another collection is called as its addresses are.

    Args:
        kind: of things.
        plural: whether many of them are named.
        tag: the language of the name; that of the reader if empty.
    """
    key = f"{'kinds' if plural else 'kind'}-{kind}"
    return text(key, tag or language()) if has_text(key) else kind
