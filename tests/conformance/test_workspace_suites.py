"""The W3C's suites against a server that may be written to."""

import pytest
from tests.conformance.cases import cases
from tests.conformance.manifests import Test
from tests.conformance.running import Server, run


@pytest.mark.parametrize("test", cases())
def test_the_workspace_does_what_the_suite_expects(writable: Server, test: Test) -> None:
    assert run(test, writable) is None
