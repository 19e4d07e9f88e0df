"""The steps of `action.yml`, run as GitHub runs them: with inputs as variables, in bash that stops at an error."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from tests.pipelines.conftest import BAD, BAD_LINE, Repository

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
GITHUB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_SERVER_URL": "https://github.example",
    "GITHUB_REPOSITORY": "a/b",
    "GITHUB_SHA": "c0ffee",
}
"""Some of what GitHub tells a step: https://docs.github.com/actions/reference/variables-reference"""

PROGRAM = Path(sys.executable).with_name("volgraph")


@dataclass(frozen=True, slots=True)
class Ran:
    """How a step ended: its exit code, log, summary and outputs."""

    code: int
    log: str
    summary: str
    outputs: dict[str, str]


def expanded(text: str, inputs: Mapping[str, str]) -> str:
    """Put values in the place of GitHub's expressions, as far as the action uses them."""
    values = {"github.action_path": str(ROOT), **{f"inputs.{name}": value for name, value in inputs.items()}}
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda match: values[match[1]], text)


def run(repository: Repository, step: str, **given: str) -> Ran:
    """Run a step with some inputs, named with low lines, and the defaults of the others."""
    named = {name.replace("_", "-"): value for name, value in given.items()}
    assert named.keys() <= ACTION["inputs"].keys()
    inputs = {name: named.get(name, str(about.get("default", ""))) for name, about in ACTION["inputs"].items()}
    (found,) = [one for one in ACTION["runs"]["steps"] if one["name"] == step]
    temporary = repository.path.parent / "runner"
    temporary.mkdir(exist_ok=True)
    files = {name: temporary / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")},
        **GITHUB,
        **{name: str(file) for name, file in files.items()},
        **{name: expanded(value, inputs) for name, value in found["env"].items()},
        "RUNNER_TEMP": str(temporary),
    }
    script = temporary / "script.sh"
    script.write_text(found["run"], encoding="utf-8")
    # https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#exit-codes-and-error-action-preference
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
    done = subprocess.run(command, cwd=repository.path, env=environment, capture_output=True, text=True, check=False)
    outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
    return Ran(done.returncode, done.stdout + done.stderr, files["GITHUB_STEP_SUMMARY"].read_text(), outputs)


def validate(repository: Repository, **given: str) -> Ran:
    return run(repository, "Validate", program=str(PROGRAM), **{"data": "data", "shapes": "shapes", **given})


def test_data_that_conform_pass(repository: Repository) -> None:
    ran = validate(repository)
    assert (ran.code, ran.outputs["exit-code"]) == (0, "0"), ran.log
    assert "::error" not in ran.log


def test_a_violation_is_annotated_at_its_line_summed_up_and_written_as_sarif(repository: Repository) -> None:
    repository.write("data/people.ttl", BAD)
    ran = validate(repository)
    assert (ran.code, ran.outputs["exit-code"]) == (1, "1"), ran.log
    (annotation,) = re.findall(r"^::error (.*?)::(.*)$", ran.log, re.MULTILINE)
    assert f"file=data/people.ttl,line={BAD_LINE}," in annotation[0] + ","
    assert "Give the person a name." in annotation[1]
    assert (
        f"(https://github.example/a/b/blob/c0ffee/data/people.ttl#L{BAD_LINE})" in ran.summary
        and "Give the person a name" in ran.summary
    )
    sarif = json.loads((repository.path / ran.outputs["sarif"]).read_text(encoding="utf-8"))
    (result,) = sarif["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "data/people.ttl"
    assert place["region"]["startLine"] == BAD_LINE


def test_lists_options_and_further_reports_have_a_line_each(repository: Repository) -> None:
    repository.write("data/people.ttl", BAD)
    repository.write("more data/others.ttl", "<http://example.org/x> a <http://example.org/Person> .\n")
    ran = validate(
        repository,
        data="data\nmore data\n",
        shapes="shapes/people.ttl\n",
        engine="pyshacl",
        lang="kk",
        format="junit=out.xml\njson=out.json\n",
        sarif="found.sarif",
    )
    assert ran.code == 1, ran.log
    assert ran.outputs["sarif"] == "found.sarif"
    assert ran.log.count("::error") == 2
    assert "Адамға ат беріңіз." in ran.log
    assert (repository.path / "out.xml").exists() and (repository.path / "out.json").exists()


def test_a_result_below_the_wanted_severity_does_not_fail(repository: Repository) -> None:
    repository.write("data/people.ttl", BAD)
    shapes = (repository.path / "shapes/people.ttl").read_text(encoding="utf-8")
    repository.write("shapes/people.ttl", shapes.replace("sh:minCount 1", "sh:minCount 1 ; sh:severity sh:Warning"))
    assert validate(repository).code == 0
    assert validate(repository, fail_on="Warning").code == 1


def test_what_does_not_parse_is_annotated_and_bad_input(repository: Repository) -> None:
    repository.write("data/people.ttl", "@prefix ex: <http://example.org/> .\nex:a ex:b .\n")
    ran = validate(repository)
    assert (ran.code, ran.outputs["exit-code"]) == (2, "2"), ran.log
    assert re.search(r"^::error file=data/people\.ttl,line=2", ran.log, re.MULTILINE)


def test_no_input_becomes_a_part_of_a_script(repository: Repository) -> None:
    scripts = [step["run"] for step in ACTION["runs"]["steps"]]
    assert not [script for script in scripts if "${{" in script]
    ran = validate(repository, data='data"; touch hacked; "\n$(touch hacked)\n`touch hacked`')
    assert ran.code == 2
    assert not (repository.path / "hacked").exists()


def test_every_output_comes_from_a_step(repository: Repository) -> None:
    repository.write("data/people.ttl", BAD)
    outputs = validate(repository).outputs
    assert {f"${{{{ steps.validate.outputs.{name} }}}}" for name in outputs} == {
        about["value"] for about in ACTION["outputs"].values()
    }
