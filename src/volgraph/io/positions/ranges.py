"""Where things stand in a file: ranges of bytes, and the lines and columns that people count."""

from collections.abc import Iterable
from dataclasses import dataclass

Range = tuple[int, int]
"""Where a term begins and ends, in bytes.

A blank node without label stands at its opening bracket. What is only implied, such as a further cell of a collection
or its `rdf:first`, is empty: it begins and ends where the item does that implies it begins.
"""

Ranges = tuple[Range, Range, Range]
"""Where the subject, the predicate and the object of a triple stand."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Span:
    """Where something begins and ends: lines from 1, columns in code points from 1; the last column is behind it."""

    line: int
    column: int
    end_line: int
    end_column: int


def spans(text: bytes, ranges: Iterable[Range]) -> dict[Range, Span]:
    """Return the lines and columns of ranges, in one walk through a text.

    A line ends with LF, CR or CR LF, as in the parser's own errors; a byte order mark has no column.

    Args:
        text: in UTF-8.
        ranges: in any order.
    """
    wanted = set(ranges)
    points: dict[int, tuple[int, int]] = {}
    line, column, offset = 1, 1, skip_byte_order_mark(text)
    for point in sorted({end for one in wanted for end in one}):
        passed = text[offset:point]
        breaks = passed.count(b"\n") + passed.count(b"\r") - passed.count(b"\r\n")
        if breaks:
            line += breaks
            column = 1
            passed = passed[max(passed.rfind(b"\n"), passed.rfind(b"\r")) + 1 :]
        column += len(passed.decode("utf-8", "replace"))
        offset = point
        points[point] = line, column
    return {one: Span(*points[one[0]], *points[one[1]]) for one in wanted}


def skip_byte_order_mark(text: bytes) -> int:
    """Return the offset at which a text begins."""
    return len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
