"""The layers hold: no import runs upward, and each library stays in its room."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMMAND = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"}
    config = ["--config", str(folder / "pyproject.toml"), "--no-cache"]
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *config],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_contract_holds() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout
    assert "3 kept, 0 broken" in result.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [("domain/names.py", "from volgraph.io import stores"), ("services/publishing.py", "import flask")],
)
def test_an_import_that_runs_upward_is_noticed(tmp_path: Path, module: str, line: str) -> None:
    # Keeps the contracts honest: a misspelt one would hold for ever.
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path = tmp_path / "src/volgraph" / module
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    result = lint(tmp_path)
    assert result.returncode != 0
    assert "broken" in result.stdout


def test_nothing_reads_the_environment_when_it_is_imported() -> None:
    modules = [
        "volgraph." + ".".join(path.relative_to(ROOT / "src/volgraph").with_suffix("").parts)
        for path in (ROOT / "src/volgraph").rglob("*.py")
        if path.stem != "__init__"
    ]
    program = f"""
import importlib, os
class Watched(dict):
    def __getitem__(self, name): return self.seen(name) or super().__getitem__(name)
    def get(self, name, default=None): return self.seen(name) or super().get(name, default)
    def __contains__(self, name): return bool(self.seen(name)) or super().__contains__(name)
    def seen(self, name):
        if name.startswith("VOLGRAPH_"): raise AssertionError(name)
os.environ = Watched(os.environ)
for name in {modules!r}: importlib.import_module(name)
"""
    environment = {"PYTHONPATH": str(ROOT / "src"), "VOLGRAPH_PORT": "not a number"}
    result = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
