"""The report as one HTML file that needs nothing else: a grouped list that people can search and regroup."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TextIO

from jinja2 import Environment

from volgraph.domain.validation import SEVERITIES, LocatedResult, Location, Report
from volgraph.io.pages import assets, environment
from volgraph.io.reports.options import Options
from volgraph.io.reports.terms import component_name, lines, one_line, short, visible
from volgraph.io.reports.view import NOTICE_SEVERITIES, View, known_severity, main_place, most_useful

MOST_RESULTS = 5_000
"""More of them make browsers slow: the most useful are shown, and the rest counted."""
_SHOWN_AROUND, _SHOWN_MARKED = 120, 400


@dataclass(frozen=True, slots=True)
class Source:
    """A source line in three parts, of which the middle one is marked."""

    line: int
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Item:
    """A result as the page shows it."""

    one: LocatedResult
    severity: str
    level: str
    state: str
    message: str
    shape: str
    component: str
    file: str
    place: Location | None
    source: Source | None


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Write the page."""
    view = View(report, options)
    chosen = {id(one) for one in most_useful(report.results)[:MOST_RESULTS]}
    items = [_item(view, one) for one in report.results if id(one) in chosen]
    shown = {id(item.one): item for item in items}
    template = _environment().get_template("report.html")
    held = assets("volgraph.io.reports", "report")
    parts = template.generate(
        view=view,
        report=report,
        groups=_groups(view, items),
        levels=[(name, view.text(name)) for name in SEVERITIES],
        not_shown=len(report.results) - len(shown),
        fails=not report.whole or bool(report.failing(options.fail_on)),
        notice_levels=NOTICE_SEVERITIES,
        style=held.style,
        script=held.script,
        policy=held.policy,
    )
    for part in parts:
        stream.write(part)


def _item(view: View, one: LocatedResult) -> Item:
    result, place = one.result, main_place(one)
    return Item(
        one=one,
        severity=view.severity_name(result.severity),
        level=known_severity(result.severity),
        state=one.state.value,
        message=view.message(result),
        shape=view.name_of(result),
        component=component_name(result.component),
        file=place.file if place else view.text("no_place"),
        place=place,
        source=_source(view, place) if place else None,
    )


def _source(view: View, place: Location) -> Source | None:
    line = view.options.read_line(place.file, place.line) if place.line else None
    start = (place.column or 1) - 1
    if line is None or place.line is None or start > len(line):  # of a long line only some is read
        return None
    ends_here = place.end_line in (None, place.line)
    end = (place.end_column - 1 if place.end_column else start + 1) if ends_here else len(line)
    if place.column is None:
        start = end = 0
    before, marked, after = line[:start].lstrip(), line[start:end], line[end:]
    if len(before) > _SHOWN_AROUND:
        before = "…" + before[-_SHOWN_AROUND:]
    if len(marked) > _SHOWN_MARKED:
        marked = marked[:_SHOWN_MARKED] + "…"
    if len(after) > _SHOWN_AROUND:
        after = after[:_SHOWN_AROUND] + "…"
    return Source(place.line, *(visible(part.replace("\t", " ")) for part in (before, marked, after)))


def _groups(view: View, items: list[Item]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.shape if view.options.group_by == "shape" else item.file].append(item)
    return groups


@lru_cache
def _environment() -> Environment:
    made = environment("volgraph.io.reports")
    made.filters.update(short=short, line=one_line, lines=lines)
    return made
