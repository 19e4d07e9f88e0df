"""How the world sees a request that came through proxies: heard only from those that are trusted.

`X-Forwarded-For`, `-Proto` and `-Host` are read. `Forwarded` (RFC 7239) is not: a proxy that writes the one kind passes
on what a client wrote of the other.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from volgraph.config import Settings
from volgraph.web.front.clients import address_of, client_of, is_in, networks
from volgraph.web.front.exchange import Exchange, Message

_HOST = re.compile(r"[A-Za-z0-9._-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?")
_SCHEMES = ("http", "https")
_OURS = (b"host", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"forwarded")


class Caller(NamedTuple):
    """Who sent a request.

    Args:
        address: from which it comes.
        client: whose limits count: the address, or its /64 for IPv6.
        is_own: whether it is one of the trusted clients.
        through_proxy: whether a trusted proxy passed it on.
    """

    address: str
    client: str
    is_own: bool
    through_proxy: bool


class Forwarding:
    """What is believed of a request's origin.

    Args:
        settings: which proxies are trusted, which clients are our own, and our address if it is fixed.
    """

    def __init__(self, settings: Settings) -> None:
        self._fixed = urlsplit(settings.public_url)
        self._proxies = networks(settings.trusted_proxies, "trusted_proxies")
        self._own_clients = networks(settings.trusted_clients, "trusted_clients")
        self._caller = lru_cache(4096)(self._find_caller)
        self._origin = lru_cache(1024)(self._find_origin)

    def caller(self, exchange: Exchange) -> Caller:
        """Return who asks."""
        raw = exchange.headers.raw
        return self._caller(_peer(exchange), raw(b"x-forwarded-for"), bool(raw(b"forwarded")))

    def _find_caller(self, peer: str, forwarded_for: bytes, forwarded: bool) -> Caller:
        through_proxy = is_in(peer, self._proxies)
        address = address_of(peer, forwarded_for.decode("latin-1"), self._proxies) if self._proxies else peer
        # What a proxy forwards that nobody called trusted may come from anywhere, however near the proxy is.
        told = bool(forwarded_for) or forwarded
        is_own = (through_proxy or not told) and is_in(address, self._own_clients)
        return Caller(address, client_of(address), is_own, through_proxy)

    def origin(self, exchange: Exchange) -> tuple[str, str]:
        """Return the scheme and the host, with its port if it has one, under which the world sees this server."""
        raw = exchange.headers.raw
        scheme, host = exchange.scope["scheme"], raw(b"host")
        if self.caller(exchange).through_proxy:
            return self._origin(scheme, host, raw(b"x-forwarded-proto"), raw(b"x-forwarded-host"))
        return self._origin(scheme, host, b"", b"")

    def _find_origin(self, scheme: str, host: bytes, said_scheme: bytes, said_host: bytes) -> tuple[str, str]:
        if self._fixed.netloc:
            return self._fixed.scheme, self._fixed.netloc
        nearest = _nearest(said_scheme).lower()
        found = _nearest(said_host) or host.decode("latin-1")
        return nearest if nearest in _SCHEMES else scheme, found if _HOST.fullmatch(found) else "localhost"

    def url(self, exchange: Exchange) -> str:
        """Return the address that was asked, as the world knows it."""
        scheme, host = self.origin(exchange)
        return f"{scheme}://{host}{exchange.path}"

    def scope(self, exchange: Exchange) -> Message:
        """Return the request for an application that knows of no proxies: as if the world had asked it."""
        scheme, host = self.origin(exchange)
        port = (exchange.scope.get("client") or ("", 0))[1]
        headers = [header for header in exchange.scope["headers"] if header[0] not in _OURS]
        return {
            **exchange.scope,
            "scheme": scheme,
            "client": (self.caller(exchange).address, port),
            "headers": [(b"host", host.encode()), *headers],
        }


def _peer(exchange: Exchange) -> str:
    return str((exchange.scope.get("client") or ("unknown",))[0])


def _nearest(values: bytes) -> str:
    """Return what the nearest proxy said: each adds its word at the end."""
    return values.rpartition(b",")[2].strip().decode("latin-1")
