"""Generations are published by one switch, rolled back, pruned, and never half there."""

import json
import multiprocessing
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from volgraph.errors import BusyError, GenerationError
from volgraph.io.disk import write_json
from volgraph.io.generations import MANIFEST, VERDICT, Generation, Home
from volgraph.io.history import Publication, Reason, State, Withdrawal
from volgraph.io.logs import JsonLog

ROOT = Path(__file__).parents[2]


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def made(home: Home, letter: str) -> Generation:
    """Adopt an empty generation whose digest is a letter, repeated."""
    with home.workspace() as folder:
        write_json(folder / MANIFEST, {"digest": letter})
        return home.adopt(folder, letter * 64)


def published(home: Home, letters: str, keep: int = 9) -> None:
    for letter in letters:
        home.publish(made(home, letter), keep)


def current(home: Home) -> str:
    generation = home.current()
    return generation.digest[0] if generation else ""


def back(home: Home) -> str:
    home.publish(home.previous(), 9, Reason.ROLLBACK)
    return current(home)


def kept(home: Home) -> list[str]:
    return sorted(path.name[0] for path in home.generations_path.iterdir())


def test_a_new_home_has_nothing(place: Home) -> None:
    assert (place.current(), place.built(), place.publications()) == (None, None, [])


def test_what_is_built_is_not_published(place: Home) -> None:
    generation = made(place, "a")
    assert place.built() == generation
    assert place.current() is None


def test_publishing_switches_and_is_logged(place: Home) -> None:
    published(place, "ab")
    assert current(place) == "b"
    log = place.publications()
    assert [(entry.digest[0], entry.reason) for entry in log] == [("a", "publish"), ("b", "publish")]
    assert all(entry.published.tzinfo is UTC for entry in log)


def test_the_links_are_relative_so_that_a_home_can_be_moved(place: Home) -> None:
    published(place, "a")
    moved = place.path.rename(place.path.parent / "moved")
    assert current(Home(moved)) == "a"


def test_rolling_back_twice_goes_back_twice(place: Home) -> None:
    published(place, "abc")
    assert [back(place), back(place)] == ["b", "a"]
    with pytest.raises(GenerationError, match="there is no earlier generation to go back to"):
        place.previous()


def test_a_generation_that_was_taken_back_is_never_gone_back_to(place: Home) -> None:
    # After a, b, c, back to b, and d, a rollback used to bring back c, the one that had been taken back.
    published(place, "abc")
    assert back(place) == "b"
    published(place, "d")
    assert [back(place), back(place)] == ["b", "a"]


def test_publishing_an_old_generation_again_is_a_publication_of_its_own(place: Home) -> None:
    published(place, "aba")
    assert [back(place), back(place)] == ["b", "a"]


def test_a_single_generation_has_nothing_before_it(place: Home) -> None:
    published(place, "a")
    with pytest.raises(GenerationError):
        place.previous()


def test_a_pruned_generation_is_passed_over(place: Home) -> None:
    published(place, "abc")
    (place.generations_path / ("b" * 64)).rename(place.path / "gone")
    assert back(place) == "a"


def test_pruning_keeps_the_newest_publications_the_current_and_the_built(place: Home) -> None:
    published(place, "abc")
    made(place, "z")
    place.publish(place.find("b"), 1)
    assert current(place) == "b"
    assert kept(place) == ["b", "z"]


def test_pruning_keeps_as_many_as_asked(place: Home) -> None:
    published(place, "abcde", keep=3)
    assert kept(place) == ["c", "d", "e"]


@pytest.mark.parametrize("keep", [0, -1])
def test_the_current_generation_always_stays(place: Home, keep: int) -> None:
    published(place, "ab", keep=keep)
    assert kept(place) == ["b"]


def test_a_build_that_fails_leaves_nothing_visible(place: Home) -> None:
    published(place, "a")
    before = sorted(path.name for path in place.path.iterdir())

    def fail() -> None:
        with place.workspace() as folder:
            (folder / "half").write_text("x", encoding="utf-8")
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError):
        fail()
    assert sorted(path.name for path in place.path.iterdir()) == before
    assert (current(place), kept(place)) == ("a", ["a"])


def test_what_a_killed_build_left_is_removed_by_the_next(place: Home) -> None:
    # It used to stay for ever: the folder's name holds the process that is no more.
    left = place.path / "building-999999"
    left.mkdir(parents=True)
    made(place, "a")
    assert not left.exists()


