"""`volgraph shapes`: what can be said of shapes themselves."""

import os
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from volgraph.config import load_settings
from volgraph.io.generations import Home
from volgraph.io.inputs import files_below
from volgraph.io.shapes_report import plain
from volgraph.io.shapes_report.document import as_json
from volgraph.io.shapes_report.page import as_html
from volgraph.services.shape_reporting import Asked, NamedFile, report

_DEFECTS = 500
_file = click.Path(path_type=Path)


@click.group()
def shapes() -> None:
    """Say how good shapes are."""


@shapes.command("report")
@click.option("--home", help="Folder of all state, whose newest build is the data if no shapes are named.")
@click.option("--collection", help="Folder of the collection, whose shapes/ are reported on if none are named.")
@click.option("--shapes", "shape_paths", multiple=True, type=_file, help="Shape file or folder; repeatable.")
@click.option("--data", "data_paths", multiple=True, type=_file, help="RDF file or folder for coverage; repeatable.")
@click.option("--cases", type=_file, help="Folder with examples in valid/ and invalid/, and beside them their context.")
@click.option(
    "--mutate", is_flag=True, help="Plant defects in valid examples, or in the data, and count those noticed."
)
@click.option("--mutants", type=click.IntRange(min=1), default=_DEFECTS, show_default=True, help="How many at most.")
@click.option("--format", "form", type=click.Choice(["text", "html", "json"]), default="text", help="How to report.")
@click.option("--lang", type=click.Choice(["kk", "ru", "en"]), default="en", help="Language of the report.")
def report_command(
    shape_paths: tuple[Path, ...],
    data_paths: tuple[Path, ...],
    cases: Path | None,
    mutate: bool,
    mutants: int,
    form: str,
    lang: str,
    **given: str | None,
) -> None:
    """Say what shapes look at in data, which examples show them, and which defects they let pass.

    Without --shapes, the collection's own shapes are reported on, with its newest build as data.
    """
    settings = load_settings(given, os.environ)
    own = not shape_paths
    root = settings.collection
    data = _files(data_paths) or (_built(Home(settings.home)) if own else [])
    asked = Asked(
        shapes=_files(shape_paths or (root / "shapes",)),
        data=data,
        ontology=_files([root / "ontology" / "volgraph.ttl"]) if own else (),
        cases=cases,
        defects=mutants if mutate else 0,
        language=lang,
    )
    console = Console(stderr=True)
    with console.status("starting") as status:
        made = report(asked, status.update)
    if form == "json":
        click.echo(as_json(made), nl=False)
    elif form == "html":
        click.echo(as_html(made, lang))
    else:
        plain.show(Console(), made, lang)


def _files(paths: Sequence[Path]) -> list[NamedFile]:
    named = (files_below(path) if path.is_dir() else [path] for path in paths)
    return [(file, file.as_posix()) for files in named for file in files]


def _built(home: Home) -> list[NamedFile]:
    """Return the newest build's dump, if there is a build."""
    generation = home.built()
    return [(generation.dumps / "volgraph.nq.gz", f"build {generation.digest[:12]}")] if generation else []
