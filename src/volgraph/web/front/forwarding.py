"""How the world sees a request that came through proxies: heard only from those that are trusted.

`X-Forwarded-For`, `-Proto` and `-Host` are read. `Forwarded` (RFC 7239) is not: a proxy that writes the one kind passes
on what a client wrote of the other.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from volgraph.config import Settings
from volgraph.web.front.clients import Network, address_of, is_in, networks
from volgraph.web.front.exchange import Exchange, Message

_HOST = re.compile(r"[A-Za-z0-9._-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?")
_SCHEMES = ("http", "https")
_OURS = (b"host", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"forwarded")


@dataclass(slots=True)
class Forwarding:
    """What is believed of a request's origin.

    Args:
        settings: which proxies are trusted, which clients are our own, and our address if it is fixed.
    """

    settings: Settings
    proxies: tuple[Network, ...] = field(init=False)
    own_clients: tuple[Network, ...] = field(init=False)
    _is_proxy: Callable[[str], bool] = field(init=False)
    _is_own: Callable[[str], bool] = field(init=False)

    def __post_init__(self) -> None:
        self.proxies = networks(self.settings.trusted_proxies, "trusted_proxies")
        self.own_clients = networks(self.settings.trusted_clients, "trusted_clients")
        # Each remembers its answers by the address alone: to hash the networks takes longer than to look.
        self._is_proxy = lru_cache(4096)(lambda address: is_in(address, self.proxies))
        self._is_own = lru_cache(4096)(lambda address: is_in(address, self.own_clients))

    def address(self, exchange: Exchange) -> str:
        """Return the address that asks."""
        if not self.proxies:
            return _peer(exchange)
        return address_of(_peer(exchange), exchange.header("x-forwarded-for"), self.proxies)

    def is_own(self, exchange: Exchange) -> bool:
        """Tell whether one of the trusted clients asks.

        What a proxy forwards that nobody called trusted may come from anywhere, however near the proxy is.
        """
        forwarded = exchange.raw_header(b"x-forwarded-for") or exchange.raw_header(b"forwarded")
        if forwarded and not self._is_proxy(_peer(exchange)):
            return False
        return self._is_own(self.address(exchange))

    def origin(self, exchange: Exchange) -> tuple[str, str]:
        """Return the scheme and the host, with its port if it has one, under which the world sees this server."""
        if self.settings.public_url:
            parts = urlsplit(self.settings.public_url)
            return parts.scheme, parts.netloc
        scheme, host = exchange.scope["scheme"], exchange.header("host")
        if self._is_proxy(_peer(exchange)):
            said_scheme = _nearest(exchange.header("x-forwarded-proto")).lower()
            scheme = said_scheme if said_scheme in _SCHEMES else scheme
            host = _nearest(exchange.header("x-forwarded-host")) or host
        return scheme, host if _HOST.fullmatch(host) else "localhost"

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
            "client": (self.address(exchange), port),
            "headers": [(b"host", host.encode()), *headers],
        }


def _peer(exchange: Exchange) -> str:
    return str((exchange.scope.get("client") or ("unknown",))[0])


def _nearest(values: str) -> str:
    """Return what the nearest proxy said: each adds its word at the end."""
    return values.rpartition(",")[2].strip()
