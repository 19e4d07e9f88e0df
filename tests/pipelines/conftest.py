"""A repository of somebody who validates in a pipeline."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .

ex:Named sh:targetClass ex:Person ; sh:property ex:OneName .
ex:OneName sh:path ex:name ; sh:minCount 1 ; sh:message "Give the person a name."@en , "Адамға ат беріңіз."@kk .
"""
GOOD = """@prefix ex: <http://example.org/> .

ex:aru a ex:Person ; ex:name "Aru" .
"""
BAD = f"{GOOD}ex:somebody a ex:Person .\n"
BAD_LINE = 4


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository with data and shapes."""

    path: Path

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def git(self, *arguments: str) -> str:
        """Run git, and return what it says."""
        return run_git(self.path, *arguments)

    def commit(self) -> None:
        """Commit every file."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Change")


def run_git(folder: Path, *arguments: str) -> str:
    """Run git as nobody in particular, whatever the user has set."""
    who = {f"GIT_{role}_{what}": "nobody@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-c", "init.defaultBranch=main", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository whose data conform, committed."""
    path = tmp_path / "repository"
    path.mkdir()
    made = Repository(path)
    made.git("init", "--quiet")
    made.write("data/people.ttl", GOOD)
    made.write("shapes/people.ttl", SHAPES)
    made.commit()
    return made
