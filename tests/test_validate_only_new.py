"""`volgraph validate` with a baseline and since a revision: what is new, what fails, and what is refused."""

import json
import subprocess
from pathlib import Path

import pytest
from tests.test_validate_command import Run, folder, run

from volgraph.api import validate
from volgraph.commands.common import BAD_INPUT, OK, VIOLATIONS
from volgraph.errors import RevisionError

__all__ = ["folder", "run"]
THING = "<urn:x:c> a <urn:x:Thing> ."


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def report(out: str) -> dict[str, list[tuple[str, str]]]:
    """Return the results of a report in JSON: what each is about and its state, and the codes of notices."""
    read = json.loads(out)
    results = [(one["focus"][7:-1], one["state"]) for one in read["results"]]
    fixed = [(one["focus"][7:-1], one["state"]) for one in read["fixed"]]
    notices = [(one["code"], one["messages"]["en"]) for one in read["notices"]]
    return {"results": results, "fixed": fixed, "notices": notices}


@pytest.fixture
def repository(folder: Path) -> Path:
    for name in ("broken.ttl", "misspelt.ttl"):
        (folder / name).unlink()
    (folder / "data").mkdir()
    for name in ("good.ttl", "nameless.ttl", "bad.ttl"):
        (folder / name).rename(folder / "data" / name)
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "One")
    return folder


def test_what_a_baseline_knows_does_not_fail_and_what_is_new_does(run: Run) -> None:
    code, out, _ = run("bad.ttl", "-s", "s.ttl", "--write-baseline", "b.jsonl")
    assert code == OK and "results written to b.jsonl: 2" in out
    assert run("bad.ttl", "-s", "s.ttl", "--baseline", "b.jsonl")[0] == OK
    Path("bad.ttl").write_text("# moved\n\n<urn:x:d> a <urn:x:Thing> ; <urn:x:name> 'd' . <urn:x:c> a <urn:x:Thing> .")
    code, out, _ = run("bad.ttl", "-s", "s.ttl", "--baseline", "b.jsonl", "--format", "json")
    assert code == VIOLATIONS
    assert sorted(report(out)["results"]) == [("c", "unchanged"), ("c", "unchanged"), ("d", "new")]
    Path("bad.ttl").write_text("<urn:x:c> a <urn:x:Thing> ; <urn:x:age> 1 .")
    code, out, _ = run("bad.ttl", "-s", "s.ttl", "--baseline", "b.jsonl", "--format", "json")
    assert code == OK
    assert report(out)["results"] == [("c", "unchanged")] and report(out)["fixed"] == [("c", "fixed")]


def test_every_engine_gives_the_same_fingerprints(run: Run) -> None:
    Path("odd.ttl").write_text("<urn:x:c> a <urn:x:Thing> ; <urn:x:age> 1 , 01 , [ <urn:x:age> 2 ] .")
    Path("t.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:x:S> a sh:NodeShape ; sh:targetClass <urn:x:Thing> ;"
        " sh:property [ sh:path <urn:x:age> ; sh:minExclusive 1 ; sh:maxCount 1 ] ."
    )
    assert run("odd.ttl", "-s", "t.ttl", "--write-baseline", "one.jsonl", "--engine", "pyshacl")[0] == OK
    assert run("odd.ttl", "-s", "t.ttl", "--write-baseline", "two.jsonl", "--engine", "auto")[0] == OK
    one, two = (
        {json.loads(line).get("fingerprint") for line in Path(name).read_text("utf-8").splitlines()}
        for name in ("one.jsonl", "two.jsonl")
    )
    assert one == two and len(one) == 5


def test_the_limit_of_results_takes_new_ones_first_and_known_ones_do_not_fail(run: Run) -> None:
    run("bad.ttl", "-s", "s.ttl", "--write-baseline", "b.jsonl")
    limited = ("-s", "s.ttl", "--baseline", "b.jsonl", "--max-results", 1, "--format", "json")
    code, out, _ = run("bad.ttl", *limited)
    assert code == OK and json.loads(out)["leftOut"] == 1
    Path("z.ttl").write_text("<urn:x:z> a <urn:x:Thing> ; <urn:x:age> 1 .")
    code, out, _ = run("bad.ttl", "z.ttl", *limited)
    assert report(out)["results"] == [("z", "new")]
    assert code == VIOLATIONS, "what was left out may be new"


def test_a_severity_hides_results_and_what_became_of_them(run: Run) -> None:
    run("bad.ttl", "-s", "s.ttl", "--write-baseline", "b.jsonl")
    _, out, _ = run("good.ttl", "-s", "s.ttl", "--baseline", "b.jsonl", "--severity", "Violation", "--format", "json")
    assert report(out)["fixed"] == [("c", "fixed")]
    _, out, _ = run("bad.ttl", "-s", "s.ttl", "--baseline", "b.jsonl", "--severity", "Violation", "--format", "json")
    assert report(out)["fixed"] == [] and report(out)["results"] == [("c", "unchanged")]


