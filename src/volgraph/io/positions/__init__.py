"""An index of positions beside the real parser: where the triples and terms of a file stand."""

from volgraph.io.positions.mentions import Mention, mentions
from volgraph.io.positions.numbered import Part, is_numbered, locate
from volgraph.io.positions.ranges import Span

__all__ = ["Mention", "Part", "Span", "is_numbered", "locate", "mentions"]
