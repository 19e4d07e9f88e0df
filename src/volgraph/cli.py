"""The command line: which commands there are, and how each of them ends."""

import os
import signal
import sys
from importlib import import_module

import click
from rich.console import Console

from volgraph import __version__
from volgraph.commands.common import BAD_INPUT, EXIT_CODES, INTERNAL, LIMIT, OK, SIGNALLED, VIOLATIONS
from volgraph.errors import BuildError, EngineError, InvalidGraphError, LimitError, VolgraphError, WorkerError

COMMANDS = {
    "build": "generations",
    "info": "asking",
    "publish": "generations",
    "query": "asking",
    "release": "generations",
    "rollback": "generations",
    "serve": "serving",
    "shapes": "shapes",
    "token": "serving",
    "validate": "validate",
    "withdraw": "generations",
}
"""The module of each command: it is imported when the command is run, since some need libraries that load slowly."""


class Commands(click.Group):
    """The commands of the table above."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return their names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one of them."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"volgraph.commands.{COMMANDS[cmd_name]}"), cmd_name)
        return command


def every_command() -> dict[str, click.Command]:
    """Return each command by its name."""
    context = click.Context(cli)
    found = {name: cli.get_command(context, name) for name in COMMANDS}
    return {name: command for name, command in found.items() if command}


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=f"News as a knowledge graph in which every fact leads to the exact words that state it.\n\n{EXIT_CODES}",
)
@click.version_option(__version__, prog_name="volgraph")
def cli() -> None:
    """Gather the commands."""


def main() -> None:
    """Run the command line, and turn every error into one sentence and an exit code."""
    errors = Console(stderr=True, soft_wrap=True, highlight=False, emoji=False)  # an IRI may have “:x:” in it
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(BAD_INPUT)
    except click.Abort as stopped:
        errors.print("stopped")
        interrupted = isinstance(stopped.__cause__, KeyboardInterrupt)
        sys.exit(SIGNALLED + signal.SIGINT if interrupted else BAD_INPUT)
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
        sys.exit(_exit_code(error))
    except BrokenPipeError:
        sys.exit(OK)
    except Exception as error:
        errors.print(f"internal error: {type(error).__name__}: {error}", markup=False)
        if os.environ.get("VOLGRAPH_TRACE"):
            raise
        sys.exit(INTERNAL)


def _exit_code(error: VolgraphError) -> int:
    if isinstance(error, LimitError):
        return LIMIT
    return INTERNAL if isinstance(error, WorkerError | EngineError) else BAD_INPUT


if __name__ == "__main__":
    main()
