"""Writing triples as compact JSON-LD: short names, and the context that explains them.

The context is part of the document, so that parsers that fetch nothing can read it, now and when the server is gone.

https://www.w3.org/TR/json-ld11-api/#compaction-algorithm
"""

import json
from collections.abc import Iterable
from typing import Any

from pyld import jsonld
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from volgraph.domain.vocabulary import TYPE, XSD
from volgraph.io.results import Term


def compact_jsonld(triples: Iterable[Triple], context: dict[str, Any]) -> bytes:
    """Return triples as a compact JSON-LD document.

    Args:
        triples: what the document says.
        context: the content of the context document, an object with the key `@context`.
    """
    compact = jsonld.compact(_expanded(triples), context, {"graph": True})
    return json.dumps(compact, ensure_ascii=False, indent=1).encode() + b"\n"


def _expanded(triples: Iterable[Triple]) -> list[dict[str, Any]]:
    """Return triples in the expanded form, one object a subject.

    PyLD's own reader of triples compares each with all before it: a minute for ten thousand.
    """
    nodes: dict[str, dict[str, Any]] = {}
    for triple in triples:
        subject = _name(triple.subject)
        node = nodes.setdefault(subject, {"@id": subject})
        if triple.predicate == TYPE:
            node.setdefault("@type", []).append(_name(triple.object))
        else:
            node.setdefault(triple.predicate.value, []).append(_value(triple.object))
    return list(nodes.values())


def _value(term: Term) -> dict[str, str]:
    if not isinstance(term, Literal):
        return {"@id": _name(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype == XSD["string"]:
        return {"@value": term.value}
    return {"@value": term.value, "@type": term.datatype.value}


def _name(term: Term) -> str:
    assert isinstance(term, NamedNode | BlankNode)
    return term.value if isinstance(term, NamedNode) else str(term)
