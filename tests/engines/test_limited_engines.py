"""An engine in a process of its own: the same answers, and what happens when it takes too much or ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.engines.asking import ENGINES, ask, ntriples

from volgraph.errors import EngineError, LimitError, ShapesError
from volgraph.io.engines.engine import Selection
from volgraph.io.engines.limited import EngineLimits, LimitedEngine

SHAPES = "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:minLength 3 ] ."
DATA = 'ex:a ex:p "1" . ex:b ex:p "2" . ex:c ex:p "ү\\n\\"" . [] ex:p "9" .'
SLOW = """ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:sparql [ sh:select
    "SELECT $this WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a = ?l) }" ] ."""


@pytest.mark.parametrize("engine", ENGINES)
def test_a_process_says_what_the_engine_says_itself(engine: str, tmp_path: Path) -> None:
    with LimitedEngine(engine, ntriples(SHAPES, tmp_path, "s")) as made:
        data = ntriples(DATA, tmp_path, "d")
        assert made.validate(data) == ask(engine, SHAPES, DATA)
        some = Selection(focus=frozenset({"urn:x:a", "urn:x:b"}), shapes=frozenset({"urn:x:S"}), most=1)
        assert made.validate(data, some) == ask(engine, SHAPES, DATA, some)
        assert made.validate(data, some).left_out == 1
        assert (made.name, made.version[0].isdigit()) == (engine, True)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_that_takes_too_long_is_ended(engine: str, tmp_path: Path) -> None:
    data = ntriples("".join(f"ex:a{number} ex:p {number} ." for number in range(300)), tmp_path, "d")
    before = time.monotonic()
    with LimitedEngine(engine, ntriples(SLOW, tmp_path, "s"), EngineLimits(time_s=1.5)) as made:
        with pytest.raises(LimitError, match=rf"{engine} took more than 1\.5 s") as caught:
            made.validate(data)
        assert caught.value.limit == "time"
        assert time.monotonic() - before < 20


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_that_takes_too_much_memory_is_ended(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUST_BACKTRACE", "1")  # with it, an engine without memory used to wait for itself for ever
    data = tmp_path / "d.nt"
    data.write_text("".join(f'<urn:x:a{number}> <urn:x:p> "{number:01000}" .\n' for number in range(100_000)))
    limits = EngineLimits(time_s=120, memory_bytes=250_000_000)
    with (
        LimitedEngine(engine, ntriples(SHAPES, tmp_path, "s"), limits) as made,
        pytest.raises(LimitError, match=rf"{engine} took more than 250 MB of memory") as caught,
    ):
        made.validate(data)
    assert caught.value.limit == "memory"


def test_an_engine_that_is_killed_is_named_with_the_signal(tmp_path: Path) -> None:
    with LimitedEngine("turbo", ntriples(SHAPES, tmp_path, "s")) as made:
        os.kill(made._process.pid, signal.SIGSEGV)
        with pytest.raises(EngineError, match="turbo was ended by SIGSEGV: try another one") as caught:
            made.validate(ntriples(DATA, tmp_path, "d"))
        assert caught.value.engine == "turbo"


def test_an_engine_that_ends_by_itself_says_why(tmp_path: Path) -> None:
    with (
        LimitedEngine("turbo", ntriples(SHAPES, tmp_path, "s")) as made,
        pytest.raises(EngineError, match=r"turbo ended with code 1 \(FileNotFoundError"),
    ):
        made.validate(tmp_path / "none.nt")


def test_shapes_that_the_engine_cannot_use_are_bad_input_and_its_process_ends(tmp_path: Path) -> None:
    shapes = ntriples("ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:minLength 1 , 2 .", tmp_path, "s")
    with pytest.raises(ShapesError, match="pyshacl-turbo cannot use the shapes"):
        LimitedEngine("turbo", shapes)
    with (
        LimitedEngine("pyshacl", shapes) as made,
        pytest.raises(ShapesError, match="pySHACL cannot"),
    ):
        made.validate(ntriples(DATA, tmp_path, "d"))


def test_modules_in_the_folder_we_are_in_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # `python -m` looks there first, and whoever sends a change to a repository can put a file there.
    (tmp_path / "rdflib.py").write_text("raise SystemExit('ran')")
    monkeypatch.chdir(tmp_path)
    with LimitedEngine("pyshacl", ntriples(SHAPES, tmp_path, "s")) as made:
        assert len(made.validate(ntriples(DATA, tmp_path, "d")).results) == 3


ORPHAN = """
import sys, os
from pathlib import Path
from volgraph.io.engines.limited import EngineLimits, LimitedEngine
made = LimitedEngine("turbo", Path(sys.argv[1]), EngineLimits(time_s=2))
print(made._process.pid, flush=True)
os._exit(0) if sys.argv[2] == "idle" else made.validate(Path(sys.argv[3]))
"""


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_no_process_outlives_ours_for_longer_than_its_time(state: str, tmp_path: Path) -> None:
    shapes = ntriples(SLOW, tmp_path, "s")
    data = ntriples("".join(f"ex:a{number} ex:p {number} ." for number in range(300)), tmp_path, "d")
    command = [sys.executable, "-c", ORPHAN, str(shapes), state, str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as ours:
        assert ours.stdout
        engine = int(ours.stdout.readline())
        if state == "busy":
            time.sleep(0.5)
            ours.kill()
    deadline = time.monotonic() + 20
    while _runs(engine):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    """Return whether a process runs; one that has ended and that nobody has asked for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
