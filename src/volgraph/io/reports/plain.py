"""The report that people read on a terminal: grouped, with the source line and a caret under the place."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from volgraph.domain.validation import LocatedResult, Location, Report
from volgraph.io.reports.options import Options
from volgraph.io.reports.terms import component_name, one_line, short, visible
from volgraph.io.reports.view import NOTICE_SEVERITIES, View, level, main_place

_UNBROKEN = 1 << 20
_SHOWN_COLUMNS = 100


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Write the report for a terminal or a log."""
    console = Console(
        file=stream,
        force_terminal=options.colour,
        color_system="standard" if options.colour else None,
        width=options.width or _UNBROKEN,
        height=25,
        legacy_windows=False,
        highlight=False,
        emoji=False,
        _environ={},
    )
    for line in _Lines(View(report, options)).all():
        for part in _wrapped(console, line) if options.width and cell_len(line.plain) > options.width else [line]:
            if options.colour:
                console.print(part, soft_wrap=True)
            else:
                stream.write(f"{part.plain}\n")


def _wrapped(console: Console, line: Text) -> Iterator[Text]:
    """Yield a line in parts that fit, each as far from the edge as the first."""
    indent = " " * (len(line.plain) - len(line.plain.lstrip(" ")))
    for part in line[len(indent) :].wrap(console, console.width - len(indent), overflow="fold"):
        yield Text(indent) + part


class _Lines:
    """The lines of a report."""

    def __init__(self, view: View) -> None:
        self.view = view
        width = view.options.width
        self._columns = max(20, width - 8) if width else _SHOWN_COLUMNS

    def all(self) -> Iterator[Text]:
        """Yield every line."""
        for name, results in self._groups().items():
            yield Text(visible(name), "bold")
            for one in results:
                yield from self._result(one)
                yield Text()
        yield from self._fixed()
        yield from self._notices()
        yield from self._end()

    def _groups(self) -> dict[str, list[LocatedResult]]:
        groups: dict[str, list[LocatedResult]] = defaultdict(list)
        for one in self.view.report.results:
            if self.view.options.group_by == "shape":
                groups[self._shape(one)].append(one)
            else:
                place = main_place(one)
                groups[place.file if place else self.view.text("no_place")].append(one)
        return groups

    def _shape(self, one: LocatedResult) -> str:
        name, term = self.view.name_of(one.result), one.result.shape
        return f"{name} ({short(term)})" if term.startswith("<") else name

    def _result(self, one: LocatedResult) -> Iterator[Text]:
        view, result, place = self.view, one.result, main_place(one)
        head = Text("  ")
        if place is not None:
            head.append(one_line(view.position(place)), "cyan").append(" ")
        head.append(one_line(view.severity_name(result.severity)), f"bold {level(result.severity).colour}")
        if view.has_baseline:
            head.append(f" [{view.text(one.state.value)}]", "bold" if view.fails(one) else "dim")
        yield head.append(" ").append(one_line(view.message(result)))
        if place is not None:
            yield from self._source(place)
        said = [short(term) for term in (result.focus, result.path, result.value) if term]
        yield Text(f"      {one_line(' '.join(said))}")
        where = [self._shape(one), component_name(result.component)]
        yield Text(f"      {one_line(' · '.join(filter(None, where)))}", "dim")
        for kind, related in view.related(one):
            yield Text(f"      {kind}: {one_line(view.position(related))}", "dim")

    def _source(self, place: Location) -> Iterator[Text]:
        """Yield the source line, and a caret under the place; a long line is cut around it."""
        told = self.view.exactness(place)
        line = self.view.options.read_line(place.file, place.line) if place.line else None
        start = (place.column or 1) - 1
        if line is not None and place.line is not None and start <= len(line):  # of a long line only some is read
            same_line = place.end_line in (None, place.line)
            end = place.end_column - 1 if same_line and place.end_column else len(line) if not same_line else start + 1
            before, marked, after = (visible(part.replace("\t", " ")) for part in _cut(line, start, end))
            before, marked, after = _window(before, marked, after, self._columns - len(str(place.line)))
            bar = f"    {place.line} │ "
            yield Text(bar, "dim").append(before, "default").append(marked, "bold default").append(after, "default")
            if place.column is not None:
                under = " " * (cell_len(bar) - 2) + "│ " + " " * cell_len(before)
                yield Text(under, "dim").append("^" * max(1, cell_len(marked)), "bold red not dim")
        if told:
            yield Text(f"      ({told})", "dim italic")

    def _fixed(self) -> Iterator[Text]:
        if not self.view.report.fixed:
            return
        yield Text(self.view.text("fixed_results"), "bold")
        for one in self.view.report.fixed:
            result = one.result
            said = " ".join(short(term) for term in (result.focus, result.path, result.value) if term)
            yield Text("  ✓ ", "green").append(one_line(f"{self.view.name_of(result)}: {said}"), "default")
        yield Text()

    def _notices(self) -> Iterator[Text]:
        if not self.view.report.notices:
            return
        yield Text(self.view.text("notices"), "bold")
        for notice in self.view.report.notices:
            line = Text("  ")
            if notice.place is not None:
                line.append(one_line(self.view.position(notice.place)), "cyan").append(" ")
            colour = level(NOTICE_SEVERITIES[notice.level]).colour
            line.append(f"{self.view.text(notice.level)} ({one_line(notice.code)})", f"bold {colour}")
            yield line.append(" ").append(one_line(self.view.notice(notice)))
        yield Text()

    def _end(self) -> Iterator[Text]:
        view, report = self.view, self.view.report
        if left_out := view.left_out():
            yield Text(left_out, "yellow")
        bad = report.failing(view.options.fail_on) or not report.whole
        yield Text(view.headline(), "bold red" if bad else "bold green")
        yield Text(f"{view.scope()} · {view.tools}", "dim")
        yield Text(f"{view.text('data')}: {report.data_sha256}", "dim")
        yield Text(f"{view.text('shapes')}: {report.shapes_sha256}", "dim")


def _cut(line: str, start: int, end: int) -> tuple[str, str, str]:
    return line[:start], line[start:end], line[end:]


def _window(before: str, marked: str, after: str, columns: int) -> tuple[str, str, str]:
    """Return the three parts of a line shortened so that the marked one and what is around it fit."""
    if cell_len(before + marked + after) <= columns:
        return before, marked, after
    if cell_len(marked) > columns // 2:
        marked = marked[: columns // 2 - 1] + "…"
    room = columns - cell_len(marked)
    if cell_len(before) > room // 2:
        kept = max(room // 2 - 1, room - 1 - cell_len(after))
        before = "…" + before[-kept:] if kept < len(before) else before
    rest = columns - cell_len(before) - cell_len(marked)
    if cell_len(after) > rest:
        after = after[: max(rest - 1, 0)] + "…"
    return before, marked, after
