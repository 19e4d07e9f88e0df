"""The server, and the tokens with which others may publish to it."""

import click
from rich.console import Console

from volgraph import terminal
from volgraph.commands.common import home_of, json_option, print_json, setting_options, settings_of
from volgraph.config import setting_table
from volgraph.domain.tokens import Scope
from volgraph.services import information
from volgraph.services.tokens import Tokens


@click.command()
@setting_options(*(info.name for info in setting_table()))
def serve(**given: str | None) -> None:
    """Serve the published generation over HTTP."""
    from volgraph.web.server import run

    run(settings_of(**given))


@click.group()
def token() -> None:
    """Make, list, rotate and revoke the tokens of a home, with which others may publish to its server."""


@token.command("create")
@setting_options("home")
@click.option("--name", required=True, help="What the audit log calls whoever holds the token.")
@click.option("--scope", required=True, help=f"What it allows, separated by commas: {', '.join(Scope)}.")
@click.option("--expires", help="Its last day in UTC, such as 2027-12-31.  [default: never]")
def create_token(name: str, scope: str, expires: str | None, **given: str | None) -> None:
    """Make a token and print its secret, this once."""
    click.echo(_tokens(given).create(name, scope.split(","), expires))


@token.command("list")
@setting_options("home")
@json_option
def list_tokens(as_json: bool, **given: str | None) -> None:
    """List the tokens; their secrets are not kept."""
    held = _tokens(given).all()
    if as_json:
        print_json(information.token_summaries(held))
    else:
        terminal.show_tokens(Console(), held)


@token.command("rotate")
@setting_options("home")
@click.argument("name")
@click.option("--grace", type=click.IntRange(min=0), default=0, help="Seconds for which the old secret stays good.")
def rotate_token(name: str, grace: int, **given: str | None) -> None:
    """Give the token NAME another secret and print it, this once."""
    click.echo(_tokens(given).rotate(name, grace))


@token.command("revoke")
@setting_options("home")
@click.argument("name")
def revoke_token(name: str, **given: str | None) -> None:
    """Make the token NAME useless from now on."""
    _tokens(given).revoke(name)
    click.echo(f"revoked {name}")


def _tokens(given: dict[str, str | None]) -> Tokens:
    return Tokens(home_of(settings_of(**given)))
