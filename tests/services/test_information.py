"""What a machine reads of builds, verdicts and homes."""

import json
from pathlib import Path

from volgraph.domain.iris import Base
from volgraph.io.generations import Home
from volgraph.services.building import build
from volgraph.services.information import build_summary, home_summary, verdict_summary
from volgraph.services.publishing import publish
from volgraph.services.validating import validate_generation


def test_an_empty_home_has_no_digest(place: Home) -> None:
    summary = home_summary(place)
    assert (summary["digest"], summary["published"], summary["built"], summary["publications"]) == (
        None,
        None,
        None,
        [],
    )


def test_a_home_tells_what_is_built_validated_and_published(small: Path, place: Home) -> None:
    generation, report = build(small, Base(), place)
    assert home_summary(place)["built"]["violations"] is None
    verdict = validate_generation(generation, small, Base(), place)
    assert home_summary(place)["built"]["violations"] == 0
    assert home_summary(place)["digest"] is None
    publish(place, None, 5)
    summary = home_summary(place)
    assert summary["digest"] == summary["published"]["digest"] == generation.digest == report.digest
    assert summary["published"]["counts"]["claims"] == report.claims
    assert len(summary["publications"]) == 1
    for content in (summary, build_summary(generation, report), verdict_summary(verdict)):
        assert json.loads(json.dumps(content)) == content
