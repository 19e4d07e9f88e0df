"""Finding the names that a mistaken name may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the names most like `name`, the likeliest first; none if nothing is close."""
    return get_close_matches(name, list(known), n=most, cutoff=0.6)
