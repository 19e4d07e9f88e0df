"""The headers of a request, read once for all requests that have the same."""

from functools import lru_cache

Raw = tuple[tuple[bytes, bytes], ...]


class RequestHeaders:
    """The headers of a request.

    A client sends the same ones again and again, so that they are kept with what was found out about them.

    Args:
        raw: names in lower case, and values.
    """

    def __init__(self, raw: Raw) -> None:
        self.size_bytes = sum(len(name) + len(value) for name, value in raw)
        self.sound = False
        """Whether they were found to be such as an honest client sends: see `guard`."""
        self._values: dict[bytes, bytes] = {}
        for name, value in raw:
            self._values[name] = self._values[name] + b", " + value if name in self._values else value

    def raw(self, name: bytes) -> bytes:
        """Return the value of a header, several of one name joined by commas; empty if there is none."""
        return self._values.get(name, b"")


headers_of = lru_cache(maxsize=256)(RequestHeaders)
"""Return the headers for what ASGI gives of them."""
