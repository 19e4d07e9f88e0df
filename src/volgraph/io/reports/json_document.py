"""The report as JSON: everything it holds, as `report.schema.json` beside this module describes it."""

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Any, TextIO

from volgraph.domain.validation import LocatedResult, Location, Notice, Report, ShapeInfo
from volgraph.io.reports.json_text import write_json
from volgraph.io.reports.options import Options
from volgraph.io.reports.view import View

FORMAT_VERSION = 1
"""Raised when a reader of the former one could not read it."""


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the document."""
    found: dict[str, Any] = json.loads(files(__package__).joinpath("report.schema.json").read_text(encoding="utf-8"))
    return found


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Write the document."""
    write_json(_document(View(report, options)), stream, depth=2)


def _document(view: View) -> dict[str, Any]:
    report = view.report
    name, version = view.engine
    return {
        "format": FORMAT_VERSION,
        "volgraph": report.version,
        "engine": {"name": name, "version": version},
        "language": view.language,
        "conforms": report.conforms,
        "fails": bool(report.failing(view.options.fail_on)),
        "failOn": view.options.fail_on,
        "data": {"sha256": report.data_sha256, "files": [asdict(file) for file in report.data]},
        "shapes": {
            "sha256": report.shapes_sha256,
            "files": [asdict(file) for file in report.shapes_files],
            "shapes": [_shape(view, info) for info in report.shapes],
        },
        "results": [_result(view, one) for one in report.results],
        "fixed": [_result(view, one) for one in report.fixed],
        "leftOut": report.left_out,
        "notices": [_notice(view, notice) for notice in report.notices],
    }


def _result(view: View, one: LocatedResult) -> dict[str, Any]:
    result = one.result
    return {
        "state": one.state.value,
        "severity": result.severity,
        "message": view.message(result),
        "messages": dict(result.messages),
        "focus": result.focus,
        "path": result.path,
        "value": result.value,
        "component": result.component,
        "shape": result.shape,
        "fingerprint": one.fingerprint,
        "places": [_place(place) for place in one.places],
        "shapePlaces": [_place(place) for place in one.shape_places],
        "premises": [_place(place) for place in one.premises],
    }


def _place(place: Location) -> dict[str, Any]:
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "exactness": place.exactness.value,
    }


def _shape(view: View, info: ShapeInfo) -> dict[str, Any]:
    return {
        "shape": info.shape,
        "name": view.shape_name(info.shape),
        "names": dict(info.name),
        "descriptions": dict(info.description),
        "messages": dict(info.messages),
        "severity": info.severity,
        "places": [_place(place) for place in info.places],
        "focusNodes": info.focus_nodes,
    }


def _notice(view: View, notice: Notice) -> dict[str, Any]:
    return {
        "code": notice.code,
        "level": notice.level,
        "message": view.notice(notice),
        "messages": dict(notice.messages),
        "place": _place(notice.place) if notice.place else None,
    }