def test_the_same_published_content_is_adopted_once(place: Home) -> None:
    first = made(place, "a")
    place.publish(first, keep=5)
    marker = first.path / "marker"
    marker.touch()
    assert made(place, "a") == first
    assert marker.exists()
    assert [path.name for path in place.path.glob("building-*")] == []


@pytest.mark.parametrize("digits", ["a", "aaaa", "a" * 64])
def test_a_generation_is_found_by_its_first_digits(place: Home, digits: str) -> None:
    made(place, "a")
    assert place.find(digits).digest == "a" * 64


@pytest.mark.parametrize("digits", ["c", "", "*", "../generations/a", "/etc", "**/", "[a"])
def test_digits_that_do_not_name_one_generation_list_what_there_is(place: Home, digits: str) -> None:
    # They used to be a pattern of file names.
    made(place, "a"), made(place, "b")
    with pytest.raises(GenerationError, match=r"there are: aaaaaaaaaaaa, bbbbbbbbbbbb$"):
        place.find(digits)


@pytest.mark.parametrize("content", ["", "{", "[1]", '"x"', "\x00"])
@pytest.mark.parametrize("name", [MANIFEST, VERDICT])
def test_a_damaged_manifest_or_verdict_is_a_generation_error(place: Home, name: str, content: str) -> None:
    generation = made(place, "a")
    (generation.path / name).write_text(content, encoding="utf-8")
    read = generation.manifest if name == MANIFEST else generation.verdict
    with pytest.raises(GenerationError, match=rf"{name} .*; build again"):
        read()


def test_a_generation_that_was_not_validated_has_no_verdict(place: Home) -> None:
    assert made(place, "a").verdict() is None


def test_a_link_to_a_generation_that_is_gone_says_so(place: Home) -> None:
    published(place, "a")
    (place.generations_path / ("a" * 64)).rename(place.path / "gone")
    with pytest.raises(GenerationError, match="points to a generation that is gone"):
        place.current()


def test_a_home_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    home = Home(tmp_path / "file" / "home")
    with pytest.raises(GenerationError, match=r"cannot be written: Not a directory; name another --home"), home.lock():
        pass


HOLD = (
    "import sys; from pathlib import Path; from volgraph.io.generations import Home\n"
    "with Home(Path(sys.argv[1])).lock():\n    print('held', flush=True)\n    sys.stdin.read()\n"
)


def test_a_home_is_held_by_one_process_at_a_time(place: Home) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match=r"another volgraph process works in .*home: wait for it"), place.lock():
            pass
        holder.communicate("")
    with place.lock():
        pass


def test_two_locks_of_different_names_do_not_meet(place: Home) -> None:
    with place.lock("write"), place.lock("serve"):
        pass


def _switch(path: Path, times: int) -> None:
    home = Home(path)
    for number in range(times):
        home.publish(home.find("ab"[number % 2]), 9)


def test_a_reader_never_sees_a_switch_half_done(place: Home) -> None:
    published(place, "ab")
    writer = multiprocessing.get_context("spawn").Process(target=_switch, args=(place.path, 60))
    writer.start()
    seen = set()
    while writer.is_alive():
        seen.add(current(place))
    writer.join()
    assert writer.exitcode == 0
    assert seen == {"a", "b"}


def test_json_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_json(path, {"б": ["ә"], "a": 1})
    assert json.loads(path.read_text(encoding="utf-8")) == {"a": 1, "б": ["ә"]}
    assert path.read_text(encoding="utf-8").index('"a"') < path.read_text(encoding="utf-8").index('"б"')
    with pytest.raises(TypeError):
        write_json(path, {"a": object()})
    assert json.loads(path.read_text(encoding="utf-8"))["a"] == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


