"""Writing JSON that is quick to write and good to read: an item a line."""

import json
from collections.abc import Iterator
from typing import TextIO


def write_json(content: object, stream: TextIO, depth: int) -> None:
    """Write content whose containers are broken into lines down to a depth, below which each stands on one line.

    The encoder of the standard library is fast only where it breaks no lines.
    """
    stream.writelines(_parts(content, depth, ""))
    stream.write("\n")


def _parts(content: object, depth: int, indent: str) -> Iterator[str]:
    if depth == 0 or not content or not isinstance(content, dict | list):
        yield json.dumps(content, ensure_ascii=False)
        return
    opening, closing = "{}" if isinstance(content, dict) else "[]"
    keys = [f"{json.dumps(key, ensure_ascii=False)}: " for key in content] if isinstance(content, dict) else None
    values = content.values() if isinstance(content, dict) else content
    yield opening
    for number, value in enumerate(values):
        yield f"{',' if number else ''}\n{indent} {keys[number] if keys else ''}"
        yield from _parts(value, depth - 1, f"{indent} ")
    yield f"\n{indent}{closing}"
