"""What changed since a git revision, from real repositories: which focus nodes are checked, and what is refused."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import mkdtemp

import pytest
from tests.incremental import drawing
from tests.incremental.validating import results

from volgraph.domain.fingerprints import Fingerprints
from volgraph.domain.statements import MemoryGraph, Statement, statement_of
from volgraph.domain.validation import Result
from volgraph.errors import RevisionError
from volgraph.io.git import Repository as GitRepository
from volgraph.io.graph_files import merge
from volgraph.io.graph_index import KEPT
from volgraph.io.inputs import Source
from volgraph.services.changes import Change, since

ROOT = Path(__file__).resolve().parents[2]
PREFIXES = """@prefix : <http://e/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
SHAPES = f"""{PREFIXES}
:Person-shape a sh:NodeShape ; sh:targetClass :Person ;
  sh:property :Person-name , [ sh:path :knows ; sh:class :Person ] .
:Person-name sh:path :name ; sh:minCount 1 .
:Address-shape a sh:NodeShape ; sh:targetObjectsOf :address ; sh:property [ sh:path :city ; sh:minCount 1 ] .
:Lonely a sh:NodeShape ; sh:targetClass :City ; sh:sparql [
  sh:select "SELECT $this WHERE {{ FILTER NOT EXISTS {{ ?someone <http://e/mayor> ?anyone }} }}" ] .
"""
ANNA = f'{PREFIXES}:anna a :Person ; :name "Anna" ; :knows :bob ; :address [ :city :astana ] , [ :street "1" ] .\n'
BOB = f'{PREFIXES}:bob a :Person ; :name "Bob" .\n:carl a :Person .\n'


