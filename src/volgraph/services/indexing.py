"""Writing the search index of a generation from its store: words to search by, and facets to list by."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from volgraph.domain.iris import Base
from volgraph.domain.search_words import Words
from volgraph.domain.spelling import alphabetical, name_key, words
from volgraph.domain.typos import shortened as without_letters
from volgraph.domain.vocabulary import DCT, LABEL, LANGUAGES, PROV, SCHEMA, SKOS, TYPE, VG
from volgraph.io.search_index import IndexWriter
from volgraph.services.index_entries import (
    CLAIM,
    CODE_ROLE,
    MEASURE,
    SOURCE,
    TERM,
    ClaimEntry,
    Entry,
    Term,
    claims,
    contested,
    entries,
    is_telling,
    term_entry,
)
from volgraph.services.naming import shortened
from volgraph.services.searching import length_token

UNCONTESTED = "none"
HIDDEN = ("measure", "source", "subject", "counts")
"""Facets with about as many values as there are things: a list is narrowed by them only if a link says so."""

_MOST_YEARS = 30
"""A claim on a longer time is listed under its first and last year."""

_NO_STATEMENTS = {
    LABEL,
    SKOS["prefLabel"],
    SKOS["altLabel"],
    SKOS["scopeNote"],
    SKOS["inScheme"],
    VG["translatedLabel"],
}
_RELATED = (VG["subject"], VG["counts"], SCHEMA["publisher"])
"""What leads to things by whose names another one is found too."""

_PLACES = ("place", "country")
_NO_NAMES = Words()


def write_index(store: Store, base: Base, path: Path) -> None:
    """Write the search index of a generation.

    Args:
        store: all of its graphs.
        base: under which they are named.
        path: where the index goes.
    """
    _Indexing(store, base, IndexWriter(path)).run()


class _Indexing:
    """One index in the making."""

    def __init__(self, store: Store, base: Base, writer: IndexWriter) -> None:
        self._store, self._base, self._writer = store, base, writer
        self._entries = entries(store, base)
        self._contested = contested(store)
        self._facets: dict[tuple[str, str, str], int] = {}
        self._counts: Counter[int] = Counter()
        self._together: Counter[tuple[int, int]] = Counter()
        self._publisher: dict[str, str] = {}
        self._language: dict[str, str] = {}

    def run(self) -> None:
        """Write everything."""
        ranked = sorted(self._entries.values(), key=lambda e: (e.kind == TERM, -e.refs, e.iri.value))
        for row, entry in enumerate(ranked, 1):
            entry.row = row
        self._sources()
        self._claims(len(ranked) + 1)
        for entry in list(ranked):
            self._thing(entry)
        for (kind, facet, value), number in self._facets.items():
            name = self._base.path(NamedNode(value)) if ":" in value else value
            value_row = self._row(value)
            self._writer.add("facet", (number, kind, facet, shortened(name), value_row, self._counts[number]))
        for (one, other), count in self._together.items():
            self._writer.add("together", (one, other, count))
            self._writer.add("together", (other, one, count))
        for entry in self._entries.values():  # with the terms that were named meanwhile
            self._names(entry)
        self._near()
        self._writer.close()

    def _sources(self) -> None:
        for predicate, found in ((SCHEMA["publisher"], self._publisher), (SCHEMA["inLanguage"], self._language)):
            for quad in self._store.quads_for_pattern(None, predicate, None, DefaultGraph()):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                    found[quad.subject.value] = quad.object.value

    def _claims(self, first: int) -> None:
        """Write the claims, those that others contest first."""
        disputed = sorted(iri for iri in self._contested if "/claim/" in iri)
        rows = {iri: first + index for index, iri in enumerate(disputed)}
        following = first + len(rows)
        for claim in claims(self._store, self._base):
            row = rows.get(claim.iri.value)
            if row is None:
                row, following = following, following + 1
            self._claim(claim, row)

    def _claim(self, claim: ClaimEntry, row: int) -> None:
        nodes = {name: claim.node(VG[name]) for name in ("statedIn", "measure", "subject", "object", "counts", "unit")}
        lower, upper = claim.text(VG["lower"]), claim.text(VG["upper"])
        value, written = claim.literal(VG["value"]), claim.literal(VG["asWritten"])
        shown = value or claim.literal(VG["lower"]) or claim.literal(VG["upper"])
        language = self._language.get(nodes["statedIn"], "")
        start, end = claim.text(VG["validFrom"]), claim.text(VG["validUntil"])
        predicate, comparator = claim.node(VG["predicate"]), claim.node(VG["comparator"])
        things = (nodes["statedIn"], nodes["measure"], nodes["subject"], predicate, nodes["object"], comparator)
        self._writer.add(
            "thing", (row, claim.iri.value, CLAIM, 0, start or None, end, _amount(lower or upper), *[None] * 3)
        )
        self._writer.add(
            "claim",
            (
                row,
                *map(self._row, things),
                *(lower, upper, value.value if value else "", shown.datatype.value if shown else ""),
                self._row(nodes["unit"]),
                *((written.value, written.language or "") if written else ("", "")),
                *((claim.quotes[0], language) if claim.quotes else ("", "")),
            ),
        )
        facets = self._claim_facets(claim, nodes, _years(start, end))
        self._belong(row, CLAIM, facets)
        self._hand_on(claim, nodes, facets)
        said = [*((quote, language) for quote in claim.quotes), (f"{lower} {upper}", "")]
        said += [(literal.value, literal.language or "") for literal in (value, written) if literal]
        words, about = Words.of(said), Words()
        for name in ("measure", "subject", "object", "counts"):
            about.add(self._entries[nodes[name]].words if nodes[name] in self._entries else _NO_NAMES)
        self._writer.add_words(row, (*words.columns(), *about.columns(), CLAIM))

    def _claim_facets(self, claim: ClaimEntry, nodes: dict[str, str], years: Iterable[str]) -> dict[str, set[str]]:
        source = nodes["statedIn"]
        about = {nodes[name] for name in ("subject", "object") if self._kind(nodes[name]) in _PLACES}
        return {
            "type": {claim.kind.value},
            "place": {*claim.nodes(SCHEMA["spatialCoverage"]), *about},
            "year": set(years),
            "outlet": {self._publisher.get(source, "")} - {""},
            "language": {self._language.get(source, "")} - {""},
            "comparator": set(claim.nodes(VG["comparator"])),
            "modality": set(claim.nodes(VG["modality"])),
            "contested": self._contested.get(claim.iri.value) or {UNCONTESTED},
            "measure": {nodes["measure"]} - {""},
            "source": {source} - {""},
            "subject": {nodes["subject"]} - {""},
        }

    def _hand_on(self, claim: ClaimEntry, nodes: dict[str, str], facets: dict[str, set[str]]) -> None:
        """Give what a claim is about, and where it stands, the values by which lists sort it, and the source."""
        named = {nodes["subject"], nodes["object"], claim.node(VG["speaker"]), *claim.nodes(SCHEMA["spatialCoverage"])}
        for iri in named | {nodes["measure"], nodes["statedIn"]}:
            if entry := self._entries.get(iri):
                for facet in ("place", "year", "language", "contested"):
                    entry.facets[facet] |= facets[facet] - {iri}
        source = self._entries.get(nodes["statedIn"])
        for entry in filter(None, map(self._entries.get, sorted(named))):
            if source is not None:
                self._writer.add("naming", (entry.row, source.row))

    def _thing(self, entry: Entry) -> None:
        iri = entry.iri.value
        facets = entry.facets
        about = self._about(entry.iri)
        facets["type"] = {term.value for p, term in about if p in (TYPE, DCT["type"]) and is_telling(term)}
        if len(facets["contested"]) > 1:
            facets["contested"].discard(UNCONTESTED)
        day = None
        if entry.kind == SOURCE:
            day = self._source(entry, about)
        if entry.kind == MEASURE:
            for facet, predicate in (("subject", VG["subject"]), ("counts", VG["counts"])):
                facets[facet] = {term.value for p, term in about if p == predicate}
        names = [alphabetical(entry.label(language)) or None for language in LANGUAGES]
        self._writer.add("thing", (entry.row, iri, entry.kind, entry.refs, day or None, None, None, *names))
        if entry.kind == TERM:
            return
        self._belong(entry.row, entry.kind, facets)
        texts = Words.of(entry.texts)
        for predicate, term in about:
            if predicate in _RELATED and term.value in self._entries:
                texts.add(self._entries[term.value].words)
        lengths = {sum(map(len, words(text))) for role, (text, _) in entry.names if role != CODE_ROLE}
        kind = " ".join([entry.kind, *map(length_token, sorted(lengths))])
        self._writer.add_words(entry.row, (*entry.words.columns(), *texts.columns(), kind))
        for predicate, term in about:
            if predicate not in _NO_STATEMENTS and predicate not in PROV:
                row = self._row(term.value) if isinstance(term, NamedNode) else None
                self._row(predicate.value)  # which has a name too
                of_literal = (term.datatype.value, term.language) if isinstance(term, Literal) else (None, None)
                self._writer.add("statement", (entry.row, predicate.value, term.value, row, *of_literal))

    def _source(self, entry: Entry, about: Sequence[tuple[NamedNode, Term]]) -> str:
        """Write where a source was published, and return when."""
        iri = entry.iri.value
        said = {predicate: term.value for predicate, term in reversed(about)}
        published = said.get(SCHEMA["datePublished"], "")
        publisher, language = self._publisher.get(iri, ""), self._language.get(iri, "")
        description, url = said.get(SCHEMA["description"], ""), said.get(SCHEMA["url"], "")
        self._writer.add("source", (entry.row, self._row(publisher), language, published, url, description))
        entry.facets["outlet"], entry.facets["language"] = {publisher} - {""}, {language} - {""}
        entry.facets["year"] = {published[:4]} - {""}
        entry.texts.append((f"{published} {url}", ""))
        return published

    def _about(self, node: NamedNode) -> list[tuple[NamedNode, Term]]:
        quads = self._store.quads_for_pattern(node, None, None, DefaultGraph())
        found = [(quad.predicate, quad.object) for quad in quads if isinstance(quad.object, NamedNode | Literal)]
        return sorted(found, key=str)

    def _belong(self, row: int, kind: str, facets: dict[str, set[str]]) -> None:
        numbers = [self._number(kind, facet, value) for facet, values in facets.items() for value in sorted(values)]
        for number in numbers:
            self._writer.add("membership", (number, row))
        self._counts.update(numbers)
        self._together.update(combinations(sorted(number for number in numbers if number > 0), 2))

    def _number(self, kind: str, facet: str, value: str) -> int:
        """Return the number of a value, below 0 if its facet is not shown."""
        number = self._facets.get((kind, facet, value))
        if number is None:
            number = len(self._facets) + 1
            number = self._facets[kind, facet, value] = -number if facet in HIDDEN else number
        return number

    def _kind(self, iri: str) -> str:
        entry = self._entries.get(iri)
        return entry.kind if entry else ""

    def _row(self, iri: str) -> int | None:
        """Return the row of a thing; one that has none yet, such as a unit or a class, gets one for its name."""
        if not iri or ":" not in iri:
            return None
        if iri not in self._entries:
            entry = term_entry(self._store, NamedNode(iri))
            entry.row = -len(self._entries)
            self._entries[iri] = entry
            self._writer.add("thing", (entry.row, iri, TERM, 0, *[None] * 6))
        return self._entries[iri].row

    def _names(self, entry: Entry) -> None:
        for role, (text, language) in entry.names:
            key = name_key(text) if entry.kind != TERM else ""
            self._writer.add("name", (entry.row, role, language, text, key))
        for key in sorted({name_key(text) for text, _ in entry.initials()}):
            self._writer.add("initials", (key, entry.row))

    def _near(self) -> None:
        by_shortened: dict[str, list[str]] = defaultdict(list)
        for word in self._writer.terms():
            if len(word) > 3 and word.isalpha():
                for form in without_letters(word):
                    by_shortened[form].append(word)
        for form, near in by_shortened.items():
            self._writer.add("near", (form, " ".join(near)))


def _amount(bound: str) -> float | None:
    try:
        return float(bound)
    except ValueError:
        return None


def _years(start: str, end: str) -> list[str]:
    """Return the years that a half-open time touches."""
    if not start or not end:
        return []
    first, last = int(start[:4]), (date.fromisoformat(end) - timedelta(days=1)).year
    return [str(year) for year in ((first, last) if last - first > _MOST_YEARS else range(first, last + 1))]
