"""A server that takes builds, with the small collection, and the command line that sends them."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any
from urllib.request import urlopen

from tests.small import ROOT

from volgraph.config import Settings
from volgraph.domain.iris import Base
from volgraph.io.generations import Generation, Home
from volgraph.services.building import build
from volgraph.services.validating import validate_generation

START_LIMIT_S, STOP_LIMIT_S = 60, 20


def environment(**more: str) -> dict[str, str]:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("VOLGRAPH_")}
    return {**plain, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "200", **more}


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


def volgraph(*arguments: object, **variables: str) -> Ended:
    """Run the command line to its end."""
    command = [sys.executable, "-m", "volgraph.cli", *map(str, arguments)]
    done = subprocess.run(
        command, env=environment(**variables), capture_output=True, text=True, timeout=120, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True)
class Server:
    """A running server, its home, and its log."""

    url: str
    home: Home
    log: Path

    def get(self, path: str) -> Any:
        with urlopen(self.url + path, timeout=30) as response:
            return json.loads(response.read())

    def audit(self) -> list[dict[str, str]]:
        path = self.home.path / "audit.jsonl"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []

    @property
    def current(self) -> str:
        generation = self.home.current()
        assert generation
        return generation.digest

    def leftovers(self) -> list[str]:
        """Return what an attempt would leave behind, were it not cleaned up."""
        return sorted(path.name for path in self.home.path.iterdir() if path.name.startswith(("building-", "receiv")))


def make(collection: Path, home: Home, *, publish: bool = False) -> Generation:
    """Build a collection; publish it if it is valid and that is wanted."""
    generation, _ = build(collection, Base(), home)
    if publish:
        assert validate_generation(generation, collection, Base(), home).conforms
        home.publish(generation, 5)
    return generation


@contextmanager
def serving(home: Home, collection: Path, *options: object) -> Iterator[Server]:
    """Serve a home until the block ends."""
    log = home.path.with_name(home.path.name + "-server.log")
    command = [sys.executable, "-m", "volgraph.cli", "serve", "--home", str(home.path), "--port", "0"]
    command += ["--collection", str(collection), *map(str, options)]
    with (
        log.open("w") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment()) as process,
    ):
        assert process.stdout
        patience = Timer(START_LIMIT_S, process.kill)
        patience.start()
        line = process.stdout.readline()
        patience.cancel()
        try:
            found = re.search(r"https?://\S+", line)
            assert found, f"the server said {line!r} instead of its URL"
            yield Server(found[0].rstrip("/"), home, log)
        finally:
            process.terminate()
            insistence = Timer(STOP_LIMIT_S, process.kill)
            insistence.start()
            process.wait()
            insistence.cancel()


def settings(home: Home, collection: Path, **more: Any) -> Settings:
    return Settings(home=home.path, collection=collection, **more)