def test_a_build_that_was_never_published_gives_way_to_the_same_content_with_another_description(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    for text in ("old", "new"):
        with home.workspace() as folder:
            (folder / "description").write_text(text)
            generation = home.adopt(folder, "d")
    assert (generation.path / "description").read_text() == "new"
    home.publish(generation, keep=5)
    with home.workspace() as folder:
        (folder / "description").write_text("newest")
        home.adopt(folder, "d")
    assert (generation.path / "description").read_text() == "new"


class TestCrashes:
    def test_a_publication_that_was_logged_but_not_switched_to_is_completed_by_the_next_writer(
        self, place: Home
    ) -> None:
        published(place, "a")
        generation = made(place, "b")
        JsonLog(place.path / "publications.jsonl").append(Publication.now(generation.digest, Reason.PUBLISH).to_json())
        assert current(place) == "a"
        with place.lock():
            assert current(place) == "b"
        assert [entry.digest[0] for entry in place.publications()] == ["a", "b"]

    def test_a_first_publication_that_was_only_logged_is_completed(self, place: Home) -> None:
        generation = made(place, "a")
        JsonLog(place.path / "publications.jsonl").append(Publication.now(generation.digest, Reason.PUBLISH).to_json())
        with place.lock():
            assert current(place) == "a"

    def test_a_torn_last_line_is_no_publication(self, place: Home) -> None:
        published(place, "ab")
        log = place.path / "publications.jsonl"
        log.write_bytes(log.read_bytes() + b'{"digest": "cc')
        assert [entry.digest[0] for entry in place.publications()] == ["a", "b"]
        with place.lock():
            assert current(place) == "b"
            published(place, "c")
        assert [entry.digest[0] for entry in place.publications()] == ["a", "b", "c"]

    def test_a_link_to_a_build_that_was_removed_to_be_replaced_is_removed(self, place: Home) -> None:
        published(place, "a")
        (made(place, "b").path).rename(place.path / "building-dropped-b")
        with place.lock():
            assert place.built() is None
            assert list(place.path.glob("building-*")) == []

    def test_a_withdrawal_that_was_logged_is_completed_by_the_next_writer(self, place: Home) -> None:
        published(place, "ab")
        made(place, "x")
        made(place, "b")  # the newest build again
        replaced = {"b" * 64: "x" * 64}
        entry = Withdrawal("https://example.org/id/person/p", "asked", datetime.now(UTC), 1, "0" * 64, (), replaced)
        JsonLog(place.path / "withdrawals.jsonl").append(entry.to_json())
        assert current(place) == "b"
        with place.lock():
            pass
        assert (current(place), kept(place)) == ("x", ["a", "x"])
        built = place.built()
        assert built
        assert built.digest == "x" * 64
        assert back(place) == "a"


class TestReleases:
    def test_a_release_outlives_every_pruning(self, place: Home) -> None:
        published(place, "a")
        place.release("v1.0", place.find("a"))
        published(place, "bcd", keep=1)
        assert kept(place) == ["a", "d"]
        assert place.releases() == {"v1.0": "a" * 64}
        assert place.look_up("a" * 64).state is State.KEPT
        assert place.look_up("b" * 64).state is State.PRUNED

    def test_a_name_is_never_moved(self, place: Home) -> None:
        published(place, "ab")
        place.release("1", place.find("a"))
        place.release("1", place.find("a"))
        with pytest.raises(GenerationError, match="release 1 is aaaaaaaaaaaa and cannot be moved: choose another name"):
            place.release("1", place.find("b"))
        assert place.releases() == {"1": "a" * 64}

    @pytest.mark.parametrize("name", ["", "a b", "../a", ".a", "-a", "a/b", "ә", "a\n"])
    def test_a_name_is_simple(self, place: Home, name: str) -> None:
        published(place, "a")
        with pytest.raises(GenerationError, match="cannot name a release: use letters"):
            place.release(name, place.find("a"))
        assert place.releases() == {}

    def test_what_was_not_published_is_no_release(self, place: Home) -> None:
        with pytest.raises(GenerationError, match="aaaaaaaaaaaa was never published: publish it first"):
            place.release("1", made(place, "a"))

    def test_a_release_follows_a_withdrawal(self, place: Home) -> None:
        published(place, "ab")
        place.release("1", place.find("a"))
        made(place, "x")
        replaced = {"a" * 64: "x" * 64}
        place.withdraw(Withdrawal("https://e.org/id/a/b", "asked", datetime.now(UTC), 1, "0" * 64, (), replaced))
        published(place, "cd", keep=1)
        assert place.releases() == {"1": "x" * 64}
        assert kept(place) == ["d", "x"]

    def test_a_damaged_list_says_so(self, place: Home) -> None:
        place.prepare()
        (place.path / "releases.json").write_text("[1", encoding="utf-8")
        with pytest.raises(GenerationError, match=r"releases\.json cannot be read"):
            place.releases()


def test_the_timeline_of_a_home_says_what_is_kept(place: Home) -> None:
    published(place, "ab", keep=1)
    back_then = [(moment.found.digest[0], moment.found.state) for moment in place.timeline()]
    assert back_then == [("a", State.PRUNED), ("b", State.KEPT)]
    moment = place.at(datetime.now(UTC))
    assert moment is not None
    assert (moment.found.digest[0], moment.until) == ("b", None)
