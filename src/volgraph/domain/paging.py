"""Pages of a long list."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of a long list is shown.

    Args:
        page: its number, from 1.
        total: how many entries all pages have.
        size: how many a page has, the last one fewer.
    """

    page: int
    total: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """How many entries stand before this page."""
        return (self.page - 1) * self.size

    @property
    def entries(self) -> slice:
        """Where the entries of this page stand among all."""
        return slice(self.first, self.first + self.size)
