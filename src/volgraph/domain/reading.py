"""Reading claims back from a built graph, with the words that state them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from volgraph.domain.claims import Claim, ClaimKind, Description, check, read_claim
from volgraph.domain.text import Span
from volgraph.domain.vocabulary import OA, TYPE, VG
from volgraph.errors import ClaimError, Place

_KINDS = {kind.value: kind for kind in ClaimKind}
_CORE, _CONTEXT = VG["evidence"], VG["contextEvidence"]


def read_claims(triples: Iterable[Triple], file: str) -> Iterator[Claim]:
    """Yield the claims of a graph that a build wrote, by their IRIs.

    Args:
        triples: the graph.
        file: what errors call it.

    Raises:
        ClaimError: a claim is not as a build writes it.
    """
    about: dict[NamedNode, Description] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            about[triple.subject].append((triple.predicate, triple.object))
    for subject in sorted(about, key=lambda node: node.value):
        types = [term for property, term in about[subject] if property == TYPE and isinstance(term, NamedNode)]
        kinds = [_KINDS[term] for term in types if term in _KINDS]
        if kinds:
            claim = _claim(subject, kinds[0], about, Place(file, subject=subject.value))
            check(claim, Place(file, subject=subject.value))
            yield claim


def _claim(subject: NamedNode, kind: ClaimKind, about: dict[NamedNode, Description], place: Place) -> Claim:
    spans: dict[NamedNode, list[tuple[NamedNode, Span]]] = {_CORE: [], _CONTEXT: []}
    plain = []
    for property, term in about[subject]:
        if property in spans and isinstance(term, NamedNode):
            spans[property].append(_words(term, about, place))
        else:
            plain.append((property, term))
    claim = read_claim(subject, kind, plain, place).claim
    if not spans[_CORE]:
        return claim
    (text, core), *more = spans[_CORE]
    if more:
        raise ClaimError("a claim has one evidence: the words beside it are vg:contextEvidence", place)
    contexts = sorted((span for _, span in spans[_CONTEXT]), key=lambda span: span.start)
    return replace(claim, text=text, evidence=core, contexts=tuple(contexts))


def _words(node: NamedNode, about: dict[NamedNode, Description], place: Place) -> tuple[NamedNode, Span]:
    """Return the words that an evidence node selects, and the text that they stand in."""
    source: NamedNode | None = None
    found: dict[NamedNode, Any] = {}
    for property, term in about.get(node, []):
        if property == OA["hasSource"] and isinstance(term, NamedNode):
            source = term
        elif property == OA["hasSelector"] and isinstance(term, NamedNode):
            found |= {key: value.value for key, value in about.get(term, [])}
    try:
        if source is None:
            raise KeyError(OA["hasSource"].value)
        exact, prefix, suffix = (found[OA[name]] for name in ("exact", "prefix", "suffix"))
        return source, Span(int(found[OA["start"]]), int(found[OA["end"]]), exact, prefix, suffix)
    except (KeyError, ValueError) as error:
        raise ClaimError(f"the evidence {node.value} cannot be read: {error}", place) from None
