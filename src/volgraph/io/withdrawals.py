"""Reading which things were withdrawn from every generation: `withdrawals.jsonl` in the home."""

import json
from dataclasses import dataclass
from pathlib import Path

WITHDRAWALS = "withdrawals.jsonl"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A thing that was taken out of everything.

    Args:
        iri: what it was called.
        reason: why it is gone.
        withdrawn: when, as an ISO 8601 date and time.
    """

    iri: str
    reason: str
    withdrawn: str


def read_withdrawals(home: Path) -> dict[str, Withdrawal]:
    """Return what was withdrawn, by IRI; nothing if there is no log."""
    try:
        lines = (home / WITHDRAWALS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    entries = [json.loads(line) for line in lines if line.strip()]
    return {entry["iri"]: Withdrawal(entry["iri"], entry["reason"], entry["withdrawn"]) for entry in entries}
