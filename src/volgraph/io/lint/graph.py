"""A shapes graph in which every triple is known by its document and number."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from volgraph.domain.lint_rules import Fact
from volgraph.domain.lint_words import Reason
from volgraph.domain.vocabulary import PREFIXES, RDF, RDFS, SH, XSD
from volgraph.io.graph_files import Document

Term = NamedNode | BlankNode | Literal | Triple
Node = NamedNode | BlankNode | Triple

TYPE, FIRST, REST, NIL = RDF["type"], RDF["first"], RDF["rest"], RDF["nil"]

_PLAIN = {XSD[name] for name in ("integer", "decimal", "double", "boolean")}
_MOST_STEPS = 20
_PREFIX = re.compile(r"^\s*@?prefix\s+([\w.-]*):\s*<([^>\s]+)>", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Spot:
    """A triple of a document: its number in the order in which the document is read, from 0."""

    document: Document
    number: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the shapes.

    Args:
        code: of a rule in `volgraph.domain.lint_rules`.
        spot: the triple that is wrong; None if the finding is about no triple.
        facts: what the rule's sentence names.
    """

    code: str
    spot: Spot | None
    facts: Mapping[str, Fact] = field(default_factory=dict, hash=False)


class MalformedError(ValueError):
    """A list or path that is none, for a reason, at a node."""

    def __init__(self, reason: Reason, at: Term) -> None:
        self.reason, self.at = reason, at
        super().__init__(reason)


