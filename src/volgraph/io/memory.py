"""How a process treats memory: it gives it back, and ends when it has none left."""

import ctypes
import gc
import os
import resource


def give_back_memory() -> None:
    """Return what was freed to the system, where the C library can: it keeps small pieces otherwise.

    https://man7.org/linux/man-pages/man3/malloc_trim.3.html
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def limit_memory(most_bytes: int) -> None:
    """Let this process have so much address space; when it wants more it ends, and leaves no core behind.

    Libraries in Rust look for a backtrace in their last moment if `RUST_BACKTRACE` says so. Without memory they would
    fail in that again, and wait for ever for a lock that they hold.
    """
    os.environ["RUST_BACKTRACE"] = "0"
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
