"""Walking through Turtle and TriG, to say where the terms of each triple stand, in the parser's order."""

from collections.abc import Collection, Iterator

from volgraph.io.positions.ranges import Range, Ranges
from volgraph.io.positions.tokens import (
    CLOSE,
    END,
    FURTHER_PREDICATE,
    LITERAL,
    OPEN,
    PLAIN,
    SEMICOLON,
    STOP,
    STRING,
    TERM,
    TEXT,
    TOKEN,
)

_UNBEGUN = (-1, -1)
_ROUND = ord("(")
_BEGINNING = {TERM, LITERAL, STRING, OPEN}  # what a term begins with


class _Walk:
    """Where the walk is.

    Args:
        subject: of the triples to come; None at the beginning of a statement.
        predicate: of the triples to come; None if it is yet to come.
        cell: of the collection that is open, `_UNBEGUN` before its first item; None if none is.
        ended: the triples that the last token has ended.
    """

    __slots__ = ("_outer", "cell", "ended", "predicate", "subject")

    def __init__(self) -> None:
        self.subject: Range | None = None
        self.predicate: Range | None = None
        self.cell: Range | None = None
        self.ended: list[Ranges] = []
        self._outer: list[tuple[Range, Range | None, Range | None, Range | None]] = []

    @property
    def outside(self) -> bool:
        """Whether a statement is over and none has begun."""
        return self.subject is None and not self._outer

    def take(self, term: Range) -> None:
        """Take a term as what is missing: subject, predicate or object."""
        if self.subject is None:
            self.subject = term
        elif self.predicate is None:
            self.predicate = term
        else:
            self.ended.append((self.subject, self.predicate, term))

    def add_cell(self, start: int) -> None:
        """Begin the cell of a collection whose item begins here."""
        here = (start, start)
        if self.cell is _UNBEGUN:
            self.cell, subject, predicate, _ = self._outer[-1]
            if subject is not None and predicate is not None:
                self.ended.append((subject, predicate, self.cell))
        else:
            assert self.cell is not None
            self.ended.append((self.cell, here, here))
            self.cell = here
        self.subject, self.predicate = self.cell, here

    def open(self, bracket: Range, *, collection: bool) -> None:
        """Go into a collection or a blank node's properties."""
        self._outer.append((bracket, self.subject, self.predicate, self.cell))
        if collection:
            self.cell = _UNBEGUN
        else:
            self.subject, self.predicate, self.cell = bracket, None, None

    def close(self, bracket: Range) -> None:
        """Come out again, with a node that is the subject or object of what is outside."""
        if not self._outer:
            return  # the file has been changed since it was parsed
        cell = self.cell
        node, self.subject, self.predicate, self.cell = self._outer.pop()
        if cell is None:
            self.take(node)
        elif cell is _UNBEGUN:
            self.take((node[0], bracket[1]))
        else:
            self.ended.append((cell, (bracket[0], bracket[0]), bracket))
            if self.subject is None:  # as an object it was taken with its first item
                self.subject = node


def numbered(text: bytes, numbers: Collection[int], start: int = 0) -> Iterator[tuple[int, Ranges]]:
    """Yield some triples, each with its number in the order of `scan`.

    Most files are made of statements without brackets: those that hold none of the triples are passed over whole.

    Args:
        text: as `scan` has it.
        numbers: of the triples, from 0.
        start: the byte at which to begin.
    """
    passed = 0
    waiting = sorted(set(numbers), reverse=True)
    while waiting:
        match = PLAIN.match(text, start)
        held = 0 if match is None else _triples(match[1])
        if match is None or waiting[-1] < passed + held:
            for item in _walked(text, start):
                if isinstance(item, int):
                    start = item
                    break
                if waiting and waiting[-1] == passed:
                    yield waiting.pop(), item
                passed += 1
            else:
                return
        else:
            passed += held
            start = match.end()


def _triples(statement: bytes) -> int:
    """Return how many triples a statement has that has no brackets."""
    separators = TEXT.sub(b"x", statement)
    return 1 + separators.count(b",") + len(FURTHER_PREDICATE.findall(separators))


def scan(text: bytes, start: int = 0) -> Iterator[Ranges]:
    """Yield where the terms of each triple stand, in the order in which pyoxigraph yields the triples.

    The triples that one token of the parser ends come out last first. A literal is a token and the language or datatype
    behind it is another; a string that has neither is known to be whole at the token behind it only.

    Args:
        text: Turtle or TriG that pyoxigraph accepts. At the first sign of what is newer than RDF 1.1 (triple terms,
            reifiers, annotations) the walk ends.
        start: the byte at which to begin.
    """
    return (item for item in _walked(text, start) if not isinstance(item, int))


def _walked(text: bytes, start: int) -> Iterator[Ranges | int]:
    """Yield the triples, and where each statement ends."""
    walk = _Walk()
    ended = walk.ended
    held: Range | None = None
    for match in TOKEN.finditer(text, start):
        kind = match.lastindex
        if kind is None:
            return
        if held is not None:
            walk.take(held)
            held = None
        if kind in _BEGINNING:
            span = match.span(kind)
            if walk.cell is not None:
                walk.add_cell(span[0])
            if kind == TERM:
                walk.take(span)
            elif kind == LITERAL:
                yield from reversed(ended)
                ended.clear()
                walk.take(span)
            elif kind == STRING:
                held = span
            else:
                walk.open(span, collection=text[span[0]] == _ROUND)
        elif kind == SEMICOLON:
            walk.predicate = None
        elif kind == STOP:
            walk.subject = walk.predicate = None
        elif kind == CLOSE:
            walk.close(match.span(kind))
        if ended:
            yield from reversed(ended)
            ended.clear()
        if kind == END:
            return
        if walk.outside:
            yield match.end()
