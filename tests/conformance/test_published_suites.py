"""The W3C's suites against what is published: reads are answered, and each write is refused with a way to go."""

import pytest
from tests.conformance.cases import cases
from tests.conformance.manifests import Test
from tests.conformance.running import Server, run
from tests.conformance.wire import send


@pytest.mark.parametrize("test", cases())
def test_what_is_published_is_read_and_not_written(read_only: Server, test: Test) -> None:
    assert run(test, read_only) is None


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("target", ["", "?default", "?graph=http%3A%2F%2Fexample.org%2Fg", "/person/1.ttl"])
def test_no_method_writes_to_the_graph_store(read_only: Server, method: str, target: str) -> None:
    assert read_only.graph_store
    response = send(read_only.graph_store + target, method, (("Content-Type", "text/turtle"),), b"<x:s> <x:p> 1 .")
    assert response.status == 403
    assert b"volgraph publish" in response.body
