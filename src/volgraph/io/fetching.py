"""Fetching an RDF document from the web, where a user allows it."""

from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag, urlsplit
from urllib.request import Request, urlopen

from pyoxigraph import RdfFormat

from volgraph import __version__
from volgraph.errors import RdfSyntaxError, RemoteError
from volgraph.io.media_types import rdf_format
from volgraph.io.rdf_files import format_of

MOST_BYTES = 64 << 20
_TIMEOUT_S = 60
_ACCEPT = (
    "text/turtle, application/n-triples, application/ld+json;q=0.9, application/rdf+xml;q=0.8, application/trig;q=0.5"
)


def fetch_rdf(iri: str, target: Path) -> Path:
    """Write the document at an IRI into a file, whose name gets the ending of its format, and return that file.

    Args:
        iri: of http or https; its fragment is left out.
        target: the file, without an ending.

    Raises:
        RemoteError: it cannot be had, is no RDF, or is too large.
    """
    url = urldefrag(iri).url
    request = Request(url, headers={"Accept": _ACCEPT, "User-Agent": f"volgraph/{__version__}"})
    try:
        with urlopen(request, timeout=_TIMEOUT_S) as response:
            body = response.read(MOST_BYTES + 1)
            media_type = response.headers.get_content_type()
    except HTTPError as error:
        error.close()
        raise RemoteError(iri, f"it answered {error.code} {error.reason}") from None
    except (OSError, HTTPException, ValueError) as error:
        raise RemoteError(iri, f"it cannot be reached: {getattr(error, 'reason', error)}") from None
    if len(body) > MOST_BYTES:
        raise RemoteError(iri, f"it is larger than {MOST_BYTES >> 20} MiB: download it, and name the file")
    path = target.with_suffix(f".{_format(media_type, url, iri).file_extension}")
    path.write_bytes(body)
    return path


def _format(media_type: str, url: str, iri: str) -> RdfFormat:
    """Return the format that a document is said to be in, or that its address ends in."""
    said = rdf_format(media_type) if media_type not in ("text/plain", "application/xml", "text/xml") else None
    if said is not None:
        assert isinstance(said.engine, RdfFormat)
        return said.engine
    try:
        return format_of(Path(urlsplit(url).path))
    except RdfSyntaxError:
        raise RemoteError(iri, f"it answered with {media_type}, which is no RDF") from None
