"""SARIF 2.1.0, as code-scanning views read it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, TextIO
from urllib.parse import quote

from volgraph.domain.validation import LocatedResult, Location, Notice, Report, ValidatedFile
from volgraph.io.reports.json_text import write_json
from volgraph.io.reports.markdown import escaped
from volgraph.io.reports.options import Options
from volgraph.io.reports.terms import component_name, iri, lines, one_line, short
from volgraph.io.reports.view import View, level, main_place, most_useful, rule_id, unique_fingerprints

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS, MOST_SHOWN, MOST_RULES, MOST_RELATED, MOST_TEXT = 25_000, 5_000, 25_000, 99, 1024
"""GitHub's limits: results and rules a run, results and further locations a result that it shows, and characters.

https://docs.github.com/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
"""

Json = dict[str, Any]


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Write results for code-scanning views.

    Results of the baseline that are fixed are counted, not listed: GitHub does not read `baselineState`, and would
    show them as alerts that are open.
    """
    _write(report, stream, options, ())


def write_with_fixed(report: Report, stream: TextIO, options: Options) -> None:
    """Write results, and the fixed ones as `absent`, for viewers that read `baselineState`."""
    _write(report, stream, options, report.fixed)


def _write(report: Report, stream: TextIO, options: Options, fixed: Sequence[LocatedResult]) -> None:
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_Run(View(report, options)).run(fixed)]}
    write_json(log, stream, depth=4)


