"""Letting the engine write into a pipe without Python in between."""

from collections.abc import Iterator
from contextlib import contextmanager

_PIPE_ENDED = "os error 22"  # after the last byte the engine synchronises what it wrote to, which a pipe refuses


@contextmanager
def pipe_path(descriptor: int) -> Iterator[str]:
    """Give the path under which the engine can open the writing end of a pipe.

    Raises:
        OSError: the pipe does not take what is written.
    """
    try:
        yield f"/dev/fd/{descriptor}"
    except OSError as error:
        if _PIPE_ENDED not in str(error):
            raise
