"""A browser, and a visitor who uses it on a server with the real collection."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.browser.visiting import AXE, CHROMIUM, Visitor, browsing


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for all tests here: no longer, since Playwright's event loop holds the thread."""
    if CHROMIUM is None or not AXE.exists():
        pytest.skip("there is no chromium, or no axe-core: `make clients`")
    with browsing() as browser:
        yield browser


@pytest.fixture
def visitor(chromium: Browser, server_url: str) -> Iterator[Visitor]:
    """A person with a fresh browser profile; fails the test at its end if anything went wrong in a page."""
    visitor = Visitor(chromium, server_url)
    yield visitor
    visitor.leave()
