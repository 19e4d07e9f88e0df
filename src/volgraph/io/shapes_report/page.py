"""The report on shapes as one HTML file that needs nothing else."""

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from volgraph.domain.shape_scores import ShapeScore, ShapesReport
from volgraph.io.shapes_report.texts import survivor, words


def as_html(report: ShapesReport, language: str) -> str:
    """Return the report as a page.

    Args:
        report: what it shows.
        language: of its words: kk, ru or en.
    """
    style, script = _asset("shapes.css"), _asset("shapes.js")
    text = words(language)
    return (
        _environment()
        .get_template("shapes.html")
        .render(
            report=report,
            language=language,
            text=text,
            survivor=lambda line: survivor(line, language),
            attention=[(one, reasons) for one in report.shapes if (reasons := attention(report, one))],
            anchors={one.shape: f"s{number}" for number, one in enumerate(report.shapes, 1)}
            | {one.file: f"e{number}" for number, one in enumerate(report.examples, 1)},
            style=Markup(style),
            script=Markup(script),
            policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; "
            "form-action 'none'",
        )
    )


def attention(report: ShapesReport, shape: ShapeScore) -> list[str]:
    """Return why a shape is worth a look, as names of texts."""
    reasons = []
    if report.data_files and not shape.focus_nodes:
        reasons.append("no_focus")
    if report.cases[1] and not all(one.shown for one in shape.constraints):
        reasons.append("not_shown")
    if report.cases[0] and not shape.valid:
        reasons.append("no_valid")
    if shape.mutation and shape.mutation.survivors and shape.path:
        reasons.append("defects_pass")
    return reasons


@lru_cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("volgraph.io.shapes_report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache
def _asset(name: str) -> str:
    return files("volgraph.io.shapes_report").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
