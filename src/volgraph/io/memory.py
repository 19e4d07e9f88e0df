"""Giving memory back to the system."""

import ctypes
import gc


def give_back_memory() -> None:
    """Return what was freed to the system, where the C library can: it keeps small pieces otherwise.

    https://man7.org/linux/man-pages/man3/malloc_trim.3.html
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
