"""The outcome of the suites as a table for a terminal and as a page for the docs."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.conformance.manifests import SUITES, Test


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a test: why it failed, or None."""

    test: Test
    failure: str | None


def table(outcomes: Sequence[Outcome]) -> str:
    """Return one line for each test, and the scores."""
    lines = [
        f"{'FAILED' if outcome.failure else 'passed'}  {outcome.test.name:36} {outcome.failure or ''}".rstrip()
        for outcome in outcomes
    ]
    return "\n".join((*lines, "", *(f"{suite}: {score}" for suite, score in scores(outcomes).items())))


def scores(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Return how many tests of each suite passed, as “passed/all”."""
    found = {}
    for suite in SUITES:
        of_suite = [outcome for outcome in outcomes if outcome.test.suite == suite]
        if of_suite:
            found[suite] = f"{sum(outcome.failure is None for outcome in of_suite)}/{len(of_suite)}"
    return found


def section(title: str, program: str, note: str, outcomes: Sequence[Outcome]) -> str:
    """Return a section of the page: which program was tested, its scores, and what failed and why."""
    rows = [f"| {suite} | {score} |" for suite, score in scores(outcomes).items()]
    failed = [f"- <{outcome.test.iri}>: {outcome.failure}" for outcome in outcomes if outcome.failure]
    parts = [f"## {title}", f"{program}. {note}".strip(), "\n".join(("| suite | passed |", "|---|---|", *rows))]
    return "\n\n".join((*parts, *(["Failed:", "\n".join(failed)] if failed else [])))
