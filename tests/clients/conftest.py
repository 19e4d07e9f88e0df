"""Servers with low limits, and clients at work."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from tests.clients.clients import Ask, Client, missing
from tests.clients.serving import Server, serving

from volgraph.io.generations import Home

TIME_LIMIT_S, ANSWER_LIMIT_MB = 2, 16


@pytest.fixture(scope="session")
def tight(home: Home) -> Iterator[Server]:
    """A server with low limits, of which the cache keeps nothing."""
    limits = {"query_time_limit_s": TIME_LIMIT_S, "answer_limit_mb": ANSWER_LIMIT_MB, "query_memory_limit_mb": 300}
    with serving(home.path, **limits, queries_at_once=4, cache_mb=0) as server:
        yield server


@pytest.fixture(scope="session")
def at_work() -> Iterator[Callable[[Client], Ask]]:
    """Clients, each started when it is first wanted."""
    with ExitStack() as stack:
        started: dict[str, Ask] = {}

        def ready(client: Client) -> Ask:
            if missing(client):
                pytest.skip(f"there is no {client.needs} here")
            if client.name not in started:
                started[client.name] = stack.enter_context(client.start())
            return started[client.name]

        yield ready
