"""What is withdrawn is gone from every byte of the home, and what stays is a whole generation."""

import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode
from tests.services.conftest import Made
from tests.small import append, copy_collection, edit

from volgraph.domain.iris import Base
from volgraph.errors import BuildError, InputError
from volgraph.io.disk import size_of
from volgraph.io.generations import Generation, Home
from volgraph.io.history import State
from volgraph.io.stores import generation_digest, graph_lines, open_store, read_digest
from volgraph.services.building import build
from volgraph.services.publishing import publish, release, rollback
from volgraph.services.validating import validate_generation
from volgraph.services.withdrawing import plan, withdraw

BASE = Base()
TEXT, PERSON = "article/fair/text", "person/a-b"
SENTENCES = ("🎉 Астанада волонтерлер жәрмеңкесі өтіп жатыр.", "Іс-шарада 30-дан аса қатысушы бар.")
QUOTES = ("30-дан аса", "25 мыңнан асып отыр", "2019 жылы 10 мың волонтер болса", "«қазір»")
NAMES = ("Ә. Б.", "А. Б.", "A. B.")


def publish_anew(home: Home, root: Path) -> Generation:
    generation, _ = build(root, BASE, home)
    validate_generation(generation, root, BASE, home)
    return publish(home, None, keep=5)


@dataclass(frozen=True)
class Kept:
    """A home with two published generations, of which the first is a release."""

    home: Home
    root: Path
    first: str
    second: str


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("kept")
    (folder / "small").mkdir()
    root, home = copy_collection(folder / "small"), Home(folder / "home")
    first = publish_anew(home, root)
    release(home, "1.0", None)
    edit(root / "data/sources/origins.csv", "Пресс-релиз", "Пресс-релизы")
    second = publish_anew(home, root)
    return Kept(home, root, first.digest, second.digest)


def copied(kept: Kept, folder: Path) -> Kept:
    shutil.copytree(kept.home.path, folder / "home", symlinks=True)
    shutil.copytree(kept.root, folder / "small")
    return Kept(Home(folder / "home"), folder / "small", kept.first, kept.second)


@pytest.fixture
def given(template: Kept, tmp_path: Path) -> Kept:
    return copied(template, tmp_path)


