"""The page about all this, and the dumps, in a browser."""

import pytest
from tests.browser.visiting import Visitor, barriers


@pytest.mark.parametrize("path", ["about", "data/dumps/"])
@pytest.mark.parametrize(("language", "dark"), [("kk", False), ("ru", True)])
def test_nothing_keeps_people_from_reading_it(visitor: Visitor, path: str, language: str, dark: bool) -> None:
    page = visitor.open(f"/{language}/{path}", dark=dark, width=390)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
