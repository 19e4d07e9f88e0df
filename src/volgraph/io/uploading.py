"""Talking with a server about a publication: what it says of a digest, and sending it an archive."""

import contextlib
import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import file_digest
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from volgraph import __version__
from volgraph.errors import InputError, RemoteError
from volgraph.io.archives import MEDIA_TYPE

CONNECT_LIMIT_S = 30
ANSWER_LIMIT_S = 3600
_BLOCK_BYTES = 1 << 18
_MOST_ANSWER_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: status, `Retry-After` if there is one, and the JSON object."""

    status: int
    retry_after: str | None
    content: dict[str, Any]


class PublicationServer:
    """A server that takes builds. It is asked without following redirects: a token goes to this host only.

    Args:
        url: its address, with a path if it is served under one.
        token: the secret of a token.

    Raises:
        InputError: the address is none, or would carry the token across a network in the clear.
    """

    def __init__(self, url: str, token: str) -> None:
        self._parts = _parts(url)
        self._token = token
        self.url = f"{url.rstrip('/')}/publications"

    def ask(self, digest: str) -> Answer:
        """Return what the server knows of a generation.

        Raises:
            RemoteError: it did not answer as it should.
        """
        with self._connected() as connection:
            connection.request("GET", f"{self._path}/{digest}", headers=self._headers({}))
            return self._answer(connection.getresponse())

    def send(self, archive: Path, digest: str, sent: Callable[[int, int], None]) -> Answer:
        """Send an archive and return what the server says when it has checked it.

        Args:
            archive: the file.
            digest: the digest of its generation.
            sent: told how many bytes of how many are on their way.

        Raises:
            RemoteError: the server cannot be reached or did not answer as it should.
        """
        size = archive.stat().st_size
        with archive.open("rb") as file:
            checksum = b64encode(file_digest(file, "sha256").digest()).decode()
            headers = {
                "Content-Type": MEDIA_TYPE,
                "Content-Length": str(size),
                "Content-Digest": f"sha-256=:{checksum}:",
                "Volgraph-Generation": digest,
            }
            file.seek(0)

            def blocks() -> Iterator[bytes]:
                while block := file.read(_BLOCK_BYTES):
                    yield block
                    sent(file.tell(), size)

            with self._connected() as connection:
                # A server that refuses stops reading: what it said is there to be read nevertheless.
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    connection.request("POST", self._path, body=blocks(), headers=self._headers(headers))
                return self._answer(connection.getresponse())

    @property
    def _path(self) -> str:
        return f"{self._parts.path.rstrip('/')}/publications"

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self._token}",
            "Accept": "application/json, application/problem+json",
            "User-Agent": f"volgraph/{__version__}",
            **more,
        }

    @contextlib.contextmanager
    def _connected(self) -> Iterator[HTTPConnection]:
        """Give a connection, and say in one sentence what went wrong with it."""
        kind = HTTPSConnection if self._parts.scheme == "https" else HTTPConnection
        connection = kind(self._parts.hostname or "", self._parts.port, timeout=CONNECT_LIMIT_S)
        try:
            try:
                connection.connect()
            except OSError as error:
                raise RemoteError(self.url, f"the server cannot be reached: {error}") from None
            connection.sock.settimeout(ANSWER_LIMIT_S)
            yield connection
        except TimeoutError:
            raise RemoteError(self.url, f"the server was silent for {ANSWER_LIMIT_S} seconds") from None
        except (OSError, HTTPException) as error:
            reason = f"the transfer broke off: {type(error).__name__} {error}; publish again, nothing is sent twice"
            raise RemoteError(self.url, reason) from None
        finally:
            connection.close()

    def _answer(self, response: HTTPResponse) -> Answer:
        data = response.read(_MOST_ANSWER_BYTES)
        if 300 <= response.status < 400:
            where = response.headers.get("Location", "nowhere")
            raise RemoteError(self.url, f"the server leads to {where}: a token is not sent on, name that address")
        try:
            content = json.loads(data)
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict):
            raise RemoteError(self.url, f"{response.status} {response.reason}, and not from a volgraph server")
        return Answer(response.status, response.headers.get("Retry-After"), content)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise InputError(f"“{url}” is not an address: write https:// and a host") from None
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or parts.username:
        raise InputError(f"“{url}” is not an address to publish to: write https:// and a host")
    if parts.scheme == "http" and not _is_loopback(host):
        raise InputError(f"“{url}” would carry the token in the clear: use https")
    return parts


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
