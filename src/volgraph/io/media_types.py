"""The formats in which answers are written: one table of name, media type, file suffix and kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from pyoxigraph import QueryResultsFormat, RdfFormat


class Kind(Enum):
    """What an answer consists of."""

    SOLUTIONS = "solutions"  # and booleans
    TRIPLES = "triples"


@dataclass(frozen=True, slots=True)
class Format:
    """A format that volgraph writes.

    Args:
        name: what `?format=` and `--format` call it; also its file suffix without the dot.
        media_type: as registered.
        kind: what can be written in it.
        engine: what the store's serialiser calls it; None for a workbook, which `io.workbooks` writes.
        names: other names that clients send.
        media_types: other media types that clients ask it by.
    """

    name: str
    media_type: str
    kind: Kind
    engine: QueryResultsFormat | RdfFormat | None
    names: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        """The ending of a file's name, with its dot."""
        return f".{self.name}"

    def content_type(self, asked: str | None = None) -> str:
        """Return the value of the `Content-Type` header, for the media type that the client asked it by."""
        media_type = asked or self.media_type
        return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


# The first of each kind is what a client gets that has no wish.
# https://www.w3.org/TR/sparql11-protocol/#query-success
FORMATS = (
    Format(
        "json",
        "application/sparql-results+json",
        Kind.SOLUTIONS,
        QueryResultsFormat.JSON,
        ("srj", "sparql-results+json"),
        ("application/json",),
    ),
    Format(
        "xml",
        "application/sparql-results+xml",
        Kind.SOLUTIONS,
        QueryResultsFormat.XML,
        ("srx", "sparql-results+xml"),
        ("application/xml", "text/xml"),
    ),
    Format("csv", "text/csv", Kind.SOLUTIONS, QueryResultsFormat.CSV),
    Format("tsv", "text/tab-separated-values", Kind.SOLUTIONS, QueryResultsFormat.TSV),
    Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Kind.SOLUTIONS, None),
    Format("ttl", "text/turtle", Kind.TRIPLES, RdfFormat.TURTLE, ("turtle", "n3"), ("application/x-turtle",)),
    Format(
        "nt", "application/n-triples", Kind.TRIPLES, RdfFormat.N_TRIPLES, ("n-triples", "ntriples"), ("text/plain",)
    ),
    Format(
        "rdf",
        "application/rdf+xml",
        Kind.TRIPLES,
        RdfFormat.RDF_XML,
        ("rdf+xml", "rdfxml", "xml"),
        ("application/xml", "text/xml"),
    ),
    Format(
        "jsonld",
        "application/ld+json",
        Kind.TRIPLES,
        RdfFormat.JSON_LD,
        ("json-ld", "json"),
        ("application/json", "application/x-json+ld"),
    ),
    Format("nq", "application/n-quads", Kind.TRIPLES, RdfFormat.N_QUADS, ("n-quads", "nquads"), ("text/x-nquads",)),
    Format("trig", "application/trig", Kind.TRIPLES, RdfFormat.TRIG, (), ("application/x-trig",)),
)


def formats(kind: Kind) -> list[Format]:
    """Return the formats of a kind, the preferred one first."""
    return [entry for entry in FORMATS if entry.kind is kind]


def by_name(name: str, kind: Kind) -> Format | None:
    """Return the format of a kind that bears a name or is asked for by a media type."""
    wanted = name.lower()
    for entry in formats(kind):
        if wanted in {entry.name, entry.media_type, *entry.names, *entry.media_types}:
            return entry
    return None


def offers(kind: Kind) -> Iterator[tuple[str, Format]]:
    """Yield every media type by which something of a kind can be asked for, the preferred ones first."""
    for entry in formats(kind):
        yield entry.media_type, entry
    for entry in formats(kind):
        for media_type in entry.media_types:
            yield media_type, entry


def rdf_format(media_type: str) -> Format | None:
    """Return the format of RDF that comes in with a media type, which may have parameters."""
    wanted = media_type.partition(";")[0].strip().lower()
    return next((form for form in formats(Kind.TRIPLES) if wanted in {form.media_type, *form.media_types}), None)
