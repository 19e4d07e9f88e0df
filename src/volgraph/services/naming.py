"""Naming things in the reader's language."""

from bisect import bisect_left
from collections.abc import Iterable
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from volgraph.domain.iris import Base
from volgraph.domain.names import nearest
from volgraph.domain.terms import TERM_NAMES
from volgraph.domain.times import interval_of
from volgraph.domain.vocabulary import LANGUAGES, PREFIXES, XSD
from volgraph.domain.wording import number_text, time_text
from volgraph.io.results import Term
from volgraph.services.querying import Source, ask, ask_many

_MOST_CACHED = 50_000
_NEIGHBOURS = 1000
_MOST_ALIKE = 5
_NUMBERS = {XSD["decimal"], XSD["integer"]}
_TIMES = {XSD["date"], XSD["gYear"], XSD["gYearMonth"]}


class Names:
    """The names of the things in one generation."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._cache: dict[str, list[Literal]] = {}
        self._made: dict[tuple[str, str], Literal | None] = {}
        self._named: list[str] | None = None

    def labels(self, node: NamedNode) -> list[Literal]:
        """Return the labels of a thing, of the best kind that it has, in the order of `LANGUAGES`."""
        found = self._cache.get(node.value)
        return self._keep(node.value, self._read(node)) if found is None else found

    def learn(self, nodes: Iterable[NamedNode]) -> None:
        """Read the labels of many things at once, so that naming one asks nothing; see `labels`."""
        unknown = dict.fromkeys(node for node in nodes if node.value not in self._cache)
        by_rank: dict[str, dict[str, list[Literal]]] = {node.value: {} for node in unknown}
        for solution in ask_many(self._source, "names-of-many", unknown):
            thing, rank, name = solution["thing"], solution["rank"], solution["name"]
            assert isinstance(thing, NamedNode) and isinstance(rank, Literal)
            if isinstance(name, Literal):
                by_rank[thing.value].setdefault(rank.value, []).append(name)
        for iri, found in by_rank.items():
            self._keep(iri, found)

    def name(self, node: NamedNode, language: str) -> Literal | None:
        """Return the name of a thing in a language, else in another; None if it has no name.

        A claim is named by what it states, a discrepancy by its kind and measure, an identification by the words and
        what they mean, a source by its publisher and date.
        """
        key = node.value, language
        if key not in self._made:
            if len(self._made) >= _MOST_CACHED:
                self._made.clear()
            self._made[key] = self._name(node, language)
        return self._made[key]

    def alike(self, path: str, base: Base) -> list[NamedNode]:
        """Return the named things whose paths are most like one that leads nowhere, the likeliest first.

        Compared are those of the same kind that stand near it in the alphabet; then the same slug of other kinds.
        """
        kind, _, slug = path.partition("/")
        named = self._named_things()
        place = bisect_left(named, base.thing(path).value)
        around = [base.path(NamedNode(iri)) for iri in named[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]]
        near = nearest(path, (other for other in around if other.startswith(f"{kind}/")))
        elsewhere = [iri for iri in named if slug and iri.startswith(base.things) and iri.endswith(f"/{slug}")]
        found = [*map(base.thing, near), *map(NamedNode, elsewhere)]
        return list(dict.fromkeys(found))[:_MOST_ALIKE]

    def _named_things(self) -> list[str]:
        if self._named is None:
            found = (solution["thing"] for solution in ask(self._source, "named-things"))
            self._named = sorted(node.value for node in found if isinstance(node, NamedNode))
        return self._named

    def _keep(self, iri: str, by_rank: dict[str, list[Literal]]) -> list[Literal]:
        """Keep the best of the labels of a thing, in the order of `LANGUAGES`."""
        best = by_rank[min(by_rank)] if by_rank else []
        if len(self._cache) >= _MOST_CACHED:
            self._cache.clear()
        self._cache[iri] = sorted(best, key=lambda label: (_place(label, LANGUAGES), label.value))
        return self._cache[iri]

    def _read(self, node: NamedNode) -> dict[str, list[Literal]]:
        by_rank: dict[str, list[Literal]] = {}
        for solution in ask(self._source, "names", thing=node):
            rank, name = solution["rank"], solution["name"]
            assert isinstance(rank, Literal)
            if isinstance(name, Literal):
                by_rank.setdefault(rank.value, []).append(name)
        return by_rank

    def _name(self, node: NamedNode, language: str) -> Literal | None:
        labels = self.labels(node)
        if labels:
            return _best(labels, language)
        known = TERM_NAMES.get(shortened(node.value))
        return Literal(known[language], language=language) if known else self._statement(node, language)

    def _statement(self, node: NamedNode, language: str) -> Literal | None:
        for solution in ask(self._source, "statement", thing=node):
            if solution["publisher"] is not None:
                named = [self._text(solution[name], language) for name in ("publisher", "published") if solution[name]]
                return Literal(", ".join(named), language=language)
            if solution["meaning"] is not None:
                words = f"“{value_text(solution['words'], language)}” " if solution["words"] else ""
                return Literal(f"{words}→ {self._text(solution['meaning'], language)}", language=language)
            if solution["object"] is not None:
                subject, predicate, value = (solution[name] for name in ("subject", "predicate", "object"))
                about = f"{self._text(subject, language)} — {self._text(predicate, language)}"
                return Literal(f"{about}: {self._text(value, language)}", language=language)
            about = self._text(solution["measure"], language)
            if solution["kind"] is not None:
                if not about:
                    return None
                return Literal(f"{self._text(solution['kind'], language)}: {about}", language=language)
            lower, upper, sign = solution["lower"], solution["upper"], solution["sign"]
            bounds = dict.fromkeys(value_text(bound, language) for bound in (lower, upper) if bound is not None)
            stated = "–".join(bounds) or value_text(solution["value"] or solution["words"], language)
            shown = f"{sign.value} " if isinstance(sign, Literal) and sign.value in _SIGNS else ""
            return Literal(f"{about}: {shown}{stated}", language=language)
        return None

    def _text(self, term: Term | None, language: str) -> str:
        if not isinstance(term, NamedNode):
            return value_text(term, language)
        name = self.name(term, language)
        return name.value if name else term.value.partition("/id/")[2] or shortened(term.value)


_SIGNS = {">", ">=", "<", "<=", "~"}


def value_text(term: Term | None, language: str) -> str:
    """Return a value as the language writes it: numbers grouped, dates in words."""
    if term is None:
        return ""
    if not isinstance(term, Literal):
        return term.value if isinstance(term, NamedNode) else str(term)
    if term.datatype in _NUMBERS:
        return number_text(Decimal(term.value), language)
    if term.datatype in _TIMES and (interval := interval_of(term.value)):
        return time_text(interval, language)
    return term.value


def shortened(iri: str) -> str:
    """Return an IRI as a CURIE if its prefix is one of ours, else the whole."""
    known = [(prefix, start) for prefix, start in PREFIXES.items() if iri.startswith(start)]
    if not known:
        return iri
    prefix, start = max(known, key=lambda entry: len(entry[1]))
    return f"{prefix}:{iri.removeprefix(start)}"


def _best(names: Iterable[Literal], language: str) -> Literal:
    order = (language, *reversed(LANGUAGES))
    return min(names, key=lambda name: (_place(name, order), name.value))


def _place(name: Literal, order: tuple[str, ...]) -> int:
    return order.index(name.language) if name.language in order else len(order)
