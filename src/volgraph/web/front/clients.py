"""Who asks: a token's name, else the address that the request comes from."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from volgraph.errors import InputError

Network = IPv4Network | IPv6Network


def networks(text: str, setting: str) -> tuple[Network, ...]:
    """Return the networks that a setting lists, with commas between.

    Raises:
        InputError: one of them is none.
    """
    try:
        return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())
    except ValueError as error:
        option, variable = setting.replace("_", "-"), setting.upper()
        raise InputError(f"--{option} or VOLGRAPH_{variable}: {error}") from None


def address_of(peer: str, forwarded: str, trusted: tuple[Network, ...]) -> str:
    """Return the address that a request comes from.

    Args:
        peer: the address at the other end of the connection.
        forwarded: the value of `X-Forwarded-For`, or empty.
        trusted: the proxies whose word counts. The first address from the right that is none of theirs is the client's;
            what stands further left anybody may have written.
    """
    address = peer
    for hop in reversed(forwarded.split(",") if forwarded else []):
        if not is_in(address, trusted):
            break
        address = hop.strip()
    return address


def client_of(address: str) -> str:
    """Return the client that an address stands for: itself, or its /64 for IPv6, which one subscriber has whole."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else str(ip_network((found, 64), strict=False))
    return str(found)


@lru_cache(maxsize=4096)
def shortened(address: str) -> str:
    """Return the network that an address is in, too large to tell who asked: its /24, or its /48 for IPv6."""
    try:
        found = ip_address(client_of(address).partition("/")[0])
    except ValueError:
        return "unknown"
    return str(ip_network((found, 24 if found.version == 4 else 48), strict=False))


def is_in(address: str, trusted: tuple[Network, ...]) -> bool:
    """Tell whether an address is in one of some networks."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return any((mapped or found) in network for network in trusted)
