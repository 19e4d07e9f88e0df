"""Copying an Oxigraph store on the disk, while nothing writes to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_NB, LOCK_SH, lockf
from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from volgraph.errors import GenerationError, InputError, Place
from volgraph.io.stores import open_store


def copy_store(folder: Path, target: Path) -> None:
    """Write what a store holds, its graphs merged, into a file of N-Triples.

    Raises:
        InputError: there is none, or another process may write to it.
    """
    place = Place(str(folder))
    if not (folder / "CURRENT").is_file():
        raise InputError("there is no Oxigraph store here: name the folder of its CURRENT file", place)
    with _unwritten(folder, place):
        try:
            store = open_store(folder)
        except GenerationError as error:
            raise InputError(str(error), place) from None
        serialize((quad.triple for quad in store), output=target, format=RdfFormat.N_TRIPLES)


@contextmanager
def _unwritten(folder: Path, place: Place) -> Iterator[None]:
    """Keep writers out: RocksDB opens no store for writing whose lock is held, even to be read.

    A store that is read beside a writer may show anything: pyoxigraph calls it undefined.
    """
    lock = folder / "LOCK"
    if not lock.exists():
        yield
        return
    with lock.open("rb") as file:
        try:
            lockf(file, LOCK_SH | LOCK_NB)
        except OSError:
            message = "another process has the store open and may write to it: name a backup of the store"
            raise InputError(message, place) from None
        yield
