"""What the definitions of pipelines share: packages as they are locked, and words in the docs."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs/validation.md").read_text(encoding="utf-8").partition("## In the pipelines")[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
JOB: dict[str, Any] = yaml.safe_load((ROOT / "ci/gitlab.yml").read_text(encoding="utf-8"))[".volgraph-validate"]


def locked(path: str) -> dict[str, str]:
    """Return the version of each package of a lock file."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


def test_pipelines_install_what_is_tested_here() -> None:
    tested, installed = locked("requirements.txt"), locked("ci/requirements.txt")
    assert {"pyshacl", "pyshacl-turbo", "pyoxigraph", "hatchling"} <= installed.keys()
    assert {name: tested.get(name) for name in installed} == installed


@pytest.mark.parametrize("name", [*ACTION["inputs"], *ACTION["outputs"], *JOB["variables"]])
def test_every_input_output_and_variable_is_documented(name: str) -> None:
    assert re.search(rf"`{name}`|^ +{name}: ", DOCS, re.MULTILINE)


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", DOCS, re.DOTALL))
def test_every_example_is_yaml_that_names_what_there_is(block: str) -> None:
    example = yaml.safe_load(block)
    steps = [step for job in example.get("jobs", {}).values() for step in job["steps"]]
    given = [step["with"] for step in steps if "volgraph" in step["uses"]]
    given_here = {name for one in given for name in one} | {*example.get("validate", {}).get("variables", {})}
    assert given_here <= {*ACTION["inputs"], *JOB["variables"]}