class ShapesGraph:
    """The triples of documents, by subject and by predicate, in the order in which they are written."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = tuple(documents)
        self._spots: dict[Triple, Spot] = {}
        self._subjects: dict[Node, dict[NamedNode, list[Term]]] = {}
        self._predicates: dict[NamedNode, list[Triple]] = defaultdict(list)
        self._objects: dict[Term, list[Triple]] = defaultdict(list)
        self._prefixes = {**PREFIXES, "sh": SH.iri}
        for document in documents:
            self._prefixes.update(_prefixes(document))
            for number, triple in enumerate(document.read()):
                self._add(triple, Spot(document, number))

    def _add(self, triple: Triple, spot: Spot) -> None:
        if triple in self._spots:
            return
        self._spots[triple] = spot
        of_subject = self._subjects.setdefault(triple.subject, {})
        of_subject.setdefault(triple.predicate, []).append(triple.object)
        self._predicates[triple.predicate].append(triple)
        self._objects[triple.object].append(triple)

    def __iter__(self) -> Iterator[Triple]:
        return iter(self._spots)

    def __contains__(self, triple: Triple) -> bool:
        return triple in self._spots

    def subjects(self) -> Iterator[Node]:
        """Yield every subject."""
        return iter(self._subjects)

    def describes(self, node: Term) -> bool:
        """Return whether a node is the subject of something."""
        return node in self._subjects

    def properties(self, subject: Term) -> Mapping[NamedNode, Sequence[Term]]:
        """Return the values of a subject by predicate."""
        return {} if isinstance(subject, Literal) else self._subjects.get(subject, {})

    def values(self, subject: Term, predicate: NamedNode) -> Sequence[Term]:
        """Return the objects of a subject and predicate."""
        return self.properties(subject).get(predicate, ())

    def value(self, subject: Term, predicate: NamedNode) -> Term | None:
        """Return the first object of a subject and predicate."""
        return next(iter(self.values(subject, predicate)), None)

    def with_predicate(self, predicate: NamedNode) -> Sequence[Triple]:
        """Return the triples with a predicate."""
        return self._predicates.get(predicate, ())

    def with_object(self, value: Term) -> Sequence[Triple]:
        """Return the triples with an object."""
        return self._objects.get(value, ())

    def of_type(self, kind: NamedNode) -> Iterator[Node]:
        """Yield the instances of a class and of its subclasses in this graph."""
        kinds: list[Term] = [kind]
        for one in kinds:
            below = (triple.subject for triple in self.with_object(one) if triple.predicate == RDFS["subClassOf"])
            kinds += [other for other in below if other not in kinds]
        for one in kinds:
            yield from (triple.subject for triple in self.with_object(one) if triple.predicate == TYPE)

    def items(self, head: Term) -> list[Term]:
        """Return the members of a list: https://www.w3.org/TR/shacl/#dfn-shacl-list

        Raises:
            MalformedError: it is not well-formed.
        """
        found: list[Term] = []
        seen: set[Term] = set()
        node = head
        while node != NIL:
            if node in seen:
                raise MalformedError(Reason.CYCLE, node)
            seen.add(node)
            if isinstance(node, Literal | Triple) or not self.values(node, REST):
                raise MalformedError(Reason.NO_LIST if node == head else Reason.NO_END, node)
            first, rest = self.values(node, FIRST), self.values(node, REST)
            if len(first) != 1:
                raise MalformedError(Reason.TWO_MEMBERS if first else Reason.NO_MEMBER, node)
            if len(rest) != 1:
                raise MalformedError(Reason.TWO_ENDS, node)
            found.append(first[0])
            node = rest[0]
        if self.values(NIL, FIRST) or self.values(NIL, REST):
            raise MalformedError(Reason.NIL_GOES_ON, NIL)
        return found

    def members(self, head: Term) -> list[Term]:
        """Return the members of a list, or none if it is no list."""
        try:
            return self.items(head)
        except MalformedError:
            return []

    def spot(self, subject: Node, predicate: NamedNode, value: Term) -> Spot | None:
        """Return where a triple is written."""
        return self._spots.get(Triple(subject, predicate, value))

    def spot_of(self, node: Term) -> Spot | None:
        """Return where a node is first described, or first named."""
        for predicate, values in self.properties(node).items():
            return self._spots[Triple(node, predicate, values[0])]  # type: ignore[arg-type]
        named = self.with_object(node)
        return self._spots[named[0]] if named else None

    def show(self, term: Term) -> str:
        """Return a term as people write it: with the prefixes of the documents, cut if it is long."""
        if isinstance(term, NamedNode):
            return self._curie(term.value)
        if isinstance(term, BlankNode):
            return "[]"
        text = str(term)
        if isinstance(term, Literal) and not term.language and term.datatype != XSD["string"]:
            plain = term.datatype in _PLAIN and re.fullmatch(r"[-+\w.]+", term.value)
            text = term.value if plain else f'"{term.value}"^^{self.show(term.datatype)}'
        return text if len(text) <= 80 else f"{text[:79]}…"

    def name(self, shape: Term) -> str:
        """Return what to call a shape: its IRI, or that of the shape in which it stands, and its path."""
        steps: list[str] = []
        node = shape
        for _ in range(_MOST_STEPS):
            if not isinstance(node, BlankNode):
                break
            path = self.value(node, SH["path"])
            if isinstance(path, NamedNode):
                steps.append(self._curie(path.value))
            around = self.with_object(node)
            if not around:
                break
            node = around[0].subject
        return " / ".join([self.show(node), *reversed(steps)])

    def _curie(self, iri: str) -> str:
        fitting = [(space, prefix) for prefix, space in self._prefixes.items() if iri.startswith(space)]
        if not fitting:
            return f"<{iri}>"
        space, prefix = max(fitting, key=lambda pair: len(pair[0]))
        local = iri.removeprefix(space)
        return f"{prefix}:{local}" if re.fullmatch(r"[\w.-]*", local) else f"<{iri}>"


def _prefixes(document: Document) -> dict[str, str]:
    """Return the prefixes that a Turtle or TriG file declares; they are only for messages."""
    if document.path.suffix.lower() not in (".ttl", ".trig"):
        return {}
    return dict(_PREFIX.findall(document.path.read_text(encoding="utf-8", errors="replace")))
