"""The search index goes with its generation: built, received, withdrawn from, and kept."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.remote import make
from tests.search.conftest import Found
from tests.small import copy_collection

from volgraph.domain.iris import Base
from volgraph.errors import GenerationError, LimitError, NoIndexError
from volgraph.io.archives import pack
from volgraph.io.generations import Home
from volgraph.io.search_index import SearchIndex
from volgraph.services.assembling import assemble
from volgraph.services.building import build
from volgraph.services.searching import MOST_CHARS, search
from volgraph.services.withdrawing import withdraw

CONTENT = (
    "SELECT iri, kind, refs, day, until, kk, ru, en FROM thing ORDER BY iri",
    "SELECT iri, role, language, text, key FROM name JOIN thing USING (row) ORDER BY 1, 2, 3, 4",
    "SELECT facet.kind, facet.facet, value, iri FROM membership JOIN facet ON id = membership.facet "
    "JOIN thing ON thing.row = membership.row ORDER BY 1, 2, 3, 4",
)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    return copy_collection(folder)


def content(index: SearchIndex) -> list[list[tuple[object, ...]]]:
    return [index.rows(query) for query in CONTENT]


def test_a_received_generation_has_the_index_of_the_sent_one(small: Path, tmp_path: Path) -> None:
    sent = make(small, Home(tmp_path / "home"))
    folder = tmp_path / "received"
    folder.mkdir()
    archive = tmp_path / "sent.tar"
    pack(sent, archive)
    assemble(archive, folder, small, Base(), 100_000_000)
    assert content(SearchIndex(folder / "index.sqlite")) == content(SearchIndex(sent.index))


def test_what_is_withdrawn_is_not_found_any_more(small: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.publish(make(small, home), 5)
    before = home.current()
    assert before and Found(SearchIndex(before.index))("A. B.")[0] == "person/a-b"
    withdraw(home, "person/a-b", "asked for", Base(), small)
    after = home.current()
    assert after and after.digest != before.digest
    index = SearchIndex(after.index)
    assert "person/a-b" not in Found(index)("A. B.", most=100)
    assert index.rows("SELECT * FROM thing WHERE iri LIKE '%person/a-b%'") == []


def test_a_published_generation_of_an_older_version_gets_its_index_with_the_next_build(
    small: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    old = make(small, home)
    home.publish(old, 5)
    old.index.unlink()
    with pytest.raises(NoIndexError, match=f"{old.digest[:12]}.*build again"):
        SearchIndex(old.index)
    built, _ = build(small, Base(), home)
    assert built.digest == old.digest
    assert Found(SearchIndex(old.index))("A. B.")[0] == "person/a-b"


def test_an_index_of_another_format_is_none(small: Path, tmp_path: Path) -> None:
    made = make(small, Home(tmp_path / "home"))
    bytes_of_it = bytearray(made.index.read_bytes())
    bytes_of_it[60:64] = (99).to_bytes(4, "big")  # the user version: https://www.sqlite.org/fileformat.html
    made.index.write_bytes(bytes_of_it)
    with pytest.raises(NoIndexError):
        SearchIndex(made.index)


def test_a_damaged_index_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(GenerationError, match="build again"):
        SearchIndex(path)


def test_the_index_is_no_part_of_the_digest(small: Path, tmp_path: Path) -> None:
    made = make(small, Home(tmp_path / "home"))
    assert "index.sqlite" not in made.manifest()["dumps"]


def test_a_query_that_takes_too_long_is_ended(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("volgraph.io.search_index.TIME_LIMIT_S", 0.1)
    began = datetime.now(UTC)
    with pytest.raises(LimitError, match="took longer"):
        index.rows("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
    assert (datetime.now(UTC) - began).total_seconds() < 2


@pytest.mark.parametrize(
    "typed",
    [
        *("", "   ", '"', "' OR 1=1 --", "NEAR(a b)", "name : x", "a AND", "NOT", "^", "*", "a*", "{name} : a", "-"),
        *("🎉", "\0", "Ж" * 10_000, "a " * 5000, "志愿者", "<script>", "%", "_", "''", "и\u0306", "\ud83c"),
    ],
)
def test_whatever_is_typed_is_words_and_nothing_else(index: SearchIndex, typed: str) -> None:
    assert len(search(index, typed, ("place",), 5)) <= 5
    assert len(search(index, typed[:MOST_CHARS])) <= 20


def test_the_most_referred_to_comes_first_among_equals(index: SearchIndex) -> None:
    hits = search(index, "волонтер", most=100)
    refs: dict[int, int] = dict(index.rows("SELECT row, refs FROM thing"))
    found = [(hit.step, -refs[hit.row]) for hit in hits]
    assert len(hits) == 100
    assert found == sorted(found)


def test_only_things_of_the_wanted_kinds_are_found(index: SearchIndex, found: Found) -> None:
    assert {path.partition("/")[0] for path in found("волонтер", "measure", "group", most=30)} == {"measure", "group"}