def contents(home: Home) -> Iterator[tuple[Path, bytes]]:
    """Yield every file below a home as it is, compressed ones opened."""
    for path in sorted(home.path.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path, gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def files_with(home: Home, *words: str) -> list[str]:
    forms = [form.encode() for word in words for form in (word, json.dumps(word)[1:-1])]
    return [path.name for path, content in contents(home) if any(form in content for form in forms)]


def is_whole(generation: Generation) -> None:
    """Check a generation against its name, its manifest and its default graph, as read back from the store."""
    store, manifest = open_store(generation.store), generation.manifest()
    read = [read_digest(store, NamedNode(iri)) for iri in manifest["graphs"]]
    assert generation_digest(read) == generation.digest == manifest["digest"] == manifest["counts"]["digest"]
    assert {d.graph.value: {"sha256": d.sha256, "triples": d.triples} for d in read} == manifest["graphs"]
    assert {str(graph) for graph in store.named_graphs()} == {
        f"<{iri}>" for iri in (*manifest["graphs"], BASE.graph("dataset").value)
    }
    merged: set[bytes] = set()
    for iri in (*manifest["graphs"], BASE.graph("dataset").value):
        if not iri.removeprefix(BASE.graph("").value).startswith(("text/", "ontology", "shapes")):
            merged.update(graph_lines(store, NamedNode(iri)))
    assert set(graph_lines(store, DefaultGraph())) == merged
    for name, entry in manifest["dumps"].items():
        packed = (generation.dumps / name).read_bytes()
        assert (sha256(packed).hexdigest(), len(packed)) == (entry["sha256"], entry["bytes"])


def test_the_words_are_there_before_so_that_their_absence_means_something(template: Kept) -> None:
    for words in (*SENTENCES, *QUOTES, *NAMES):
        assert len(files_with(template.home, words)) >= 2 * (3 if words in QUOTES else 2), words


@pytest.fixture(scope="module")
def without_text(template: Kept, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Return a home without it, to be looked at and not changed."""
    kept = copied(template, tmp_path_factory.mktemp("without-text"))
    withdraw(kept.home, TEXT, "the publisher asked", BASE, kept.root)
    return kept


class TestText:
    def test_no_file_below_the_home_has_a_sentence_or_a_quote_of_it(self, without_text: Kept) -> None:
        assert {words: files_with(without_text.home, words) for words in (*SENTENCES, *QUOTES)} == {
            words: [] for words in (*SENTENCES, *QUOTES)
        }

    def test_every_generation_that_stays_is_whole(self, without_text: Kept) -> None:
        generations = without_text.home.generations()
        assert len(generations) == 2
        for generation in generations:
            is_whole(generation)

    def test_the_claims_stay_without_their_words(self, without_text: Kept) -> None:
        generation = without_text.home.current()
        assert generation
        assert generation.manifest()["counts"]["claims"] == 9
        lines = graph_lines(open_store(generation.store), BASE.graph("article/fair"))
        claim = f"<{BASE.thing('article/fair/claim/4').value}>".encode()
        assert sum(line.startswith(claim + b" ") and b"ns#lower" in line for line in lines) == 1
        assert [line for line in lines if b"annotation" in line or b"ns#oa" in line or b"sWritten" in line] == []
        rows = gzip.decompress((generation.dumps / "claims.csv.gz").read_bytes()).decode().splitlines()
        assert len(rows) == 10
        assert sum("some 24 000" in row for row in rows) == 1

    def test_its_graph_is_gone_and_no_description_speaks_of_it(self, without_text: Kept) -> None:
        generation = without_text.home.current()
        assert generation
        assert BASE.graph("text/fair").value not in generation.manifest()["graphs"]
        described = graph_lines(open_store(generation.store), BASE.graph("dataset"))
        assert [line for line in described if b"graph/text/fair" in line] == []
        assert [line for line in described if b"graph/article/fair> <https://schema.org/sha256>" in line] != []

    def test_a_collection_that_still_has_it_is_refused_with_the_file(self, without_text: Kept) -> None:
        with pytest.raises(BuildError) as caught:
            build(without_text.root, BASE, without_text.home)
        assert [str(error).partition("withdrawn on")[0] for error in caught.value.errors] == [
            "data/articles/fair/text.txt: article/fair/text was "
        ]
        assert "“the publisher asked”: take it out of the collection" in str(caught.value.errors[0])

    def test_the_same_text_under_another_name_is_refused_too(self, without_text: Kept, tmp_path: Path) -> None:
        without = copied(without_text, tmp_path)
        (without.root / "data/articles/fair").rename(without.root / "data/articles/market")
        path = without.root / "data/articles/market/article.ttl"
        path.write_text(path.read_text("utf-8").replace("article/fair", "article/market"), "utf-8")
        with pytest.raises(BuildError) as caught:
            build(without.root, BASE, without.home)
        assert [error.place.file for error in caught.value.errors] == ["data/articles/market/text.txt"]

    def test_the_verdict_is_carried_and_says_what_the_gap_breaks(self, without_text: Kept, tmp_path: Path) -> None:
        without = copied(without_text, tmp_path)
        generation = without.home.current()
        assert generation
        verdict = generation.verdict()
        assert verdict
        assert verdict["violations"] == 0
        assert verdict["withdrawn_from"] == without.second
        assert verdict["violations_after_withdrawal"] == len(verdict["findings"]) > 0
        assert rollback(without.home, keep=5).digest == without.home.look_up(without.first).replaced_by


@pytest.fixture(scope="module")
def without_person(template: Kept, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Return a home without it, to be looked at and not changed."""
    kept = copied(template, tmp_path_factory.mktemp("without-person"))
    withdraw(kept.home, PERSON, "a court ordered it", BASE, kept.root)
    return kept


class TestPerson:
    def test_no_file_below_the_home_has_a_name_of_it(self, without_person: Kept) -> None:
        assert {name: files_with(without_person.home, name) for name in NAMES} == {name: [] for name in NAMES}

    def test_its_iri_stays_in_the_log_of_withdrawals_only(self, without_person: Kept) -> None:
        assert files_with(without_person.home, PERSON) == ["withdrawals.jsonl"]

    def test_what_stays_is_whole_and_the_verdict_says_that_a_speaker_is_missing(self, without_person: Kept) -> None:
        for generation in without_person.home.generations():
            is_whole(generation)
            verdict = generation.verdict()
            assert verdict
            assert (verdict["violations"], verdict["violations_after_withdrawal"]) == (0, 1)
            assert verdict["findings"][0]["result"]["shape"].endswith("#NamedVoice>")
            assert generation.manifest()["counts"]["entities"] == 10 - 1

    def test_old_digests_lead_to_new_ones_and_their_folders_are_gone(self, without_person: Kept) -> None:
        home = without_person.home
        found = [home.look_up(digest) for digest in (without_person.first, without_person.second)]
        assert [entry.state for entry in found] == [State.WITHDRAWN] * 2
        assert [entry.kept for entry in found] == [entry.replaced_by for entry in found]
        assert sorted(generation.digest for generation in home.generations()) == sorted(e.kept or "" for e in found)
        current = home.current()
        assert current
        assert current.digest == found[1].kept
        assert home.releases() == {"1.0": found[0].kept}
        assert [moment.found.kept for moment in home.timeline()] == [entry.kept for entry in found]
        assert list(home.path.glob("building-*")) == []

    def test_the_log_has_a_hash_of_what_was_removed_and_the_reason(self, without_person: Kept, template: Kept) -> None:
        (entry,) = without_person.home.withdrawals()
        lines: set[bytes] = set()
        for generation in template.home.generations():
            with gzip.open(generation.dumps / "volgraph.nq.gz") as file:
                lines.update(line for line in file if b"graph/dataset>" not in line and PERSON.encode() in line)
        assert (entry.reason, entry.statements) == ("a court ordered it", len(lines))
        assert entry.sha256 == sha256(b"".join(sorted(lines))).hexdigest()
        assert entry.iri == BASE.thing(PERSON).value

    def test_a_collection_that_still_has_it_is_refused_with_the_files(self, without_person: Kept) -> None:
        with pytest.raises(BuildError) as caught:
            build(without_person.root, BASE, without_person.home)
        places = [(error.place.file.partition(",")[0], error.place.subject) for error in caught.value.errors]
        assert places == [
            ("data/entities/entities.csv", PERSON),
            ("data/claims/fair.csv", "source/paper-1/claim/f002"),
        ]


def test_a_collection_without_the_thing_gives_the_same_generation_as_withdrawing_it(given: Kept) -> None:
    withdraw(given.home, "place/almaty", "asked", BASE, given.root)
    edit(given.root / "data/entities/entities.csv", "place/almaty,schema:City,,,Алматы,Алматы,Almaty,,\n", "")
    edit(given.root / "data/claims/fair.csv", "place/almaty", "")
    given.home.path.joinpath("withdrawals.jsonl").rename(given.home.path.parent / "withdrawals.jsonl")
    old = given.home.current()
    assert old
    generation, report = build(given.root, BASE, Home(given.home.path.parent / "other"))
    assert generation.digest == old.digest
    counts = old.manifest()["counts"]
    for name, count in counts.items():
        assert count == getattr(report, name), name
    for name in ("volgraph.nq", "volgraph.ttl", "claims.csv", "views/data-cube.nt", "texts.nq"):
        ours, theirs = (gzip.decompress((g.dumps / f"{name}.gz").read_bytes()).splitlines() for g in (old, generation))
        # What the graphs were made from has changed, and the description gives its checksums.
        of_files = b"schema:sha256" if name == "volgraph.ttl" else b"id/file/"
        assert [line for line in ours if of_files not in line] == [line for line in theirs if of_files not in line], (
            name
        )


class TestThing:
    def test_claims_measures_and_discrepancies_on_it_go_with_it(self, given: Kept) -> None:
        before = given.home.current()
        assert before
        counts = before.manifest()["counts"]
        withdraw(given.home, "event/fair-2023", "asked", BASE, given.root)
        after = given.home.current()
        assert after
        is_whole(after)
        now = after.manifest()["counts"]
        assert (counts["claims"] - now["claims"], counts["measures"] - now["measures"]) == (5, 3)
        assert now["discrepancies"]["Contradiction"] == counts["discrepancies"]["Contradiction"] - 1
        assert (counts["plain_triples"], now["plain_triples"]) == (1, 0)
        assert files_with(given.home, "event/fair-2023", "fair-2023-participants") == ["withdrawals.jsonl"]

    def test_a_source_takes_its_claims_and_the_plain_triples_that_only_they_support(self, given: Kept) -> None:
        withdraw(given.home, "source/paper-1", "asked", BASE, given.root)
        current = given.home.current()
        assert current
        is_whole(current)
        counts = current.manifest()["counts"]
        # The article states the city too: the plain triple stays. Three claims of the paper go.
        assert (counts["claims"], counts["sources"], counts["plain_triples"]) == (9 - 3, 1, 1)
        assert not [line for line in _rows(current) if "paper-1" in line]

    def test_a_whole_article_takes_its_text_along(self, given: Kept) -> None:
        done = withdraw(given.home, "article/fair", "asked", BASE, given.root)
        current = given.home.current()
        assert current
        is_whole(current)
        assert (current.manifest()["counts"]["articles"], len(done.texts)) == (0, 1)
        assert files_with(given.home, *SENTENCES, *QUOTES) == []

    def test_what_names_it_in_words_only_is_listed(self, given: Kept) -> None:
        append(
            given.root / "data/claims/totals.csv",
            "f009,,wire-1,country/kazakhstan,volunteers_total,eq,7,,persons,,7 said a. b.,en,2001-01-01,2002-01-01,"
            "year,reference-period,,country/kazakhstan,,,stated,,,,p4,low,,,",
        )
        publish_anew(given.home, given.root)
        mentions = plan(given.home, PERSON, BASE).mentions
        assert len(mentions) == 1
        assert "claim/f009" in mentions[0]
        assert "“" not in mentions[0]
        assert mentions[0].endswith(f"<{BASE.graph('claims/totals').value}>")

    def test_an_entity_whose_name_stands_in_a_withdrawn_text_stays_and_is_listed(self, given: Kept) -> None:
        edit(given.root / "data/entities/entities.csv", "Волонтерлер жәрмеңкесі", "волонтерлер жәрмеңкесі өтіп")
        publish_anew(given.home, given.root)
        mentions = plan(given.home, TEXT, BASE).mentions
        assert [mention.partition(" ")[0] for mention in mentions] == [f"<{BASE.thing('event/fair-2023').value}>"]


def _rows(generation: Generation) -> list[str]:
    return gzip.decompress((generation.dumps / "claims.csv.gz").read_bytes()).decode().splitlines()


class TestRefused:
    @pytest.mark.parametrize("name", ["person", "person/", "", "https://example.org/x", "../home", "person/Ә"])
    def test_a_name_that_is_no_thing(self, given: Kept, name: str) -> None:
        with pytest.raises(InputError, match="names no text or thing: write an IRI under"):
            withdraw(given.home, name, "asked", BASE, given.root)

    def test_a_thing_that_nothing_kept_has(self, given: Kept) -> None:
        with pytest.raises(InputError, match=r"no generation in .* has .*person/nobody: check its spelling"):
            withdraw(given.home, "person/nobody", "asked", BASE, given.root)
        assert given.home.withdrawals() == []

    def test_a_withdrawal_without_a_reason(self, given: Kept) -> None:
        with pytest.raises(InputError, match="needs a reason"):
            withdraw(given.home, PERSON, "  ", BASE, given.root)

    def test_planning_changes_nothing(self, given: Kept) -> None:
        before = dict(contents(given.home))
        losses = plan(given.home, PERSON, BASE).generations
        assert sorted(losses) == sorted([given.first, given.second])
        assert all(losses.values())
        assert dict(contents(given.home)) == before


def test_without_the_shapes_the_verdict_is_carried_as_it_was(given: Kept, tmp_path: Path) -> None:
    withdraw(given.home, PERSON, "asked", BASE, tmp_path / "nowhere")
    current = given.home.current()
    assert current
    verdict = current.verdict()
    assert verdict
    assert (verdict["violations"], verdict["violations_after_withdrawal"], verdict["findings"]) == (0, None, [])


def test_a_generation_that_was_never_validated_has_no_verdict_afterwards_either(given: Kept) -> None:
    edit(given.root / "data/sources/origins.csv", "Пресс-релизы", "Релизы")
    built, _ = build(given.root, BASE, given.home)
    withdraw(given.home, PERSON, "asked", BASE, given.root)
    replaced = given.home.built()
    assert replaced
    assert replaced.digest != built.digest
    assert replaced.verdict() is None


def test_the_text_of_the_real_collection_is_gone_from_every_byte(real: Made, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(real.home.path, home.path, symlinks=True)
    words = (Path(__file__).parents[2] / "data/articles/baq-forum/text.txt").read_text("utf-8")
    sentences = [part for line in words.splitlines() for part in line.split(". ") if len(part) > 25]
    assert len(sentences) > 10
    assert size_of(home.path) > 1_000_000
    withdraw(home, "article/baq-forum/text", "asked", BASE, tmp_path / "nowhere")
    current = home.current()
    assert current
    is_whole(current)
    assert {sentence: files_with(home, sentence) for sentence in sentences} == {sentence: [] for sentence in sentences}
