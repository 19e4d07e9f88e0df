"""Writing reports into strings."""

from io import BytesIO

from tests.io.reports.sample import read_line

from volgraph.domain.validation import Report
from volgraph.io.reports import Options, write


def written(report: Report, form: str, **options: object) -> str:
    """Return a report in a format, with the source lines of the sample."""
    stream = BytesIO()
    write(report, form, stream, Options(**{"read_line": read_line, **options}))  # type: ignore[arg-type]
    assert not stream.closed
    return stream.getvalue().decode("utf-8")
