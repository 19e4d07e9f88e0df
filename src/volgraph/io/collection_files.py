"""Which graph a file of the collection becomes."""

from collections.abc import Sequence
from pathlib import Path


def graphs_named(paths: Sequence[Path], root: Path) -> list[str] | None:
    """Return the graphs that files of a collection become, None if one of them is another file."""
    graphs = [_graph_of(path, root) for path in paths]
    return None if None in graphs else [graph for graph in graphs if graph]


def _graph_of(path: Path, root: Path) -> str | None:
    """Return the graph that an article's folder, its Turtle file or a claims table of the collection becomes."""
    try:
        parts = path.resolve().relative_to(root / "data").parts
    except ValueError:
        return None
    if parts[:1] == ("articles",) and len(parts) >= 2:
        return f"article/{parts[1]}"
    if parts[:1] == ("claims",) and len(parts) == 2:
        return f"claims/{Path(parts[1]).stem}"
    return parts[0] if len(parts) == 2 and parts[0] in ("entities", "sources", "measures") else None
