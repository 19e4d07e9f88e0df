"""The job of `ci/gitlab.yml`, run as GitLab runs it: its variables in the environment, its lines in one shell."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import yaml
from tests.pipelines.conftest import BAD, BAD_LINE, Repository

ROOT = Path(__file__).parents[2]
JOB: dict[str, Any] = yaml.safe_load((ROOT / "ci/gitlab.yml").read_text(encoding="utf-8"))[".volgraph-validate"]
REPORTS: dict[str, str] = JOB["artifacts"]["reports"]
GITLAB = {"GITLAB_CI": "true", "CI_PROJECT_URL": "https://gitlab.example/a/b", "CI_COMMIT_SHA": "c0ffee"}
"""Some of what GitLab tells a job: https://docs.gitlab.com/ci/variables/predefined_variables/"""


def run(repository: Repository, **variables: str) -> subprocess.CompletedProcess[str]:
    assert variables.keys() <= JOB["variables"].keys()
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **GITLAB, **JOB["variables"], **variables, "PATH": programs}
    script = "\n".join(JOB["script"])
    return subprocess.run(
        ["sh", "-e", "-c", script], cwd=repository.path, env=environment, capture_output=True, text=True, check=False
    )


def test_data_that_conform_pass_and_every_report_is_there(repository: Repository) -> None:
    ran = run(repository)
    assert ran.returncode == 0, ran.stderr
    assert json.loads((repository.path / REPORTS["codequality"]).read_text()) == []
    assert all((repository.path / file).exists() for file in REPORTS.values())


def test_a_violation_fails_the_job_and_stands_in_every_report(repository: Repository) -> None:
    repository.write("data/people.ttl", BAD)
    ran = run(repository)
    assert ran.returncode == 1, ran.stderr
    assert f"data/people.ttl:{BAD_LINE}" in ran.stdout
    (issue,) = json.loads((repository.path / REPORTS["codequality"]).read_text())
    assert issue["location"]["path"] == "data/people.ttl"
    assert issue["location"]["lines"]["begin"] == BAD_LINE
    assert issue["fingerprint"]
    tests = ElementTree.parse(repository.path / REPORTS["junit"]).getroot()
    assert len(tests.findall(".//failure")) == 1
    (links,) = json.loads((repository.path / REPORTS["annotations"]).read_text()).values()
    (link,) = (one["external_link"]["url"] for one in links)
    assert link == f"https://gitlab.example/a/b/-/blob/c0ffee/data/people.ttl#L{BAD_LINE}"


def test_variables_name_several_places_and_further_options(repository: Repository) -> None:
    repository.write("data/people.ttl", BAD)
    repository.write("other/a/b.ttl", "<http://example.org/x> a <http://example.org/Person> .\n")
    ran = run(repository, SHACL_DATA="data other/**/*.ttl", SHACL_SHAPES="shapes", SHACL_OPTIONS="--lang kk")
    assert ran.returncode == 1, ran.stderr
    assert len(json.loads((repository.path / REPORTS["codequality"]).read_text())) == 2
    assert "Адамға ат беріңіз." in ran.stdout


def test_a_job_without_volgraph_says_what_to_name(tmp_path: Path) -> None:
    first = JOB["before_script"][0]
    ran = subprocess.run(
        ["sh", "-e", "-c", first], capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]}
    )
    assert ran.returncode != 0
    assert "VOLGRAPH_REPOSITORY: say where you have volgraph from" in ran.stderr
