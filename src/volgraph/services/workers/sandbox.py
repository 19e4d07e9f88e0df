"""Shutting a worker in: it ends with its parent, keeps to a memory budget, opens no socket and starts no program."""

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
from pathlib import Path

from volgraph.io.memory import limit_memory

_PR_SET_PDEATHSIG = 1  # https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html
_PR_SET_SECCOMP = 22  # https://man7.org/linux/man-pages/man2/PR_SET_SECCOMP.2const.html
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2

# https://docs.kernel.org/userspace-api/seccomp_filter.html; the numbers are those of linux/audit.h and the unistd.h
# of each architecture: its audit number, then the calls socket, connect, execve, execveat, ptrace and io_uring_setup.
_ARCHITECTURES = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 101, 425)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 117, 425)),
}
_X32_CALLS = 0x40000000
_LOAD, _EQUALS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_JMP|JGE|K, BPF_RET|K
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
_NUMBER, _ARCHITECTURE = 0, 4  # offsets into struct seccomp_data


class _Program(ctypes.Structure):
    """A BPF program, as `struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def end_with_parent() -> None:
    """Have the system end this process when the thread that forked it ends: the parent has no other."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def limit_more_memory(more_bytes: int) -> None:
    """Let this process have so much more address space than it has now."""
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    limit_memory(used + more_bytes)


def limit_files(most_bytes: int) -> None:
    """Let this process write no file that is larger: https://man7.org/linux/man-pages/man2/getrlimit.2.html"""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))


def refuse_internet() -> bool:
    """Take from this process, and from all that it forks, the means to open or connect a socket of any family.

    The engine follows `SERVICE` and `LOAD` by itself. A query that holds such a word and is not refused for it by its
    text meets a refusal of the system here. Pairs of sockets can still be made: they lead nowhere else. Starting
    programs and tracing other processes are refused too, since whoever broke into the engine would begin with them.

    Threads that run already keep what they have: call it before there are any.

    Returns:
        Whether the system does so; False on an architecture without a filter, or without seccomp.
    """
    known = _ARCHITECTURES.get(platform.machine())
    if known is None:
        return False
    program = b"".join(_filter(*known))
    buffer = ctypes.create_string_buffer(program, len(program))
    filter_ = _Program(len(program) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(system.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(filter_), 0, 0) == 0)


def _filter(architecture: int, refused: tuple[int, ...]) -> list[bytes]:
    """Return the program: no call of another architecture, and none of those that are refused."""
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUALS, 0, len(refused) + 3, architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, len(refused) + 1, 0, _X32_CALLS),
        *((_EQUALS, len(refused) - index, 0, number) for index, number in enumerate(refused)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return [struct.pack("HBBI", *step) for step in steps]


def set_priority(pid: int, nice: int) -> bool:
    """Let a process give way to others, or take its place again; return whether that is so.

    A process that is gone cannot, and only a privileged one may let another take its place again.
    https://man7.org/linux/man-pages/man2/setpriority.2.html
    """
    try:
        os.setpriority(os.PRIO_PROCESS, pid, nice)
    except (ProcessLookupError, PermissionError):
        return False
    return True
