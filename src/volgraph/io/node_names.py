"""Which nodes a graph has, without holding it."""

from itertools import groupby, islice
from pathlib import Path

_NEIGHBOURS = 2000


def mentions(ntriples: Path, iri: str) -> bool:
    """Return whether a node is subject or object of a triple."""
    subject, value = f"<{iri}> ".encode(), f" <{iri}> .\n".encode()
    with ntriples.open("rb") as lines:
        return any(line.startswith(subject) or line.endswith(value) for line in lines)


def neighbours(ntriples: Path, iri: str) -> list[str]:
    """Return subjects in the namespace of an IRI, so many that it may be one of them misspelt."""
    namespace = iri[: max(iri.rfind("/"), iri.rfind("#"), iri.rfind(":")) + 1]
    beginning = f"<{namespace}".encode()
    with ntriples.open("rb") as lines:
        subjects = (line[1 : line.index(b">")].decode() for line in lines if line.startswith(beginning))
        return [subject for subject, _ in islice(groupby(subjects), _NEIGHBOURS)]
