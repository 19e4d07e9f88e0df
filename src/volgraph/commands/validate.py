"""`volgraph validate`: options in, one check, reports out."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from volgraph.commands.common import (
    BAD_INPUT,
    EXIT_CODES,
    OK,
    VIOLATIONS,
    ended_tidily,
    home_of,
    setting_options,
    settings_of,
    showing_progress,
)
from volgraph.commands.report_files import targets_of, write_reports
from volgraph.domain.validation import SEVERITIES, VIOLATION, Report, State
from volgraph.errors import InputError
from volgraph.io.collection_files import graphs_named
from volgraph.io.engines.choice import AUTO, engine_names
from volgraph.io.graph_files import Document
from volgraph.io.inference import REGIMES
from volgraph.io.inputs import FORMATS as RDF_FORMATS
from volgraph.io.reports import FORMATS, Options
from volgraph.services.check_requests import ALL, LINTS, CheckRequest
from volgraph.services.gathering import IMPORTS

LANGUAGES = ("kk", "ru", "en")
OF_NAMED_DATA = (
    *("data_format", "shapes_format", "imports", "inference", "focus", "shape", "severity", "max_results"),
    *("engine", "lint", "time_limit", "memory_limit"),
)
"""Options that the collection's own verdict, which is kept for publishing, does not know."""
_severity = click.Choice(SEVERITIES, case_sensitive=False)
_rdf = click.Choice(RDF_FORMATS)
_file = click.Path(path_type=Path)


@click.command(
    context_settings={"show_default": True},
    epilog=f"{EXIT_CODES} A file that cannot be read is named, the others are checked, and the code is 2.",
)
@setting_options("home", "collection", "base", "jobs")
@click.argument("data", nargs=-1)
@click.option("--shapes", "-s", multiple=True, metavar="SHAPES", help="Shapes: named as DATA are; repeatable.")
@click.option("--data-format", type=_rdf, help="Format of data from standard input.")
@click.option("--shapes-format", type=_rdf, help="Format of shapes from standard input.")
@click.option("--imports", type=click.Choice(IMPORTS), default="local", help="What owl:imports may read.")
@click.option("--inference", type=click.Choice(REGIMES), default="none", help="What is added to the data first.")
@click.option("--focus", multiple=True, metavar="IRI", help="Results of this focus node only; repeatable.")
@click.option("--shape", multiple=True, metavar="IRI", help="Results of this shape and what it holds only; repeatable.")
@click.option("--severity", type=_severity, default="Info", help="The least severity to report.")
@click.option("--fail-on", type=_severity, default=VIOLATION, help="The least severity that ends with 1.")
@click.option("--max-results", type=click.IntRange(min=1), help="How many results to report; the rest is counted.")
@click.option("--engine", type=click.Choice((AUTO, *engine_names(), ALL)), default=AUTO, help="Which SHACL engine.")
@click.option("--lint", type=click.Choice(LINTS), default="warning", help="What to say of the shapes themselves.")
@click.option("--baseline", type=_file, help="Known results: fail on others only.")
@click.option("--write-baseline", type=_file, help="Write all results, which are known from then on.")
@click.option("--since", metavar="GITREF", help="Check only what changed since a commit, branch or tag can affect.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="For inference and for the engine, each.  [default: 1800]",
)
@click.option("--memory-limit", type=click.IntRange(min=1), metavar="MB", help="For the engine.  [default: 8000]")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORM[=FILE]",
    help=f"How to report, and where; repeatable. One of {', '.join(FORMATS)}.  [default: text]",
)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File of the report, instead of printing it.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language of reports.")
@click.option("--group-by", type=click.Choice(("file", "shape")), default="file", help="How results are grouped.")
def validate(
    data: tuple[str, ...],
    shapes: tuple[str, ...],
    fail_on: str,
    severity: str,
    time_limit: float | None,
    memory_limit: int | None,
    formats: tuple[str, ...],
    output: Path | None,
    lang: str,
    group_by: str,
    **more: Any,
) -> None:
    """Validate DATA against SHACL shapes, or the newest build.

    DATA are files, folders, globs, URLs of SPARQL endpoints, store:FOLDER for an Oxigraph store, or - for standard
    input; all of them are one graph. Without DATA, every graph of the newest build and the rules on the whole. A path
    inside the collection's data/ stands for its graph. Without --shapes, the collection's own shapes.
    """
    if SEVERITIES.index(fail_on) > SEVERITIES.index(severity):
        raise InputError(f"--fail-on {fail_on} could never fail with --severity {severity}: name one severity for both")
    if more["since"] is not None and not data:
        raise InputError("--since compares files: name the data, and their shapes with --shapes")
    targets = targets_of(formats, output, (*data, *shapes))
    settings = settings_of(**{name: more.pop(name) for name in ("home", "collection", "base", "jobs")})
    root = settings.collection.resolve()
    named = bool(shapes) or more["since"] is not None
    graphs = None if named else graphs_named([Path(path) for path in data], root)
    sources: dict[str, Path] = {}

    def read(document: Document) -> None:
        if document.lined:
            sources[document.shown] = document.path

    with ended_tidily():
        with showing_progress() as progress:
            # A hook is run on every commit: each way imports what it needs, and no more.
            if graphs is not None:
                _refuse(OF_NAMED_DATA)
                from volgraph.services.checking_collection import check_collection

                files = more["baseline"], more["write_baseline"]
                report = check_collection(graphs, settings, home_of(settings), progress, *files)
            else:
                from volgraph.services.checking import check

                if not shapes and not (root / "shapes").is_dir():
                    raise InputError("no shapes are named, and no collection is here: name shapes with --shapes")
                request = CheckRequest(
                    data=data,
                    shapes=shapes or (str(root / "shapes"),),
                    severity=severity,
                    time_limit_s=time_limit,
                    memory_limit_mb=memory_limit,
                    **more,
                )
                report = check(request, progress, read)
        options = Options(language=lang, fail_on=fail_on, group_by=group_by)
        write_reports(report, targets, options, sources)
    sys.exit(exit_code(report, fail_on))


def _refuse(names: Sequence[str]) -> None:
    """Refuse options that would do nothing."""
    context = click.get_current_context()
    given = [name for name in names if context.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    if given:
        shown = " and ".join(f"--{name.replace('_', '-')}" for name in given)
        raise InputError(f"{shown} would do nothing on the collection's own graphs: name data and --shapes")


def exit_code(report: Report, fail_on: str) -> int:
    """Return how a run ends; results that were left out count as violations, but for those that a baseline knows."""
    if not report.whole:
        return BAD_INPUT
    # New results come first, so none of them was left out if one is there that is not new.
    unknown = report.left_out != 0 and all(one.state is State.NEW for one in report.results)
    return VIOLATIONS if report.failing(fail_on) or unknown else OK
