"""What a process that answers queries cannot do, as the system holds it."""

import json
import os
import platform
import resource
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.homes import linked_copy
from tests.security.serving import Victim, serving

ATTEMPTS = """
import ctypes, errno, json, mmap, os, socket, sys
from volgraph.services.workers.sandbox import refuse_internet
system = ctypes.CDLL(None, use_errno=True)
X86 = os.uname().machine == "x86_64"
SOCKET, CONNECT, EXECVE = (41, 42, 59) if X86 else (198, 203, 221)
CODE = bytes.fromhex("53b867010000bb02000000b90100000031d2cd805bc3")  # i386: socket(AF_INET, SOCK_STREAM, 0)

def call(number, *arguments):
    return errno.errorcode[ctypes.get_errno()] if system.syscall(number, *arguments) < 0 else "done"

def old_call():
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(CODE)
    found = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
    return errno.errorcode[-found] if found < 0 else "done"

def attempt():
    found = {family: call(SOCKET, getattr(socket, family), kind, 0) for family, kind in (
        ("AF_INET", 1), ("AF_INET6", 1), ("AF_NETLINK", 3), ("AF_PACKET", 3), ("AF_UNIX", 1), ("AF_VSOCK", 1))}
    ends = socket.socketpair()
    found["connect"] = call(CONNECT, ends[0].fileno(), b"\\x01\\x00/x", 4)
    found["io_uring"] = call(425, 1, ctypes.create_string_buffer(256))
    found["execve"] = call(EXECVE, b"/nowhere", None, None)
    found["a name"] = "done"
    try:
        socket.getaddrinfo("volgraph.example", 80)
    except OSError as error:
        found["a name"] = type(error).__name__
    if X86:
        found["x32"] = call(0x40000000 | SOCKET, socket.AF_INET, 1, 0)
        if sys.argv[2] == "old":
            found["i386"] = old_call()
    return found

sealed = refuse_internet() if sys.argv[1] == "sealed" else False
print(json.dumps([sealed, attempt()]))
"""
OPEN = "AF_INET", "AF_INET6", "AF_NETLINK", "AF_UNIX"


def attempts(state: str, old: str) -> tuple[int, bool, dict[str, str]]:
    ran = subprocess.run([sys.executable, "-c", ATTEMPTS, state, old], capture_output=True, text=True, timeout=60)
    sealed, found = json.loads(ran.stdout) if ran.returncode == 0 else (False, {})
    return ran.returncode, sealed, found


def test_without_the_filter_sockets_open() -> None:
    code, sealed, found = attempts("open", "new")
    assert (code, sealed) == (0, False)
    assert [found[family] for family in OPEN] == ["done"] * len(OPEN)
    assert found["execve"] == "ENOENT"


def test_the_filter_refuses_every_socket_and_every_way_around() -> None:
    code, sealed, found = attempts("sealed", "new")
    assert (code, sealed) == (0, True)
    assert found.pop("a name") == "gaierror"
    assert set(found.values()) == {"EPERM"}, found


@pytest.mark.skipif(platform.machine() != "x86_64", reason="calls of i386 are x86's")
def test_the_filter_refuses_calls_of_the_old_architecture() -> None:
    code, _, found = attempts("sealed", "old")
    assert code < 0 or found["i386"] == "EPERM"  # a system without such calls ends the process


def test_every_worker_is_shut_in_with_all_its_threads(victim: Victim) -> None:
    workers = victim.worker_pids()
    assert workers
    for pid in workers:
        for task in Path(f"/proc/{pid}/task").iterdir():
            status = dict(line.split(":\t") for line in (task / "status").read_text().splitlines() if ":\t" in line)
            assert status["Seccomp"] == "2"
            assert status["NoNewPrivs"] == "1"


def test_a_worker_has_a_budget_of_memory_and_leaves_no_core(victim: Victim) -> None:
    for pid in victim.worker_pids():
        assert resource.prlimit(pid, resource.RLIMIT_AS)[1] != resource.RLIM_INFINITY
        assert resource.prlimit(pid, resource.RLIMIT_CORE) == (0, 0)


def test_a_worker_holds_no_connection_of_a_client(victim: Victim) -> None:
    with socket.create_connection(("127.0.0.1", victim.port)):
        victim.ask("ASK {}")
        inside = Path("/proc/net/tcp").read_text().splitlines()[1:]
        internet = {line.split()[9] for line in inside}
        for pid in victim.worker_pids():
            held = {str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()}
            assert not {f"socket:[{inode}]" for inode in internet} & held


def test_a_system_without_the_filter_is_said_and_refuses_more(
    hostile_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No processor is pretended to be another but by its name: the filter is written for those it knows."""
    (tmp_path / "sitecustomize.py").write_text("import platform\nplatform.machine = lambda: 'unknown'\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    with serving(linked_copy(hostile_home), tmp_path / "errors.txt") as unsealed:
        refused = unsealed.ask("SELECT * { ?s ?p 'a service' }")
        assert refused.status == 400
        assert "on this system" in refused.problem["detail"]
        assert unsealed.ask("ASK {}").status == 200
        posted = unsealed.post_form("/shacl", data="<a:b> a <a:c> .", shapes="<a:b> a <a:c> .")
        assert posted.status == 400
        assert "on this system" in posted.problem["detail"]
        assert unsealed.post_form("/shacl", data="<a:b> a <a:c> .").status == 200
        deadline = time.monotonic() + 10
        while "seccomp" not in unsealed.log.read_text():  # lines are written by a thread of their own
            assert time.monotonic() < deadline
            time.sleep(0.1)