class Repository:
    """A repository with data and shapes; `change` says what a change since HEAD can affect."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Test")
        self.git("config", "user.email", "test@example.org")

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", "-C", self.root, *arguments], check=True, capture_output=True)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "Change")

    def data(self, folder: str = "data") -> list[Source]:
        return [Source(path.name, path) for path in sorted((self.root / folder).glob("**/*.*"))]

    def change(self, revision: str = "HEAD", folder: str = "data", named: str | None = None) -> Change:
        work = Path(mkdtemp(dir=self.root.parent))
        shapes = merge([(self.root / "shapes.ttl", "shapes.ttl")], work / "shapes.nt", "s")
        names = [str(self.root / (named or folder))], [str(self.root / "shapes.ttl")]
        return since(revision, self.data(folder), names[0], shapes, names[1], work)

    def found(self, revision: str = "HEAD") -> set[tuple[str, str]]:
        """Return the results of what changed: focus node and shape."""
        change = self.change(revision)
        answer = results(read(change.marked), read(change.shapes))
        assert answer is not None
        return {(focus, shape) for focus, _, _, _, shape in answer}


def read(ntriples: Path) -> list[Statement]:
    return [statement_of(line) for line in ntriples.read_text("utf-8").split("\n")[:-1]]


def nodes(change: Change) -> dict[str, set[str]]:
    return {
        shape.removeprefix("<http://e/").removesuffix(">"): {node.removeprefix("<http://e/")[:-1] for node in found}
        for shape, found in change.restriction.nodes.items()
    }


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "repository")
    repository.write("shapes.ttl", SHAPES)
    repository.write("data/anna.ttl", ANNA)
    repository.write("data/bob.ttl", BOB)
    repository.commit()
    return repository


def test_without_a_change_nothing_is_checked(repository: Repository) -> None:
    change = repository.change()
    assert not change.restriction.nodes and not change.restriction.in_full
    assert change.data.triples == 0
    assert [document.triples for document in change.data.documents] == [7, 3]
    assert repository.found() == set()


def test_a_change_of_a_value_reaches_those_who_refer_to_it_and_only_these(repository: Repository) -> None:
    repository.write("data/bob.ttl", BOB.replace(":bob a :Person", ":bob a :Dog"))
    change = repository.change()
    assert nodes(change) == {"Person-shape": {"anna"}}
    assert change.data.triples < 8
    assert [one.shown for one in change.holding(["<http://e/anna>"])] == ["anna.ttl", "bob.ttl"]
    assert [one.shown for one in change.holding(["<http://e/carl>"])] == ["bob.ttl"], "it has changed"
    assert {focus for focus, _ in repository.found()} == {"<http://e/anna>"}


def test_what_was_wrong_before_is_found_only_where_something_changed(repository: Repository) -> None:
    repository.write("data/bob.ttl", BOB.replace('"Bob"', '"Bobby"'))
    assert repository.found() == set()
    repository.write("data/bob.ttl", BOB.replace(":carl a :Person .", ":carl a :Person ; :age 3 ."))
    assert nodes(repository.change()) == {}, "no shape looks at ages"
    repository.write("data/bob.ttl", BOB + ":carl :knows :anna .")
    assert repository.found() == {("<http://e/carl>", "<http://e/Person-name>")}


@pytest.mark.parametrize("how", ["untracked", "staged", "committed"])
def test_a_new_file_is_checked(repository: Repository, how: str) -> None:
    repository.write("data/deep/eve.ttl", f"{PREFIXES}:eve a :Person .")
    if how != "untracked":
        repository.git("add", "-A")
    if how == "committed":
        repository.commit()
    revision = "HEAD~1" if how == "committed" else "HEAD"
    assert repository.found(revision) == {("<http://e/eve>", "<http://e/Person-name>")}


def test_a_deleted_file_affects_who_referred_to_it(repository: Repository) -> None:
    (repository.root / "data/bob.ttl").unlink()
    assert nodes(repository.change()) == {"Person-shape": {"anna"}}
    assert {focus for focus, _ in repository.found()} == {"<http://e/anna>"}


@pytest.mark.parametrize(
    "named", ["data/*.ttl", "data/[ab]*.ttl", "data/[b]ob.ttl", "link", "link/../data", "data/more/.."]
)
def test_a_deleted_file_is_noticed_however_it_was_named(repository: Repository, named: str) -> None:
    repository.write("data/more/eve.ttl", f"{PREFIXES}:eve a :City .")
    (repository.root / "link").symlink_to("data")
    repository.commit()
    (repository.root / "data/bob.ttl").unlink()
    folder = "link" if named == "link" else "data"
    assert nodes(repository.change(folder=folder, named=named))["Person-shape"] == {"anna"}


def test_a_file_is_told_from_a_glob_that_looks_like_it(repository: Repository) -> None:
    repository.write("data/[bob].ttl", f"{PREFIXES}:eve a :Person .")
    repository.commit()
    repository.write("data/[bob].ttl", f"{PREFIXES}:eve a :Person ; :name 1 .")
    assert nodes(repository.change(named="data/[bob].ttl"))["Person-shape"] == {"eve"}


def test_a_file_of_another_name_has_not_changed_if_it_says_the_same(repository: Repository) -> None:
    repository.git("mv", "data/anna.ttl", "data/zoe.ttl")
    change = repository.change()
    assert change.restriction.nodes == {} and change.data.documents[1].triples == 7
    repository.write("data/zoe.ttl", ANNA.replace('"Anna"', '"Anne"'))
    assert nodes(repository.change()) == {"Person-shape": {"anna"}}


def test_a_blank_node_is_found_again_after_an_edit_elsewhere_in_its_file(repository: Repository) -> None:
    repository.write("data/anna.ttl", f"{PREFIXES}:first :address [ :city :almaty ] .\n" + ANNA.removeprefix(PREFIXES))
    change = repository.change()
    assert list(change.restriction.nodes) == ["<http://e/Address-shape>"]
    (focus,) = change.restriction.nodes["<http://e/Address-shape>"]
    assert focus == "_:d0b0", "only the new one"
    assert repository.found() == set()


def test_a_blank_focus_node_is_checked_with_the_label_of_its_file(repository: Repository) -> None:
    repository.write("data/anna.ttl", ANNA.replace('[ :street "1" ]', '[ :street "2" ; :city :b ]'))
    assert {focus for focus, _ in repository.found()} == set()
    repository.write("data/anna.ttl", ANNA.replace(":city :astana", ':street "3"'))
    ((focus, _),) = repository.found()
    assert focus == "_:d0b0"


def test_a_changed_shape_runs_in_full_and_is_named(repository: Repository) -> None:
    repository.write("shapes.ttl", SHAPES.replace("sh:path :city ; sh:minCount 1", "sh:path :city ; sh:minCount 2"))
    change = repository.change()
    assert change.restriction.in_full == {"<http://e/Address-shape>"}
    assert [notice.code for notice in change.notices] == ["since", "since-changed"]
    assert "<http://e/Address-shape>" in change.notices[1].messages["kk"]
    assert {focus for focus, _ in repository.found()} == {"_:d0b0", "_:d0b1"}


SHARED = """
:Knowing a sh:NodeShape ; sh:targetClass :Person ; sh:sparql [
  sh:prefixes :own ; sh:select "SELECT $this WHERE { $this k:knows ?other }" ] .
