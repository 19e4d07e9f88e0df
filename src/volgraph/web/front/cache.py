"""Keeping whole answers: what was asked of a generation that never changes need not be asked again."""

import re
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from volgraph import __version__
from volgraph.web.front.exchange import Headers

_CHANGING = re.compile(r"rand|now|uuid|bnode|service|\\u", re.IGNORECASE)
_TRIPLES = re.compile(r"construct", re.IGNORECASE)
_FRESH_NODES = re.compile(r"_:|\[|\(")
Key = tuple[str | bytes, ...]
"""All that an answer depends on."""

_OVERHEAD_BYTES = 1024
"""What an answer takes beside its body and its key."""


def repeatable(query: str) -> bool:
    """Tell whether a query surely has the same answer each time, letter by letter.

    A function that gives another value each time, or a blank node in a template, may be hidden in many ways: where its
    letters stand, or letters are escaped, the answer is no.
    """
    if _CHANGING.search(query):
        return False
    return not (_TRIPLES.search(query) and _FRESH_NODES.search(query))


def entity_tag(parts: Iterable[str]) -> str:
    """Return a strong entity tag for what the parts say: https://www.rfc-editor.org/rfc/rfc9110#name-etag."""
    data = "".join([f"{len(part)}:{part}" for part in (__version__, *parts)]).encode()
    return f'"{urlsafe_b64encode(sha256(data).digest()[:18]).decode()}"'


def tag_matches(if_none_match: str, tag: str) -> bool:
    """Tell whether a client holds what a tag names: https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match."""
    if if_none_match.strip() == "*":
        return True
    held = (one.strip().removeprefix("W/") for one in if_none_match.split(","))
    return tag in held


@dataclass(slots=True)
class Kept:
    """A whole answer: its headers without the query's own, its body, and what a log line says of it."""

    headers: Headers
    body: bytes
    tag: str
    query: str = ""
    generation: str = ""
    form: str = ""


class AnswerCache:
    """Answers by what was asked, the one used longest ago dropped first.

    Args:
        most_bytes: how much they may take.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.size = self.hits = self.misses = 0
        self._kept: OrderedDict[Key, tuple[Kept, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Key) -> Kept | None:
        """Return the answer that is kept for a request."""
        found = self._kept.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._kept.move_to_end(key)
        return found[0]

    def put(self, key: Key, kept: Kept) -> None:
        """Keep an answer, if it takes no more than a sixteenth of the room; its request counts, which may be longer."""
        size = len(kept.body) + sum(map(len, key)) + _OVERHEAD_BYTES
        if size > self.most_bytes // 16 or key in self._kept:
            return
        self._kept[key] = (kept, size)
        self.size += size
        while self.size > self.most_bytes:
            _, (_, dropped) = self._kept.popitem(last=False)
            self.size -= dropped

    def clear(self) -> None:
        """Drop everything."""
        self._kept.clear()
        self.size = 0
