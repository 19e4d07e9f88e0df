"""Annotations that GitHub shows in a pull request, as commands in the log of a step.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from volgraph.domain.validation import Location, Notice, Report, State
from volgraph.io.reports.options import Options
from volgraph.io.reports.terms import lines, one_line
from volgraph.io.reports.view import NOTICE_SEVERITIES, View, level, main_place, most_useful, most_varied

MOST_OF_A_KIND = 10
"""How many annotations of each kind GitHub shows a step: https://docs.github.com/rest/checks/runs."""

_Annotation = tuple[str, Location | None, str, str]


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Write the most useful annotations, and say how many there are beside them."""
    view = View(report, options)
    written: Counter[str] = Counter()
    left_out = 0
    stream.write(
        f"{view.tools}; {view.text('data')} {report.data_sha256}; {view.text('shapes')} {report.shapes_sha256}\n"
    )
    for kind, place, title, message in _annotations(view):
        # One notice is kept for the last line.
        if written[kind] == MOST_OF_A_KIND - (kind == "notice"):
            left_out += 1
            continue
        written[kind] += 1
        stream.write(_command(kind, place, title, message))
    rest = sum(one.state is not State.NEW for one in report.results)
    said = [view.headline(), view.left_out()]
    if left_out + rest:
        said.append(view.text_on("shown_elsewhere", left_out + rest))
    stream.write(_command("notice", None, "volgraph", "\n".join(filter(None, said))))


def _annotations(view: View) -> Iterator[_Annotation]:
    """Yield what is worth an annotation, the most useful first: what is unchanged since the baseline is not."""
    yield from (_about_run(view, notice) for notice in view.report.notices if notice.level == "error")
    new = [one for one in view.report.results if one.state is State.NEW]
    placed = sorted(new, key=lambda one: not one.places)
    for one in most_useful(most_varied(placed)):
        result = one.result
        yield level(result.severity).github, main_place(one), view.name_of(result), view.message(result)
    yield from (_about_run(view, notice) for notice in view.report.notices if notice.level != "error")


def _about_run(view: View, notice: Notice) -> _Annotation:
    kind = level(NOTICE_SEVERITIES[notice.level]).github
    return kind, notice.place, f"volgraph: {notice.code}", view.notice(notice)


def _command(kind: str, place: Location | None, title: str, message: str) -> str:
    properties: dict[str, object] = {}
    if place is not None and "://" not in place.file:
        properties["file"] = place.file
        properties["line"] = place.line
        if place.end_line is not None and place.end_line != place.line:
            properties["endLine"] = place.end_line  # columns count within one line only
        else:
            properties["col"], properties["endColumn"] = place.column, place.end_column
    properties["title"] = title
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None)
    return f"::{kind} {listed}::{_data(message)}\n"


def _data(text: str) -> str:
    return lines(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
