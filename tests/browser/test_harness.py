"""The harness itself: a visitor notices what goes wrong in a page."""

import pytest
from tests.browser.visiting import Visitor, barriers


@pytest.mark.parametrize(
    ("content", "noticed"),
    [
        ("<script>throw new Error('oh no')</script>", "script error"),
        ("<script>console.error('oh no')</script>", "console error"),
        ("<script>fetch('http://127.0.0.2:9/').catch(() => 0)</script>", "a request to another host"),
        ("<link rel='stylesheet' href='http://127.0.0.2:9/'>", "a request to another host"),
    ],
)
def test_a_visitor_notices_what_goes_wrong(visitor: Visitor, content: str, noticed: str) -> None:
    page = visitor.open("/status")
    page.goto("about:blank")
    page.set_content(content)
    page.wait_for_load_state("networkidle")
    assert any(noticed in problem for problem in visitor.problems), visitor.problems
    visitor.problems.clear()


def test_a_visitor_finds_barriers(visitor: Visitor) -> None:
    page = visitor.open("/status")
    page.evaluate("document.querySelector('main').innerHTML = '<img src=\"\">'")
    assert any(barrier.startswith("image-alt") for barrier in barriers(page))
