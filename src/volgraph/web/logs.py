"""The log: a line for each request and each message, written by a thread of its own.

A line is made and written there, so that no request waits for a disk or a terminal: the standard library's queue
handler makes each line where it is logged, which costs as much as answering a kept answer.

No line holds the text of a query, a token, or a whole address.
"""

import logging
import os
import sys
from collections import deque
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

from msgspec import Struct, to_builtins
from msgspec.json import Encoder

from volgraph.config import Settings
from volgraph.web.front.clients import shortened
from volgraph.web.front.record import Record

FOLDER, SLOW, ADDRESSES = "logs", "slow.jsonl", "addresses-"
_EVERY_S = 0.2
_encoder = Encoder()
_MOST_WAITING = 100_000
_MOST_SLOW_BYTES = 10 << 20
_SHOWN_CHARS = 2000

Entry = Record | str
Content = dict[str, object]


class Log:
    """Writes records and messages to standard error, slow queries and addresses to files of the home.

    Args:
        settings: where the home is, the form of lines, what is slow, and how long addresses are kept.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.home / FOLDER
        self._entries: deque[Entry] = deque()
        self._line = _LINES[settings.log_format]
        self._requests = settings.log_level == "info"
        self._swept: date | None = None
        self._ending = Event()
        self._thread = Thread(target=self._run, name="log", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """Write what waits, and end."""
        self._ending.set()
        self._thread.join()

    def put(self, entry: Entry) -> bool:
        """Have a record, or a line that is made already, written; return False if too many wait and it is dropped."""
        if len(self._entries) >= _MOST_WAITING:
            return False
        self._entries.append(entry)
        return True

    def handler(self) -> logging.Handler:
        """Return a handler that has the messages of the program written in the same form."""
        return _Handler(self.put, self._settings.log_format)

    def _run(self) -> None:
        while not self._ending.wait(_EVERY_S):
            self._write()
        self._write()

    def _write(self) -> None:
        entries = [self._entries.popleft() for _ in range(len(self._entries))]
        records = [entry for entry in entries if isinstance(entry, Record)]
        lines = [
            self._line(_line_of(entry)) if isinstance(entry, Record) else entry
            for entry in entries
            if self._requests or not isinstance(entry, Record)
        ]
        try:
            self._write_slow(records)
            self._write_addresses(records)
        except OSError as error:
            lines.append(self._line({"level": "error", "message": f"{self._folder} cannot be written: {error}"}))
        if lines:
            sys.stderr.write("".join(lines))
            sys.stderr.flush()

    def _write_slow(self, records: list[Record]) -> None:
        limit_s = self._settings.slow_query_s
        slow = [record for record in records if limit_s and (record.evaluating_s or 0) >= limit_s]
        if not slow:
            return
        path = self._folder / SLOW
        if path.exists() and path.stat().st_size > _MOST_SLOW_BYTES:
            path.replace(path.with_suffix(".jsonl.1"))
        _append(path, [_json(_line_of(record, record.query[:_SHOWN_CHARS])) for record in slow])

    def _write_addresses(self, records: list[Record]) -> None:
        today = datetime.now(UTC).date()
        if today != self._swept:
            self._drop_addresses(today)
            self._swept = today
        if self._settings.address_days and records:
            lines = [
                _json({"time": _moment(record.ended), "query_id": record.query_id, "address": record.address})
                for record in records
            ]
            _append(self._folder / f"{ADDRESSES}{today.isoformat()}.jsonl", lines)

    def _drop_addresses(self, today: date) -> None:
        """Drop the files of days so long ago that their first line is as old as a line may get."""
        last = today - timedelta(days=self._settings.address_days)
        for path in self._folder.glob(f"{ADDRESSES}*.jsonl"):
            if path.stem.removeprefix(ADDRESSES) <= last.isoformat() and path.stem != f"{ADDRESSES}{today}":
                path.unlink(missing_ok=True)


class LineFormatter(logging.Formatter):
    """Makes a line of a message, in the same form as those of requests.

    Args:
        log_format: json or text.
    """

    def __init__(self, log_format: str) -> None:
        super().__init__()
        self._line = _LINES[log_format]

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        content: Content = {
            "time": _moment(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            content["error"] = self.formatException(record.exc_info)
        return self._line(content)[:-1]


class _Handler(logging.Handler):
    def __init__(self, put: Callable[[Entry], object], log_format: str) -> None:
        super().__init__()
        self._put = put
        self.setFormatter(LineFormatter(log_format))

    def emit(self, record: logging.LogRecord) -> None:
        self._put(self.format(record) + "\n")


class _Line(Struct, omit_defaults=True):
    """What a line says of a request: no text, no whole address; what is not known is left out."""

    time: str
    level: str = ""
    logger: str = ""
    query_id: str = ""
    client: str = ""
    method: str = ""
    kind: str = ""
    status: int = -1
    outcome: str = ""
    reason: str = ""
    waiting_ms: float | None = None
    evaluating_ms: float | None = None
    sending_ms: float | None = None
    total_ms: float | None = None
    bytes: int = -1
    generation: str = ""
    cached: bool | None = None
    format: str = ""
    query: str = ""
    text: str = ""


def _line_of(record: Record, text: str = "") -> _Line:
    return _Line(
        _moment(record.ended),
        "info",
        "volgraph.request",
        record.query_id,
        shortened(record.address),
        record.method,
        record.kind,
        record.status,
        record.outcome,
        record.reason,
        _ms(record.waiting_s),
        _ms(record.evaluating_s),
        _ms(record.sending_s),
        _ms(record.total_s),
        record.sent_bytes,
        record.generation[:12],
        record.kept,
        record.form,
        _digest(record.query) if record.query else "",
        text,
    )


def _digest(query: str) -> str:
    return sha256(query.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@lru_cache(maxsize=8)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()[:-6]


def _moment(seconds: float) -> str:
    """Return a moment in ISO 8601 with milliseconds, several times faster than the library does."""
    milliseconds = int(seconds * 1000)
    return f"{_second(milliseconds // 1000)}.{milliseconds % 1000:03d}+00:00"


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 2)


def _json(content: Content | _Line) -> str:
    return _encoder.encode(content).decode() + "\n"


def _text(line: Content | _Line) -> str:
    """Return a line to read: the time and the message, or what is known, name by name."""
    content: Content = to_builtins(line)
    more = "".join(f"\n{content[name]}" for name in ("error",) if name in content)
    known = {name: value for name, value in content.items() if name not in ("time", "level", "logger", "error")}
    said = known.pop("message", None) or " ".join(f"{name}={value}" for name, value in known.items())
    return f"{content.get('time', '')} {content.get('level', '')} {said}{more}\n"


_LINES: dict[str, Callable[[Content | _Line], str]] = {"json": _json, "text": _text}


def _append(path: Path, lines: list[str]) -> None:
    """Add lines to a file that only its owner reads."""
    path.parent.mkdir(exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
        file.writelines(lines)
