"""What a machine reads of builds, verdicts and homes."""

from dataclasses import asdict
from typing import Any

from volgraph.io.generations import Generation, Home
from volgraph.services.building import Report
from volgraph.services.validating import Verdict


def build_summary(generation: Generation, report: Report) -> dict[str, Any]:
    """Return what a build made."""
    return {"path": str(generation.path), **asdict(report)}


def verdict_summary(verdict: Verdict) -> dict[str, Any]:
    """Return what validation found."""
    return {
        "conforms": verdict.conforms,
        "violations": verdict.violations,
        "engine": verdict.engine,
        "shapes": verdict.shapes,
        "graphs": verdict.graphs,
        "results": [{"where": finding.where, **asdict(finding.result)} for finding in verdict.findings],
    }


def generation_summary(generation: Generation) -> dict[str, Any]:
    """Return a generation's digest, counts and verdict."""
    manifest, verdict = generation.manifest(), generation.verdict()
    return {
        "digest": generation.digest,
        "counts": manifest["counts"],
        "dumps": manifest["dumps"],
        "violations": verdict["violations"] if verdict else None,
    }


def home_summary(home: Home) -> dict[str, Any]:
    """Return what is built and published; `digest` is the published one's."""
    current, built = home.current(), home.built()
    return {
        "home": str(home.path),
        "digest": current.digest if current else None,
        "published": generation_summary(current) if current else None,
        "built": generation_summary(built) if built else None,
        "publications": home.publications(),
    }
