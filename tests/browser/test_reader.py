"""The reader of sources: what it marks is what the evidence says, for eyes, keyboards and browsers without scripts."""

from collections import defaultdict
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Page, expect
from pyoxigraph import NamedNode, Store
from tests.browser.visiting import Visitor

ARTICLE = "/page/article/baq-forum"
TEXT = "https://w3id.org/volgraph/graph/text/baq-forum"
MARKS = """() => [...document.querySelectorAll('#text > p')].map(line => [...line.childNodes].map(node => ({
  text: node.textContent,
  start: node.dataset?.start === undefined ? null : Number(node.dataset.start),
  core: node.dataset?.core?.split(' ').filter(Boolean) ?? [],
  context: node.dataset?.context?.split(' ').filter(Boolean) ?? [],
})))"""


@pytest.fixture(scope="module")
def stored_text(store: Store) -> str:
    query = f"SELECT ?text {{ GRAPH <{TEXT}> {{ ?media <https://schema.org/text> ?text }} }}"
    (row,) = store.query(query)  # type: ignore[misc]
    text: str = row["text"].value
    return text


@pytest.fixture(scope="module")
def evidence(store: Store) -> dict[str, dict[str, set[int]]]:
    """The code points of the text that each claim rests on, by role and claim, as the graph gives them."""
    query = """PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX vg: <https://w3id.org/volgraph/ns#>
      SELECT ?claim ?role ?start ?end {
        VALUES ?role { vg:evidence vg:contextEvidence }
        ?claim vg:statedIn <https://w3id.org/volgraph/id/article/baq-forum> ; ?role ?words .
        ?words oa:hasSelector ?position .
        ?position oa:start ?start ; oa:end ?end }"""
    found: dict[str, dict[str, set[int]]] = {"core": defaultdict(set), "context": defaultdict(set)}
    for row in store.query(query):  # type: ignore[union-attr]
        role = "core" if row["role"].value.endswith("#evidence") else "context"
        name = "claim-" + row["claim"].value.partition("/claim/")[2]
        found[role][name] |= set(range(int(row["start"].value), int(row["end"].value)))
    return found


@pytest.mark.parametrize("scripts", [True, False])
def test_the_marks_are_the_evidence_character_by_character(
    visitor: Visitor, stored_text: str, evidence: dict[str, dict[str, set[int]]], scripts: bool
) -> None:
    lines = _lines(visitor, scripts)
    assert "\n".join("".join(piece["text"] for piece in line) for line in lines) == stored_text
    marked: dict[str, dict[str, set[int]]] = {"core": defaultdict(set), "context": defaultdict(set)}
    offset = 0
    for line in lines:
        for piece in line:
            assert piece["start"] in (None, offset)
            for role in marked:
                for name in piece[role]:
                    marked[role][name] |= set(range(offset, offset + len(piece["text"])))
            offset += len(piece["text"])
        offset += 1
    assert len(evidence["core"]) == 69
    assert marked["core"] == evidence["core"]
    for name, places in evidence["context"].items():  # where words are both, they are shown as what states the claim
        assert marked["context"][name] == places - evidence["core"][name]


def _lines(visitor: Visitor, scripts: bool) -> list[list[dict[str, Any]]]:
    """Return the text as the browser has it; of one without scripts, the document is read by one that has them."""
    page = visitor.open(f"/en{ARTICLE}", scripts=scripts)
    if not scripts:
        content = page.content()
        page = visitor.open("/en/status")
        page.goto("about:blank")
        page.set_content(content, wait_until="domcontentloaded")
    lines: list[list[dict[str, Any]]] = page.evaluate(MARKS)
    return lines


def test_it_says_with_numbers_that_every_quote_matches(visitor: Visitor, store: Store) -> None:
    check = visitor.open(f"/en{ARTICLE}").locator(".check")
    quotes = (
        sum(1 for _ in store.quads_for_pattern(None, NamedNode("http://www.w3.org/ns/oa#exact"), None, None)) // 2
    )  # in its graph, and merged
    expect(check).to_contain_text(f"All {quotes} quotes match the stored text letter by letter")
    expect(check).to_contain_text("Each of its 20 numerals is stated by a claim.")
    expect(visitor.open(f"/ru{ARTICLE}").locator(".check")).to_contain_text(f"{quotes} цитат")


