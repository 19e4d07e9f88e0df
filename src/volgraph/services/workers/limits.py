"""What one job of a worker may take."""

from dataclasses import dataclass

from volgraph.config import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take.

    Args:
        time_s: how long it may run, from when its worker gets it to its last byte written.
        memory_bytes: how much memory beside what the store takes.
        answer_bytes: how large its answer may be.
        rows: how many rows its answer may have; 0 for no limit.
        pace_window_s: for how long a client may take its answer too slowly.
        backlog_bytes: how much of an answer stands in memory while the client is slower than the worker.
        work: what errors call the job.
        advice: what they tell a client whose job took more.
    """

    time_s: float
    memory_bytes: int
    answer_bytes: int
    rows: int = 0
    pace_window_s: float = 30
    backlog_bytes: int = 4 << 20
    work: str = "query"
    advice: str = "ask for less, or take a dump from /data/dumps/"

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        """Return what a query may take, as the settings say."""
        return cls(
            time_s=settings.query_time_limit_s,
            memory_bytes=settings.query_memory_limit_mb * 1_000_000,
            answer_bytes=settings.answer_limit_mb * 1_000_000,
            rows=settings.answer_limit_rows,
            pace_window_s=settings.pace_window_s,
        )

    @classmethod
    def of_validation(cls, settings: Settings) -> "Limits":
        """Return what validating a posted graph may take."""
        return cls(
            time_s=settings.validation_time_limit_s,
            memory_bytes=settings.validation_memory_limit_mb * 1_000_000,
            answer_bytes=settings.answer_limit_mb * 1_000_000,
            pace_window_s=settings.pace_window_s,
            work="validation",
            advice="send less data, or shapes that need less",
        )
