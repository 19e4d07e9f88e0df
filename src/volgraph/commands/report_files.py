"""Which reports a run writes, and where each goes."""

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from volgraph.domain.names import nearest
from volgraph.domain.validation import Report
from volgraph.errors import InputError, UnknownNameError
from volgraph.io.disk import whole_file
from volgraph.io.reports import FORMATS, Options, write
from volgraph.io.reports.options import files_url
from volgraph.io.reports.sources import SourceLines

TEXT = "text"


@dataclass(frozen=True, slots=True)
class Target:
    """A report to write: its format, and its file; None is standard output."""

    form: str
    file: Path | None


def targets_of(formats: Iterable[str], output: Path | None, inputs: Iterable[str] = ()) -> list[Target]:
    """Return what to write.

    Args:
        formats: each the name of a format, or it, “=” and a file.
        output: the file of the format that names none.
        inputs: names of what is checked, which no report may take the place of.

    Raises:
        UnknownNameError: there is no such format.
        InputError: two reports would go to one place, or a file cannot be written.
    """
    targets = [_target(given) for given in formats]
    if not targets or (output and all(target.file for target in targets)):
        targets.append(Target(TEXT, None))
    plain = [target.form for target in targets if target.file is None]
    if len(plain) > 1:
        raise InputError(f"{' and '.join(plain)} would go to one place: write --format FORM=FILE for all but one")
    targets = [replace(target, file=target.file or output) for target in targets]
    files = [target.file.resolve() for target in targets if target.file]
    for file in files:
        if files.count(file) > 1:
            raise InputError(f"two reports would go to {file.name}: name a file for each")
        if not file.parent.is_dir():
            raise InputError(f"the folder {file.parent} of a report does not exist: make it first")
        if file in {Path(name).resolve() for name in inputs}:
            raise InputError(f"the report {file.name} would take the place of what is checked: name another file")
        if file.is_dir():
            raise InputError(f"{file} is a folder: name a file for the report")
    return targets


def _target(given: str) -> Target:
    form, _, file = given.partition("=")
    if form not in FORMATS:
        raise UnknownNameError("format", form, nearest(form, FORMATS) or list(FORMATS))
    return Target(form, Path(file) if file else None)


def write_reports(report: Report, targets: Iterable[Target], options: Options, sources: Mapping[str, Path]) -> None:
    """Write a report in every format that is wanted.

    Args:
        report: what was found.
        targets: where it goes.
        options: how it is written.
        sources: the files whose lines are shown under results, by their names in the report.

    Raises:
        InputError: a file cannot be written.
    """
    lines = SourceLines(dict(sources))
    options = replace(options, read_line=lines, files_url=files_url(os.environ))
    try:
        for target in targets:
            if target.file is None:
                _print(report, target.form, options)
            else:
                _write(report, target.form, target.file, options)
    finally:
        lines.close()


def _write(report: Report, form: str, file: Path, options: Options) -> None:
    try:
        with whole_file(file) as stream:
            write(report, form, stream, options)
    except OSError as error:
        raise InputError(f"the report {file} cannot be written: {error.strerror or error}") from None


def _print(report: Report, form: str, options: Options) -> None:
    """Print a report; a reader that leaves early does not change what was found."""
    screen = Console()
    options = replace(
        options, colour=screen.color_system is not None, width=screen.width if screen.is_terminal else None
    )
    try:
        write(report, form, sys.stdout.buffer, options)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
