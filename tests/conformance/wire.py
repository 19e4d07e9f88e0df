"""Sending a request with exactly the headers and bytes that it has."""

from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered; names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The value of `Content-Type` without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class NoResponseError(Exception):
    """A server that closed the connection, or sent what is not HTTP."""


def send(
    url: str, method: str, headers: tuple[tuple[str, str], ...], body: bytes | None, token: str | None = None
) -> Response:
    """Send one request over a connection of its own.

    Beside `headers` there are only those without which it would not be a request: `Host`, `Content-Length` where the
    method has a body, `Connection: close`; and `Authorization` for a token.

    Args:
        url: the whole URL; what follows the host is sent as it stands.
        method: sent as it stands.
        headers: names and values.
        body: None for no body.
        token: for `Authorization: Bearer`.

    Raises:
        NoResponseError: there is no answer.
    """
    parts = urlsplit(url)
    assert parts.hostname
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=TIMEOUT_S)
    target = url.partition("://")[2].partition("/")[2]
    try:
        connection.putrequest(method, f"/{target}", skip_accept_encoding=True)
        connection.putheader("Connection", "close")
        for name, value in headers:
            connection.putheader(name, value)
        if token:
            connection.putheader("Authorization", f"Bearer {token}")
        if body is not None or method in {"POST", "PUT", "PATCH"}:
            connection.putheader("Content-Length", str(len(body or b"")))
        connection.endheaders(body)
        answer = connection.getresponse()
        received = {name.lower(): value for name, value in answer.getheaders()}
        return Response(answer.status, received, answer.read())
    except (OSError, HTTPException) as error:
        raise NoResponseError(f"no response: {error!r}") from None
    finally:
        connection.close()