def test_hovering_shows_every_claim_on_the_words_and_escape_hides_them(visitor: Visitor) -> None:
    page = visitor.open(f"/en{ARTICLE}")
    page.locator("#text .words.several").first.hover()
    bubble = page.locator(".bubble")
    expect(bubble.locator(".claim")).to_have_count(2)
    expect(bubble).to_contain_text("BAQ.KZ correspondent")
    expect(page.locator(".quoted .claim.is-lit")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(bubble).to_have_count(0)


def test_the_keyboard_leads_from_the_words_to_the_claim(visitor: Visitor) -> None:
    page = visitor.open(f"/en{ARTICLE}")
    page.locator("#text .words.several a").first.focus()
    expect(page.locator(".bubble .claim")).to_have_count(2)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.bubble') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('.words') !== null")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/claim/01b-author")


def test_words_of_one_claim_open_it_and_those_of_several_their_place_in_the_list(visitor: Visitor) -> None:
    page = visitor.open(f"/en{ARTICLE}", scripts=False)
    several, single = page.locator("#text .several a").first, page.locator("#text .core:not(.several) a").first
    assert single.get_attribute("href") == f"/en{ARTICLE}/claim/01a"
    target = several.get_attribute("href")
    assert target is not None
    assert page.locator(f"[id='{target.removeprefix('#')}']").count() == 1
    single.click()
    assert page.url.endswith("/claim/01a")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_reading_of_the_claims_changes_without_a_page(visitor: Visitor, scripts: bool) -> None:
    page = visitor.open(f"/en{ARTICLE}", scripts=scripts)
    claim = page.locator("[id='claim-06e'] > a")
    expect(claim).to_have_text("Volunteers in Kazakhstan: more than 200,000", use_inner_text=True)
    page.get_by_label("Русский").check()
    expect(claim).to_have_text("Число волонтёров в Казахстане: более 200 000", use_inner_text=True)
    asked = len(visitor.requests)
    page.get_by_label("Қазақша").check()
    expect(claim).to_have_text("Қазақстандағы волонтерлер саны: 200 000-нан астам", use_inner_text=True)
    assert len(visitor.requests) == asked


def test_a_reading_that_is_not_translated_says_in_which_language_it_is(visitor: Visitor) -> None:
    page = visitor.open(f"/en{ARTICLE}")
    claim = page.locator("[id='claim-05a-title'] > a")
    expect(claim).to_have_text(
        "Title of the act signed last year: Волонтерлік қызмет жөніндегі not translated: Қазақша", use_inner_text=True
    )


def test_another_language_leads_to_the_same_page(visitor: Visitor) -> None:
    page = visitor.open(f"/en{ARTICLE}")
    page.get_by_role("link", name="Русский").click()
    assert page.url == f"{visitor.url}/ru{ARTICLE}"
    assert page.locator("html").get_attribute("lang") == "ru"
    assert page.locator("#text").get_attribute("lang") == "kk"


def test_a_text_that_is_not_ours_is_not_shown_but_its_claims_with_their_places(visitor: Visitor) -> None:
    page = visitor.open("/en/page/source/kazinform-2023-06-20-forum", scripts=False)
    assert page.locator("#text").count() == 0
    expect(page.locator(".claim")).to_have_count(8)
    expect(page.locator(".claim .said").first).to_contain_text("place on the page: p1")
    expect(page.get_by_role("link", name="https://www.inform.kz/en/volunteers")).to_be_visible()


def test_on_a_phone_the_claims_stand_beneath_the_text(visitor: Visitor) -> None:
    page = visitor.open(f"/kk{ARTICLE}", width=390)
    text, claims = (_box(page, selector) for selector in ("#text", ".claims"))
    assert claims["y"] > text["y"] + text["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def _box(page: Page, selector: str) -> FloatRect:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box
