"""JUnit XML, as CI systems show tests: a case for each shape and file.

https://docs.gitlab.com/ci/testing/unit_test_reports/
"""

from collections import defaultdict
from typing import TextIO

from junitparser import Attr, Error, Failure, JUnitXml, TestCase, TestSuite

from volgraph.domain.validation import LocatedResult, Report
from volgraph.io.reports.options import Options
from volgraph.io.reports.terms import component_name, one_line, short, visible
from volgraph.io.reports.view import View, main_place, rule_id

MOST_CASES = 20_000
"""With more shapes times files than this, cases that found nothing are written for shapes only."""


def write(report: Report, stream: TextIO, options: Options) -> None:
    """Write a suite for each file, with a case for each shape, which fails by the results that fail the validation."""
    written = JUnitXml("volgraph")
    for suite in _Suites(View(report, options)).all():
        written.add_testsuite(suite)
    written.update_statistics()
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(written.tostring().decode())
    stream.write("\n")


class _Case(TestCase):
    """A case with the attributes that GitLab and others read beside the usual ones."""

    file = Attr()
    line = Attr()


class _Suites:
    """The suites of a report."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._names: dict[str, str] = {}
        for info in view.report.shapes:
            if info.shape.startswith("<"):
                self._names.setdefault(short(info.shape), view.shape_name(info.shape))
        self._found: dict[str, dict[str, list[LocatedResult]]] = defaultdict(lambda: defaultdict(list))
        for one in view.report.results:
            place, rule = main_place(one), short(_term(one))
            self._names.setdefault(rule, view.name_of(one.result))
            self._found[place.file if place else ""][rule].append(one)

    def all(self) -> list[TestSuite]:
        """Return the suite of each file, and one of the validation itself."""
        named = [file.file for file in self.view.report.data]
        files = list(dict.fromkeys([*named, *sorted(self._found)]))
        whole = len(files) * len(self._names) <= MOST_CASES
        suites = [
            self._of_file(file, list(self._names) if whole and file else sorted(self._found[file])) for file in files
        ]
        if not whole:
            silent = set(self._names).difference(*map(set, self._found.values()))
            suites.append(self._of_file("", sorted(silent)))
        return [*suites, self._itself()]

    def _of_file(self, file: str, rules: list[str]) -> TestSuite:
        suite = TestSuite(_clean(file or self.view.text("no_place")))
        for rule in rules:
            suite.add_testcase(self._case(file, rule, self._found[file].get(rule, [])))
        return suite

    def _case(self, file: str, rule: str, results: list[LocatedResult]) -> TestCase:
        name = self._names[rule]
        case = _Case(
            _clean(name if name in (rule, rule.strip("<>")) else f"{name} ({rule})"), _clean(file) or "volgraph", 0
        )
        if file:
            case.file = _clean(file)
        failing = [one for one in results if self.view.fails(one)]
        if failing:
            place = main_place(failing[0])
            if place and place.line:
                case.line = str(place.line)
            failure = Failure(_clean(one_line(self.view.message(failing[0].result))), "SHACL")
            failure.text = _clean("\n".join(map(self._line, failing)))
            case.result = [failure]
        others = [one for one in results if not self.view.fails(one)]
        if others:
            case.system_out = _clean("\n".join(map(self._line, others)))
        return case

    def _line(self, one: LocatedResult) -> str:
        view, result, place = self.view, one.result, main_place(one)
        state = f" [{view.text(one.state.value)}]" if view.has_baseline else ""
        said = " ".join(short(term) for term in (result.focus, result.path, result.value) if term)
        head = f"{view.position(place)} {view.severity_name(result.severity)}{state}: {view.message(result)}"
        return one_line(f"{head} | {said} | {component_name(result.component)}")

    def _itself(self) -> TestSuite:
        """Return the suite with what was found of the validation itself, and what looked at what."""
        view, report = self.view, self.view.report
        suite = TestSuite("volgraph")
        suite.add_property("engine", _clean(report.engine))
        suite.add_property("volgraph", _clean(report.version))
        suite.add_property("data SHA-256", report.data_sha256)
        suite.add_property("shapes SHA-256", report.shapes_sha256)
        if left_out := view.left_out():
            suite.add_property("left out", left_out)
        case = TestCase("volgraph validate", "volgraph", 0)
        errors = [notice for notice in report.notices if notice.level == "error"]
        others = [notice for notice in report.notices if notice.level != "error"]
        lines = {
            id(notice): one_line(f"{view.position(notice.place)} {notice.code}: {view.notice(notice)}")
            for notice in report.notices
        }
        if errors:
            error = Error(_clean(one_line(view.notice(errors[0]))), "volgraph")
            error.text = _clean("\n".join(lines[id(notice)] for notice in errors))
            case.result = [error]
        said = [view.headline(), *filter(None, [view.left_out()]), *(lines[id(notice)] for notice in others)]
        case.system_out = _clean("\n".join(said))
        suite.add_testcase(case)
        return suite


def _term(one: LocatedResult) -> str:
    shape = one.result.shape
    return shape if shape.startswith("<") else rule_id(one.result)


def _clean(text: str) -> str:
    """Return a text without characters that XML cannot hold: https://www.w3.org/TR/xml/#charsets."""
    shown = "\n".join(map(visible, text.split("\n")))
    return shown.replace("\ufffe", "\\uFFFE").replace("\uffff", "\\uFFFF")
