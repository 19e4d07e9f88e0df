"""The Markdown summary that GitHub shows of a job, within the size that it takes.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TextIO

from volgraph.domain.validation import LocatedResult, Location, Report
from volgraph.io.reports.options import Options
from volgraph.io.reports.terms import one_line, short
from volgraph.io.reports.view import NOTICE_SEVERITIES, View, known_severity, main_place, most_useful

MOST_BYTES = 1 << 20
MOST_NOTICES, MOST_CHARACTERS = 100, 1000
"""How many notices are listed, and how much of each text: ours, to leave room for the results."""
_FOR_THE_END = 1 << 12
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&@:$^=])")
_SIGNS = {"Violation": "❌", "Warning": "⚠️", "Info": "ℹ️"}


def escaped(text: str) -> str:
    """Return a text as Markdown that shows it as it is, on one line: no markup, no HTML, no links that are not ours.

    https://github.github.com/gfm/#backslash-escapes
    """
    return _SPECIAL.sub(r"\\\1", one_line(text))


def _cell(text: str) -> str:
    """Return the beginning of a text, escaped."""
    return escaped(text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…")


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Write the summary: what does not fit into it is counted."""
    summary = _Summary(View(report, options))
    head = "".join(summary.head())
    tail = "".join(summary.tail())
    room = MOST_BYTES - _FOR_THE_END - len(head.encode()) - len(tail.encode())
    stream.write(head)
    shown = 0
    for line, results in summary.results():
        room -= len(line.encode())
        if room < 0:
            break
        stream.write(line)
        shown += results
    if shown < len(report.results):
        stream.write(f"\n{escaped(summary.view.text_on('shown_elsewhere', len(report.results) - shown))}\n")
    stream.write(tail)


class _Summary:
    """The lines of a summary."""

    def __init__(self, view: View) -> None:
        self.view = view

    def head(self) -> Iterator[str]:
        """Yield what was found, in numbers."""
        view, report = self.view, self.view.report
        sign = "✅" if report.whole and not report.failing(view.options.fail_on) else "❌"
        yield f"## {sign} {escaped(view.text('title'))}\n\n**{escaped(view.headline())}**\n\n"
        yield f"{escaped(view.scope())}\n"
        if left_out := view.left_out():
            yield f"\n⚠️ {escaped(left_out)}\n"
        if report.notices:
            yield f"\n### {escaped(view.text('notices'))}\n\n"
        for notice in report.notices[:MOST_NOTICES]:
            sign = _SIGNS[NOTICE_SEVERITIES[notice.level]]
            where = f" {self._link(notice.place)}" if notice.place else ""
            yield f"- {sign}{where} {_cell(view.notice(notice))} ({_code(notice.code)})\n"
        if len(report.notices) > MOST_NOTICES:
            yield f"- {escaped(view.text_on('shown_elsewhere', len(report.notices) - MOST_NOTICES))}\n"

    def results(self) -> Iterator[tuple[str, int]]:
        """Yield lines, each with how many results it has: the files with the most useful results first."""
        for file, results in self._by_file(most_useful(self.view.report.results)).items():
            yield f"\n### {_cell(file)}\n\n", 0
            columns = ["place", "severity", "message", "focus", "shape"]
            yield self._row([self.view.text(column) for column in columns]), 0
            yield self._row(["---"] * len(columns), raw=True), 0
            for one in results:
                yield self._result(one), 1

    def tail(self) -> Iterator[str]:
        """Yield what looked at what."""
        view, report = self.view, self.view.report
        yield f"\n<details><summary>{view.text('run')}</summary>\n\n"
        for key, value in (
            ("engine", view.tools),
            ("data", report.data_sha256),
            ("shapes", report.shapes_sha256),
        ):
            yield f"- {escaped(view.text(key))}: {_code(value)}\n"
        yield "\n</details>\n"

    def _by_file(self, results: Iterable[LocatedResult]) -> dict[str, list[LocatedResult]]:
        groups: dict[str, list[LocatedResult]] = defaultdict(list)
        for one in results:
            place = main_place(one)
            groups[place.file if place else self.view.text("no_place")].append(one)
        return groups

    def _result(self, one: LocatedResult) -> str:
        view, result, place = self.view, one.result, main_place(one)
        state = f" \\({escaped(view.text(one.state.value))}\\)" if view.has_baseline else ""
        cells = [
            self._link(place) if place else "",
            f"{_SIGNS[known_severity(result.severity)]} {escaped(view.severity_name(result.severity))}{state}",
            _cell(view.message(result)),
            _code(short(result.focus)),
            _cell(view.name_of(result)),
        ]
        return self._row(cells, raw=True)

    def _link(self, place: Location) -> str:
        shown = ":".join(str(part) for part in (place.file, place.line) if part is not None)
        return f"[{escaped(shown)}]({_address(self.view.options.link(place))})"

    def _row(self, cells: list[str], raw: bool = False) -> str:
        return f"| {' | '.join(cell if raw else escaped(cell) for cell in cells)} |\n"


def _address(link: str) -> str:
    return link.replace("(", "%28").replace(")", "%29").replace("|", "%7C").replace("<", "%3C").replace(" ", "%20")


def _code(text: str) -> str:
    """Return a text as code in a table: no code span, which could not hold a bar and every backtick."""
    return f"<code>{_cell(text)}</code>" if text else ""
