"""Who may read what the program writes."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.small import copy_collection


@pytest.fixture(autouse=True)
def lives_on() -> None:
    """No server is attacked here."""


def test_a_home_is_its_owners_alone(tmp_path: Path) -> None:
    """Drafts are in it."""
    collection, home = copy_collection(tmp_path / "collection"), tmp_path / "home"
    command = [sys.executable, "-m", "volgraph.cli", "build", "--home", str(home), "--collection", str(collection)]
    subprocess.run(command, check=True, capture_output=True, umask=0o022)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    writable = [path for path in home.rglob("*") if not path.is_symlink() and path.stat().st_mode & stat.S_IWOTH]
    assert writable == []
    assert all(path.stat().st_uid == os.getuid() for path in home.rglob("*"))
