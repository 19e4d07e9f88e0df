"""Finding with a real browser: by keyboard and suggestions, without scripts, and by facets."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.visiting import Visitor, barriers

BOX = "form[role=search] input[name=q]"


def suggestions(page: Page, words: str) -> list[str]:
    page.locator(BOX).press_sequentially(words)
    expect(page.locator("#suggestions li").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    return page.locator("#suggestions li").all_inner_texts()


def test_suggestions_are_chosen_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open("/en/status")
    box = page.locator(BOX)
    box.focus()
    assert suggestions(page, "Kazakhs")[0] == "Kazakhstan"
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    first = page.locator("#suggestions li").first
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert first.get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    last = page.locator("#suggestions li").last
    assert box.get_attribute("aria-activedescendant") == last.get_attribute("id")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/page/country/kazakhstan")


def test_escape_closes_the_suggestions_and_keeps_the_words(visitor: Visitor) -> None:
    page = visitor.open("/en/status")
    suggestions(page, "Astan")
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    assert page.locator(BOX).input_value() == "Astan"
    assert page.locator(BOX).get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=Astan")


@pytest.mark.parametrize("key", ["Tab", "Escape"])
def test_what_was_closed_is_not_opened_by_an_answer_that_comes_late(visitor: Visitor, key: str) -> None:
    page = visitor.open("/en/status")
    suggestions(page, "Astan")
    page.locator(BOX).press_sequentially("a")
    page.keyboard.press(key)
    page.wait_for_timeout(500)
    expect(page.locator("#suggestions")).to_be_hidden()


@pytest.mark.parametrize(
    ("typed", "name"), [("ООН", "Организация Объединённых Наций"), ("БҰҰ", "Организация Объединённых Наций")]
)
def test_an_abbreviation_is_suggested_as_what_it_stands_for(visitor: Visitor, typed: str, name: str) -> None:
    assert suggestions(visitor.open("/ru/status"), typed)[0] == name


def test_suggestions_are_in_the_language_of_the_page(visitor: Visitor) -> None:
    assert suggestions(visitor.open("/ru/status"), "Qazaqstan")[0] == "Казахстан"


def test_the_box_searches_without_scripts(visitor: Visitor) -> None:
    page = visitor.open("/ru/status", scripts=False)
    page.locator(BOX).fill("Токаев")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ru/search?q=*")
    assert page.locator(".results a").first.inner_text() == "Касым-Жомарт Токаев"


def test_a_list_is_narrowed_and_widened_without_scripts(visitor: Visitor) -> None:
    page = visitor.open("/en/claims", scripts=False)
    page.locator("aside a", has_text="contradiction").click()
    page.locator("summary", has_text="Language").click()
    page.locator("aside a", has_text="Қазақша").click()
    assert page.url.endswith("/en/claims?contested=vg%3AContradiction&language=kk")
    rows = page.locator("tbody tr").count()
    assert 0 < rows < 56
    page.locator(".chosen a", has_text="contradiction").click()
    assert page.url.endswith("/en/claims?language=kk")
    assert page.locator("tbody tr").count() > rows


def test_switching_the_language_keeps_a_search_and_a_list(visitor: Visitor) -> None:
    for path in ("search?q=forum&type=event", "claims?year=2023&sort=time"):
        page = visitor.open(f"/en/{path}")
        page.locator(".languages a[hreflang=kk]").click()
        assert page.url == f"{visitor.url}/kk/{path}"


@pytest.mark.parametrize("width", [390, 1600])
@pytest.mark.parametrize(
    "path",
    ["kk/search?q=волонтерлердің", "ru/search", "en/claims?year=2023", "kk/measures", "ru/sources", "en/people"],
)
def test_search_and_lists_have_no_barriers(visitor: Visitor, path: str, width: int) -> None:
    page = visitor.open(f"/{path}", width=width, dark=width == 390)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


def test_open_suggestions_have_no_barriers(visitor: Visitor) -> None:
    page = visitor.open("/kk/measures", language="kk")
    suggestions(page, "форум")
    page.keyboard.press("ArrowDown")
    assert barriers(page) == []
