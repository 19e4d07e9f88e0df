"""Sites with far more of something than the collection has."""

from collections.abc import Callable, Iterator
from pathlib import Path

from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store
from tests.small import copy_collection

from volgraph.config import Settings
from volgraph.domain.iris import Base
from volgraph.io.generations import Home
from volgraph.services.building import build
from volgraph.services.indexing import write_index
from volgraph.services.published import Published
from volgraph.web.app import create_app

Crowd = Callable[[DefaultGraph | NamedNode], Iterator[Quad]]


def visited(folder: Path, crowd: Crowd) -> FlaskClient:
    """Return a person's browser on the small collection with more quads among its claims and in the merge of all."""
    home = Home(folder / "home")
    generation, _ = build(copy_collection(folder / "collection"), Base(), home)
    home.publish(generation, 1)
    store = Store(str(generation.store))
    for graph in (DefaultGraph(), Base().graph("claims/crowd")):
        store.bulk_extend(crowd(graph))
    store.flush()
    generation.index.unlink()
    write_index(store, Base(), generation.index)
    del store
    settings = Settings(home=home.path, collection=folder / "collection")
    client = create_app(settings, Published(settings)).test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client
