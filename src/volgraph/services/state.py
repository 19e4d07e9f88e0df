"""The state of a published generation: what validation found in it, and how its sources disagree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from volgraph.domain.validation import SEVERITIES
from volgraph.io.generations import Generation, Home


@dataclass(frozen=True, slots=True)
class ShapeFindings:
    """What one shape or rule found.

    Args:
        shape: an IRI, or the name of a rule.
        severity: of its results.
        messages: what the first one says, a text a language.
        things: the IRIs of what it looked at, in their order, each once.
        count: of its results.
    """

    shape: str
    severity: str
    messages: Mapping[str, str]
    things: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What validation found in a generation.

    Args:
        engine: its name and version.
        shapes: the digest of the shapes and rules.
        graphs: how many graphs were looked at.
        violations: how many results forbid publishing.
        findings: of each shape that found something, the worst first.
    """

    engine: str
    shapes: str
    graphs: int
    violations: int
    findings: tuple[ShapeFindings, ...]

    def count(self, severity: str) -> int:
        """Return how many results have a severity."""
        return sum(one.count for one in self.findings if one.severity == severity)


@dataclass(frozen=True, slots=True)
class State:
    """A published generation.

    Args:
        digest: of its content.
        published: when it became current for the first time.
        triples: how many it has.
        discrepancies: how many there are of each kind.
        verdict: None if it was never validated.
    """

    digest: str
    published: datetime | None
    triples: int
    discrepancies: Mapping[str, int]
    verdict: Verdict | None


def state_of(generation: Generation, home: Home) -> State:
    """Return the state of a generation of a home.

    Raises:
        GenerationError: its manifest or verdict cannot be read.
    """
    counts, verdict = generation.manifest()["counts"], generation.verdict()
    return State(
        generation.digest,
        home.history().first_published(generation.digest),
        counts["triples"],
        counts["discrepancies"],
        _verdict(verdict) if verdict else None,
    )


def state_summary(state: State) -> dict[str, Any]:
    """Return what a machine reads of it."""
    verdict = state.verdict
    return {
        "digest": state.digest,
        "published": state.published.isoformat() if state.published else None,
        "triples": state.triples,
        "discrepancies": dict(state.discrepancies),
        "validation": verdict
        and {
            "conforms": verdict.violations == 0,
            "engine": verdict.engine,
            "shapes": verdict.shapes,
            "graphs": verdict.graphs,
            "counts": {severity: verdict.count(severity) for severity in SEVERITIES},
            "findings": [
                {
                    "shape": one.shape,
                    "severity": one.severity,
                    "count": one.count,
                    "messages": dict(one.messages),
                    "things": list(one.things),
                }
                for one in verdict.findings
            ],
        },
    }


def _verdict(content: Mapping[str, Any]) -> Verdict:
    by_shape: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for finding in content["findings"]:
        result = finding["result"]
        by_shape.setdefault((result["severity"], result["shape"].strip("<>")), []).append(result)
    findings = [
        ShapeFindings(
            shape,
            severity,
            results[0]["messages"],
            tuple(sorted({result["focus"].strip("<>") for result in results})),
            len(results),
        )
        for (severity, shape), results in by_shape.items()
    ]
    findings.sort(key=lambda one: (SEVERITIES.index(one.severity), -one.count, one.shape))
    return Verdict(content["engine"], content["shapes"], content["graphs"], content["violations"], tuple(findings))
