"""Kills a process of its own with SIGKILL, again and again, and looks at what it left; a program, to be run apart.

It forks for each try, so that a try starts within milliseconds, and for each look, so that it opens no store itself:
the threads of the store's engine do not outlive a fork.
"""

import argparse
import gzip
import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import NamedNode

from volgraph.domain.iris import Base
from volgraph.io.generations import Generation, Home
from volgraph.io.stores import generation_digest, open_store, read_digest
from volgraph.services.building import build
from volgraph.services.publishing import publish
from volgraph.services.validating import validate_generation
from volgraph.services.withdrawing import withdraw

PERSON = "person/a-b"

Work = Callable[[Callable[[str], None]], None]
"""Something to be killed at; it is given a function to say that a step begins."""


def check(generation: Generation) -> None:
    """Check that a generation opens, has the content that its name says, and is valid."""
    store, manifest, verdict = open_store(generation.store), generation.manifest(), generation.verdict()
    read = generation_digest(read_digest(store, NamedNode(iri)) for iri in manifest["graphs"])
    assert read == generation.digest == manifest["digest"], f"{generation.path} holds {read}"
    assert verdict is not None, f"{generation.path} is not validated"
    assert verdict["violations"] == 0, f"{generation.path} has violations"


def check_home(home: Home, allowed: set[str]) -> str:
    """Check a home after a crash, before and after the next writer has completed it; return what is current then."""
    seen = home.current()
    assert seen is not None, "nothing is current"
    assert seen.digest in allowed, f"{seen.digest} is current, neither the old generation nor the new one"
    check(seen)
    with home.lock():
        now = home.current()
        assert now is not None, "nothing is current after the next writer"
        assert now.digest in allowed
        logged = home.history().today(home.publications()[-1].digest)
        assert now.digest == logged, "the link and the log differ"
        check(now)
        assert list(home.path.glob("building-*")) == [], "something half-made is left"
        for generation in home.generations():
            assert (generation.path / "manifest.json").exists(), f"{generation.path} is half there"
        home.built()
    return now.digest


def apart(work: Callable[[], object]) -> str:
    """Run something in a process of its own, and return what it returns, as text."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            answer, code = str(work()), 0
        except BaseException as error:
            answer, code = f"{type(error).__name__}: {error}", 1
        os.write(writing, answer.encode()[:4096])
        os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read().decode()
    if os.waitpid(child, 0)[1] != 0:
        raise SystemExit(answer)
    return answer


def started(work: Work, step: str) -> int:
    """Start some work in a process of its own, and return its number once a step of it has begun."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            if not step:
                begun(writing)
            work(lambda name: begun(writing) if name == step else None)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        assert pipe.read(1) == b".", f"the step {step!r} never began"
    return child


def begun(pipe: int) -> None:
    """Say in the pipe that the step has begun."""
    os.write(pipe, b".")


def duration(work: Work, step: str) -> float:
    """Return how many seconds some work takes from a step on, when nobody kills it."""
    child = started(work, step)
    begun = time.monotonic()
    assert os.waitpid(child, 0)[1] == 0, "the work fails without being killed"
    return time.monotonic() - begun


def killed(work: Work, step: str, delay_s: float) -> bool:
    """Kill some work so many seconds after a step begins; return whether it was still running."""
    child = started(work, step)
    time.sleep(delay_s)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def building_and_publishing(home: Home, root: Path) -> Work:
    """Return the whole way of a collection: build, validate, publish, and drop the generation before."""

    def work(progress: Callable[[str], None]) -> None:
        generation, _ = build(root, Base(), home, progress)
        validate_generation(generation, root, Base(), home)
        progress("publishing")
        publish(home, generation.digest, keep=1)

    return work


def adopting_and_publishing(home: Home, prebuilt: Path) -> Work:
    """Return the end of that way for a generation that is built and validated: show it, and publish it."""

    def work(progress: Callable[[str], None]) -> None:
        with home.lock(), home.workspace() as folder:
            shutil.copytree(prebuilt, folder / "made")
            progress("adopting")
            generation = home.adopt(folder / "made", prebuilt.name)
        publish(home, generation.digest, keep=1)

    return work


def withdrawing(home: Home) -> Work:
    """Return the whole way of a withdrawal."""

    def work(progress: Callable[[str], None]) -> None:
        withdraw(home, PERSON, "asked", Base(), home.path / "nowhere", 1, progress)

    return work


