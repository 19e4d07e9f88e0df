"""Examples of valid and invalid data in a folder: `valid/`, `invalid/`, and beside them what all of them refer to."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from volgraph.domain.names import nearest
from volgraph.errors import InputError, Place, RdfSyntaxError
from volgraph.io.rdf_files import format_of


@dataclass(frozen=True, slots=True)
class Cases:
    """The files of examples, in the order of their names.

    Args:
        context: what every example refers to, such as the things that it names.
        valid: what must conform, one example a file.
        invalid: what must not.
    """

    context: tuple[Path, ...]
    valid: tuple[Path, ...]
    invalid: tuple[Path, ...]


def cases_in(folder: Path) -> Cases:
    """Return the examples of a folder.

    Raises:
        InputError: it has neither `valid/` nor `invalid/`.
    """
    if not folder.is_dir():
        raise InputError("there is no such folder of examples: name one with valid/ and invalid/", Place.of(folder))
    inside = [path.name for path in folder.iterdir() if path.is_dir()]
    if not {"valid", "invalid"} & set(inside):
        hint = nearest("valid", inside) or nearest("invalid", inside)
        meant = f"; {hint[0]}/ is not that name" if hint else ""
        raise InputError(f"the folder has neither valid/ nor invalid/: put the examples there{meant}", Place.of(folder))
    return Cases(*(tuple(sorted(rdf_files_in(one))) for one in (folder, folder / "valid", folder / "invalid")))


def rdf_files_in(folder: Path) -> Iterator[Path]:
    """Yield the RDF files of a folder, by the endings of their names."""
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            format_of(path)
        except RdfSyntaxError:
            continue
        if path.is_file():
            yield path
