"""Which properties and classes a data graph uses, read in one pass over its N-Triples."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode

from volgraph.domain.vocabulary import RDF, RDFS

_TYPE = str(RDF["type"]).encode()
_SUBCLASS = str(RDFS["subClassOf"]).encode()


@dataclass(frozen=True, slots=True)
class Usage:
    """What a graph uses, as IRIs.

    Args:
        properties: every predicate.
        classes: every class that has a node, by rdf:type or through rdfs:subClassOf.
        subjects: every IRI that is described; kept only for an ontology.
    """

    properties: frozenset[str]
    classes: frozenset[str]
    subjects: frozenset[str] = field(default=frozenset())


def usage(ntriples: Path, *, keep_subjects: bool = False) -> Usage:
    """Read what a file of N-Triples uses.

    Args:
        ntriples: with single spaces, as Oxigraph writes it.
        keep_subjects: whether the subjects are wanted too.
    """
    properties: set[bytes] = set()
    classes: set[bytes] = set()
    subjects: set[bytes] = set()
    above: dict[bytes, set[bytes]] = {}
    with ntriples.open("rb") as lines:
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            properties.add(predicate)
            if keep_subjects:
                subjects.add(subject)
            if predicate == _TYPE:
                classes.add(rest[:-3])
            elif predicate == _SUBCLASS:
                above.setdefault(subject, set()).add(rest[:-3])
    waiting = list(classes)
    while waiting:
        for wider in above.get(waiting.pop(), set()) - classes:
            classes.add(wider)
            waiting.append(wider)
    return Usage(_iris(properties), _iris(classes), _iris(subjects))


def _iris(terms: Iterable[bytes]) -> frozenset[str]:
    return frozenset(term[1:-1].decode() for term in terms if term.startswith(b"<"))


def namespace(term: NamedNode | str) -> str:
    """Return an IRI up to its last "#" or "/"."""
    iri = term if isinstance(term, str) else term.value
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
