"""Noticing whoever connects."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listener:
    """Sockets that wait for somebody: addresses as they stand in a URL."""

    sockets: dict[str, socket.socket]

    def came(self) -> int:
        """Return how many have connected since the last time."""
        count = 0
        for one in self.sockets.values():
            with suppress(BlockingIOError):
                while True:
                    one.accept()[0].close()
                    count += 1
        return count


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen on this machine, by both versions of IP."""
    found: dict[str, socket.socket] = {}
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        one = socket.create_server((host, 0), family=family)
        one.setblocking(False)
        port = one.getsockname()[1]
        found[f"[{host}]:{port}" if ":" in host else f"{host}:{port}"] = one
    try:
        yield Listener(found)
    finally:
        for one in found.values():
            one.close()
