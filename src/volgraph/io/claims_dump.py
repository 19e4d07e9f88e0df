"""Writing every claim as one row of one CSV file, for spreadsheets and data frames."""

import csv
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self

from pyoxigraph import Literal, NamedNode

from volgraph.domain.claims import Claim
from volgraph.domain.quantities import canonical

COLUMNS = (
    *("claim", "row", "kind", "source", "voice", "speaker", "modality", "confidence", "subject", "predicate"),
    *("object", "measure", "comparator", "lower", "upper", "value", "unit", "counts", "per", "as_written"),
    *("valid_from", "valid_until", "time_precision", "time_role", "time_as_written", "baseline_from"),
    *("baseline_until", "places", "qualifiers", "rests_on", "origin", "locator", "quote", "start", "end"),
)


class ClaimsDump:
    """A CSV file of claims, written one after the other.

    Lists are separated by a space, concepts are their local names, things their IRIs; `start` and `end` are
    code points in the stored text, `end` exclusive.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(COLUMNS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, claim: Claim) -> None:
        """Write a claim."""
        core = claim.evidence
        extra = {
            "claim": claim.iri.value,
            "kind": claim.kind.name.lower(),
            "quote": core.exact if core else None,
            "start": core.start if core else None,
            "end": core.end if core else None,
        }
        self._writer.writerow(_cell(extra[column] if column in extra else getattr(claim, column)) for column in COLUMNS)


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case tuple():
            return " ".join(_cell(item) for item in value)
        case NamedNode() | Literal():
            return value.value
        case Decimal():
            return canonical(value)
    return str(value)
