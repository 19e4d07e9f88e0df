"""What the pages of sources and entities say to search engines: no more than is said of these in the graph."""

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode

from volgraph.domain.claims import Description
from volgraph.domain.vocabulary import LABEL, SCHEMA, SKOS, TYPE
from volgraph.io.results import Term
from volgraph.web.linked_markup import Json, page_about, script, thing, trimmed
from volgraph.web.showing import best_text, named
from volgraph.web.site import language, site, snapshot

_MOST_VALUES = 20
"""How many values of a property are told; the data have all of them."""
_TOLD_APART = {SCHEMA["sameAs"]}


def thing_markup(node: NamedNode, said: Description, kind: str) -> Markup:
    """Return the markup of the page about a thing; what it is linked with has been named already.

    Args:
        node: the thing.
        said: of it, in the published data.
        kind: its type, if it has none of https://schema.org.
    """
    types = sorted({term.value.removeprefix(SCHEMA.iri) for key, term in said if key == TYPE and term in SCHEMA})
    labels = _literals(said, LABEL)
    own = best_text(labels)
    others = [label.value for label in (*labels, *_literals(said, SKOS["altLabel"])) if label != own]
    return script(
        [
            trimmed(
                {
                    "@type": types[0] if len(types) == 1 else types or kind,
                    "@id": node.value,
                    "name": _value(own) if own else None,
                    "alternateName": list(dict.fromkeys(others)),
                    "identifier": [code.value for code in _literals(said, SKOS["notation"])],
                    "sameAs": [term.value for key, term in said if key == SCHEMA["sameAs"]],
                    "mainEntityOfPage": page_about(node),
                    **_properties(said),
                }
            )
        ]
    )


def _properties(said: Description) -> Json:
    """Return the properties of https://schema.org, of texts in several languages that of the reader."""
    found: dict[str, list[Term]] = {}
    for key, term in said:
        if key in SCHEMA and key not in _TOLD_APART:
            found.setdefault(key.value.removeprefix(SCHEMA.iri), []).append(term)
    told = {}
    for name, terms in sorted(found.items()):
        text = best_text(term for term in terms if isinstance(term, Literal) and term.language)
        values = [_value(text)] if text else [_value(term) for term in terms[:_MOST_VALUES]]
        told[name] = values[0] if len(values) == 1 else values
    return told


def _value(term: Term) -> str | Json:
    if isinstance(term, Literal):
        foreign = term.language and term.language != language()
        return {"@value": term.value, "@language": term.language} if foreign else term.value
    assert isinstance(term, NamedNode)
    if term.value.startswith(site().base.things) and snapshot().names.labels(term):
        return thing(term.value, named(term).text)
    return {"@id": term.value}


def _literals(said: Description, key: NamedNode) -> list[Literal]:
    return [term for property, term in said if property == key and isinstance(term, Literal)]
