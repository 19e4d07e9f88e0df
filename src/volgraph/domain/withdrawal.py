"""What goes with a text or a thing that is withdrawn, decided statement by statement."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from volgraph.domain.vocabulary import OA, VG

_OUR_LINKS = ("subject", "object", "measure", "statedIn", "involves", "identifies", "identifiedAs")
GOES_WITH = (*(VG[name] for name in _OUR_LINKS), OA["hasSource"])
"""What a node says of another that it cannot be without: a claim its subject, a discrepancy its claims, an evidence
the text that it quotes. It goes whole when the other goes."""

_WORDS = tuple(f"<{VG[name].value}>".encode() for name in ("asWritten", "timeAsWritten", "explanation"))
"""What repeats words of a text on the claims of its article."""

_IRI = re.compile(rb"<([^<>\"\s]*)>")
_LITERAL = re.compile(rb'"((?:[^"\\]|\\.)*)"')
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_QUOTED_LENGTH = 20


@dataclass(slots=True)
class Scope:
    """What is withdrawn: nodes with all below them, the words of texts, and triples that only they supported.

    Statements are those of N-Triples, without the full stop, as a store writes them.

    Args:
        nodes: IRIs; whatever has one of them, or one below, as subject or object goes.
        texts: stored texts among them; a literal that has one of their sentences goes too.
        sources: IRIs of the sources of those texts: their claims lose the words that they took from them.
        unsupported: plain triples that only withdrawn claims stated.
    """

    nodes: set[str]
    texts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    unsupported: set[bytes] = field(default_factory=set)
    _sentences: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        parts = (part for text in self.texts for part in _SENTENCE.split(text))
        self._sentences = tuple(part for part in parts if len(part) >= _QUOTED_LENGTH)

    def has(self, iri: str) -> bool:
        """Tell whether an IRI is withdrawn, by itself or with one that it is below."""
        while iri not in self.nodes:
            iri, slash, _ = iri.rpartition("/")
            if not slash:
                return False
        return True

    def takes(self, statement: bytes) -> bool:
        """Tell whether a statement goes, in whichever graph it stands."""
        if any(self.has(iri.decode()) for iri in _IRI.findall(statement)):
            return True
        subject, predicate, _ = statement.split(b" ", 2)
        if predicate in _WORDS and self.is_of_source(subject[1:-1].decode()):
            return True
        return b'"' in statement and self.quotes(_unescaped(statement))

    def is_of_source(self, iri: str) -> bool:
        """Tell whether an IRI is below the source of a withdrawn text."""
        return any(iri.startswith(source + "/") for source in self.sources)

    def quotes(self, words: str) -> bool:
        """Tell whether some words have a sentence of a withdrawn text."""
        return any(sentence in words for sentence in self._sentences)

    def repeats(self, statement: bytes) -> bool:
        """Tell whether a statement on something below the source of a withdrawn text has words of the text."""
        subject, _, term = statement.split(b" ", 2)
        words = [_unescaped(literal) for literal in _LITERAL.findall(term)[:1]]
        return self.is_of_source(subject[1:-1].decode()) and any(w in text for w in words for text in self.texts)

    def still_mentions(self, statement: bytes, labels: Iterable[str]) -> bool:
        """Tell whether a statement that stays has a literal that names what was withdrawn, or quotes its text.

        Args:
            statement: a statement that does not go.
            labels: the names of what was withdrawn.
        """
        for literal in _LITERAL.findall(statement):
            words = _unescaped(literal)
            if any(label.casefold() in words.casefold() for label in labels):
                return True
            if len(words) >= _QUOTED_LENGTH and any(words in text for text in self.texts):
                return True
        return False


def _unescaped(written: bytes) -> str:
    r"""Return what is written between the quotes of canonical N-Triples, which escapes only " \ and control letters.

    https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples
    """
    text = written.decode()
    return re.sub(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", _character, text) if "\\" in text else text


def _character(escape: re.Match[str]) -> str:
    code = escape[1]
    if len(code) > 1:
        return chr(int(code[1:], 16))
    return {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}.get(code, code)
