"""The report on shapes as people read it on a terminal."""

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from volgraph.domain.shape_scores import ShapesReport
from volgraph.io.reports.terms import one_line
from volgraph.io.shapes_report.texts import survivor, words

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def show(console: Console, report: ShapesReport, language: str) -> None:
    """Print the report: its sums, what the lint says, a row a shape, and what went unnoticed.

    Args:
        console: on which it is printed.
        report: what it shows.
        language: of its words: kk, ru or en.
    """
    text = words(language)
    _sums(console, report, language)
    for notice in report.notices:
        place = notice.place
        where = f"{place.file}{f':{place.line}' if place.line else ''}" if place else ""
        line = Text(text(notice.level), style=_COLOURS[notice.level]).append(
            f": {one_line(notice.messages[language])} ", style="default"
        )
        console.print(line.append(one_line(f"· {where} · {notice.code}"), style="dim"), soft_wrap=True)
    if report.surprising:
        console.print(
            Text(text("surprising"), style="red").append(one_line(f": {', '.join(report.surprising)}")), soft_wrap=True
        )
    console.print(_table(report, language))
    idle = [(one, constraint) for one in report.shapes for constraint in one.idle] if report.data_files else []
    if idle:
        console.print(Text(f"{text('never')}:", style="yellow"))
        for one, constraint in idle:
            said = one_line(f"{one.name}: sh:{constraint.parameter} {constraint.value}")
            console.print(Text(f"  {said}"), soft_wrap=True)
    if report.mutation and report.mutation.survivors:
        console.print(Text(f"{text('unnoticed')}:", style="yellow"))
        for line_ in report.mutation.survivors:
            console.print(Text(f"  {one_line(survivor(line_, language))}"), soft_wrap=True)


def _sums(console: Console, report: ShapesReport, language: str) -> None:
    text = words(language)
    rows = []
    if report.data_files:
        rows += [("looking", report.looking, len(report.shapes)), ("judging", report.judging, report.constraints)]
    else:
        console.print(text("no_data"), style="dim")
    if report.cases[1]:
        rows.append(("shown", report.shown, report.constraints))
    if report.mutation:
        rows.append(("noticed", report.mutation.noticed, report.mutation.planted))
    for name, number, every in rows:
        count = text("of", number=f"{number:,}", all=f"{every:,}")
        console.print(Text(count, style="bold").append(f" {text(name)}", style="not bold"))


def _table(report: ShapesReport, language: str) -> Table:
    text = words(language)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(text("shape"), overflow="fold")
    names = ["focus", "values", "judged"] if report.data_files else []
    names += ["examples"] if any(report.cases) else []
    names += ["mutation"] if report.mutation else []
    for name in names:
        table.add_column(text(name), justify="right")
    for one in report.shapes:
        cells = [Text(one_line(one.name))]
        if report.data_files:
            focus = Text(f"{one.focus_nodes:,}", style="" if one.focus_nodes else "yellow")
            every = len(one.constraints)
            cells += [focus, Text(f"{one.value_nodes:,}" if one.path else ""), _part(every - len(one.idle), every)]
        if any(report.cases):
            cells.append(
                Text(f"✓ {len(one.valid)} ").append_text(
                    _part(sum(c.shown for c in one.constraints), len(one.constraints), "✗ ")
                )
            )
        if report.mutation:
            score = one.mutation
            cells.append(_part(score.noticed, score.planted) if score else Text(""))
        table.add_row(*cells)
    return table


def _part(number: int, every: int, mark: str = "") -> Text:
    return Text(f"{mark}{number}/{every}", style="" if number == every else "yellow")