def test_a_baseline_is_not_written_over_what_was_not_checked(run: Run) -> None:
    code, out, _ = run("bad.ttl", "broken.ttl", "-s", "s.ttl", "--write-baseline", "b.jsonl")
    assert code == BAD_INPUT and "b.jsonl was not written" in out and not Path("b.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--baseline", "b.jsonl", "--write-baseline", "b.jsonl"], "--baseline compares and --write-baseline writes"),
        (["--write-baseline", "b.jsonl", "--focus", "urn:x:c"], "a baseline holds all results"),
        (["--write-baseline", "b.jsonl", "--since", "HEAD"], "a baseline holds all results"),
        (["--since", "HEAD", "--inference", "rdfs"], "--since cannot tell what a change lets infer"),
        (["--since", "HEAD"], "is in no git repository, and --since compares with a revision"),
        (["--baseline", "none.jsonl"], "none.jsonl: there is no such baseline"),
        (["--baseline", "s.ttl"], "s.ttl, line 1: this line is no JSON"),
    ],
)
def test_what_does_not_go_together_or_is_not_there_is_refused(run: Run, arguments: list[str], reason: str) -> None:
    code, _, err = run("bad.ttl", "-s", "s.ttl", *arguments)
    assert code == BAD_INPUT and reason in err


def test_since_a_revision_only_what_changed_is_checked(run: Run, repository: Path) -> None:
    checked = ("data", "-s", "s.ttl", "--since", "HEAD", "--format", "json")
    code, out, _ = run(*checked)
    assert code == OK and report(out)["results"] == []
    ((name, said),) = report(out)["notices"]
    assert name == "since" and "triples changed since HEAD: 0; focus nodes checked: 0 (shapes: 0)" in said
    Path("data/new.ttl").write_text("\n<urn:x:new> a <urn:x:Thing> .", encoding="utf-8")
    code, out, _ = run(*checked)
    assert code == VIOLATIONS and report(out)["results"] == [("new", "new")] * 2
    assert "triples changed since HEAD: 1; focus nodes checked: 1 (shapes: 1)" in report(out)["notices"][0][1]
    place = json.loads(out)["results"][0]["places"][0]
    assert (place["file"], place["line"]) == ("data/new.ttl", 2)
    files = {one["file"]: one["triples"] for one in json.loads(out)["data"]["files"]}
    assert files == {"data/bad.ttl": 1, "data/good.ttl": 3, "data/nameless.ttl": 2, "data/new.ttl": 1}


def test_since_and_a_baseline_go_together_and_call_nothing_fixed(run: Run, repository: Path) -> None:
    assert run("data", "-s", "s.ttl", "--write-baseline", "b.jsonl")[0] == OK
    Path("data/bad.ttl").write_text("<urn:x:c> a <urn:x:Thing> ; <urn:x:other> 1 ; <urn:x:age> 1 .", encoding="utf-8")
    code, out, _ = run("data", "-s", "s.ttl", "--since", "HEAD", "--baseline", "b.jsonl", "--format", "json")
    assert code == OK and report(out)["results"] == [("c", "unchanged")] and report(out)["fixed"] == []
    _, out, _ = run("data", "-s", "s.ttl", "--baseline", "b.jsonl", "--format", "json")
    assert report(out)["fixed"] == [("c", "fixed")]


def test_since_follows_what_data_and_shapes_import(run: Run, repository: Path) -> None:
    imports = "<http://www.w3.org/2002/07/owl#imports>"
    Path("more").mkdir()
    Path("more/imported.ttl").write_text(THING.replace(":c>", ":far>"), encoding="utf-8")
    Path("data/good.ttl").write_text(f"<> {imports} <../more/imported.ttl> .", encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "Two")
    checked = ("data", "-s", "s.ttl", "--since", "HEAD", "--format", "json")
    assert report(run(*checked)[1])["results"] == []
    Path("more/imported.ttl").write_text(f"{THING.replace(':c>', ':far>')} <urn:x:far> <urn:x:name> 1 , 2 .")
    assert report(run(*checked)[1])["results"] == [("far", "new")]


def test_the_collection_has_no_files_to_compare(run: Run) -> None:
    code, _, err = run("--since", "HEAD")
    assert code == BAD_INPUT and "--since compares files: name the data" in err
    with pytest.raises(RevisionError, match="stdin is in no git repository, so --since cannot tell what changed"):
        validate(b"", "s.ttl", data_format="nt", since="HEAD")
