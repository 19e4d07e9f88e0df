"""Reading RDF files, with the file, line and column of what does not parse."""

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat

from pyoxigraph import Quad, RdfFormat, Triple, parse

from volgraph.errors import Place, RdfSyntaxError

SUFFIXES = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
}
"""The endings that say RDF."""

_WIDER_SUFFIXES = {".json": RdfFormat.JSON_LD, ".xml": RdfFormat.RDF_XML}
"""Endings of files that may be RDF: it is tried where somebody names the file."""

_BLOCK_BYTES = 1 << 20
_LONGEST_TOKEN_BYTES = 16 << 20
"""What pyoxigraph holds of a file at once."""

_TOO_LONG = "Reached the buffer maximal size"
"""How the error begins that it raises where a token is longer."""


def format_of(path: Path) -> RdfFormat:
    """Return the RDF format that a file's name ends in.

    Raises:
        RdfSyntaxError: the ending is of no RDF format.
    """
    suffix = path.suffix.lower()
    found = SUFFIXES.get(suffix) or _WIDER_SUFFIXES.get(suffix)
    if found is None:
        known = " ".join(SUFFIXES)
        raise RdfSyntaxError(f"“{suffix}” is the ending of no RDF format: use one of {known}", Place.of(path))
    return found


@contextmanager
def parsing(path: Path, base_iri: str | None = None, shown: str = "") -> Iterator[Iterable[Quad]]:
    """Give the quads of an RDF file; a byte order mark at its beginning does not matter.

    Args:
        path: the file.
        base_iri: against which its relative IRIs resolve.
        shown: the path that errors show, if not `path`.

    Raises:
        RdfSyntaxError: it does not parse, or its format has no known ending.
    """
    rdf_format = format_of(path)
    name = shown or str(path)
    try:
        with path.open("rb") as file:
            if file.read(len(BOM_UTF8)) != BOM_UTF8:
                file.seek(0)
            yield parse(input=file, format=rdf_format, base_iri=base_iri)
        if rdf_format == RdfFormat.RDF_XML:
            _require_well_formed(path, name)
    except SyntaxError as error:
        raise unparsable(error, name) from None
    except MemoryError as error:
        if not str(error).startswith(_TOO_LONG):  # of a process with little memory, as of one with limits
            raise
        raise RdfSyntaxError(
            f"a value in it is larger than {_LONGEST_TOKEN_BYTES >> 20} MiB, which the parser cannot hold: "
            "keep it in a file of its own and refer to that",
            Place(name, _long_line(path)),
        ) from None
    except OSError as error:
        raise RdfSyntaxError(f"cannot be read: {error.strerror or error}", Place(name)) from None


def _require_well_formed(path: Path, shown: str) -> None:
    """Refuse XML that ends before its elements do, of which pyoxigraph takes the beginning for the whole.

    Raises:
        RdfSyntaxError: it is not well-formed.
    """
    parser = expat.ParserCreate("utf-8")
    try:
        with path.open("rb") as file:
            if any(block.strip() for block in iter(lambda: file.read(_BLOCK_BYTES), b"")):
                file.seek(0)
                parser.ParseFile(file)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise RdfSyntaxError(f"{reason}: mend the XML", Place(shown, error.lineno, error.offset + 1)) from None


def read_quads(path: Path, base_iri: str | None = None, shown: str = "") -> Iterator[Quad]:
    """Yield the quads of an RDF file; see `parsing`."""
    with parsing(path, base_iri, shown) as quads:
        yield from quads


def _long_line(path: Path) -> int | None:
    """Return the number of the first line that is too long to be held, if it is one line."""
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(_LONGEST_TOKEN_BYTES), b""), 1):
            if len(line) == _LONGEST_TOKEN_BYTES:
                return number
    return None


def read_triples(path: Path, base_iri: str | None = None, shown: str = "") -> list[Triple]:
    """Return the triples of an RDF file; the graphs of a quad format are merged."""
    return [quad.triple for quad in read_quads(path, base_iri, shown)]


def unparsable(error: SyntaxError, shown: str) -> RdfSyntaxError:
    """Return the parser's error as ours, with the name that errors show."""
    if error.msg.startswith("No LoadDocumentCallback"):
        return RdfSyntaxError("nothing is fetched to read JSON-LD: put the context into the document", Place(shown))
    return RdfSyntaxError(f"{error.msg}: mend the syntax", Place(shown, error.lineno, error.offset))