class _Run:
    """The one run of a log."""

    def __init__(self, view: View) -> None:
        self.view, self.report = view, view.report
        files = [(file, "analysisTarget") for file in self.report.data]
        files += [(file, "userSpecifiedConfiguration") for file in self.report.shapes_files]
        self._artifacts: dict[str, Json] = {}
        for file, role in files:
            self._artifacts.setdefault(file.file, _artifact(file))["roles"].append(role)
        self._index = {name: index for index, name in enumerate(self._artifacts)}
        self._codes = {code: index for index, code in enumerate(sorted({note.code for note in self.report.notices}))}

    def run(self, fixed: Sequence[LocatedResult]) -> Json:
        """Return the run."""
        listed = most_useful(self.report.results)[:MOST_RESULTS]
        absent = fixed[: MOST_RESULTS - len(listed)]
        rules = self._rules([*listed, *absent])
        numbers = {rule["id"]: number for number, rule in enumerate(rules)}
        left_out = len(self.report.results) + len(fixed) - len(listed) - len(absent)
        results = [
            self._result(one, fingerprint, numbers, "absent" if place >= len(listed) else one.state.value)
            for place, (fingerprint, one) in enumerate(unique_fingerprints([*listed, *absent]))
        ]
        return {
            "tool": self._tool(rules),
            "language": self.view.language,
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the repository."}}},
            "invocations": [self._invocation(left_out, len(results))],
            "artifacts": list(self._artifacts.values()),
            "results": results,
            "properties": {
                "dataSha256": self.report.data_sha256,
                "shapesSha256": self.report.shapes_sha256,
                "fixed": len(self.report.fixed),
                "leftOut": None if self.report.left_out is None else self.report.left_out + left_out,
            },
        }

    def _tool(self, rules: list[Json]) -> Json:
        name, version = self.view.engine
        driver = {
            "name": "volgraph",
            "version": self.report.version,
            "semanticVersion": self.report.version,
            "language": self.view.language,
            "rules": rules,
            "notifications": [{"id": code} for code in self._codes],
        }
        return {"driver": driver, "extensions": [{"name": name, "version": version}]}

    def _rules(self, results: Sequence[LocatedResult]) -> list[Json]:
        """Return a rule for each shape, those that found something first."""
        rules: dict[str, Json] = {}
        for one in results:
            result, rule = one.result, rule_id(one.result)
            if rule not in rules:
                severity = info.severity if (info := self.view.shape(result.shape)) else result.severity
                message = self.view.message(result) if info is None or not info.messages else ""
                rules[rule] = self._rule(rule, result.shape, self.view.name_of(result), severity, message)
        for info in self.report.shapes:
            if info.shape.startswith("<"):
                rule = iri(info.shape)
                found = self._rule(rule, info.shape, self.view.shape_name(info.shape), info.severity, "")
                rules.setdefault(rule, found)
        return list(islice(rules.values(), MOST_RULES))

    def _rule(self, rule: str, shape: str, name: str, severity: str, otherwise: str) -> Json:
        description = lines(self.view.shape_text(shape) or otherwise or name)
        info = self.view.shape(shape)
        where = self.view.position(info.places[0]) if info and info.places else ""
        at = (
            f"{self.view.text('shape')}: {short(shape) if shape.startswith('<') else name}{f' ({where})' * bool(where)}"
        )
        return {
            "id": rule,
            "name": one_line(name)[:255],
            "shortDescription": {"text": one_line(name)[:MOST_TEXT]},
            "fullDescription": {"text": description[:MOST_TEXT]},
            "help": {
                "text": f"{description}\n\n{at}",
                "markdown": f"{escaped(description)}\n\n{escaped(at)}",
            },
            "defaultConfiguration": {"level": level(severity).sarif},
            "properties": {"tags": ["SHACL"], "precision": "very-high", "problem.severity": _problem(severity)},
        }

    def _result(self, one: LocatedResult, fingerprint: str, numbers: dict[str, int], state: str) -> Json:
        result, rule, place = one.result, rule_id(one.result), main_place(one)
        related = list(self.view.related(one))
        properties: Json = {
            "focusNode": result.focus,
            "resultPath": result.path,
            "value": result.value,
            "component": component_name(result.component),
            "severity": result.severity,
        }
        found: Json = {
            "ruleId": rule,
            "level": level(result.severity).sarif,
            "message": {"text": lines(self.view.message(result))},
            "partialFingerprints": {"primaryLocationLineHash": fingerprint, "volgraph/v1": one.fingerprint},
            "baselineState": state,
        }
        if rule in numbers:
            found["ruleIndex"] = numbers[rule]
        if place is not None:
            found["locations"] = [self._location(place, self.view.exactness(place))]
        if related:
            shown = related[:MOST_RELATED]
            found["relatedLocations"] = [
                {"id": number, **self._location(where, what)} for number, (what, where) in enumerate(shown, 1)
            ]
        if len(related) > MOST_RELATED:
            properties["leftOutLocations"] = len(related) - MOST_RELATED
        return {**found, "properties": {name: value for name, value in properties.items() if value}}

    def _location(self, place: Location, message: str = "") -> Json:
        physical: Json = {"artifactLocation": self._uri(place.file)}
        if place.line is not None:
            region = {
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": place.end_line,
                "endColumn": place.end_column,
            }
            physical["region"] = {name: value for name, value in region.items() if value is not None}
        return {"physicalLocation": physical, **({"message": {"text": message}} if message else {})}

    def _uri(self, file: str) -> Json:
        index = self._index.get(file)
        return {**_artifact_location(file), **({} if index is None else {"index": index})}

    def _invocation(self, left_out: int, listed: int) -> Json:
        notes = [self._notification(notice) for notice in self.report.notices]
        missing = [self.view.left_out(), self.view.text_on("shown_elsewhere", left_out) if left_out else ""]
        if listed > MOST_SHOWN:
            missing.append(self.view.text_on("shown_by_github", MOST_SHOWN))
        notes += [{"level": "note", "message": {"text": sentence}} for sentence in missing if sentence]
        successful = not any(notice.level == "error" for notice in self.report.notices)
        return {"executionSuccessful": successful, "toolExecutionNotifications": notes}

    def _notification(self, notice: Notice) -> Json:
        found: Json = {
            "descriptor": {"id": notice.code, "index": self._codes[notice.code]},
            "level": notice.level,
            "message": {"text": lines(self.view.notice(notice))},
        }
        if notice.place is not None:
            found["locations"] = [self._location(notice.place)]
        return found


def _problem(severity: str) -> str:
    return {"error": "error", "warning": "warning", "note": "recommendation"}[level(severity).sarif]


def _artifact(file: ValidatedFile) -> Json:
    return {"location": _artifact_location(file.file), "hashes": {"sha-256": file.sha256}, "roles": []}


@lru_cache(maxsize=4096)
def _artifact_location(file: str) -> Json:
    """Return how a file is addressed: below the root of the repository, unless it is outside of it."""
    if "://" in file:
        return {"uri": quote(file, safe=":/?#[]@!$&'()*+,;=%~", errors="surrogateescape")}
    if file.startswith("/"):
        return {"uri": f"file://{quote(file, errors='surrogateescape')}"}
    return {"uri": quote(file, errors="surrogateescape"), "uriBaseId": "SRCROOT"}
