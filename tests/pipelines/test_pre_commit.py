"""The hook of `.pre-commit-hooks.yaml`, run by pre-commit itself, which installs it from a repository."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml
from tests.pipelines.conftest import BAD, GOOD, Repository, run_git

ROOT = Path(__file__).parents[2]
NEEDED = ("src", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the files of this one that make the hook."""
    folder = tmp_path_factory.mktemp("hooks")
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    run_git(folder, "init", "--quiet")
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--message", "Hooks")
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environment that it makes."""
    return tmp_path_factory.mktemp("cache")


def commit(repository: Repository, hooks: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    """Have pre-commit look at what is staged, as `git commit` would."""
    hook = {"id": "volgraph-validate", "args": ["data", "--shapes", "shapes"]}
    revision = run_git(hooks, "rev-parse", "HEAD").strip()
    config = {"repos": [{"repo": str(hooks), "rev": revision, "hooks": [hook]}]}
    repository.write(".pre-commit-config.yaml", yaml.safe_dump(config))
    repository.git("add", "--all")
    environment = {
        **os.environ,
        "PRE_COMMIT_HOME": str(cache),
        "GIT_CONFIG_GLOBAL": os.devnull,
        # What the package needs is here already: only volgraph itself is built and installed.
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # which is how pip spells that there is none
        "PYTHONPATH": sysconfig.get_path("purelib"),
    }
    command = [sys.executable, "-m", "pre_commit", "run", "--verbose", "--color", "never"]
    return subprocess.run(command, cwd=repository.path, env=environment, capture_output=True, text=True, check=False)


def test_the_definition_is_one(hooks: Path) -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"]
    done = subprocess.run(command, cwd=hooks, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_commit_with_data_that_conform_passes(repository: Repository, hooks: Path, cache: Path) -> None:
    repository.write("data/people.ttl", GOOD + 'ex:dana a ex:Person ; ex:name "Dana" .\n')
    done = commit(repository, hooks, cache)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "validate RDF against SHACL shapes" in done.stdout
    assert "Passed" in done.stdout


def test_a_commit_with_a_violation_is_stopped_and_shown_its_line(
    repository: Repository, hooks: Path, cache: Path
) -> None:
    repository.write("data/people.ttl", BAD)
    done = commit(repository, hooks, cache)
    assert done.returncode == 1
    assert "exit code: 1" in done.stdout
    assert "data/people.ttl:4" in done.stdout
    assert "Give the person a name." in done.stdout


def test_a_commit_without_rdf_is_left_alone(repository: Repository, hooks: Path, cache: Path) -> None:
    repository.write("notes.txt", "Nothing to validate.\n")
    done = commit(repository, hooks, cache)
    assert done.returncode == 0, done.stdout
    assert "no files to check" in done.stdout
