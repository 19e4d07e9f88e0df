"""Writing what a validation says, in every format that people and CI systems read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from io import TextIOWrapper
from typing import IO, TextIO

from volgraph.domain.validation import Report
from volgraph.io.media_types import Kind, formats
from volgraph.io.reports.options import Options

Writer = Callable[[Report, TextIO, Options], None]


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """A format that reports are written in.

    Args:
        writer: the module of this package and its function, which is imported when it is used: a run writes one format
            or two, and some need libraries that load slowly.
        media_type: as registered.
        suffix: the usual ending of a file's name.
        about: in a few words, for the command line's help.
        leading: what the function takes before the report.
    """

    writer: str
    media_type: str
    suffix: str
    about: str
    leading: tuple[object, ...] = ()

    @property
    def write(self) -> Writer:
        """The function that writes a report, as text."""
        module, _, name = self.writer.partition(":")
        return partial(getattr(import_module(f"{__name__}.{module}"), name), *self.leading)


FORMATS: dict[str, ReportFormat] = {
    "text": ReportFormat("plain:write", "text/plain", ".txt", "to read on a terminal"),
    "json": ReportFormat("json_document:write", "application/json", ".json", "everything, for programs"),
    "csv": ReportFormat("csv_table:write", "text/csv", ".csv", "a table"),
    "html": ReportFormat("html_page:write", "text/html", ".html", "one page, with search and grouping"),
    "markdown": ReportFormat("markdown:write", "text/markdown", ".md", "the summary of a GitHub job"),
    "sarif": ReportFormat("sarif:write", "application/sarif+json", ".sarif", "code scanning"),
    "sarif-baseline": ReportFormat(
        "sarif:write_with_fixed",
        "application/sarif+json",
        ".sarif",
        "SARIF with what is fixed, which GitHub misreads",
    ),
    "junit": ReportFormat("junit:write", "application/xml", ".xml", "tests, a case for each shape and file"),
    "github": ReportFormat("github:write", "text/plain", ".txt", "annotations in a GitHub job's log"),
    "gitlab": ReportFormat("gitlab:write_code_quality", "application/json", ".json", "GitLab Code Quality"),
    "gitlab-annotations": ReportFormat(
        "gitlab:write_annotations", "application/json", ".json", "links beside a GitLab job"
    ),
    **{
        form.name: ReportFormat("rdf_graph:write_as", form.media_type, form.suffix, "the RDF report", (form.engine,))
        for form in formats(Kind.TRIPLES)
    },
}
"""Every format by its name."""


def write(report: Report, form: str, stream: IO[bytes], options: Options | None = None) -> None:
    """Write a report, as UTF-8; the same report gives the same bytes.

    Args:
        report: what the validation says.
        form: one of `FORMATS`.
        stream: where to; it stays open.
        options: language, source lines, colour and the like.
    """
    # Half of a surrogate pair, which a file's name may have, is written as \udc80: JSON reads it back as it was.
    text = TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", newline="")
    try:
        FORMATS[form].write(report, text, options or Options())
        text.flush()
    finally:
        text.detach()


__all__ = ["FORMATS", "Options", "ReportFormat", "Writer", "write"]
