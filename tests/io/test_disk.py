"""What reaches the disk in which order, and what happens when it is full; with real files, calls and file systems."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.small import ROOT, copy_collection

from volgraph.errors import DiskSpaceError
from volgraph.io.disk import full_disk_named, require_space, size_of

needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="strace, of the Debian package, is not installed")
needs_mount = pytest.mark.skipif(
    subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode != 0,
    reason="no file system can be mounted: run the tests as root",
)

CALLS = "fsync,fdatasync,rename,renameat,renameat2"
PUBLISH = """
import sys
from pathlib import Path
from volgraph.io.generations import Home
home = Home(Path(sys.argv[1]))
with home.lock(), home.workspace() as folder:
    for name in ("store/one.sst", "store/CURRENT", "dumps/views/a.gz", "manifest.json", "validation.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    generation = home.adopt(folder, "d" * 64)
    home.publish(generation, 5)
"""


def calls(script: str, home: Path) -> list[str]:
    """Run a script under strace and return its syncs and renames, in order, with paths as seen from the home."""
    trace = home.parent / "trace"
    command = ["strace", "-f", "-y", "-o", trace, "-e", f"trace={CALLS}", sys.executable, "-c", script, home]
    subprocess.run(list(map(str, command)), check=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    made = []
    for line in trace.read_text(encoding="utf-8").splitlines():
        if found := re.search(r"f(?:data)?sync\(\d+<([^>]*)>\) += 0", line):
            made.append(f"sync {found[1]}")
        elif found := re.search(r'rename\w*\((?:AT_FDCWD\S*, )?"([^"]*)", (?:AT_FDCWD\S*, )?"([^"]*)".*\) += 0', line):
            made.append(f"rename {found[1]} -> {found[2]}")
    shown = [call.replace(f"{home}/", "").replace(str(home), ".") for call in made]
    return [re.sub(r"building-[0-9a-f]{32}", "building", re.sub(r"\.(\w+)-\d+", r".\1", call)) for call in shown]


@needs_strace
def test_everything_is_on_the_disk_before_it_is_shown(tmp_path: Path) -> None:
    made = calls(PUBLISH, tmp_path / "home")
    digest = "d" * 64
    shown = made.index(f"rename building -> generations/{digest}")
    files = ("store/one.sst", "store/CURRENT", "dumps/views/a.gz", "manifest.json", "validation.json")
    folders = ("/store", "/dumps", "/dumps/views", "")
    assert sorted(made[:shown]) == sorted(f"sync building{name}" for name in (*(f"/{f}" for f in files), *folders))
    assert made[shown + 1 :] == [
        "sync generations",
        "rename .built -> built",
        "sync .",
        "sync publications.jsonl",
        "sync .",
        "rename .current -> current",
        "sync .",
    ]


WITHDRAW = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from volgraph.io.generations import Home
from volgraph.io.history import Withdrawal
home = Home(Path(sys.argv[1]))
with home.lock(), home.workspace() as folder:
    new = home.place(folder, "e" * 64)
    home.withdraw(Withdrawal("https://e.org/id/a/b", "asked", datetime.now(UTC), 1, "0", (), {"d" * 64: new.digest}))
"""


@needs_strace
def test_a_withdrawal_is_logged_when_its_generations_are_there_and_before_the_old_ones_go(tmp_path: Path) -> None:
    home, old, new = tmp_path / "home", "d" * 64, "e" * 64
    calls(PUBLISH, home)
    assert calls(WITHDRAW, home) == [
        "sync building",
        f"rename building -> generations/{new}",
        "sync generations",
        "sync withdrawals.jsonl",
        "sync .",
        "rename .current -> current",
        "sync .",
        "rename .built -> built",
        "sync .",
        f"rename generations/{old} -> building-dropped-{old}",
        "sync generations",
    ]
    assert (home / "current").resolve().name == new
    assert [path.name for path in home.glob("building-*")] == []


def test_too_little_room_says_how_much_is_needed_and_how_much_there_is(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    with pytest.raises(DiskSpaceError, match=r"free and a build needs about [\d,]+\.\d MB there: make room") as caught:
        require_space(tmp_path, free * 2, "a build")
    assert caught.value.needed_bytes == free * 2
    require_space(tmp_path, 1, "a build")


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), OSError("IO error: No space left on device: x")]
)
def test_a_disk_that_became_full_is_named_whoever_noticed(tmp_path: Path, error: OSError) -> None:
    with (
        pytest.raises(DiskSpaceError, match="was stopped and left nothing behind"),
        full_disk_named(tmp_path, "a build"),
    ):
        raise error


def test_another_error_of_the_system_stays_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(PermissionError), full_disk_named(tmp_path, "a build"):
        raise PermissionError(13, "Permission denied")


def test_the_size_of_a_folder_is_what_its_files_take_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/c").write_bytes(b"x" * 10_000)
    assert 10_000 <= size_of(tmp_path) <= 40_000
    assert size_of(tmp_path / "none") == 0


