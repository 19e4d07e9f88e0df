"""The classes and properties that a generation uses, for those who write queries."""

from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from volgraph.domain.terms import TERM_NAMES
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.services.naming import shortened
from volgraph.services.querying import Source, ask


@dataclass(slots=True)
class TermInUse:
    """A class or property.

    Args:
        iri: its name.
        kind: `class` or `property`.
        count: how many things are of the class, or how many triples have the property.
        labels: what it is called, by language.
    """

    iri: str
    kind: str
    count: int
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def curie(self) -> str:
        """Its name with a prefix, if that is one of ours."""
        return shortened(self.iri)

    def label(self, language: str) -> str:
        """Return what it is called, in a language or else in another; empty if it is called nothing."""
        return next((self.labels[code] for code in (language, *reversed(LANGUAGES)) if code in self.labels), "")


def terms_in_use(source: Source) -> list[TermInUse]:
    """Return the terms, those that are used most first."""
    found: dict[tuple[str, str], TermInUse] = {}
    for solution in ask(source, "terms-in-use"):
        term, kind, count, label = (solution[name] for name in ("term", "kind", "count", "label"))
        assert isinstance(term, NamedNode) and isinstance(kind, Literal) and isinstance(count, Literal)
        entry = found.setdefault(
            (kind.value, term.value),
            TermInUse(term.value, kind.value, int(count.value), dict(TERM_NAMES.get(shortened(term.value), {}))),
        )
        if isinstance(label, Literal) and label.language:
            entry.labels[label.language] = label.value
    return sorted(found.values(), key=lambda entry: (-entry.count, entry.iri))
