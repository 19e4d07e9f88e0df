"""What a machine reads of builds, verdicts and homes."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from volgraph.domain.tokens import Token
from volgraph.io.generations import Generation, Home
from volgraph.services.building import Report
from volgraph.services.sending import Sent
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
        "releases": home.releases(),
        "publications": [entry.to_json() for entry in home.publications()],
        "withdrawals": [entry.to_json() for entry in home.withdrawals()],
    }


def sent_summary(sent: Sent) -> dict[str, Any]:
    """Return how publishing to a server ended."""
    if sent.refusal is not None:
        return {"digest": sent.digest, "outcome": "refused", **verdict_summary(sent.refusal)}
    return {**sent.content, "digest": sent.digest, "outcome": "current" if sent.already else "published"}


def token_summaries(tokens: Iterable[Token]) -> list[dict[str, Any]]:
    """Return what is known of tokens, without the hashes of their secrets."""
    return [
        {
            "name": token.name,
            "scopes": list(token.scopes),
            "created": token.created.isoformat(timespec="seconds"),
            "expires": token.expires.isoformat(timespec="seconds") if token.expires else None,
        }
        for token in tokens
    ]
