"""The servers that the suites run against, and which of the suites are collected."""

import os
from collections.abc import Iterator

import pytest
from tests.conformance.manifests import PROTOCOL, read_suite, suites_folder
from tests.conformance.running import Server
from tests.conformance.servers import make_home, published, workspace
from tests.small import copy_collection

WRITES_ARE_SERVED = True  # `serve --workspace`, `token create`, and the refusals of writes to what is published
GIVEN_QUERY_URL = os.environ.get("VOLGRAPH_TEST_QUERY_URL")  # any other server, to run the suites against

collect_ignore = [
    *([] if WRITES_ARE_SERVED or GIVEN_QUERY_URL else ["test_workspace_suites.py"]),
    *([] if WRITES_ARE_SERVED else ["test_published_suites.py"]),
]


@pytest.fixture(scope="session")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The workspace of a volgraph, or the server that VOLGRAPH_TEST_QUERY_URL and its like name."""
    if GIVEN_QUERY_URL:
        update, graph_store = os.environ["VOLGRAPH_TEST_UPDATE_URL"], os.environ.get("VOLGRAPH_TEST_GRAPH_STORE_URL")
        yield Server("given", GIVEN_QUERY_URL, update, graph_store, os.environ.get("VOLGRAPH_TEST_TOKEN"))
        return
    folder = tmp_path_factory.mktemp("workspace")
    with workspace(make_home(folder, copy_collection(folder), [])) as server:
        yield server


@pytest.fixture(scope="session")
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """What a volgraph publishes, which has the graphs that the tests of queries need."""
    suites = suites_folder()
    folder = tmp_path_factory.mktemp("published")
    graphs = {graph for test in read_suite(suites, PROTOCOL) for graph in test.graphs} if suites else set()
    with published(make_home(folder, copy_collection(folder), sorted(graphs))) as server:
        yield server
