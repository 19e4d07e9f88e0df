"""The command line: each command reads its options, calls one service and shows what it says."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from volgraph import __version__, terminal
from volgraph.config import Settings, load_settings, setting_table
from volgraph.domain.iris import Base
from volgraph.errors import BuildError, InvalidGraphError, VolgraphError
from volgraph.io.generations import Generation, Home
from volgraph.services import asking, building, information, publishing, querying, validating

SERVER_SETTINGS = (
    *("home", "base", "host", "port", "public_url", "trusted_proxies", "memory_limit_triples"),
    *("query_time_limit_s", "query_memory_limit_mb", "answer_limit_mb", "answer_limit_rows"),
    *("queries_at_once", "queue_length", "queue_limit_s", "cache_mb"),
)
OK, VIOLATIONS, BAD_INPUT, INTERNAL = 0, 1, 2, 3


def _options(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add the options of some settings to a command."""

    def add(command: Callable[..., None]) -> Callable[..., None]:
        for info in reversed([info for info in setting_table() if info.name in names]):
            shown = f"{info.help}  [${info.variable}; default: {info.default}]"
            command = click.option(info.option, info.name, help=shown)(command)
        return command

    return add


def _settings(**given: Any) -> Settings:
    return load_settings(given, os.environ)


def _home(settings: Settings) -> Home:
    return Home(settings.home)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show the step that a long command is at, on standard error, if a person looks."""
    console = Console(stderr=True)
    with console.status("starting") as status:
        yield status.update


def _print_json(content: object) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


_json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON, for machines.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="volgraph")
def cli() -> None:
    """News as a knowledge graph in which every fact leads to the exact words that state it.

    Exit codes: 0 ok, 1 violations, 2 bad input or usage, 3 internal error.
    """


@cli.command()
@_options("home", "collection", "base")
@_json_option
def build(as_json: bool, **given: str | None) -> None:
    """Build a generation from the collection's files; nothing is published yet."""
    settings = _settings(**given)
    with _progress() as progress:
        generation, report = building.build(
            settings.collection.resolve(), Base(settings.base), _home(settings), progress
        )
    if as_json:
        _print_json(information.build_summary(generation, report))
        return
    terminal.show_build(Console(), generation, report)


@cli.command()
@_options("home", "collection", "base", "jobs")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--shapes", multiple=True, type=click.Path(path_type=Path), help="Shape file or folder; repeatable.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to report.")
@click.option("--lang", type=click.Choice(["kk", "ru", "en"]), default="en", help="Language of the messages.")
def validate(paths: tuple[Path, ...], shapes: tuple[Path, ...], form: str, lang: str, **given: str | None) -> None:
    """Validate the newest build, or RDF files, against SHACL shapes.

    Without PATHS, every graph of the newest build and the rules on the whole. A PATH inside the collection's
    data/ stands for its graph. Any other PATH is an RDF file, validated as it is.
    """
    settings = _settings(**given)
    with _progress() as progress:
        verdict = validating.validate(paths, shapes, settings, _home(settings), progress)
    if form == "json":
        _print_json(information.verdict_summary(verdict))
    else:
        terminal.show_verdict(Console(), verdict, lang)
    sys.exit(OK if verdict.conforms else VIOLATIONS)


@cli.command()
@_options("home", "keep_generations")
@click.argument("digest", required=False)
@_json_option
def publish(digest: str | None, as_json: bool, **given: str | None) -> None:
    """Publish the newest build, or the generation whose DIGEST begins so, if it is validated."""
    settings = _settings(**given)
    generation = publishing.publish(_home(settings), digest, settings.keep_generations)
    _say_published("published", generation, as_json)


@cli.command()
@_options("home", "keep_generations")
@_json_option
def rollback(as_json: bool, **given: str | None) -> None:
    """Go back to the generation that was published before the current one."""
    settings = _settings(**given)
    generation = publishing.rollback(_home(settings), settings.keep_generations)
    _say_published("back at", generation, as_json)


def _say_published(verb: str, generation: Generation, as_json: bool) -> None:
    if as_json:
        _print_json({"digest": generation.digest})
    else:
        click.echo(f"{verb} {generation.digest[:12]}")


@cli.command()
@_options(*SERVER_SETTINGS)
def serve(**given: str | None) -> None:
    """Serve the published generation over HTTP."""
    from volgraph.web.server import run

    run(_settings(**given))


@cli.command()
@_options("home")
@click.argument("query")
@click.option("--endpoint", help="URL of a SPARQL endpoint to ask instead of the published generation.")
@click.option("--format", "form", type=click.Choice(asking.FORMAT_NAMES), default=asking.TABLE, help="How to print.")
def query(query: str, endpoint: str | None, form: str, **given: str | None) -> None:
    """Run QUERY and print its answer.

    QUERY is a SPARQL query, the name of a .rq file, or - for standard input. Known prefixes need no declaration.
    """
    home = _home(_settings(**given))
    text = asking.query_text(query)
    output = sys.stdout.buffer
    if form == asking.TABLE:
        answer = asking.table_there(endpoint, text) if endpoint else asking.table_here(home, text)
        terminal.show_answer(Console(), answer)
    elif endpoint:
        output.write(querying.run_remote(endpoint, text, form))
    else:
        asking.write_here(home, text, form, output)


@cli.command()
@_options("home")
@_json_option
def info(as_json: bool, **given: str | None) -> None:
    """Say what is built and published."""
    summary = information.home_summary(_home(_settings(**given)))
    if as_json:
        _print_json(summary)
    else:
        terminal.show_home(Console(), summary)


def main() -> None:
    """Run the command line, and turn every error into one sentence and an exit code."""
    errors = Console(stderr=True, soft_wrap=True, highlight=False)
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(BAD_INPUT)
    except click.Abort:
        errors.print("stopped")
        sys.exit(BAD_INPUT)
    except BuildError as error:
        for one in error.errors:
            errors.print(f"error: {one}", markup=False)
        errors.print(str(error), markup=False)
        sys.exit(BAD_INPUT)
    except InvalidGraphError as error:
        errors.print(f"error: {error}", markup=False)
        sys.exit(VIOLATIONS)
    except VolgraphError as error:
        errors.print(f"error: {error}", markup=False)
        sys.exit(BAD_INPUT)
    except BrokenPipeError:
        sys.exit(OK)
    except Exception as error:
        errors.print(f"internal error: {type(error).__name__}: {error}", markup=False)
        if os.environ.get("VOLGRAPH_TRACE"):
            raise
        sys.exit(INTERNAL)


if __name__ == "__main__":
    main()
