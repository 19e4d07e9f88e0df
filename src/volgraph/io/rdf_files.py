"""Reading RDF files, with the file, line and column of what does not parse."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse

from volgraph.errors import Place, RdfSyntaxError

_MORE_SUFFIXES = {".jsonld": RdfFormat.JSON_LD}


def format_of(path: Path) -> RdfFormat:
    """Return the RDF format that a file's name ends in.

    Raises:
        RdfSyntaxError: the ending is of no RDF format.
    """
    suffix = path.suffix.lower()
    found = _MORE_SUFFIXES.get(suffix) or RdfFormat.from_extension(suffix.removeprefix("."))
    if found is None:
        known = ".ttl .trig .nt .nq .jsonld .rdf"
        raise RdfSyntaxError(f"“{suffix}” is the ending of no RDF format: use one of {known}", Place.of(path))
    return found


def read_quads(path: Path, base_iri: str | None = None, shown: str = "") -> Iterator[Quad]:
    """Yield the quads of an RDF file.

    Args:
        path: the file.
        base_iri: against which its relative IRIs resolve.
        shown: the path that errors show, if not `path`.

    Raises:
        RdfSyntaxError: it does not parse, or its format has no known ending.
    """
    rdf_format = format_of(path)
    try:
        yield from parse(path=path, format=rdf_format, base_iri=base_iri)
    except SyntaxError as error:
        raise unparsable(error, shown or str(path)) from None
    except OSError as error:
        raise RdfSyntaxError(f"cannot be read: {error.strerror or error}", Place(shown or str(path))) from None


def read_triples(path: Path, base_iri: str | None = None, shown: str = "") -> list[Triple]:
    """Return the triples of an RDF file; the graphs of a quad format are merged."""
    return [quad.triple for quad in read_quads(path, base_iri, shown)]


def unparsable(error: SyntaxError, shown: str) -> RdfSyntaxError:
    """Return the parser's error as ours, with the name that errors show."""
    if error.msg.startswith("No LoadDocumentCallback"):
        return RdfSyntaxError("nothing is fetched to read JSON-LD: put the context into the document", Place(shown))
    return RdfSyntaxError(f"{error.msg}: mend the syntax", Place(shown, error.lineno, error.offset))
