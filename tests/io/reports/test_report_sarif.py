"""SARIF that its schema accepts and that code-scanning views show."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.io.reports.sample import EX, empty, hostile, located, many
from tests.io.reports.writing import written

from volgraph.domain.validation import Location, ShapeInfo, State

SHARED = os.environ.get("VOLGRAPH_TEST_SHARED")
SCHEMA = Path(SHARED or "") / "schemas/sarif-schema-2.1.0.json"


def run(report: object, form: str = "sarif", **options: object) -> dict[str, Any]:
    log = json.loads(written(report, form, **options))  # type: ignore[arg-type]
    if SHARED:  # where the schema is not at hand, what GitHub asks is tested all the same
        check = jsonschema.Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
        assert [error.message for error in check.iter_errors(log)] == []
    (found,) = log["runs"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_schema_accepts_everything_that_a_report_can_hold(language: str) -> None:
    assert len(run(hostile(), language=language)["results"]) == 4
    assert run(empty(), language=language)["results"] == []


def test_every_result_has_what_github_requires() -> None:
    found = run(hostile())
    rules = found["tool"]["driver"]["rules"]
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
        assert len(rule["name"]) <= 255
        assert len(rule["properties"]["tags"]) <= 20
    for result in found["results"]:
        assert result["message"]["text"]
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"]["primaryLocationLineHash"]
    assert len({result["partialFingerprints"]["primaryLocationLineHash"] for result in found["results"]}) == 4


def test_a_result_leads_to_its_triple_its_shape_its_premises_and_other_files() -> None:
    found = run(hostile())
    by_rule = {result["ruleId"]: result for result in reversed(found["results"])}
    age = by_rule[f"{EX}AgeShape"]
    place = age["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 12, "startColumn": 36, "endLine": 12, "endColumn": 43}
    assert found["columnKind"] == "unicodeCodePoints"
    artifact = found["artifacts"][place["artifactLocation"]["index"]]
    assert artifact["location"] == {"uri": "data/people.ttl", "uriBaseId": "SRCROOT"}
    assert artifact["hashes"] == {"sha-256": "a" * 64}
    related = {
        (where["message"]["text"], where["physicalLocation"]["artifactLocation"]["uri"])
        for where in age["relatedLocations"]
    }
    assert related == {
        ("its shape", "shapes/person.ttl"),
        ("also said here", "data/%3C%D0%B1%3E%2C%201%25.ttl"),
    }
    missing = by_rule[next(rule for rule in by_rule if rule.startswith("MinCount"))]
    assert missing["locations"][0]["message"]["text"] == "the node is here"
    assert "follows from this" in [where["message"]["text"] for where in missing["relatedLocations"]]


def test_the_rule_of_a_shape_without_name_does_not_hang_on_its_label() -> None:
    one = hostile().results[1]
    other = replace(one, result=replace(one.result, shape="_:s0b99"))
    rules = [run(replace(empty(), shapes=(), results=(result,)))["results"][0]["ruleId"] for result in (one, other)]
    assert rules[0] == rules[1]


def test_levels_follow_the_table_and_unknown_severities_count_as_violations() -> None:
    levels = {result["properties"]["severity"]: result["level"] for result in run(hostile())["results"]}
    assert levels == {"Violation": "error", "Warning": "warning", "Info": "note", f"<{EX}Fatal>": "error"}


def test_the_engine_is_an_extension_and_notices_are_notifications() -> None:
    found = run(hostile())
    assert found["tool"]["extensions"] == [{"name": "pyshacl", "version": "0.40.1"}]
    (invocation,) = found["invocations"]
    assert invocation["executionSuccessful"] is False
    notes = invocation["toolExecutionNotifications"]
    assert [note["level"] for note in notes] == ["error", "warning", "note", "note"]
    assert notes[1]["locations"][0]["physicalLocation"]["region"]["startLine"] == 5
    assert notes[-1]["message"]["text"] == "Not in this report: another 2 results."
    assert run(empty())["invocations"][0]["executionSuccessful"] is True


def test_what_is_fixed_is_listed_only_for_viewers_that_know_baselines() -> None:
    # GitHub reads no baselineState: it would show what is fixed as open.
    states = [result["baselineState"] for result in run(hostile())["results"]]
    assert sorted(states) == ["new", "new", "new", "unchanged"]
    whole = run(hostile(), "sarif-baseline")
    assert [result["baselineState"] for result in whole["results"]].count("absent") == 1
    assert whole["properties"]["fixed"] == run(hostile())["properties"]["fixed"] == 1


def test_files_outside_of_the_repository_are_not_below_its_root() -> None:
    results = tuple(
        replace(located(number), places=(Location(file, 1, 1),))
        for number, file in enumerate(("/tmp/a b.ttl", "https://example.org/sparql?a=b"))
    )
    found = run(replace(empty(), results=results))["results"]
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in found]
    assert uris == [{"uri": "file:///tmp/a%20b.ttl"}, {"uri": "https://example.org/sparql?a=b"}]


def test_no_more_results_are_written_than_github_takes_and_the_most_useful_are_kept() -> None:
    report = many(30_000)
    found = json.loads(written(report, "sarif"))["runs"][0]
    results = found["results"]
    assert len(results) == 25_000
    assert [result["baselineState"] for result in results[:15_000]] == [State.NEW.value] * 15_000
    assert results[0]["level"] == "error"
    assert found["properties"]["leftOut"] == 5_000
    said = [note["message"]["text"] for note in found["invocations"][0]["toolExecutionNotifications"]]
    assert said == [
        "Not shown here: 5,000 results; see the full report.",
        "GitHub shows only 5,000 results of this report.",
    ]


def test_no_more_rules_and_places_are_written_than_github_takes() -> None:
    shapes = tuple(ShapeInfo(f"<{EX}{number}>", {}, {}, {}) for number in range(25_100))
    one = replace(located(1), shape_places=tuple(Location("shapes/person.ttl", line, 1) for line in range(1, 2000)))
    found = json.loads(written(replace(empty(), shapes=shapes, results=(one,)), "sarif"))["runs"][0]
    assert len(found["tool"]["driver"]["rules"]) == 25_000
    assert found["results"][0]["ruleIndex"] == 0
    assert len(found["results"][0]["relatedLocations"]) == 99
    assert found["results"][0]["properties"]["leftOutLocations"] == 1900
