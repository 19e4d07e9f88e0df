"""Reading what the search index holds of a store: the things that have a name, and the claims."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from volgraph.domain.abbreviations import CAPITALS_ONLY, initials
from volgraph.domain.claims import ClaimKind
from volgraph.domain.iris import Base
from volgraph.domain.search_words import Text, Words
from volgraph.domain.terms import TERM_NAMES
from volgraph.domain.vocabulary import DCT, LABEL, LANGUAGES, OA, PROV, SCHEMA, SKOS, TYPE, VG
from volgraph.services.naming import shortened

Term = NamedNode | Literal
Terms = dict[NamedNode, list[Term]]
"""The objects of one subject, by predicate."""

LABEL_ROLE, ALIAS_ROLE, CODE_ROLE = range(3)
CLAIM, MEASURE, SOURCE, TERM = "claim", "measure", "source", "term"
_ABBREVIATED = ("organisation", "country")
"""Kinds of things that people call by the initials of their names."""
_NOT_SOUGHT = ("dataset", "example", "file", "counted", "discrepancy", "identification")
"""Kinds of things that are described but not what a reader looks for."""

_NAMES = ((LABEL, LABEL_ROLE), (SKOS["altLabel"], ALIAS_ROLE), (SKOS["notation"], CODE_ROLE))
_REFERRING = (
    *(VG[name] for name in ("subject", "object", "measure", "statedIn", "speaker", "counts", "origin")),
    *(SCHEMA["spatialCoverage"], SCHEMA["publisher"]),
)
_GENERAL_TYPES = {VG["Source"], VG["Measure"], SKOS["Concept"], VG["Origin"]}
_CLAIM_CLASSES = [kind.value for kind in ClaimKind]
_OF_CLAIMS = (
    *(VG[name] for name in ("statedIn", "measure", "subject", "predicate", "object", "speaker", "comparator")),
    *(VG[name] for name in ("lower", "upper", "value", "unit", "counts", "asWritten", "validFrom", "validUntil")),
    *(VG[name] for name in ("modality", "evidence", "contextEvidence")),
    SCHEMA["spatialCoverage"],
)
_OF_WORDS = (OA["hasSelector"], OA["exact"])


@dataclass(slots=True)
class Entry:
    """A thing with a name.

    Args:
        iri: its IRI.
        kind: what lists and filters call it: the first part of its path, or what it is for sources and terms.
        names: labels, aliases and codes, with their roles.
        refs: how many claims and things refer to it.
        words: of its names.
        texts: of what describes it.
        facets: the values by which lists sort it.
    """

    iri: NamedNode
    kind: str
    names: list[tuple[int, Text]] = field(default_factory=list)
    refs: int = 0
    words: Words = field(default_factory=Words)
    texts: list[Text] = field(default_factory=list)
    facets: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    row: int = 0

    def label(self, language: str) -> str:
        """Return its label in a language, empty if there is none."""
        return next((text for role, (text, tag) in self.names if role == LABEL_ROLE and tag == language), "")

    def initials(self) -> list[Text]:
        """Return the abbreviations that its labels suggest, with their languages."""
        labels = [name for role, name in self.names if role == LABEL_ROLE and self.kind in _ABBREVIATED]
        return [(short, language) for text, language in labels if (short := initials(text, language))]


def entries(store: Store, base: Base) -> dict[str, Entry]:
    """Return the things that have a name, and the sources, by their IRIs."""
    found: dict[str, Entry] = {}
    graph = DefaultGraph()
    for subject, label in _pairs(store, LABEL):
        kind = base.path(subject).partition("/")[0]
        if subject.value.startswith(base.things):
            entry = found.setdefault(subject.value, Entry(subject, kind if kind not in _NOT_SOUGHT else TERM))
            entry.names.append((LABEL_ROLE, _text(label)))
    for quad in store.quads_for_pattern(None, TYPE, VG["Source"], graph):
        if isinstance(quad.subject, NamedNode):
            found.setdefault(quad.subject.value, Entry(quad.subject, SOURCE)).kind = SOURCE
    for predicate, role in _NAMES[1:]:
        for subject, name in _pairs(store, predicate):
            if subject.value in found:
                found[subject.value].names.append((role, _text(name)))
    for predicate in (SKOS["scopeNote"], SCHEMA["description"]):
        for subject, text in _pairs(store, predicate):
            if subject.value in found:
                found[subject.value].texts.append(_text(text))
    references: Counter[str] = Counter()
    for predicate in _REFERRING:
        references.update(node.value for _, node in _pairs(store, predicate))
    for entry in found.values():
        entry.refs = references[entry.iri.value]
        abbreviations = (short for short in entry.initials() if len(short[0]) > CAPITALS_ONLY)
        entry.words = Words.of([*(text for _, text in entry.names), *abbreviations])
        entry.names.sort()
    return found


def is_telling(node: Term) -> bool:
    """Tell whether a class says more of a thing than its kind does."""
    return isinstance(node, NamedNode) and node not in _GENERAL_TYPES and node not in PROV


def term_entry(store: Store, iri: NamedNode) -> Entry:
    """Return a term that has a name in some graph, such as a class, or that other vocabularies have."""
    entry = Entry(iri, TERM)
    labels = {quad.object for p in (LABEL, SKOS["prefLabel"]) for quad in store.quads_for_pattern(iri, p, None, None)}
    known = TERM_NAMES.get(shortened(iri.value), {})
    found = [_text(label) for label in labels if isinstance(label, Literal)] or [(known[tag], tag) for tag in known]
    entry.names = sorted((LABEL_ROLE, text) for text in found if text[1] in LANGUAGES)
    return entry


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """A claim: what is said of it, and the words that state it."""

    iri: NamedNode
    kind: NamedNode
    terms: Terms
    quotes: tuple[str, ...]

    def node(self, *predicates: NamedNode) -> str:
        """Return the IRI that the first of some predicates with one leads to, or an empty string."""
        return next(iter(self.nodes(*predicates)), "")

    def nodes(self, *predicates: NamedNode) -> list[str]:
        """Return the IRIs that some predicates lead to."""
        return [term.value for p in predicates for term in self.terms.get(p, ()) if isinstance(term, NamedNode)]

    def literal(self, predicate: NamedNode) -> Literal | None:
        """Return the literal that a predicate leads to."""
        return next((term for term in self.terms.get(predicate, ()) if isinstance(term, Literal)), None)

    def text(self, predicate: NamedNode) -> str:
        """Return what the literal says, or an empty string."""
        literal = self.literal(predicate)
        return literal.value if literal else ""


def claims(store: Store, base: Base) -> Iterator[ClaimEntry]:
    """Yield every claim, a graph at a time, in the order of their IRIs within it."""
    with_claims = tuple(base.graph(path).value for path in ("article/", "claims/"))
    graphs = (graph for graph in store.named_graphs() if isinstance(graph, NamedNode))
    for graph in sorted((g for g in graphs if g.value.startswith(with_claims)), key=str):
        about: dict[NamedNode, Terms] = defaultdict(dict)
        for predicate in (*_OF_CLAIMS, *_OF_WORDS):  # of what a graph says, this is less than half
            for quad in store.quads_for_pattern(None, predicate, None, graph):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                    about[quad.subject].setdefault(predicate, []).append(quad.object)
        kinds = {
            quad.subject: kind
            for kind in _CLAIM_CLASSES
            for quad in store.quads_for_pattern(None, TYPE, kind, graph)
            if isinstance(quad.subject, NamedNode)
        }
        for subject in sorted(kinds, key=str):
            terms = {predicate: sorted(found, key=str) for predicate, found in about[subject].items()}
            yield ClaimEntry(subject, kinds[subject], terms, tuple(_quotes(about, terms)))


def _quotes(about: dict[NamedNode, Terms], terms: Terms) -> Iterator[str]:
    """Yield the words that state a claim, the core first."""
    for link in (VG["evidence"], VG["contextEvidence"]):
        for node in _nodes(terms, link):
            for selector in _nodes(about.get(node, {}), OA["hasSelector"]):
                yield from (words.value for words in about.get(selector, {}).get(OA["exact"], ()))


def _nodes(terms: Terms, predicate: NamedNode) -> list[NamedNode]:
    return [term for term in terms.get(predicate, ()) if isinstance(term, NamedNode)]


def contested(store: Store) -> dict[str, set[str]]:
    """Return the kinds of discrepancy that claims and measures are part of, by their IRIs."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, TYPE, VG["Discrepancy"], DefaultGraph()):
        about = list(store.quads_for_pattern(quad.subject, None, None, DefaultGraph()))
        kinds = {q.object.value for q in about if q.predicate == DCT["type"] and isinstance(q.object, NamedNode)}
        for q in about:
            if q.predicate in (VG["involves"], VG["measure"]) and isinstance(q.object, NamedNode):
                found[q.object.value] |= kinds
    return found


def _pairs(store: Store, predicate: NamedNode) -> Iterable[tuple[NamedNode, Term]]:
    for quad in store.quads_for_pattern(None, predicate, None, DefaultGraph()):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            yield quad.subject, quad.object


def _text(term: Term) -> Text:
    return term.value, (term.language or "") if isinstance(term, Literal) else ""
