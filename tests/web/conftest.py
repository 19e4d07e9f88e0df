"""An app on the published collection, and clients for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from httpx import Client
from werkzeug.test import TestResponse

from volgraph.config import Settings
from volgraph.io.generations import Home
from volgraph.services.published import Published
from volgraph.web.app import create_app


@pytest.fixture(scope="session")
def published(home: Home) -> Published:
    """The published generation, opened once."""
    return Published(Settings(home=home.path))


@pytest.fixture
def app(home: Home, published: Published, collection_root: Path) -> Flask:
    return create_app(Settings(home=home.path, collection=collection_root), published)


class WholeClient(FlaskClient):
    """A client that reads every answer to its end and closes it, as a server does."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs["buffered"] = True
        return super().open(*args, **kwargs)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A program."""
    app.test_client_class = WholeClient
    return app.test_client()


@pytest.fixture
def http(server_url: str) -> Iterator[Client]:
    """A program that asks the server itself, and has no wish for a coding."""
    with Client(base_url=server_url, headers={"Accept-Encoding": "identity"}, timeout=60) as client:
        yield client


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A person's browser."""
    app.test_client_class = WholeClient
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    return client
