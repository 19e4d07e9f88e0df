"""Following what is published."""

import gc
import json
import time
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from volgraph.config import Settings
from volgraph.errors import GenerationError, MissingGenerationError
from volgraph.io.disk import write_json
from volgraph.io.generations import MANIFEST, Generation, Home
from volgraph.services.published import Published, Snapshot
from volgraph.services.things import triples_of

S = NamedNode("https://a.example/s")


def make(home: Home, digest: str, value: str, triples: int = 1) -> Generation:
    """Put a generation of one triple into a home."""
    with home.workspace() as folder:
        store = Store(str(folder / "store"))
        store.add(Quad(S, S, Literal(value), S))
        store.flush()
        del store
        write_json(folder / MANIFEST, {"counts": {"triples": triples}})
        return home.adopt(folder, digest)


def serving(home: Home, memory_limit_triples: int = 10) -> Published:
    """The published generation of a home, with one worker."""
    return Published(Settings(home=home.path, memory_limit_triples=memory_limit_triples, queries_at_once=1))


def said(published: Published) -> str:
    return value(published.snapshot())


def value(snapshot: Snapshot) -> str:
    (triple,) = triples_of(snapshot.source, S)
    assert isinstance(triple.object, Literal)
    return triple.object.value


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_nothing_published(home: Home) -> None:
    with pytest.raises(GenerationError, match="volgraph build"):
        serving(home).snapshot()


def test_a_switch_is_seen_and_the_old_one_let_go(home: Home) -> None:
    published = serving(home)
    home.publish(make(home, "a", "old"), keep=5)
    old = published.snapshot()
    assert said(published) == "old"
    assert published.snapshot() is old
    home.publish(make(home, "b", "new"), keep=1)
    wait_for(lambda: said(published) == "new")  # it is opened beside the old one
    assert value(old) == "old"  # who began on the old one finishes on it
    gone = weakref.ref(old.names)
    del old
    gc.collect()
    assert gone() is None


def test_a_large_generation_is_served_from_disk(home: Home) -> None:
    home.publish(make(home, "a", "large", triples=11), keep=5)
    for limit, engine in ((10, "on-disk"), (11, "in-memory")):
        published = serving(home, limit)
        assert said(published) == "large"
        assert published.snapshot().engine == engine


def test_a_generation_that_does_not_open_leaves_the_old_one_in_place(home: Home) -> None:
    published = serving(home)
    home.publish(make(home, "a", "old"), keep=5)
    assert said(published) == "old"
    broken = make(home, "b", "broken")
    home.publish(broken, keep=5)
    (broken.path / MANIFEST).write_text("half", encoding="utf-8")
    wait_for(lambda: published.held() is not None and published.failure is not None)
    assert said(published) == "old"
    assert "manifest.json" in str(published.failure)


def test_kept_generations_are_answered_from_disk_and_few_stay_open(home: Home) -> None:
    published = serving(home)
    for number in range(6):
        home.publish(make(home, f"{number}" * 64, f"value {number}"), keep=10)
    assert said(published) == "value 5"
    assert published.pinned("5" * 64).snapshot is published.snapshot()
    opened = [published.pinned(f"{number}" * 64).snapshot for number in range(5)]
    assert [snapshot.engine for snapshot in opened] == ["on-disk"] * 5
    assert published.pinned("4" * 10).snapshot is opened[4]
    assert published.pinned("0" * 64).snapshot is not opened[0]


def test_a_generation_that_is_not_there_says_what_became_of_it(home: Home) -> None:
    published = serving(home)
    for digit in "abc":
        home.publish(make(home, digit * 64, digit), keep=2)
    make(home, "d" * 64, "built and never published")
    for digest, state in (("a" * 64, "pruned"), ("a" * 8, "pruned"), ("d" * 64, "unknown"), ("e" * 8, "unknown")):
        with pytest.raises(MissingGenerationError) as caught:
            published.pinned(digest)
        assert caught.value.state == state


def test_a_moment_leads_to_what_was_current_then(home: Home) -> None:
    published = serving(home)
    with pytest.raises(GenerationError):
        published.at(datetime.now(UTC))
    log = home.path / "publications.jsonl"
    for digit in "ab":
        home.publish(make(home, digit * 64, digit), keep=5)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    for line, day in zip(lines, ("2026-01-01", "2026-02-01"), strict=True):
        line["published"] = f"{day}T00:00:00+00:00"
    log.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    for number in (1, 15, 31):
        memento = published.at(datetime(2026, 1, number, tzinfo=UTC))
        assert (memento.snapshot.digest, memento.published.month) == ("a" * 64, 1)
    assert published.at(datetime(2025, 1, 1, tzinfo=UTC)).snapshot.digest == "a" * 64
    assert published.at(datetime(2026, 2, 1, tzinfo=UTC)).snapshot.digest == "b" * 64


def test_many_threads_open_a_generation_once(home: Home) -> None:
    home.publish(make(home, "a", "one"), keep=5)
    published = serving(home)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: id(published.snapshot()), range(50)))
    assert len(found) == 1
