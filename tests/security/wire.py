"""HTTP/1.1 by hand: sending bytes that no client library would send, and reading what comes back."""

import json
import socket
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

HOST = "Host: volgraph.example"


class ClosedError(Exception):
    """The server closed the connection without an answer, or in the middle of one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    Args:
        status: of HTTP.
        headers: names in lower case, and values, in their order.
        body: after its transfer coding.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return the value of a header, several joined by commas; empty if there is none."""
        return ", ".join(value for key, value in self.headers if key == name.lower())

    @property
    def problem(self) -> dict[str, Any]:
        """The problem that the body holds."""
        assert self.header("content-type") == "application/problem+json", (self.status, self.body[:200])
        content: dict[str, Any] = json.loads(self.body)
        return content


def request(method: str, target: str, *headers: str) -> bytes:
    """Return a request's head without the empty line after it; it names a host unless `headers` do."""
    named = any(header.lower().startswith("host:") for header in headers)
    return "\r\n".join([f"{method} {target} HTTP/1.1", *([] if named else [HOST]), *headers]).encode()


class Wire:
    """A connection."""

    def __init__(self, port: int, timeout_s: float, source: str = "127.0.0.1") -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout_s, (source, 0))
        self._read = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close it."""
        self._socket.close()

    def send(self, data: bytes) -> None:
        """Send bytes, as many as the server takes."""
        try:
            self._socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            return  # it has answered already, or not: `answer` tells

    def end(self) -> None:
        """Say that nothing more is sent."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)

    def answer(self, *, head: bool = False) -> Answer:
        """Read one answer.

        Raises:
            ClosedError: there is none.
        """
        while b"\r\n\r\n" not in self._read:
            self._more()
        text, _, self._read = self._read.partition(b"\r\n\r\n")
        lines = text.decode("latin-1").split("\r\n")
        pairs = tuple((name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines[1:]))
        answer = Answer(int(lines[0].split()[1]), pairs, b"")
        if head or answer.status in (204, 304):
            return answer
        chunked = answer.header("transfer-encoding") == "chunked"
        body = self._chunks() if chunked else self._take(int(answer.header("content-length") or 0))
        return Answer(answer.status, pairs, body)

    def read(self) -> bytes:
        """Return what comes next, none at the end."""
        try:
            return self._socket.recv(1 << 20)
        except ConnectionResetError:
            return b""

    def closed(self) -> bool:
        """Tell whether the server closes the connection, in the time that the connection has."""
        try:
            while self._socket.recv(65536):
                pass
        except TimeoutError:
            return False
        except ConnectionResetError:
            return True
        return True

    def _more(self) -> None:
        try:
            data = self._socket.recv(65536)
        except ConnectionResetError:
            data = b""
        if not data:
            raise ClosedError(self._read[:200])
        self._read += data

    def _take(self, size: int) -> bytes:
        while len(self._read) < size:
            self._more()
        data, self._read = self._read[:size], self._read[size:]
        return data

    def _line(self) -> bytes:
        while b"\r\n" not in self._read:
            self._more()
        line, _, self._read = self._read.partition(b"\r\n")
        return line

    def _chunks(self) -> bytes:
        parts = []
        while size := int(self._line().partition(b";")[0], 16):
            parts.append(self._take(size))
            self._line()
        self._line()
        return b"".join(parts)
