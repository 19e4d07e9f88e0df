"""Linting files, as the tests do it."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from volgraph.domain.validation import Notice
from volgraph.io.graph_files import GraphFile, merge
from volgraph.services.linting import lint

CASES = Path(__file__).parent / "cases"


def lint_files(
    shapes: Sequence[Path], data: Sequence[Path] = (), ontology: Sequence[Path] = (), language: str | None = None
) -> list[Notice]:
    """Return the notices on some files."""
    with TemporaryDirectory() as folder:

        def merged(files: Sequence[Path], prefix: str) -> GraphFile | None:
            target = Path(folder, f"{prefix}.nt")
            return merge([(file, file.name) for file in files], target, prefix) if files else None

        graph = merged(shapes, "s")
        assert graph
        return lint(graph, merged(data, "d"), merged(ontology, "o"), language=language)
