"""What GitLab shows in a merge request and beside a job: a Code Quality report, and links as job annotations.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsannotations
"""

from itertools import islice
from typing import Any, TextIO

from volgraph.domain.validation import Location, Report, State
from volgraph.io.reports.json_text import write_json
from volgraph.io.reports.options import Options
from volgraph.io.reports.terms import one_line
from volgraph.io.reports.view import (
    NOTICE_SEVERITIES,
    View,
    level,
    main_place,
    most_useful,
    most_varied,
    rule_id,
    unique_fingerprints,
)

MOST_LINKS = 30


def write_code_quality(report: Report, stream: TextIO, options: Options) -> None:
    """Write every result as a finding: GitLab itself compares them with those of the target branch."""
    view = View(report, options)
    first = next((file.file for file in report.data), "volgraph")
    found: list[dict[str, Any]] = []
    for notice in report.notices:
        if notice.level == "error":
            where = view.position(notice.place)
            severity = level(NOTICE_SEVERITIES[notice.level]).gitlab
            place = notice.place or Location(first)
            found.append(_finding(view, view.notice(notice), notice.code, f"{notice.code} {where}", severity, place))
    for fingerprint, one in unique_fingerprints(report.results):
        result = one.result
        place = main_place(one) or next(iter(one.shape_places), Location(first))
        severity = level(result.severity).gitlab
        found.append(_finding(view, view.message(result), rule_id(result), fingerprint, severity, place))
    write_json(found, stream, depth=1)


def write_annotations(report: Report, stream: TextIO, options: Options) -> None:
    """Write links to the places of the most useful results that are new, if it is known where files can be read."""
    view = View(report, options)
    links = []
    new = [one for one in report.results if one.state is State.NEW and one.places and options.files_url]
    for one in islice(most_useful(most_varied(new)), MOST_LINKS):
        place = one.places[0]
        label = one_line(
            f"{view.position(place)} {view.severity_name(one.result.severity)}: {view.message(one.result)}"
        )
        links.append({"external_link": {"label": label, "url": options.link(place)}})
    rest = len(report.results) - len(links)
    if options.files_url and rest:
        links.append({"external_link": {"label": view.text_on("shown_elsewhere", rest), "url": options.files_url}})
    write_json({f"{view.tools}: {view.headline()}": links}, stream, depth=2)


def _finding(
    view: View, description: str, check: str, fingerprint: str, severity: str, place: Location
) -> dict[str, Any]:
    return {
        "description": one_line(description),
        "check_name": check,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": place.file, "lines": {"begin": place.line or 1}},
        "engine_name": view.tools,
    }
