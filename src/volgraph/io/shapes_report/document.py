"""The report on shapes as JSON."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from volgraph.domain.shape_scores import ShapesReport


def as_json(report: ShapesReport) -> str:
    """Return the report as JSON, with the names that `volgraph.domain.shape_scores` has."""
    content = _plain(report)
    content["coverage"] = {
        "shapes": len(report.shapes),
        "looking": report.looking,
        "constraints": report.constraints,
        "judging": report.judging,
        "shown": report.shown,
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _plain(value: object) -> dict[str, object]:
    """Return a dataclass as JSON has it; `asdict` would copy what is immutable."""
    return {field.name: _inside(getattr(value, field.name)) for field in fields(value)}  # type: ignore[arg-type]


def _inside(value: object) -> object:
    if is_dataclass(value):
        return _plain(value)
    if isinstance(value, tuple):
        return [_inside(one) for one in value]
    if isinstance(value, Mapping):
        return dict(value)
    return value
