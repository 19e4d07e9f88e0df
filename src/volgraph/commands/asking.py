"""What a home and its graph are asked."""

import sys

import click
from rich.console import Console

from volgraph import terminal
from volgraph.commands.common import home_of, json_option, print_json, setting_options, settings_of
from volgraph.services import asking, information, querying


@click.command()
@setting_options("home")
@click.argument("query")
@click.option("--endpoint", help="URL of a SPARQL endpoint to ask instead of the published generation.")
@click.option("--format", "form", type=click.Choice(asking.FORMAT_NAMES), default=asking.TABLE, help="How to print.")
def query(query: str, endpoint: str | None, form: str, **given: str | None) -> None:
    """Run QUERY and print its answer.

    QUERY is a SPARQL query, the name of a .rq file, or - for standard input. Known prefixes need no declaration.
    """
    home = home_of(settings_of(**given))
    text = asking.query_text(query)
    output = sys.stdout.buffer
    if form == asking.TABLE:
        answer = asking.table_there(endpoint, text) if endpoint else asking.table_here(home, text)
        terminal.show_answer(Console(), answer)
    elif endpoint:
        output.write(querying.run_remote(endpoint, text, form))
    else:
        asking.write_here(home, text, form, output)


@click.command()
@setting_options("home")
@json_option
def info(as_json: bool, **given: str | None) -> None:
    """Say what is built and published."""
    summary = information.home_summary(home_of(settings_of(**given)))
    if as_json:
        print_json(summary)
    else:
        terminal.show_home(Console(), summary)
