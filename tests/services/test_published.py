"""Following what is published."""

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from volgraph.config import Settings
from volgraph.errors import GenerationError
from volgraph.io.generations import MANIFEST, Generation, Home, write_json
from volgraph.services.published import Published

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
    (quad,) = published.snapshot().store.quads_for_pattern(S, None, None)
    assert isinstance(quad.object, Literal)
    return quad.object.value


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_nothing_published(home: Home) -> None:
    with pytest.raises(GenerationError, match="volgraph build"):
        serving(home).snapshot()


def test_a_switch_is_seen_at_once_and_the_old_one_let_go(home: Home) -> None:
    published = serving(home)
    home.publish(make(home, "a", "old"), keep=5)
    old = published.snapshot()
    assert said(published) == "old"
    assert published.snapshot() is old
    home.publish(make(home, "b", "new"), keep=1)
    assert said(published) == "new"
    (quad,) = old.store.quads_for_pattern(S, None, None)  # who began on the old one finishes on it
    assert quad.object == Literal("old")
    gone = weakref.ref(old.names)
    del old
    gc.collect()
    assert gone() is None


def test_a_large_generation_is_served_from_disk(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.publish(make(home, "a", "large", triples=11), keep=5)

    def refuse(disk: Store) -> Store:
        raise AssertionError("it does not fit")

    monkeypatch.setattr("volgraph.services.published.memory_store", refuse)
    assert said(serving(home)) == "large"
    with pytest.raises(AssertionError, match="it does not fit"):
        said(serving(home, 11))


def test_many_threads_open_a_generation_once(home: Home) -> None:
    home.publish(make(home, "a", "one"), keep=5)
    published = serving(home)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: id(published.snapshot()), range(50)))
    assert len(found) == 1
