"""A worker process as the server sees it: what goes in and comes out, and whose job it does.

Everything here happens in one event loop, but for `end`.
"""

import asyncio
import contextlib
import fcntl
import os
import signal
import socket
from collections.abc import Sequence
from typing import Protocol

from volgraph.errors import WorkerError
from volgraph.services.workers.messages import MAX_REPLY_BYTES, Reply, unpack_reply

_READ_BYTES = 256 << 10
_PIPE_BYTES = 1 << 20
"""What a pipe holds: a small answer is in it as a whole, and is read once, when the worker says so."""


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class Listener(Protocol):
    """Whoever has a job at a worker."""

    def hear(self, reply: Reply | None) -> None:
        """Take what the worker says; None if it has ended."""

    def read(self) -> None:
        """The pipe has bytes: take them."""


class Worker:
    """A worker process, its channel and the reading end of its pipe.

    Args:
        pid: of the process.
        channel: over which jobs go to it and its words come.
        pipe: descriptor from which its answers come.
    """

    def __init__(self, pid: int, channel: socket.socket, pipe: int) -> None:
        self.pid = pid
        self.usable = True
        self._channel, self._pipe = channel, pipe
        self._listener: Listener | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reads_pipe = False
        self._block = bytearray(_READ_BYTES)  # to make one for each read would cost more than to read
        channel.setblocking(False)
        os.set_blocking(pipe, False)
        with contextlib.suppress(OSError):  # a user may have so much in pipes and no more: it is only slower then
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)

    def give(self, data: bytes, files: Sequence[int], listener: Listener) -> None:
        """Send a job for somebody.

        Args:
            data: the job.
            files: descriptors of the files that it needs.
            listener: told of what comes, until `leave` is called.

        Raises:
            WorkerError: the worker has ended.
        """
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._loop.add_reader(self._channel, self._hear)
        try:
            socket.send_fds(self._channel, [data], files) if files else self._channel.send(data)
        except OSError:
            self.end()
            raise WorkerError("a process that answers queries has ended") from None
        self._listener = listener

    def read_as_it_comes(self) -> None:
        """Have the pipe read whenever there is something in it, and not only when the worker is done."""
        if not self._reads_pipe and self._loop is not None and self.usable:
            self._loop.add_reader(self._pipe, self._read)
            self._reads_pipe = True

    def leave(self) -> None:
        """Stop listening: the job is done, or nobody wants it any more."""
        self._listener = None
        self._stop_reading()

    def read(self) -> bytes:
        """Return what is in the pipe, at most a block; none if it is empty."""
        try:
            size = os.readv(self._pipe, [self._block])
        except OSError:  # it is empty, or closed
            return b""
        if not size:
            self._stop_reading()  # the worker has ended: the channel says so too
        return bytes(memoryview(self._block)[:size])

    def read_all(self) -> list[bytes]:
        """Return what is in the pipe to its end, block by block: the worker said that it wrote everything."""
        blocks = []
        while block := self.read():
            blocks.append(block)
            if len(block) < _READ_BYTES:
                break
        return blocks

    def end(self) -> None:
        """End the process; what it was doing is lost. Any thread may call this."""
        if not self.usable:
            return
        self.usable = False
        if not self._has_ended():  # the number of one that is gone may be another's by now
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        if self._loop is not None and self._loop.is_running() and _running_loop() is not self._loop:
            self._loop.call_soon_threadsafe(self._close)
        else:
            self._close()

    def __del__(self) -> None:
        self.end()

    def _has_ended(self) -> bool:
        try:
            return self._channel.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    # The rest is called by the event loop.

    def _close(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._stop_reading()
            self._loop.remove_reader(self._channel)
        self._channel.close()
        os.close(self._pipe)

    def _stop_reading(self) -> None:
        if self._reads_pipe and self._loop is not None:
            self._loop.remove_reader(self._pipe)
            self._reads_pipe = False

    def _hear(self) -> None:
        try:
            data = self._channel.recv(MAX_REPLY_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        listener = self._listener
        if not data:
            self.end()
        if listener is not None:
            listener.hear(unpack_reply(data) if data else None)

    def _read(self) -> None:
        if self._listener is not None:
            self._listener.read()
