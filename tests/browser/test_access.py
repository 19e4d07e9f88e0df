"""Every kind of page can be used by everybody: axe-core finds no barrier, and nothing goes wrong in a browser."""

import pytest
from playwright.sync_api import expect
from tests.browser.page_kinds import ABSENT, PAGES
from tests.browser.visiting import Visitor, barriers


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_barrier(visitor: Visitor, name: str) -> None:
    assert barriers(visitor.open(f"/ru{PAGES[name]}", language="ru")) == []


@pytest.mark.parametrize("name", ["article", "country", "measure", "claim", "results"])
def test_axe_finds_no_barrier_in_the_dark_on_a_phone(visitor: Visitor, name: str) -> None:
    page = visitor.open(f"/kk{PAGES[name]}", width=390, dark=True, language="kk")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_page_that_is_not_there_has_no_barrier_and_leads_on(visitor: Visitor) -> None:
    page = visitor.open(f"/en{ABSENT}", status=404)
    assert barriers(page) == []
    assert page.locator("main a").count() > 0


def test_what_the_bubble_shows_has_no_barrier(visitor: Visitor) -> None:
    page = visitor.open(f"/en{PAGES['article']}")
    page.locator("#text .words.several a").first.focus()
    expect(page.locator(".bubble")).to_be_visible()
    assert barriers(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_without_scripts_a_page_can_be_read_and_another_language_leads_to_the_same_page(
    visitor: Visitor, name: str
) -> None:
    page = visitor.open(f"/en{PAGES[name]}", scripts=False)
    expect(page.locator("h1")).to_have_count(1)
    page.locator(".languages").get_by_role("link", name="Қазақша").click()
    assert page.url.removeprefix(f"{visitor.url}/kk") == PAGES[name]
    assert page.locator("html").get_attribute("lang") == "kk"
