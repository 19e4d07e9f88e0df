"""Lines are sorted, each there once, whether they fit into memory or not."""

from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from volgraph.io.sorted_lines import SortedLines

LINES = [b"%d\n" % Random(7).randrange(5_000) for _ in range(20)] + [b"%d\n" % number for number in range(5_000)]


@pytest.mark.parametrize("held_bytes", [0, 1_000, 1 << 20])
def test_every_line_is_there_once_in_order(tmp_path: Path, held_bytes: int) -> None:
    with SortedLines(held_bytes) as lines:
        for start in range(0, len(LINES), 700):
            lines.add(LINES[start : start + 700])
        written = lines.write(tmp_path / "out")
    content = (tmp_path / "out").read_bytes()
    assert content == b"".join(sorted(set(LINES)))
    assert (written.lines, written.sha256) == (len(set(LINES)), sha256(content).hexdigest())


def test_no_lines_make_an_empty_file(tmp_path: Path) -> None:
    with SortedLines() as lines:
        assert lines.write(tmp_path / "out").lines == 0
    assert (tmp_path / "out").read_bytes() == b""
