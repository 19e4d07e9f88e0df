"""What a user names as data or shapes: files, folders, globs, standard input, stores and endpoints."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from glob import glob, has_magic
from pathlib import Path

from volgraph.errors import InputError, Place, RdfSyntaxError
from volgraph.io.rdf_files import SUFFIXES, format_of
from volgraph.io.store_copies import copy_store

STDIN = "-"
STORE = "store:"
FORMATS = tuple(suffix.removeprefix(".") for suffix in SUFFIXES)
Name = str | os.PathLike[str] | bytes


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A file to read.

    Args:
        shown: its name in reports.
        path: of the file.
        base_iri: against which its relative IRIs resolve, if not its own.
        lined: see `Document.lined`.
    """

    shown: str
    path: Path
    base_iri: str = ""
    lined: bool = True

    @property
    def identity(self) -> str:
        """What the same file under another name shares."""
        return os.path.realpath(self.path)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The sources of a graph, in the order of their names.

    Args:
        sources: each file once.
        repeated: names of files that were named more than once.
    """

    sources: tuple[Source, ...]
    repeated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Finds what names mean.

    Args:
        folder: where copies of what is no file are written.
        form: the format of standard input and of bytes, an ending without its dot.
        copy_endpoint: writes what an endpoint holds into a file of N-Triples.
    """

    folder: Path
    form: str | None
    copy_endpoint: Callable[[str, Path], None]
    _copies: list[Path] = field(default_factory=list)

    def read(self, names: Sequence[Name], option: str) -> Inputs:
        """Return the sources that some names mean.

        Args:
            names: paths of files and folders, globs, "-", "store:" and a folder, URLs; or RDF itself as bytes.
            option: says in errors how the format of standard input is named.

        Raises:
            InputError: one of them means nothing; what is in the files is not looked at.
        """
        found: dict[str, Source] = {}
        repeated: list[str] = []
        for name in names:
            for source in self._sources(name, option):
                known = found.setdefault(source.identity, source)
                if known is not source:
                    repeated.append(known.shown)
        return Inputs(tuple(sorted(found.values())), tuple(sorted(set(repeated))))

    def _sources(self, name: Name, option: str) -> Iterator[Source]:
        if isinstance(name, bytes) or name == STDIN:
            yield self._stream(name, option)
            return
        text = os.fspath(name)
        if text.startswith(("http://", "https://")):
            copy = self._copy(".nt")
            self.copy_endpoint(text, copy)
            yield Source(text, copy, lined=False)
        elif text.startswith(STORE):
            copy = self._copy(".nt")
            copy_store(Path(text.removeprefix(STORE)), copy)
            yield Source(text, copy, lined=False)
        elif Path(text).is_dir():
            yield from (Source(shown(path), path) for path in files_below(Path(text)))
        elif has_magic(text) and not Path(text).exists():
            yield from _matching(text)
        else:
            if not os.path.lexists(text):
                raise RdfSyntaxError("cannot be read: No such file or directory", Place(text))
            format_of(Path(text))
            yield Source(shown(Path(text)), Path(text))

    def _stream(self, name: Name, option: str) -> Source:
        if self.form not in FORMATS:
            raise InputError(
                f"standard input has no ending that names its format: say it with {option}", Place("stdin")
            )
        copy = self._copy(f".{self.form}")
        with copy.open("wb") as file:
            if isinstance(name, bytes):
                file.write(name)
            else:
                while block := sys.stdin.buffer.read(1 << 20):
                    file.write(block)
        return Source("stdin", copy, Path.cwd().as_uri() + "/")

    def _copy(self, suffix: str) -> Path:
        self._copies.append(self.folder / f"copy-{len(self._copies)}{suffix}")
        return self._copies[-1]


def files_below(folder: Path) -> list[Path]:
    """Return the RDF files below a folder, without what begins with a point.

    Raises:
        InputError: there is none.
    """
    found: list[Path] = []
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += (
            Path(above, name)
            for name in sorted(names)
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES
        )
    if not found:
        raise InputError(f"no file in this folder has a name that ends in {' '.join(SUFFIXES)}", Place(str(folder)))
    return found


def _matching(pattern: str) -> Iterator[Source]:
    paths = [Path(path) for path in sorted(glob(pattern, recursive=True))]  # noqa: PTH207 - Path's is relative
    files = [path for path in paths if path.suffix.lower() in SUFFIXES and not path.is_dir()]
    if not files:
        raise InputError("no RDF file has a name of this pattern: quote it, and try it with ls", Place(pattern))
    yield from (Source(shown(path), path) for path in files)


def shown(path: Path) -> str:
    """Return the name of a file in reports: its path from the repository that holds it, else as it was given."""
    whole = Path(os.path.normpath(path.absolute()))
    repository = repository_of(whole.parent)
    return (whole.relative_to(repository) if repository else path).as_posix()


@cache
def repository_of(folder: Path) -> Path | None:
    """Return the root of the git repository that holds a folder."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)
