"""IRIs are minted under one base, from ASCII slugs."""

import pytest

from volgraph.domain.iris import Base, child, is_path, short_hash
from volgraph.domain.names import nearest


def test_things_and_graphs_have_their_own_prefix() -> None:
    base = Base("https://example.org/news/")
    assert base.thing("place/astana").value == "https://example.org/news/id/place/astana"
    assert base.graph("claims/forum").value == "https://example.org/news/graph/claims/forum"
    assert base.path(child(base.thing("article/a"), "claim/1")) == "article/a/claim/1"
    assert base.path(Base().thing("x/y")) == "https://w3id.org/volgraph/id/x/y"


@pytest.mark.parametrize("path", ["place/astana", "source/kisi-ru-2024/claim/f189", "source/A", "law/42-vi.1"])
def test_paths(path: str) -> None:
    assert is_path(path)


@pytest.mark.parametrize("path", ["astana", "place/", "/astana", "place/Нұр", "place/a b", "Place/a", "place//a"])
def test_what_is_no_path(path: str) -> None:
    assert not is_path(path)


def test_a_short_hash_does_not_depend_on_order() -> None:
    assert short_hash(["a", "b"]) == short_hash(["b", "a"])
    assert short_hash(["a", "b"]) != short_hash(["ab"])
    assert len(short_hash([])) == 8


def test_nearest_names_come_likeliest_first_and_not_at_all_if_nothing_is_close() -> None:
    known = ["place/astana", "place/almaty", "country/kazakhstan"]
    assert nearest("place/astan", known)[0] == "place/astana"
    assert nearest("zzz", known) == []
