"""The life of a generation: built, published, released, withdrawn."""

import os
import sys
from pathlib import Path

import click
from rich.console import Console

from volgraph import terminal
from volgraph.commands.common import (
    OK,
    VIOLATIONS,
    home_of,
    json_option,
    print_json,
    setting_options,
    settings_of,
    showing_progress,
)
from volgraph.domain.iris import Base
from volgraph.io.generations import Generation
from volgraph.services import building, information, publishing, sending, withdrawing


@click.command()
@setting_options("home", "collection", "base")
@json_option
def build(as_json: bool, **given: str | None) -> None:
    """Build a generation from the collection's files; nothing is published yet."""
    settings = settings_of(**given)
    with showing_progress() as progress:
        generation, report = building.build(
            settings.collection.resolve(), Base(settings.base), home_of(settings), progress
        )
    if as_json:
        print_json(information.build_summary(generation, report))
        return
    terminal.show_build(Console(), generation, report)


@click.command()
@setting_options("home", "keep_generations")
@click.argument("digest", required=False)
@click.option("--to", "url", help="URL of a server that checks and publishes the build, instead of this home.")
@click.option(
    "--token-file", type=click.Path(path_type=Path), help="File of the token for --to.  [else $VOLGRAPH_TOKEN]"
)
@json_option
def publish(digest: str | None, url: str | None, token_file: Path | None, as_json: bool, **given: str | None) -> None:
    """Publish the newest build, or the generation whose DIGEST begins so, if it is validated.

    With --to, a server is sent the build, validates it itself, and publishes it or answers with what is wrong.
    """
    settings = settings_of(**given)
    if url is None:
        generation = publishing.publish(home_of(settings), digest, settings.keep_generations)
        _say_published("published", generation, as_json)
        return
    token = sending.token_from(token_file, os.environ)
    with showing_progress() as progress:
        sent = sending.publish_to(url, home_of(settings), digest, token, progress)
    if as_json:
        print_json(information.sent_summary(sent))
    else:
        terminal.show_sent(Console(), sent, url)
    sys.exit(OK if sent.refusal is None else VIOLATIONS)


@click.command()
@setting_options("home", "keep_generations")
@json_option
def rollback(as_json: bool, **given: str | None) -> None:
    """Go back to the generation that was published before the current one."""
    settings = settings_of(**given)
    generation = publishing.rollback(home_of(settings), settings.keep_generations)
    _say_published("back at", generation, as_json)


def _say_published(verb: str, generation: Generation, as_json: bool) -> None:
    if as_json:
        print_json({"digest": generation.digest})
    else:
        click.echo(f"{verb} {generation.digest[:12]}")


@click.command()
@setting_options("home")
@click.argument("name")
@click.argument("digest", required=False)
@json_option
def release(name: str, digest: str | None, as_json: bool, **given: str | None) -> None:
    """Keep the published generation, or an earlier one whose DIGEST begins so, for good under NAME.

    NAME has letters, digits, points, hyphens and underscores, and never moves to another generation.
    """
    generation = publishing.release(home_of(settings_of(**given)), name, digest)
    if as_json:
        print_json({"release": name, "digest": generation.digest})
    else:
        click.echo(f"release {name} is {generation.digest[:12]}")


@click.command()
@setting_options("home", "collection", "base", "jobs")
@click.argument("iri")
@click.option("--reason", required=True, help="Why, for everybody to read: name nobody in it.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@json_option
def withdraw(iri: str, reason: str, yes: bool, as_json: bool, **given: str | None) -> None:
    """Take a stored text, a person or another thing out of every kept generation, for good.

    IRI is a whole one or its path, such as article/fair/text. A hash and the reason stay, and a build refuses a
    collection that brings it back. Claims on the thing go with it; claims that were taken from a text lose its words.
    What names the thing only in words is listed: look at it, and mend the collection.
    """
    settings = settings_of(**given)
    home, base = home_of(settings), Base(settings.base)
    with showing_progress() as progress:
        planned = withdrawing.plan(home, iri, base, progress)
    if not as_json:
        terminal.show_withdrawal_plan(Console(), planned)
    if not yes:
        click.confirm("Take it out? This cannot be undone.", abort=True, err=True)
    with showing_progress() as progress:
        done = withdrawing.withdraw(home, iri, reason, base, settings.collection.resolve(), settings.jobs, progress)
    if as_json:
        print_json({**done.to_json(), "mentions": list(planned.mentions)})
    else:
        terminal.show_withdrawal(Console(), done)
