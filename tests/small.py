"""A small made-up collection, to be built, changed and broken: `tests/collection/data` with the real ontology."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "collection" / "data"


def copy_collection(folder: Path) -> Path:
    """Copy the collection into a folder and return the folder."""
    shutil.copytree(DATA, folder / "data")
    for name in ("ontology", "shapes"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    """Replace words that stand once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def append(path: Path, line: str) -> None:
    """Add a line to a file."""
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")


def line_of(path: Path, words: str) -> int:
    """Return the number of the first line that holds some words."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)
