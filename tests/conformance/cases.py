"""The tests of the suites as pytest's parameters, each with its name as id."""

from collections.abc import Iterable

import pytest
from _pytest.mark import ParameterSet
from tests.conformance.manifests import SUITES, read_suite, suites_folder


def cases(suites: Iterable[str] = tuple(SUITES)) -> list[ParameterSet]:
    """Return the tests of some suites; none, so that pytest reports a skip, if their folder is not there."""
    folder = suites_folder()
    return (
        [pytest.param(test, id=test.name) for suite in suites for test in read_suite(folder, suite)] if folder else []
    )