:own <http://www.w3.org/2002/07/owl#imports> :shared .
:shared sh:declare [ sh:prefix "k" ; sh:namespace "http://e/"^^<http://www.w3.org/2001/XMLSchema#anyURI> ] .
"""


def test_a_shape_has_changed_when_a_prefix_of_its_query_has(repository: Repository) -> None:
    repository.write("shapes.ttl", SHAPES + SHARED)
    repository.commit()
    repository.write("shapes.ttl", SHAPES + SHARED.replace('"http://e/"', '"http://f/"'))
    assert repository.change().restriction.in_full == {"<http://e/Knowing>"}


def test_every_shape_has_changed_when_a_type_of_targets_has(repository: Repository) -> None:
    kind = ':Kind a sh:SPARQLTargetType ; sh:select "SELECT ?this WHERE {{ ?this <http://e/{}> ?x }}" .\n'
    repository.write("shapes.ttl", SHAPES + kind.format("knows") + ":S sh:target [ a :Kind ] ; sh:nodeKind sh:IRI .")
    repository.commit()
    repository.write("shapes.ttl", SHAPES + kind.format("name") + ":S sh:target [ a :Kind ] ; sh:nodeKind sh:IRI .")
    assert "<http://e/S>" in repository.change().restriction.in_full


def test_more_files_can_be_named_than_one_command_has_room_for(repository: Repository) -> None:
    repository.write("data/bob.ttl", BOB + ":bob :age 3 .")
    names = [f"data/{'long' * 30}-{number}.ttl" for number in range(20_000)]  # some 2.6 MB
    found = GitRepository(repository.root).difference("HEAD", [*names, "data/bob.ttl"])
    assert found.files == {"data/bob.ttl"}


def test_a_query_that_is_not_connected_runs_in_full_when_what_it_is_about_changed(repository: Repository) -> None:
    repository.write("data/bob.ttl", BOB + ":astana a :City .")
    assert repository.change().restriction.in_full == {"<http://e/Lonely>"}
    assert {focus for focus, _ in repository.found()} == {"<http://e/astana>"}
    repository.commit()
    repository.write("data/bob.ttl", BOB + ":astana a :City . :bob :age 3 .")
    assert not repository.change().restriction.in_full
    repository.write("data/bob.ttl", BOB + ":astana a :City . :bob :mayor 3 .")
    change = repository.change()
    assert change.restriction.in_full == {"<http://e/Lonely>"}
    assert [notice.code for notice in change.notices] == ["since", "since-far"]


def test_a_file_that_does_not_parse_is_reported_and_the_others_are_checked(repository: Repository) -> None:
    repository.write("data/anna.ttl", "broken")
    repository.write("data/bob.ttl", BOB + ":dan a :Person .")
    change = repository.change()
    assert [error.place.file for error in change.errors] == ["anna.ttl"]
    assert [document.shown for document in change.data.documents] == ["bob.ttl"]
    assert nodes(change)["Person-shape"] == {"dan"}
    repository.commit()
    assert [error.place.file for error in repository.change().errors] == ["anna.ttl"], "an old error too"


def test_a_changed_import_or_link_makes_everything_run(repository: Repository) -> None:
    owl = "<http://www.w3.org/2002/07/owl#imports>"
    repository.write("data/bob.ttl", BOB + f":bob {owl} <anna.ttl> .")
    change = repository.change()
    assert len(change.restriction.in_full) == 3
    assert [notice.code for notice in change.notices] == ["since", "since-everything"]
    repository.write("data/bob.ttl", BOB)
    (repository.root / "data/link.ttl").symlink_to("bob.ttl")
    repository.git("add", "-A")
    assert len(repository.change().restriction.in_full) == 3


def test_a_thousand_files_are_read(repository: Repository) -> None:
    for number in range(1200):
        repository.write(f"data/more/{number}.nt", f"<http://e/{number}> <http://e/knows> <http://e/bob> .\n")
    repository.commit()
    repository.write("data/more/7.nt", "<http://e/7> <http://e/address> <http://e/home> .\n")
    change = repository.change()
    assert nodes(change) == {"Address-shape": {"home"}}
    assert len(change.data.documents) == 1202


def test_an_index_is_kept_and_written_anew_when_it_is_damaged(repository: Repository) -> None:
    repository.write("data/bob.ttl", BOB + ":eve a :Person .")
    folder = repository.root / ".git/volgraph"
    assert repository.found() == {("<http://e/eve>", "<http://e/Person-name>")}
    (index,) = folder.glob("*.sqlite")
    kept = index.stat().st_ino
    repository.found()
    assert [path.stat().st_ino for path in folder.glob("*.sqlite")] == [kept]
    content = index.read_bytes()
    for damaged in (content[: len(content) // 2], content.replace(b"Anna", b"Emma"), b""):
        assert damaged != content
        index.write_bytes(damaged)
        assert repository.found() == {("<http://e/eve>", "<http://e/Person-name>")}
        assert index.read_bytes() == content


@pytest.mark.parametrize(
    ("revision", "command"),
    [
        ("HEAD~1", "git fetch --deepen=1"),
        ("origin/topic", "git fetch --depth=1 origin topic:refs/remotes/origin/topic"),
        ("origin/later^", "git fetch --depth=2 origin later:refs/remotes/origin/later"),
        ("topic", "git fetch --depth=1 origin topic:topic"),
        ("later~1", "git fetch --depth=2 origin later:later"),
        ("v1.0", "git fetch --depth=1 origin tag v1.0"),
        ("{commit}", "git fetch --depth=1 origin {commit}"),
        ("{short}", "git fetch --unshallow"),
    ],
)
def test_a_shallow_clone_is_told_what_to_fetch_and_works_then(
    repository: Repository, tmp_path: Path, revision: str, command: str
) -> None:
    repository.git("branch", "topic")
    repository.git("tag", "-a", "-m", "Version 1", "v1.0")
    repository.git("checkout", "-q", "-b", "later")
    repository.commit()
    repository.git("checkout", "-q", "-")
    asked = subprocess.run(["git", "-C", repository.root, "rev-parse", "HEAD"], check=True, capture_output=True)
    commit = asked.stdout.decode().strip()
    repository.git("config", "uploadpack.allowAnySHA1InWant", "true")
    repository.write("data/bob.ttl", BOB + ":eve a :Person .")
    repository.commit()
    clone = Repository.__new__(Repository)
    clone.root = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=1", repository.root.as_uri(), clone.root], check=True)
    revision, command = (text.format(commit=commit, short=commit[:12]) for text in (revision, command))
    with pytest.raises(RevisionError) as refused:
        clone.change(revision)
    assert str(refused.value).endswith(f"run {command}")
    clone.git(*command.split()[1:])
    assert clone.found(revision) == {("<http://e/eve>", "<http://e/Person-name>")}


def test_runs_at_the_same_time_do_not_disturb_each_other(repository: Repository) -> None:
    repository.write("data/bob.ttl", BOB + ":eve a :Person .")
    code = f"""
from pathlib import Path
from tests.services.test_changes import Repository
repository = Repository.__new__(Repository)
repository.root = Path({str(repository.root)!r})
print(repository.found())
"""
    command = [sys.executable, "-c", code]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = {process.communicate()[0] for process in running}
    assert answers == {f"{repository.found()}\n"} and "eve" in answers.pop()
    assert len(list((repository.root / ".git/volgraph").glob("*.sqlite"))) == 1


def test_indexes_that_nobody_uses_and_what_a_killed_run_left_are_removed(repository: Repository) -> None:
    folder = repository.root / ".git/volgraph"
    for number in range(KEPT + 2):
        repository.write("data/bob.ttl", f"{BOB}:bob :age {number} .")
        repository.commit()
        repository.change()
    assert len(list(folder.glob("*.sqlite"))) == KEPT
    left = folder / ".0-killed.part"
    left.touch()
    os.utime(left, (0, 0))
    repository.write("data/bob.ttl", BOB)
    repository.commit()
    repository.change()
    assert not left.exists() and len(list(folder.glob("*.sqlite"))) == KEPT


def test_a_repository_that_cannot_be_written_is_read_without_a_kept_index(repository: Repository) -> None:
    (repository.root / ".git/volgraph").write_text("in the way of the folder", encoding="utf-8")
    repository.write("data/bob.ttl", BOB + ":eve a :Person .")
    assert repository.found() == {("<http://e/eve>", "<http://e/Person-name>")}


def test_what_git_cannot_compare_is_refused_in_one_sentence(repository: Repository, tmp_path: Path) -> None:
    with pytest.raises(RevisionError, match="git knows no revision “nothing”: name a commit"):
        repository.change("nothing")
    with pytest.raises(RevisionError, match="git knows no revision “--all”"):
        repository.change("--all")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    shapes = merge([(outside / "shapes.ttl", "../outside/shapes.ttl")], tmp_path / "shapes.nt", "s")
    with pytest.raises(RevisionError, match=r"^\.\./outside/shapes\.ttl is outside of the git"):
        since("HEAD", repository.data(), [], shapes, [], tmp_path)
    with pytest.raises(RevisionError, match="outside is in no git repository"):
        since("HEAD", [Source("x", outside / "shapes.ttl")], [], shapes, [], tmp_path)


@pytest.mark.parametrize("seed", [0, 3, 4, 6])  # with others, pySHACL refuses the shapes
def test_what_is_not_found_anew_was_there_before(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    repository = Repository(tmp_path / "repository")
    shapes_text = drawing.shapes(random)
    repository.write("shapes.ttl", shapes_text)
    before = [drawing.graph(random) for _ in range(3)]
    after = [drawing.change(random, before[0]), before[1], drawing.change(random, before[2])]

    def full(graphs: list[frozenset[Statement]]) -> list[str] | None:
        for number, graph in enumerate(graphs):
            lines = (f"{subject} {predicate} {value} .\n" for subject, predicate, value in sorted(graph))
            repository.write(f"data/{number}.nt", "".join(lines))
        merged = merge([(one.path, one.shown) for one in repository.data()], tmp_path / "all.nt")
        return lasting(merged.ntriples, merge([(repository.root / "shapes.ttl", "s")], tmp_path / "s.nt", "s").ntriples)

    was = full(before)
    repository.commit()
    now = full(after)
    assert was is not None and now is not None
    change = repository.change()
    found = lasting(change.marked, change.shapes, change.data.ntriples)
    assert found is not None
    assert Counter(found) <= Counter(now)
    assert Counter(now) - Counter(found) <= Counter(was)


def lasting(data: Path, shapes: Path, around: Path | None = None) -> list[str] | None:
    """Return what is found, with names of blank nodes that do not depend on the run."""
    answer = results(read(data), read(shapes))
    if answer is None:
        return None
    make = Fingerprints(MemoryGraph(read(around or data)), MemoryGraph(read(shapes)))
    every = [Result(f, path, v, c, shape, "", {}) for f, path, v, c, shape in answer.elements()]
    return [str(one.lasting) for one in make.of(every)]
