"""Turning RDF terms into what a page shows: a text in its language, and where it links to."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from flask import g
from pyoxigraph import Literal, NamedNode

from volgraph.domain.vocabulary import LANGUAGES, RDF, VG, XSD
from volgraph.io.results import Term
from volgraph.services.naming import shortened, value_text
from volgraph.web.site import language, local, site, snapshot

_ANY_URI = XSD["anyURI"]
_PLAIN = {XSD["string"], RDF["langString"]}


@dataclass(frozen=True, slots=True)
class Shown:
    """A term on a page.

    Args:
        text: what the reader sees.
        href: where it leads, or empty.
        lang: the language of the text, if it is not that of the page.
        title: what it is in full.
        outside: whether it leads to another site.
        datatype: the datatype of a literal that is more than a text.
        number: whether it is a number, so that columns of them line up.
    """

    text: str
    href: str = ""
    lang: str = ""
    title: str = ""
    outside: bool = False
    datatype: str = ""
    number: bool = False


def named(node: NamedNode) -> Shown:
    """Return a thing by its name in the reader's language, else by its IRI."""
    known: dict[str, Shown] = g.setdefault("named", {})  # a page names a thing many times
    if node.value not in known:
        known[node.value] = _named(node)
    return known[node.value]


def _named(node: NamedNode) -> Shown:
    name = snapshot().names.name(node, language())
    if name is None:
        return plain(node)
    lang = (name.language or "und") if name.language != language() else ""
    return Shown(name.value, _link(node), lang, node.value, _is_outside(node))


def plain(term: Term | None) -> Shown:
    """Return a term as it is, its IRI shortened."""
    if isinstance(term, NamedNode):
        path = term.value.removeprefix(site().base.things)
        return Shown(shortened(path), _link(term), title=term.value, outside=_is_outside(term))
    if isinstance(term, Literal):
        return _literal(term, term.value)
    return Shown("" if term is None else str(term))


def value(term: Term) -> Shown:
    """Return a value for reading: things by name, numbers and dates as the language writes them."""
    if isinstance(term, NamedNode):
        return named(term)
    return _literal(term, value_text(term, language())) if isinstance(term, Literal) else plain(term)


def best_text(texts: Iterable[Literal]) -> Literal | None:
    """Return the text in the reader's language, or else in another."""
    order = (language(), *reversed(LANGUAGES))
    return min(
        texts,
        key=lambda text: (order.index(text.language) if text.language in order else len(order), text.value),
        default=None,
    )


def _literal(term: Literal, text: str) -> Shown:
    href = term.value if term.datatype == _ANY_URI and _is_web(term.value) else ""
    lang = term.language or ""
    datatype = "" if term.datatype in _PLAIN else shortened(term.datatype.value)
    number = datatype in ("xsd:decimal", "xsd:integer", "xsd:double")
    text = unquote(text) if href else text
    full = "" if text == term.value else term.value
    return Shown(text, href, lang if lang != language() else "", full, bool(href), datatype, number)


def _link(node: NamedNode) -> str:
    base = site().base
    if node.value.startswith(base.things):
        return local(f"/page/{base.path(node)}")
    if node in VG:
        return f"{local('/ns')}#{node.value.removeprefix(VG.iri)}"
    return node.value if _is_outside(node) else ""


def _is_outside(node: NamedNode) -> bool:
    return _is_web(node.value) and not node.value.startswith(site().base.iri) and node not in VG


def _is_web(iri: str) -> bool:
    return urlsplit(iri).scheme in ("http", "https")
