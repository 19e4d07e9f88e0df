"""Small defects, planted one at a time in a valid dataset, that only a rule over named graphs can see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

GRAPH = "https://w3id.org/volgraph/graph/"
THING = "https://w3id.org/volgraph/id/"
VG = "https://w3id.org/volgraph/ns#"
SCHEMA = "https://schema.org/"
PROV = "http://www.w3.org/ns/prov#"
INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")


@dataclass(frozen=True, slots=True)
class DatasetMutant:
    """A dataset with one defect, and the rule that has to find it."""

    operator: str
    rule: str
    removed: Sequence[Quad]
    added: Sequence[Quad]

    def apply(self, quads: Sequence[Quad]) -> Store:
        """Return a store with the defect."""
        store = Store()
        store.extend([quad for quad in quads if quad not in self.removed])
        store.extend(self.added)
        return store


def dataset_mutants(rule: str, quads: Sequence[Quad]) -> Iterator[DatasetMutant]:
    """Yield every mutant of a dataset that breaks a rule."""
    for operator, removed, added in _DEFECTS[rule](sorted(quads, key=str)):
        yield DatasetMutant(operator, rule, removed, added)


Defects = Iterator[tuple[str, list[Quad], list[Quad]]]


def _in(quads: Sequence[Quad], graph: str) -> list[Quad]:
    return [q for q in quads if isinstance(q.graph_name, NamedNode) and _value(q.graph_name).startswith(GRAPH + graph)]


def _value(term: object) -> str:
    """Return the text of an IRI or literal."""
    return str(getattr(term, "value", ""))


def _with(quad: Quad, **changed: object) -> Quad:
    parts: dict[str, Any] = {
        "subject": quad.subject,
        "predicate": quad.predicate,
        "object": quad.object,
        **changed,
    }
    return Quad(parts["subject"], parts["predicate"], parts["object"], quad.graph_name)


def _plain_without_claim(quads: Sequence[Quad]) -> Defects:
    first = [q for q in _in(quads, "claims/") if _value(q.subject).endswith("/f1")]
    for quad in first:
        if quad.predicate.value.removeprefix(VG) in {"subject", "predicate", "object", "modality", "confidence"}:
            other = NamedNode(VG + "Low") if quad.predicate.value == VG + "confidence" else NamedNode(VG + "x")
            yield "change-claim", [quad], [_with(quad, object=other)]
    for quad in _in(quads, "derived/plain"):
        yield "add-plain-triple", [], [_with(quad, object=NamedNode(THING + "place/turkistan"))]
    yield "drop-claim", first, []


def _missing_plain(quads: Sequence[Quad]) -> Defects:
    for quad in _in(quads, "derived/plain"):
        yield "drop-plain-triple", [quad], []
        yield "change-plain-triple", [quad], [_with(quad, object=NamedNode(THING + "place/x"))]
    for quad in _in(quads, "claims/others"):
        if quad.object == NamedNode(VG + "Planned"):
            yield "claim-becomes-stated", [quad], [_with(quad, object=NamedNode(VG + "Stated"))]
        if quad.predicate.value == VG + "restsOn":
            yield "claim-loses-premise", [quad], []
    for quad in _in(quads, "derived/discrepancies"):
        if quad.object in (NamedNode(VG + "Contradiction"), NamedNode(THING + "source/page/claim/f5")):
            yield "drop-contradiction", [quad], []


def _orphan(quads: Sequence[Quad]) -> Defects:
    for quad in quads:
        refers = isinstance(quad.object, NamedNode) and _value(quad.object).startswith(THING)
        if refers and not quad.predicate.value.endswith("translatedLabel"):
            yield "drop-reference", [quad], []


def _default_differs(quads: Sequence[Quad]) -> Defects:
    for quad in quads:
        if isinstance(quad.graph_name, DefaultGraph):
            yield "drop-from-default", [quad], []
            yield "add-to-default", [], [_with(quad, object=NamedNode(THING + "x"))]
    for quad in _in(quads, ""):
        changed = _with(quad, object=Literal("x"))
        if any(part in _value(quad.graph_name) for part in ("text/", "ontology", "shapes")):
            yield "merge-too-much", [], [Quad(quad.subject, quad.predicate, quad.object)]
        else:
            yield "add-to-named", [], [changed]


def _quote_differs(quads: Sequence[Quad]) -> Defects:
    start, end = (next(q for q in quads if q.predicate.value.endswith(f"#{name}")) for name in ("start", "end"))

    def moved(quad: Quad, by: int) -> Quad:
        return _with(quad, object=Literal(str(int(_value(quad.object)) + by), datatype=INTEGER))

    for by in (-1, 1, 3):
        yield "shift-span", [start, end], [moved(start, by), moved(end, by)]
    for quad in quads:
        if quad.predicate.value.rpartition("#")[2] in {"exact", "prefix", "suffix"}:
            yield "change-words", [quad], [_with(quad, object=Literal(_value(quad.object).upper()))]
        if quad.predicate.value == SCHEMA + "text":
            yield "change-text", [quad], [_with(quad, object=Literal("а" + _value(quad.object)))]
            yield "drop-text", [quad], []


def _digest(quads: Sequence[Quad]) -> Defects:
    for quad in quads:
        if quad.predicate.value == SCHEMA + "sha256":
            yield "change-digest", [quad], [_with(quad, object=Literal("0" * 64))]
        if quad.predicate.value == SCHEMA + "text":
            yield "change-text", [quad], [_with(quad, object=Literal(_value(quad.object) + " "))]
            yield "drop-text", [quad], []
        if quad.predicate.value.endswith("hasSource"):
            yield "dangle", [quad], [_with(quad, object=NamedNode(THING + "article/x/text"))]


def _undefined(quads: Sequence[Quad]) -> Defects:
    for quad in _in(quads, "sources"):
        for part in ("predicate", "object"):
            term = getattr(quad, part)
            if term.value.startswith(VG):
                yield "misspell", [quad], [_with(quad, **{part: NamedNode(term.value + "s")})]
    for quad in _in(quads, "ontology"):
        yield "drop-declaration", [quad], []


def _dangling(quads: Sequence[Quad]) -> Defects:
    for quad in quads:
        named = isinstance(quad.object, NamedNode) and _value(quad.object).startswith(THING)
        if named and quad.predicate.value != PROV + "wasRevisionOf":
            yield "dangle", [quad], [_with(quad, object=NamedNode(THING + "nothing/here"))]
    for quad in (*_in(quads, "entities"), *_in(quads, "sources")):
        yield "drop-description", [quad], []


def _http(quads: Sequence[Quad]) -> Defects:
    for quad in quads:
        for part in ("predicate", "object"):
            term = getattr(quad, part)
            if term.value.startswith(SCHEMA):
                plain = NamedNode(term.value.replace("https:", "http:", 1))
                yield "http", [quad], [_with(quad, **{part: plain})]


def _circular(quads: Sequence[Quad]) -> Defects:
    for quad in quads:
        if quad.predicate.value == VG + "restsOn":
            yield "rest-back", [], [_with(quad, subject=quad.object, object=quad.subject)]
            yield "rest-on-itself", [], [_with(quad, object=quad.subject)]


_DEFECTS = {
    "plain-triple-without-claim": _plain_without_claim,
    "missing-plain-triple": _missing_plain,
    "orphan-entity": _orphan,
    "default-graph-differs": _default_differs,
    "quote-differs-from-text": _quote_differs,
    "evidence-text-digest": _digest,
    "undefined-term": _undefined,
    "dangling-reference": _dangling,
    "http-schema-org": _http,
    "circular-premise": _circular,
}