def check_withdrawn(home: Home) -> None:
    """Check that the withdrawal is logged, and that what was withdrawn is in no generation."""
    assert len(home.withdrawals()) == 1
    for generation in home.generations():
        dump = gzip.decompress((generation.dumps / "volgraph.nq.gz").read_bytes())
        assert PERSON.encode() not in dump, f"{generation.path} still has {PERSON}"


def small(folder: Path, roots: list[Path], times: int, chance: random.Random) -> Counter[str]:
    """Publish two collections in turn, each time killed; return how often the old and the new one was current."""
    home = Home(folder)
    works = [building_and_publishing(home, root) for root in roots]
    # All of the way, the end of a build from its last files on, and the publication alone.
    steps = ["", "", "compressing dumps", "publishing"]
    digests: list[str] = []
    lasts = dict.fromkeys(steps, 0.0)
    for work in (*works, *works):
        for step in lasts:
            lasts[step] = duration(work, step)  # that of the last round stays, when verdicts are kept already
        digests.append(apart(lambda: home.current().digest if home.current() else ""))  # type: ignore[union-attr]
    pair, current = digests[:2], digests[-1]
    assert len({*pair}) == 2
    seen: Counter[str] = Counter()
    for number in range(times):
        old, new = current, next(digest for digest in pair if digest != current)
        step = steps[number % len(steps)]
        cut = killed(works[pair.index(new)], step, chance.uniform(0, lasts[step]))
        current = apart(lambda: check_home(home, {old, new}))  # noqa: B023
        seen["killed" if cut else "finished"] += 1
        seen["new" if current == new else "old"] += 1
    return seen


def real(folder: Path, root: Path, prebuilt: Path, times: int, chance: random.Random) -> Counter[str]:
    """Publish a prebuilt generation in a home that has another one, each time killed."""
    first = Home(folder / "first")
    duration(building_and_publishing(first, root), "")
    old = apart(lambda: first.current().digest)  # type: ignore[union-attr]
    seen: Counter[str] = Counter()

    def fresh(name: object) -> Home:
        return Home(Path(shutil.copytree(first.path, folder / str(name), symlinks=True)))

    lasts = duration(adopting_and_publishing(fresh("measured"), prebuilt), "adopting")
    for number in range(times):
        home = fresh(number)
        cut = killed(adopting_and_publishing(home, prebuilt), "adopting", chance.uniform(0, lasts))
        current = apart(lambda: check_home(home, {old, prebuilt.name}))  # noqa: B023
        seen["killed" if cut else "finished"] += 1
        seen["new" if current == prebuilt.name else "old"] += 1
        shutil.rmtree(home.path)
    return seen


def withdrawals(folder: Path, root: Path, times: int, chance: random.Random) -> Counter[str]:
    """Withdraw a person from a home with one generation, each time killed."""
    first = Home(folder / "first")
    duration(building_and_publishing(first, root), "")
    old = apart(lambda: first.current().digest)  # type: ignore[union-attr]
    measured = Home(Path(shutil.copytree(first.path, folder / "measured", symlinks=True)))
    lasts = duration(withdrawing(measured), "")
    new = apart(lambda: measured.current().digest)  # type: ignore[union-attr]
    assert old != new
    seen: Counter[str] = Counter()
    for number in range(times):
        home = Home(Path(shutil.copytree(first.path, folder / str(number), symlinks=True)))
        cut = killed(withdrawing(home), "", chance.uniform(0, 1.2 * lasts))
        current = apart(lambda: check_home(home, {old, new}))  # noqa: B023
        if current == new:
            apart(lambda: check_withdrawn(home))  # noqa: B023
        else:
            assert home.withdrawals() == [], "logged, and the old generation is still current"
        seen["killed" if cut else "finished"] += 1
        seen["new" if current == new else "old"] += 1
        shutil.rmtree(home.path)
    return seen


def main() -> None:
    """Run one of the three, and print what was seen as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("roots", type=Path, nargs="+", help="two small collections, or one")
    parser.add_argument("--prebuilt", type=Path)
    parser.add_argument("--withdraw", action="store_true")
    parser.add_argument("--times", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    if given.prebuilt:
        seen = real(given.folder, given.roots[0], given.prebuilt, given.times, chance)
    elif given.withdraw:
        seen = withdrawals(given.folder, given.roots[0], given.times, chance)
    else:
        seen = small(given.folder, given.roots, given.times, chance)
    json.dump(seen, sys.stdout)


if __name__ == "__main__":
    main()
