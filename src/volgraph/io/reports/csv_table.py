"""The report as CSV: a row for the run, and one for each result and notice.

https://www.rfc-editor.org/rfc/rfc4180
"""

import csv
from collections.abc import Iterator
from typing import TextIO

from volgraph.domain.validation import LocatedResult, Location, Report
from volgraph.io.reports.options import Options
from volgraph.io.reports.view import View, main_place

COLUMNS = (
    *("kind", "severity", "file", "line", "column", "end_line", "end_column", "exactness"),
    *("message", "focus", "path", "value", "component", "shape", "shape_name", "shape_file", "shape_line"),
    *("other_places", "fingerprint"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Write the table."""
    writer = csv.DictWriter(stream, COLUMNS, restval="")
    writer.writeheader()
    for row in _rows(View(report, options)):
        writer.writerow({name: _harmless(str(value)) for name, value in row.items() if value is not None})


def _rows(view: View) -> Iterator[dict[str, object]]:
    report = view.report
    run = [view.headline(), view.left_out(), view.tools]
    run += [f"{view.text(key)} SHA-256 {digest}" for key, digest in _digests(report)]
    yield {"kind": "run", "message": "; ".join(filter(None, run))}
    for one in report.results:
        yield {"kind": one.state.value, **_result(view, one)}
    for one in report.fixed:
        yield {"kind": "fixed", **_result(view, one)}
    for notice in report.notices:
        where = _place(notice.place) if notice.place else {}
        yield {
            "kind": "notice",
            "severity": notice.level,
            "component": notice.code,
            "message": view.notice(notice),
            **where,
        }


def _digests(report: Report) -> tuple[tuple[str, str], ...]:
    return ("data", report.data_sha256), ("shapes", report.shapes_sha256)


def _result(view: View, one: LocatedResult) -> dict[str, object]:
    result, place = one.result, main_place(one)
    shape = one.shape_places[0] if one.shape_places else None
    others = [*one.places[1:], *one.premises]
    return {
        "severity": result.severity,
        **(_place(place) if place else {}),
        "message": view.message(result),
        "focus": result.focus,
        "path": result.path,
        "value": result.value,
        "component": result.component,
        "shape": result.shape,
        "shape_name": view.name_of(result),
        "shape_file": shape.file if shape else None,
        "shape_line": shape.line if shape else None,
        "other_places": " ".join(map(view.position, others)),
        "fingerprint": one.fingerprint,
    }


def _place(place: Location) -> dict[str, object]:
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "exactness": place.exactness.value,
    }


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
