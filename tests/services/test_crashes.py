"""A process that is killed at any point leaves a home that serves the old generation or the new one, whole."""

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.services.conftest import Made
from tests.small import ROOT, copy_collection, edit

from volgraph.domain.iris import Base
from volgraph.services.validating import validate_generation


def crash(*arguments: object, times: int) -> dict[str, int]:
    """Run `tests.services.crashing` and return what it saw."""
    seed = random.SystemRandom().randrange(1 << 32)
    command = [sys.executable, "-m", "tests.services.crashing", *arguments, "--times", times, "--seed", seed]
    ended = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=False, timeout=1500)
    assert ended.returncode == 0, f"seed {seed}: {ended.stderr}"
    seen: dict[str, int] = json.loads(ended.stdout)
    assert sum(seen.values()) == 2 * times
    assert seen.get("killed", 0) > 0, f"seed {seed}: {seen}"
    print(f"seed {seed}: {seen}")
    return seen


def test_200_kills_while_the_small_collection_is_built_validated_and_published(tmp_path: Path) -> None:
    roots = [tmp_path / name for name in ("one", "other")]
    for root in roots:
        root.mkdir()
        copy_collection(root)
    edit(roots[1] / "data/sources/origins.csv", "Пресс-релиз", "Пресс-релизы")
    seen = crash(tmp_path / "home", *roots, times=200)
    # The moments are spread over the whole way only if some come before the switch and some after it.
    assert min(seen.get("old", 0), seen.get("new", 0)) > 0, seen
    assert seen["killed"] >= 100


def test_20_kills_while_a_person_is_withdrawn_from_the_small_collection(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    crash(tmp_path / "homes", copy_collection(small), "--withdraw", times=20)


@pytest.fixture(scope="module")
def prebuilt(real: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the real generation, validated."""
    folder = tmp_path_factory.mktemp("prebuilt") / real.generation.digest
    shutil.copytree(real.generation.path, folder)
    return folder


def test_20_kills_while_the_real_collection_built_before_is_adopted_and_published(
    prebuilt: Path, real: Made, tmp_path: Path
) -> None:
    validate_generation(real.generation, ROOT, Base(), real.home)
    shutil.move(real.generation.path / "validation.json", prebuilt / "validation.json")  # others share the home
    small = tmp_path / "small"
    small.mkdir()
    crash(tmp_path / "homes", copy_collection(small), "--prebuilt", prebuilt, times=20)
