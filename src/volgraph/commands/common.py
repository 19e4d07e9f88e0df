"""What the commands share: exit codes, settings as options, progress and JSON."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from volgraph.config import Settings, load_settings, setting_table
from volgraph.io.generations import Home

OK, VIOLATIONS, BAD_INPUT, INTERNAL, LIMIT = 0, 1, 2, 3, 4
EXIT_CODES = "Exit codes: 0 ok, 1 violations, 2 bad input or usage, 3 internal error, 4 limit reached."
SIGNALLED = 128
"""Added to the number of the signal that ended a command, as shells do."""


def setting_options(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add the options of some settings to a command."""

    def add(command: Callable[..., None]) -> Callable[..., None]:
        for info in reversed([info for info in setting_table() if info.name in names]):
            shown = f"{info.help}  [${info.variable}; default: {info.default}]"
            command = click.option(info.option, info.name, help=shown)(command)
        return command

    return add


def settings_of(**given: Any) -> Settings:
    """Return the settings that options and the environment give."""
    return load_settings(given, os.environ)


def home_of(settings: Settings) -> Home:
    """Return the home that settings name."""
    return Home(settings.home)


@contextmanager
def showing_progress() -> Iterator[Callable[[str], None]]:
    """Show the step that a long command is at, on standard error, if a person looks."""
    console = Console(stderr=True)
    with console.status("starting") as status:
        yield lambda step: status.update(Text(step))


@contextmanager
def ended_tidily() -> Iterator[None]:
    """Let SIGTERM end a command as Ctrl-C does: with temporary files removed and nothing half-written."""

    def end(number: int, frame: FrameType | None) -> None:
        sys.exit(SIGNALLED + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def print_json(content: object) -> None:
    """Print JSON, for machines."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON, for machines.")
