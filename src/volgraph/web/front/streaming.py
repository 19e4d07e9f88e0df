"""Sending an answer as it comes, so that one that was cut is never taken for a whole one.

The first part is held back: an answer that fails before it is complete, or before that much of it is there, is an error
with a status. After that only one thing is left to say: the transfer is broken, and nothing is written into the body.
"""

import asyncio
from time import monotonic

from volgraph.errors import LimitError, VolgraphError
from volgraph.services.workers.run import Run
from volgraph.web.front.coding import SMALLEST_BYTES, Coder, coded, coder
from volgraph.web.front.exchange import Exchange, Headers

HELD_BACK_BYTES = 1 << 20
PACE_BYTES_S = 10_000
"""A client that takes less than so many bytes a second is too slow."""

_CODED_HERE_BYTES = 64 << 10
"""More than that is compressed in another thread, so that other requests need not wait for it."""


class CutError(Exception):
    """The answer broke off after it had begun to be sent; `reason` says why."""

    def __init__(self, reason: VolgraphError) -> None:
        self.reason = reason
        super().__init__(str(reason))


async def compressed(body: bytes, coding: str) -> tuple[bytes, str]:
    """Return a whole body compressed, with the coding that was used; empty if it would gain nothing."""
    if not coding or len(body) < SMALLEST_BYTES:
        return body, ""
    if len(body) < _CODED_HERE_BYTES:
        return coded(body, coding), coding
    return await asyncio.to_thread(coded, body, coding), coding


async def stream(exchange: Exchange, headers: Headers, run: Run, coding: str) -> None:
    """Send an answer of which the first part is there.

    Args:
        exchange: the request.
        headers: of the answer.
        run: gives the answer.
        coding: in which it is sent; empty for none.

    Raises:
        CutError: it broke off. The caller returns without a last part, and the server breaks the transfer.
    """
    if coding:
        headers = [*headers, (b"content-encoding", coding.encode())]
    await exchange.start(200, headers)
    if exchange.method == "HEAD":
        await exchange.send(b"", more=False)
        return
    packing = coder(coding) if coding else None
    pace = _Pace(run.limits.pace_window_s)
    try:
        while block := await run.block():
            await pace.keep(exchange, await _packed(packing, block))
    except VolgraphError as error:
        raise CutError(error) from None
    await exchange.send(await asyncio.to_thread(packing.end) if packing else b"", more=False)


async def _packed(packing: Coder | None, block: bytes) -> bytes:
    return await asyncio.to_thread(packing.code, block) if packing else block


class _Pace:
    """Sees to it that the client takes what it asked for; the time that the worker needs does not count."""

    def __init__(self, window_s: float) -> None:
        self._window_s = window_s
        self._spent_s, self._taken = 0.0, 0

    async def keep(self, exchange: Exchange, block: bytes) -> None:
        """Send a part, which the client has to take in its time.

        Raises:
            LimitError: it does not.
        """
        start = monotonic()
        try:
            async with asyncio.timeout(self._window_s + len(block) / PACE_BYTES_S):
                await exchange.send(block, more=True)
            await asyncio.sleep(0)  # to a client that is gone, sending takes no time: others have to get their turn
        except TimeoutError:
            raise self._too_slow() from None
        self._spent_s += monotonic() - start
        self._taken += len(block)
        if self._spent_s >= self._window_s:
            if self._taken < PACE_BYTES_S * self._spent_s:
                raise self._too_slow()
            self._spent_s, self._taken = 0.0, 0

    def _too_slow(self) -> LimitError:
        return LimitError(
            "pace", f"the client took less than {PACE_BYTES_S} bytes a second for {self._window_s:g} seconds"
        )
