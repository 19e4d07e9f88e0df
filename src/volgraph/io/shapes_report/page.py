"""The report on shapes as one HTML file that needs nothing else."""

from functools import lru_cache

from jinja2 import Environment

from volgraph.domain.shape_scores import ShapeScore, ShapesReport
from volgraph.io.pages import assets, environment
from volgraph.io.shapes_report.texts import survivor, words


def as_html(report: ShapesReport, language: str) -> str:
    """Return the report as a page.

    Args:
        report: what it shows.
        language: of its words: kk, ru or en.
    """
    held = assets("volgraph.io.shapes_report", "shapes")
    text = words(language)
    template = _environment().get_template("shapes.html")
    return template.render(
        report=report,
        language=language,
        text=text,
        survivor=lambda line: survivor(line, language),
        attention=[(one, reasons) for one in report.shapes if (reasons := attention(report, one))],
        anchors={one.shape: f"s{number}" for number, one in enumerate(report.shapes, 1)}
        | {one.file: f"e{number}" for number, one in enumerate(report.examples, 1)},
        style=held.style,
        script=held.script,
        policy=held.policy,
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
    return environment("volgraph.io.shapes_report")
