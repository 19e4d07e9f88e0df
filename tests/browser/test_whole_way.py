"""From a question to the words that answer it: by two clicks, by keyboard alone, and in another language."""

from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect
from tests.browser.page_kinds import PAGES
from tests.browser.visiting import Visitor

BOX = "form[role=search] input[name=q]"
WORDS = "соңғы 3 жылда волонтерлердің саны 3 есеге көбейген"
MOST_TABS = 150


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what has the focus is what a selector names, and can be seen to have it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid", f"the focus on {selector} does not show"
            return
    raise AssertionError(f"{MOST_TABS} times Tab did not lead to {selector}")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_kazakh_form_leads_to_the_highlighted_words_in_two_clicks(visitor: Visitor, scripts: bool) -> None:
    page = visitor.open("/kk/", language="kk", scripts=scripts)
    page.locator(BOX).fill("волонтерлердің")
    page.get_by_role("button", name="Табу").click()
    page.locator("a[href='/kk/page/article/baq-forum/claim/06a']").first.click()
    marked = page.locator("blockquote mark.core")
    assert "".join(marked.all_inner_texts()) == WORDS
    assert marked.first.evaluate("mark => getComputedStyle(mark).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_by_keyboard_alone_from_a_suggestion_to_the_words_in_their_text(visitor: Visitor) -> None:
    page = visitor.open("/kk/", language="kk")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    tab_to(page, BOX)
    page.keyboard.type("Қазақстандағы волонтерлер саны")
    expect(page.locator("#suggestions li").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/kk{PAGES['measure']}")
    tab_to(page, f"table.claims .figure a[href='/kk{PAGES['claim']}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/kk{PAGES['claim']}")
    tab_to(page, ".stated-words a.in-text")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/kk{PAGES['article']}#w*")
    mark = page.locator(f"[id='{urlsplit(page.url).fragment}']")
    expect(mark).to_be_in_viewport()
    assert "claim-06e" in (mark.get_attribute("data-core") or "").split()
    tab_to(page, ".words a")
    assert page.evaluate("document.activeElement.closest('.words').id") == urlsplit(page.url).fragment


@pytest.mark.parametrize("pinned", [False, True])
@pytest.mark.parametrize(
    "path",
    [
        "/claims?year=2023&sort=time&page=2",
        "/search?q=forum&type=event",
        "/query?query=ASK+%7B%7D",
        f"{PAGES['country']}?sources=2",
        PAGES["claim"],
        PAGES["article"],
        f"{PAGES['measure']}?page=1",
        "/ns",
    ],
)
def test_another_language_keeps_the_page_with_all_its_address_says(visitor: Visitor, path: str, pinned: bool) -> None:
    if pinned:
        digest = httpx.get(f"{visitor.url}/en/").headers["Volgraph-Generation"]
        path += f"{'&' if '?' in path else '?'}generation={digest}"
    page = visitor.open(f"/en{path}")
    for name, code in (("Қазақша", "kk"), ("Русский", "ru"), ("English", "en")):
        page.locator(".languages").get_by_role("link", name=name).click()
        assert page.url == f"{visitor.url}/{code}{path}"
        assert page.locator("html").get_attribute("lang") == code
