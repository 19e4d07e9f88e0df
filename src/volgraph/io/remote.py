"""Asking a SPARQL endpoint anywhere: it answers in the format asked for, or it is an error."""

import re
import warnings
from http.client import HTTPException
from urllib.error import HTTPError, URLError

from SPARQLWrapper import POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import (
    EndPointInternalError,
    EndPointNotFound,
    QueryBadFormed,
    SPARQLWrapperException,
    Unauthorized,
    URITooLong,
)

from volgraph import __version__
from volgraph.errors import RemoteError
from volgraph.io.media_types import Format, Kind

TIMEOUT_S = 60
_TRIPLES = re.compile(r"\b(construct|describe)\b", re.IGNORECASE)
_REASONS = {
    QueryBadFormed: "the endpoint refused the query (400)",
    Unauthorized: "the endpoint wants a login (401)",
    EndPointNotFound: "there is no endpoint at this address (404)",
    URITooLong: "the query is too long for the endpoint (414)",
    EndPointInternalError: "the endpoint failed (500)",
}


def kind_of(text: str) -> Kind:
    """Return what a query gives: triples if its first verb is `CONSTRUCT` or `DESCRIBE`."""
    code = re.sub(r"<[^>\s]*>|#[^\r\n]*", " ", text)
    verb = re.search(r"\b(select|ask|construct|describe)\b", code, re.IGNORECASE)
    return Kind.TRIPLES if verb and _TRIPLES.fullmatch(verb[0]) else Kind.SOLUTIONS


def ask_remote(url: str, text: str, form: Format, timeout_s: int = TIMEOUT_S) -> bytes:
    """Return what an endpoint answers to a query, in the format asked for.

    Args:
        url: the endpoint.
        text: a `SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE` query.
        form: the format of the answer.
        timeout_s: how long the endpoint may be silent.

    Raises:
        RemoteError: it cannot be reached, refuses the query, or answers in another format.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # a query whose verb SPARQLWrapper does not see
            client = SPARQLWrapper(url, agent=f"volgraph/{__version__}")
            client.setQuery(text)
        client.setMethod(POST)
        client.setOnlyConneg(True)
        client.setTimeout(timeout_s)
        client.addCustomHttpHeader("Accept", form.media_type)
        with client.query().response as response:
            body = bytes(response.read())
            answered = response.headers.get_content_type()
    except SPARQLWrapperException as error:
        raise RemoteError(url, _REASONS.get(type(error), str(error))) from None
    except HTTPError as error:
        error.close()
        raise RemoteError(url, f"the endpoint answered {error.code} {error.reason}") from None
    except TimeoutError:
        raise RemoteError(url, f"the endpoint was silent for {timeout_s} seconds") from None
    except URLError as error:
        silent = isinstance(error.reason, TimeoutError)
        reason = f"was silent for {timeout_s} seconds" if silent else f"cannot be reached: {error.reason}"
        raise RemoteError(url, f"the endpoint {reason}") from None
    except (HTTPException, OSError, ValueError) as error:
        raise RemoteError(url, f"the answer broke off or is no HTTP: {type(error).__name__} {error}") from None
    if answered not in {form.media_type, *form.media_types}:
        raise RemoteError(url, f"the endpoint answered with {answered} where {form.media_type} was asked for")
    return body
