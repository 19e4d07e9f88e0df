"""What is known of a finished exchange: metrics and log lines are made from this and nothing else."""

from enum import StrEnum
from time import monotonic, time
from typing import NamedTuple

from volgraph.errors import InputError, LimitError
from volgraph.web.front.exchange import ClientGoneError, Exchange
from volgraph.web.front.streaming import CutError
from volgraph.web.statuses import Problem


class Outcome(StrEnum):
    """How an exchange ended."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    BAD_QUERY = "bad_query"
    REFUSED = "refused"
    TIME = "time"
    MEMORY = "memory"
    SIZE = "size"
    QUEUE = "queue"
    SHARE = "share"
    RATE = "rate"
    CANCELLED = "cancelled"
    PACE = "pace"
    CUT = "cut"
    GONE = "client_gone"
    FAILED = "failed"


class Record(NamedTuple):
    """A finished exchange; times are in seconds, None where there was no such time."""

    ended: float
    query_id: str
    address: str
    method: str
    kind: str
    status: int
    outcome: Outcome
    reason: str
    waiting_s: float | None
    evaluating_s: float | None
    sending_s: float | None
    total_s: float
    sent_bytes: int
    generation: str
    kept: bool | None
    form: str
    query: str


def record_of(exchange: Exchange, address: str) -> Record:
    """Return the record of an exchange that is finished."""
    now, notes = monotonic(), exchange.notes
    outcome, reason = _outcome(exchange.status, notes.error)
    run = notes.asked.run if notes.asked else None
    return Record(
        time(),
        notes.query_id,
        address,
        exchange.method,
        notes.kind,
        exchange.status,
        outcome,
        reason,
        run.started - exchange.began if run else None,
        (run.ended or now) - run.started if run else None,
        now - exchange.answered if exchange.answered is not None else None,
        now - exchange.began,
        exchange.sent_bytes,
        notes.generation,
        notes.kept,
        notes.form,
        notes.query,
    )


def _outcome(status: int, error: BaseException | None) -> tuple[Outcome, str]:
    match error:
        case None:
            return _of_status(status), ""
        case CutError():
            return Outcome.CUT, error.reason.limit if isinstance(error.reason, LimitError) else Outcome.FAILED
        case ClientGoneError():
            return Outcome.GONE, ""
        case LimitError():
            return Outcome(error.limit), ""
        case Problem():
            return Outcome(str(error.more["limit"])) if "limit" in error.more else _of_status(error.status), ""
        case InputError():
            return Outcome.BAD_QUERY, ""
    return Outcome.FAILED, ""


def _of_status(status: int) -> Outcome:
    if status == 304:
        return Outcome.NOT_MODIFIED
    if status >= 500 or not status:
        return Outcome.FAILED
    return Outcome.REFUSED if status >= 400 else Outcome.OK
