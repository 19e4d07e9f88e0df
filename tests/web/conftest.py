"""An app on the published collection, and clients for it."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from volgraph.config import Settings
from volgraph.io.generations import Home
from volgraph.services.published import Published
from volgraph.web.app import create_app


@pytest.fixture(scope="session")
def published(home: Home) -> Published:
    """The published generation, opened once."""
    return Published(home, memory_limit_triples=5_000_000)


@pytest.fixture
def app(home: Home, published: Published, collection_root: Path) -> Flask:
    return create_app(Settings(home=home.path, collection=collection_root), published)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A program."""
    return app.test_client()


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A person's browser."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    return client
