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
from volgraph.commands.shapes import shapes
from volgraph.config import Settings, load_settings, setting_table
from volgraph.domain.iris import Base
from volgraph.domain.tokens import Scope
from volgraph.errors import BuildError, InvalidGraphError, VolgraphError
from volgraph.io.generations import Generation, Home
from volgraph.services import asking, building, information, publishing, querying, sending, validating, withdrawing
from volgraph.services.tokens import Tokens

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
@click.option("--to", "url", help="URL of a server that checks and publishes the build, instead of this home.")
@click.option(
    "--token-file", type=click.Path(path_type=Path), help="File of the token for --to.  [else $VOLGRAPH_TOKEN]"
)
@_json_option
def publish(digest: str | None, url: str | None, token_file: Path | None, as_json: bool, **given: str | None) -> None:
    """Publish the newest build, or the generation whose DIGEST begins so, if it is validated.

    With --to, a server is sent the build, validates it itself, and publishes it or answers with what is wrong.
    """
    settings = _settings(**given)
    if url is None:
        generation = publishing.publish(_home(settings), digest, settings.keep_generations)
        _say_published("published", generation, as_json)
        return
    token = sending.token_from(token_file, os.environ)
    with _progress() as progress:
        sent = sending.publish_to(url, _home(settings), digest, token, progress)
    if as_json:
        _print_json(information.sent_summary(sent))
    else:
        terminal.show_sent(Console(), sent, url)
    sys.exit(OK if sent.refusal is None else VIOLATIONS)


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
@_options("home")
@click.argument("name")
@click.argument("digest", required=False)
@_json_option
def release(name: str, digest: str | None, as_json: bool, **given: str | None) -> None:
    """Keep the published generation, or an earlier one whose DIGEST begins so, for good under NAME.

    NAME has letters, digits, points, hyphens and underscores, and never moves to another generation.
    """
    generation = publishing.release(_home(_settings(**given)), name, digest)
    if as_json:
        _print_json({"release": name, "digest": generation.digest})
    else:
        click.echo(f"release {name} is {generation.digest[:12]}")


@cli.command()
@_options("home", "collection", "base", "jobs")
@click.argument("iri")
@click.option("--reason", required=True, help="Why, for everybody to read: name nobody in it.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@_json_option
def withdraw(iri: str, reason: str, yes: bool, as_json: bool, **given: str | None) -> None:
    """Take a stored text, a person or another thing out of every kept generation, for good.

    IRI is a whole one or its path, such as article/fair/text. A hash and the reason stay, and a build refuses a
    collection that brings it back. Claims on the thing go with it; claims that were taken from a text lose its words.
    What names the thing only in words is listed: look at it, and mend the collection.
    """
    settings = _settings(**given)
    home, base = _home(settings), Base(settings.base)
    with _progress() as progress:
        planned = withdrawing.plan(home, iri, base, progress)
    if not as_json:
        terminal.show_withdrawal_plan(Console(), planned)
    if not yes:
        click.confirm("Take it out? This cannot be undone.", abort=True, err=True)
    with _progress() as progress:
        done = withdrawing.withdraw(home, iri, reason, base, settings.collection.resolve(), settings.jobs, progress)
    if as_json:
        _print_json({**done.to_json(), "mentions": list(planned.mentions)})
    else:
        terminal.show_withdrawal(Console(), done)


@cli.command()
@_options(*(info.name for info in setting_table()))
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


@cli.group()
def token() -> None:
    """Make, list, rotate and revoke the tokens of a home, with which others may publish to its server."""


@token.command("create")
@_options("home")
@click.option("--name", required=True, help="What the audit log calls whoever holds the token.")
@click.option("--scope", required=True, help=f"What it allows, separated by commas: {', '.join(Scope)}.")
@click.option("--expires", help="Its last day in UTC, such as 2027-12-31.  [default: never]")
def create_token(name: str, scope: str, expires: str | None, **given: str | None) -> None:
    """Make a token and print its secret, this once."""
    click.echo(_tokens(given).create(name, scope.split(","), expires))


@token.command("list")
@_options("home")
@_json_option
def list_tokens(as_json: bool, **given: str | None) -> None:
    """List the tokens; their secrets are not kept."""
    held = _tokens(given).all()
    if as_json:
        _print_json(information.token_summaries(held))
    else:
        terminal.show_tokens(Console(), held)


@token.command("rotate")
@_options("home")
@click.argument("name")
@click.option("--grace", type=click.IntRange(min=0), default=0, help="Seconds for which the old secret stays good.")
def rotate_token(name: str, grace: int, **given: str | None) -> None:
    """Give the token NAME another secret and print it, this once."""
    click.echo(_tokens(given).rotate(name, grace))


@token.command("revoke")
@_options("home")
@click.argument("name")
def revoke_token(name: str, **given: str | None) -> None:
    """Make the token NAME useless from now on."""
    _tokens(given).revoke(name)
    click.echo(f"revoked {name}")


def _tokens(given: dict[str, str | None]) -> Tokens:
    return Tokens(_home(_settings(**given)))


cli.add_command(shapes)


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
