"""What a person reads on the terminal."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from volgraph.domain.tokens import Token
from volgraph.io.generations import Generation
from volgraph.io.history import Withdrawal
from volgraph.services.asking import Answered
from volgraph.services.building import Report
from volgraph.services.sending import Sent
from volgraph.services.validating import Finding, Verdict
from volgraph.services.withdrawing import Plan

_SHOWN_MENTIONS = 20
_COLOURS = {"Violation": "red", "Warning": "yellow", "Info": "cyan"}


def _pairs(rows: Iterable[tuple[str, object]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold")
    table.add_column()
    for name, value in rows:
        table.add_row(name, f"{value:,}" if isinstance(value, int) else str(value))
    return table


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items()) or "none"


def show_build(console: Console, generation: Generation, report: Report) -> None:
    """Print what a build made."""
    numerals = f"{report.numerals_covered} of {report.numerals}"
    waived = f", {report.numerals_waived} waived" if report.numerals_waived else ""
    rows = [
        ("generation", generation.digest[:12]),
        ("triples", report.triples),
        ("claims", f"{report.claims:,} ({_counted(report.claims_by_kind)})"),
        ("articles", report.articles),
        ("sources", report.sources),
        ("entities", report.entities),
        ("measures", report.measures),
        ("numerals covered", numerals + waived),
        ("plain triples", report.plain_triples),
        ("discrepancies", _counted(report.discrepancies)),
    ]
    console.print(_pairs(rows))
    console.print("Next: volgraph validate, then volgraph publish.", style="dim")


def show_verdict(console: Console, verdict: Verdict, language: str) -> None:
    """Print the findings of a validation, those of one graph and shape together."""
    by_shape: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in verdict.findings:
        key = (finding.where, finding.result.shape, finding.result.component)
        by_shape[key].append(finding)
    for (where, shape, component), findings in by_shape.items():
        first = findings[0].result
        head = Text(f"{first.severity}: ", style=_COLOURS.get(first.severity, "")).append(
            first.message(language), style="default"
        )
        console.print(head, soft_wrap=True)
        console.print(Text(f"  {_local(shape)} · {_local(component)} · {where}", style="dim"), soft_wrap=True)
        for finding in findings[:10]:
            result = finding.result
            console.print(Text(f"    {result.focus} {result.path} {result.value}".rstrip()), soft_wrap=True)
        if len(findings) > 10:
            console.print(f"    and {len(findings) - 10} more", style="dim")
    kept = f", {verdict.kept} of them unchanged since they were validated" if verdict.kept else ""
    graphs = f"{verdict.graphs} graph{'s' if verdict.graphs != 1 else ''}{kept}"
    if verdict.conforms:
        console.print(Text("conforms", style="green").append(f": {graphs}; {verdict.engine}", style="default"))
    else:
        count = Text(f"{verdict.violations} violations", style="red")
        console.print(count.append(f" in {graphs}; {verdict.engine}", style="default"))


def _local(iri: str) -> str:
    return iri.strip("<>").rpartition("#")[2]


def show_sent(console: Console, sent: Sent, url: str) -> None:
    """Print how publishing to a server ended."""
    if sent.refusal is not None:
        show_verdict(console, sent.refusal, "en")
        console.print(f"refused by {url}; it serves what it served", soft_wrap=True)
    elif sent.already:
        console.print(f"{sent.digest[:12]} is published at {url} already", soft_wrap=True)
    else:
        graphs = sent.content.get("graphs") or {}
        changed = _counted({name: len(graphs[name]) for name in ("added", "changed", "removed") if graphs.get(name)})
        console.print(f"published {sent.digest[:12]} at {url}; graphs: {changed}", soft_wrap=True)


def show_tokens(console: Console, tokens: Iterable[Token]) -> None:
    """Print tokens as a table."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("name", "scopes", "created", "expires"):
        table.add_column(column, overflow="fold")
    for token in tokens:
        end = f"{token.expires:%Y-%m-%d %H:%M} UTC" if token.expires else "never"
        table.add_row(token.name, ", ".join(token.scopes), f"{token.created:%Y-%m-%d}", end)
    console.print(table)


def show_home(console: Console, summary: dict[str, Any]) -> None:
    """Print what is built and published in a home."""
    published, built = summary["published"], summary["built"]
    rows: list[tuple[str, object]] = [("home", summary["home"])]
    rows.append(("published", _state(published)))
    if built and (not published or built["digest"] != published["digest"]):
        rows.append(("built", _state(built)))
    if published:
        counts = published["counts"]
        rows += [
            ("triples", counts["triples"]),
            ("claims", counts["claims"]),
            ("discrepancies", _counted(counts["discrepancies"])),
        ]
    rows += [("release", f"{name}: {digest[:12]}") for name, digest in summary["releases"].items()]
    for entry in summary["withdrawals"]:
        rows.append(("withdrawn", f"{entry['iri']} ({entry['withdrawn'][:10]}: {entry['reason']})"))
    console.print(_pairs(rows))


def show_withdrawal_plan(console: Console, plan: Plan) -> None:
    """Print what a withdrawal would take out, and what it cannot decide."""
    console.print(Text(f"{plan.iri} and all below it would go from"))
    console.print(_pairs((f"  {digest[:12]}", f"{lost:,} statements") for digest, lost in plan.generations.items()))
    if not plan.mentions:
        return
    console.print("These would stay although their words name it or quote it. Look at each, and mend the collection:")
    for mention in plan.mentions[:_SHOWN_MENTIONS]:
        console.print(Text(f"  {mention}"), soft_wrap=True)
    if len(plan.mentions) > _SHOWN_MENTIONS:
        console.print(f"  and {len(plan.mentions) - _SHOWN_MENTIONS} more: --json lists all", style="dim")


def show_withdrawal(console: Console, done: Withdrawal) -> None:
    """Print what a withdrawal has done, and what it could not reach."""
    console.print(f"withdrawn: {done.statements:,} statements, SHA-256 {done.sha256}", soft_wrap=True)
    for old, new in done.replaced.items():
        console.print(f"  {old[:12]} is now {new[:12]}")
    console.print("Copies elsewhere stay: backups, downloaded dumps, archives. Tell who has them.", style="dim")


def _state(summary: dict[str, Any] | None) -> str:
    if summary is None:
        return "nothing yet: run volgraph build, validate and publish"
    violations = summary["violations"]
    said = "not validated" if violations is None else f"{violations} violations" if violations else "valid"
    return f"{summary['digest'][:12]} ({said})"


def show_answer(console: Console, answer: Answered) -> None:
    """Print the answer of a query as a table, or as one word."""
    if answer.boolean is not None:
        console.print("yes" if answer.boolean else "no")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in answer.columns:
        table.add_column(column, overflow="fold")
    for row in answer.rows:
        table.add_row(*map(Text, row))
    console.print(table)
    console.print(f"{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}", style="dim")
