"""The IRIs that volgraph mints, under one base."""

import re
from dataclasses import dataclass
from hashlib import sha256

from pyoxigraph import NamedNode

DEFAULT_BASE = "https://w3id.org/volgraph/"

_PATH = re.compile(r"[a-z0-9][a-z0-9.-]*(/[A-Za-z0-9][A-Za-z0-9.-]*)+")
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


@dataclass(frozen=True, slots=True)
class Base:
    """The base under which a collection names its things and its graphs.

    Args:
        iri: an absolute IRI that ends with a slash.
    """

    iri: str = DEFAULT_BASE

    @property
    def things(self) -> str:
        """The prefix of every thing, against which relative IRIs of the data files resolve."""
        return f"{self.iri}id/"

    def thing(self, path: str) -> NamedNode:
        """Return the IRI of a thing, `event/international-volunteers-forum-2023` say."""
        return NamedNode(self.things + path)

    def graph(self, path: str) -> NamedNode:
        """Return the IRI of a graph, `article/baq-forum` say."""
        return NamedNode(f"{self.iri}graph/{path}")

    def path(self, thing: NamedNode) -> str:
        """Return what stands behind the prefix of things; the whole IRI if it is not one of ours."""
        return thing.value.removeprefix(self.things)


def is_path(text: str) -> bool:
    """Tell whether `text` is a kind and an ASCII slug, as in `place/astana`."""
    return _PATH.fullmatch(text) is not None


def is_slug(text: str) -> bool:
    """Tell whether `text` can be one part of a path."""
    return _SLUG.fullmatch(text) is not None


def child(parent: NamedNode, path: str) -> NamedNode:
    """Return the IRI of a part of a thing."""
    return NamedNode(f"{parent.value}/{path}")


def is_part_of_claim(iri: str) -> bool:
    """Tell whether an IRI names a part of a claim: words that state it, or how its time was found."""
    return "/" in iri.partition("/claim/")[2]


def short_hash(parts: list[str]) -> str:
    """Return eight hexadecimal digits that name a set of strings, whatever their order."""
    return sha256("\n".join(sorted(parts)).encode()).hexdigest()[:8]
