"""Shape files as engines take them: named by a digest, and merged into one graph."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from volgraph.errors import Place, RdfSyntaxError, ShapesError
from volgraph.io.engines.choice import AUTO, engine_named
from volgraph.io.engines.engine import Engine
from volgraph.io.graph_files import merge


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shape files, and a digest of their bytes."""

    files: tuple[Path, ...]
    sha256: str

    @property
    def shown(self) -> str:
        """The names of the files, for errors."""
        return ", ".join(file.name for file in self.files)


def shapes_in(paths: Sequence[Path]) -> Shapes:
    """Return the shapes of files and of the Turtle files in folders, in the order of their names.

    Raises:
        RdfSyntaxError: one cannot be read.
    """
    files: list[Path] = []
    for path in paths:
        files.extend(sorted(path.glob("*.ttl")) if path.is_dir() else [path])
    digest = sha256()
    for file in files:
        try:
            digest.update(file.read_bytes())
        except OSError as error:
            raise RdfSyntaxError(f"cannot be read: {error.strerror}", Place.of(file)) from None
    return Shapes(tuple(files), digest.hexdigest())


def engine_of(shapes: Shapes, name: str = AUTO) -> Engine:
    """Return an engine of these shapes, in this process.

    Args:
        shapes: the files.
        name: of the engine.

    Raises:
        RdfSyntaxError: a file does not parse.
        ShapesError: the engine cannot use the shapes.
    """
    with TemporaryDirectory() as folder, naming(shapes):
        merged = merge([(file, str(file)) for file in shapes.files], Path(folder, "shapes.nt"), "s")
        return engine_named(name)(merged.ntriples)


@contextmanager
def naming(shapes: Shapes) -> Iterator[None]:
    """Let an error about shapes name their files, which an engine does not know."""
    try:
        yield
    except ShapesError as error:
        raise ShapesError(error.message, Place(shapes.shown)) from None