class Small:
    """A file system of a few megabytes, in a mount namespace of its own that ends with the commands.

    Args:
        folder: an existing folder, on which it is mounted.
        size: with its unit, such as `12m`.
    """

    def __init__(self, folder: Path, size: str) -> None:
        self.folder, self.size = folder, size

    def run(self, script: str, *arguments: object) -> str:
        """Run a shell script with it mounted, and return what it prints on both outputs."""
        whole = f"mount -t tmpfs -o size={self.size} none {self.folder}\n{script}"
        command = ["unshare", "--mount", "bash", "-c", whole, "bash", *map(str, arguments)]
        python = str(Path(sys.executable).parent)
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PATH": f"{python}:{os.environ['PATH']}"}
        ended = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            env=environment,
            timeout=300,
        )
        return ended.stdout


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    (tmp_path / "small").mkdir()
    return copy_collection(tmp_path / "small")


@pytest.fixture
def mounted(tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk"


@needs_mount
def test_a_build_is_refused_before_it_starts_on_a_disk_that_is_too_small(collection: Path, mounted: Path) -> None:
    said = Small(mounted, "4m").run(
        'python -m volgraph.cli build --home "$1/home" --collection "$2"; echo "code $?"; find "$1/home" | sort',
        *(mounted, collection),
    )
    assert re.search(r"error: the disk of \S+ has 4\.\d MB free and a build needs about \d+\.\d MB there", said)
    assert "code 2" in said
    assert said.splitlines()[-3:] == [f"{mounted}/home", f"{mounted}/home/generations", f"{mounted}/home/write.lock"]


BESIDE = """
set -e
volgraph="python -m volgraph.cli"
$volgraph build --home "$1/home" --collection "$2" >/dev/null 2>&1
$volgraph validate --home "$1/home" --collection "$2" >/dev/null 2>&1
$volgraph publish --home "$1/home"
find "$1/home" -not -name '*.lock' | sort >"$3/before"
sed -i 's/Пресс-релиз/Релиз/' "$2/data/sources/origins.csv"
set +e
"""

FULL_HALF_WAY = (
    BESIDE
    + """
python - "$1/home" "$2" "$1/ballast" <<'END'
import sys
from pathlib import Path
from volgraph.domain.iris import Base
from volgraph.errors import DiskSpaceError
from volgraph.io.generations import Home
from volgraph.services.building import build

STEPS = ["reading tables", "loading the store", "writing dumps", "finishing the store", "compressing dumps"]
home, root, ballast = (Path(name) for name in sys.argv[1:])
for step in STEPS:
    def fill(name):
        if name == step:
            with ballast.open("wb", buffering=0) as file:
                try:
                    while file.write(bytes(4096)):
                        pass
                except OSError:
                    pass
    try:
        build(root, Base(), Home(home), fill)
        print("built")
    except DiskSpaceError as error:
        print("full at", step, "|", error)
    ballast.unlink(missing_ok=True)
END
find "$1/home" -not -name '*.lock' | sort >"$3/after"
diff "$3/before" "$3/after" && echo "nothing is left"
$volgraph build --home "$1/home" --collection "$2" >/dev/null 2>&1 && echo "then it builds"
"""
)


@needs_mount
def test_a_disk_that_fills_up_half_way_leaves_nothing_behind(collection: Path, mounted: Path, tmp_path: Path) -> None:
    said = Small(mounted, "64m").run(FULL_HALF_WAY, mounted, collection, tmp_path)
    lines = [line for line in said.splitlines() if line.startswith("full at")]
    assert len(lines) == 5, said
    assert all("MB free and a build was stopped and left nothing behind: make room" in line for line in lines)
    assert "nothing is left\nthen it builds" in said


FULL_BEFORE_PUBLISHING = (
    BESIDE
    + """
$volgraph build --home "$1/home" --collection "$2" >/dev/null 2>&1
$volgraph validate --home "$1/home" --collection "$2" >/dev/null 2>&1
readlink "$1/home/current"
head -c 100m /dev/zero >"$1/ballast" 2>/dev/null
$volgraph publish --home "$1/home"; echo "code $?"
readlink "$1/home/current"; wc -l <"$1/home/publications.jsonl"
rm "$1/ballast"
$volgraph publish --home "$1/home"
"""
)


@needs_mount
def test_a_publication_is_refused_before_it_starts_on_a_full_disk(
    collection: Path, mounted: Path, tmp_path: Path
) -> None:
    said = Small(mounted, "64m").run(FULL_BEFORE_PUBLISHING, mounted, collection, tmp_path).splitlines()
    assert re.search(r"has 0\.\d MB free and publishing needs about 1\.0 MB there", "\n".join(said)), said
    assert "code 2" in said
    links = [line for line in said if line.startswith("generations/")]
    assert links[0] == links[1]
    assert said[-1].startswith("published ")
    assert links[0] not in f"generations/{said[-1].split()[1]}"
