"""What the server and its workers say to each other: one JSON object a message."""

import json
from dataclasses import asdict, dataclass
from typing import Any

MAX_MESSAGE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Job:
    """A query to answer.

    Args:
        query: SPARQL.
        default_graphs, named_graphs: the IRIs of the protocol's dataset parameters.
        solutions, triples: names of the formats that the client takes for each kind of answer; None if it takes none.
        most_rows: if not None, at most so many rows are wanted, as a table of terms, whatever the formats.
    """

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    solutions: str | None
    triples: str | None
    most_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """The query parses."""


@dataclass(frozen=True, slots=True)
class Started:
    """There is an answer: of this kind, and in this format."""

    kind: str
    form: str


@dataclass(frozen=True, slots=True)
class Done:
    """The whole answer is in the pipe."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The query cannot be answered; `reason` is one of query, format, triples, memory.

    For a query that does not parse, `line` and `column` say where; for a format, `kind` says what the answer consists
    of.
    """

    reason: str
    detail: str = ""
    line: int | None = None
    column: int | str | None = None
    kind: str = ""


Reply = Read | Started | Done | Refused
_REPLIES: dict[str, type[Reply]] = {"Read": Read, "Started": Started, "Done": Done, "Refused": Refused}


def pack(message: Job | Reply) -> bytes:
    """Return a message as bytes."""
    return json.dumps({"is": type(message).__name__, **asdict(message)}).encode()


def unpack_job(data: bytes) -> Job:
    """Return the job that bytes hold."""
    content: dict[str, Any] = json.loads(data)
    return Job(
        content["query"],
        tuple(content["default_graphs"]),
        tuple(content["named_graphs"]),
        content["solutions"],
        content["triples"],
        content["most_rows"],
    )


def unpack_reply(data: bytes) -> Reply:
    """Return the reply that bytes hold."""
    content: dict[str, Any] = json.loads(data)
    return _REPLIES[content.pop("is")](**content)
