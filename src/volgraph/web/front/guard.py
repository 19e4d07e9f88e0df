"""Refusing what no honest client sends, before anything else reads it."""

import re

from volgraph.web.front.exchange import Exchange
from volgraph.web.statuses import Problem

MAX_HEADERS_BYTES = 16 << 10
MAX_ACCEPT_BYTES = 2 << 10
"""Choosing among what a header lists takes time that grows with its square; browsers send some 150 bytes."""

_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_ACCEPT = (b"accept", b"accept-encoding", b"accept-language", b"accept-charset")


def refuse_unsound(exchange: Exchange) -> None:
    """Refuse a request whose headers cannot be meant.

    Raises:
        Problem: they are too long, its host is none or not one, or its body is compressed.
    """
    headers = exchange.headers
    if headers.sound:
        return
    lengths = {name: len(headers.raw(name)) for name in _ACCEPT}
    if max(lengths.values()) > MAX_ACCEPT_BYTES:
        longest = max(lengths, key=lambda name: lengths[name]).decode()
        raise Problem(431, f"the header {longest} is longer than {MAX_ACCEPT_BYTES} bytes: list less in it")
    if headers.size_bytes > MAX_HEADERS_BYTES:
        raise Problem(431, f"the headers have more than {MAX_HEADERS_BYTES} bytes together: send fewer")
    host = exchange.header("host")
    if not _HOST.fullmatch(host) and (host or not exchange.old):
        raise Problem(400, "the request needs one Host header with the name of this server, and perhaps a port")
    coding = exchange.header("content-encoding")
    if coding.strip().lower() not in ("", "identity"):
        detail = f"the body is compressed as “{coding}”: send it as it is"
        raise Problem(415, detail, headers={"Accept-Encoding": "identity"})
    headers.sound = bool(host)  # without one, it is the protocol that counts
