"""The ASGI application that the server's worker process runs."""

import logging
import os
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from a2wsgi import WSGIMiddleware

from volgraph.config import load_settings
from volgraph.web.app import create_app

_STACK_BYTES = 512 << 20
"""Room for the deepest nesting that a query of `MAX_QUERY_CHARS` can have: the engine's parser is recursive and ends
the process when the stack ends. The memory is only reserved, not used."""

_REQUESTS_AT_ONCE = 16

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Application = Callable[[Any, Receive, Any], Awaitable[None]]


def create() -> Application:
    """Return the application for the settings that the environment holds."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    threading.stack_size(_STACK_BYTES)
    app: Any = create_app(load_settings({}, os.environ))  # a2wsgi has its own type of WSGI applications
    bridge: Any = WSGIMiddleware(app, workers=_REQUESTS_AT_ONCE)

    async def application(scope: Any, receive: Receive, send: Any) -> None:
        async def received() -> Message:
            return await receive()  # a2wsgi wants a coroutine, granian gives another kind of awaitable

        await bridge(scope, received, send)

    return application
