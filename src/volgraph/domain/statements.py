"""Graphs whose terms are text, as N-Triples writes them, so that no library changes a literal on the way."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

Statement = tuple[str, str, str]
"""Subject, predicate and object: `<iri>`, `_:label` or a literal with its quotes."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
TYPE, FIRST, REST, NIL = (f"<{RDF}{name}>" for name in ("type", "first", "rest", "nil"))
SUBCLASS = f"<{RDFS}subClassOf>"
IMPORTS = "<http://www.w3.org/2002/07/owl#imports>"


class StatementGraph(Protocol):
    """What can be asked which statements it holds."""

    def match(self, subject: str | None, predicate: str | None, value: str | None) -> Iterable[Statement]:
        """Return the statements that have these terms; None stands for any. Subject or object has to be given."""
        ...


class MemoryGraph:
    """Statements in memory, found by their subjects and objects."""

    def __init__(self, statements: Iterable[Statement] = ()) -> None:
        self.statements: set[Statement] = set()
        self._of: dict[str, list[Statement]] = defaultdict(list)
        self._to: dict[str, list[Statement]] = defaultdict(list)
        for one in statements:
            self.add(one)

    def add(self, statement: Statement) -> None:
        """Add a statement, if it is not there."""
        if statement not in self.statements:
            self.statements.add(statement)
            self._of[statement[0]].append(statement)
            self._to[statement[2]].append(statement)

    def match(self, subject: str | None, predicate: str | None, value: str | None) -> Iterable[Statement]:
        """Return the statements that have these terms."""
        found = self._of.get(subject, ()) if subject is not None else self._to.get(value or "", ())
        return [
            one for one in found if (predicate is None or one[1] == predicate) and (value is None or one[2] == value)
        ]

    def objects(self, subject: str, predicate: str) -> list[str]:
        """Return the objects of a subject's statements with a predicate, sorted."""
        return sorted(one[2] for one in self.match(subject, predicate, None))

    def list_items(self, head: str) -> list[str]:
        """Return the items of an RDF list, up to where it ends or begins again."""
        items, seen = [], {NIL}
        while head not in seen:
            seen.add(head)
            items += self.objects(head, FIRST)[:1]
            head = next(iter(self.objects(head, REST)), NIL)
        return items


def statement_of(line: str) -> Statement:
    """Return what a line of N-Triples says, as pyoxigraph writes one: single spaces, a full stop at the end."""
    subject, predicate, rest = line.split(" ", 2)
    return subject, predicate, rest.rstrip("\n")[:-2]


def is_blank(term: str) -> bool:
    """Return whether a term is a blank node."""
    return term.startswith("_:")
