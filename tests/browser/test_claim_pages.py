"""The pages of claims and measures in a browser: for every eye and hand, in every language, without scripts."""

import pytest
from tests.browser.page_kinds import PAGES
from tests.browser.visiting import Visitor, barriers

from volgraph.domain.vocabulary import LANGUAGES

SHOWN = ("claim", "claim-elsewhere", "measure", "measure-of-dates", "citation")


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize(("width", "dark"), [(390, True), (1024, False)])
def test_nothing_of_it_keeps_people_out(visitor: Visitor, name: str, width: int, dark: bool) -> None:
    page = visitor.open(f"/kk{PAGES[name]}", width=width, dark=dark)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("name", "fewest"), [("measure", 20), ("measure-of-dates", 5)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_has_as_many_marks_as_claims_without_scripts(
    visitor: Visitor, language: str, name: str, fewest: int
) -> None:
    page = visitor.open(f"/{language}{PAGES[name]}", scripts=False)
    marks = page.locator("svg [data-claims]")
    claims = sum(int(mark.get_attribute("data-claims") or 0) for mark in marks.all())
    assert claims == page.locator("table.claims tbody tr").count() > fewest
    drawing = page.locator(".chart svg").first.bounding_box()
    assert drawing
    for mark in marks.all():
        box = mark.bounding_box()
        assert box
        assert drawing["x"] <= box["x"] and box["x"] + box["width"] <= drawing["x"] + drawing["width"] + 1
        assert drawing["y"] <= box["y"] and box["y"] + box["height"] <= drawing["y"] + drawing["height"] + 1


def test_from_a_figure_to_its_words_is_one_step_and_the_language_stays_by_hand(visitor: Visitor) -> None:
    page = visitor.open(f"/kk{PAGES['measure']}")
    page.get_by_role("link", name="200 000-нан астам").first.click()
    assert page.locator("blockquote mark.core").count() + page.get_by_text("сақталмайды").count() > 0
    page.goto(f"{visitor.url}/kk{PAGES['claim']}")
    page.get_by_role("link", name="English").click()
    assert page.url == f"{visitor.url}/en{PAGES['claim']}"
    assert page.locator("blockquote mark.core").inner_text() == "қазіргі таңда 200 мыңнан асып отыр"
