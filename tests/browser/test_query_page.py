"""The query page in a browser: asking, views, completion, limits, short addresses; and the page without scripts."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.visiting import Visitor, barriers
from tests.homes import linked_copy
from tests.web.serving import serving

from volgraph.domain.vocabulary import LANGUAGES
from volgraph.io.generations import Home
from volgraph.web.assets import FOLDER, manifest
from volgraph.web.statuses import LIMITS, PROBLEM
from volgraph.web.texts import text

pytestmark = pytest.mark.skipif(not manifest(FOLDER), reason="the scripts are not built: make assets")

CHART = """PREFIX vg: <https://w3id.org/volgraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?claim ?from ?lower WHERE {
  ?claim vg:measure/skos:notation "kazakhstan-volunteers-total" ; vg:validFrom ?from ; vg:lower ?lower }"""
LONG = "SELECT ?s ?p ?o ?t WHERE { ?s ?p ?o . ?t ?q ?r }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SVG = "{http://www.w3.org/2000/svg}"
COUNTRIES = 'SELECT ?code ?n { VALUES (?code ?n) { ("KZ" 3) ("TR" 5) ("MV" 1) } }'
TRIPLES = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . ?o a <https://schema.org/Country> } LIMIT 20"


@pytest.fixture(scope="module")
def strict_url(home: Home) -> Iterator[str]:
    """The address of a server with small limits."""
    with serving(linked_copy(home.path), query_time_limit_s=4, answer_limit_rows=5000) as served:
        yield served.url


@pytest.fixture
def strict(chromium: Browser, strict_url: str) -> Iterator[Visitor]:
    """A visitor of that server."""
    visitor = Visitor(chromium, strict_url)
    yield visitor
    visitor.leave()


def fill(page: Page, query: str) -> None:
    """Put a query into the editor."""
    page.evaluate("query => document.querySelector('.tabPanel.active .CodeMirror').CodeMirror.setValue(query)", query)


def run(page: Page, query: str) -> None:
    """Ask a query, and wait until the answer is shown, or why there is none."""
    fill(page, query)
    page.click("[data-tool=run]")
    expect(page.locator("[data-tool=run]")).to_be_visible(timeout=20_000)


def rows(page: Page) -> int:
    return page.locator(".yasr_results tbody tr").count()


def asked(url: str, query: str) -> list[dict[str, Any]]:
    """Return what the endpoint itself answers."""
    answer = httpx.get(f"{url}/sparql", params={"query": query}).json()
    bindings: list[dict[str, Any]] = answer["results"]["bindings"]
    return bindings


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_query_is_run_from_the_keyboard_and_its_answer_told(visitor: Visitor, language: str) -> None:
    page = visitor.open(f"/{language}/query")
    page.locator(".CodeMirror textarea").first.focus()
    page.keyboard.press("Control+Enter")
    decimal = "." if language == "en" else ","
    expect(page.locator("[data-tool=told]")).to_contain_text(re.compile(rf" 0{re.escape(decimal)}\d"))
    page.wait_for_selector(".yasr_results td")
    assert rows(page) > 10
    assert page.locator("[data-tool=downloads] a").count() >= 5
    assert not page.locator("#plain").count()


def test_things_lead_to_their_pages_and_claims_bring_their_words(visitor: Visitor) -> None:
    page = visitor.open("/ru/query")
    run(page, CHART)
    link = page.locator(".yasr_results td a").first
    assert (link.get_attribute("href") or "").startswith("/ru/page/")
    evidence = page.locator("[data-tool=downloads] a[href*='evidence=claim']")
    assert [one.inner_text() for one in evidence.all()] == ["CSV", "XLSX"]
    with page.expect_download() as download:
        evidence.last.click()
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"


def test_the_whole_result_can_be_cited_as_it_is_in_this_generation(visitor: Visitor) -> None:
    page = visitor.open("/ru/query")
    run(page, CHART)
    page.locator("[data-tool=downloads] a[href*='/cite/query']").click()
    expect(page.locator(".cited")).to_contain_text("generation=")
    assert "IRI: https://w3id.org/volgraph/id/dataset/volgraph" in page.locator("main").inner_text()


def test_a_chart_has_as_many_marks_as_the_answer_has_numbers(visitor: Visitor) -> None:
    page = visitor.open("/en/query")
    run(page, CHART)
    page.click(".select_chart")
    page.wait_for_selector(".drawn .mark")
    assert page.locator(".drawn .mark").count() == len(asked(visitor.url, CHART)) > 10


@pytest.mark.parametrize(
    ("query", "view", "marks"),
    [(CHART, "timeline", 20), (TRIPLES, "graph", 5), (COUNTRIES, "map", 2)],
)
def test_what_can_be_drawn_is_drawn(visitor: Visitor, query: str, view: str, marks: int) -> None:
    page = visitor.open("/kk/query")
    run(page, query)
    page.click(f".select_{view}")
    page.wait_for_selector(".drawn .mark", state="attached")
    assert page.locator(".drawn .mark").count() >= marks
    with page.expect_download() as download:
        page.click(".drawn .save")
    saved = ElementTree.parse(download.value.path()).getroot()
    assert len(saved.findall(f".//{SVG}*[@class]")) >= marks
    assert query in (saved.findtext(f"{SVG}desc") or "")
    fills = page.evaluate("[...document.querySelectorAll('.drawn svg *')].map((node) => getComputedStyle(node).fill)")
    assert [node.get("fill") for node in saved.iter()][3:] == fills  # after the picture, its description and its ground
    if view == "map":  # the Maldives are too small for these outlines
        expect(page.locator("figcaption")).to_contain_text("MV")
    assert barriers(page) == []


def test_a_class_is_completed_by_what_it_is_called_in_the_readers_language(visitor: Visitor) -> None:
    page = visitor.open("/kk/query")
    page.wait_for_load_state("networkidle")
    fill(page, "")
    page.locator(".CodeMirror textarea").first.focus()
    page.keyboard.insert_text("PREFIX vg: <https://w3id.org/volgraph/ns#> SELECT * { ?s a vg:Quan")
    page.keyboard.press("Control+Space")
    hint = page.locator(".CodeMirror-hint", has_text="vg:QuantityClaim")
    expect(hint).to_contain_text("сандық мәлімдеме")
    hint.click()
    assert "a vg:QuantityClaim" in page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")


def test_an_error_leads_to_its_place(visitor: Visitor) -> None:
    page = visitor.open("/en/query")
    visitor.expect_refusal("/sparql")
    run(page, "SELECT ?s WHERE {\n  ?s ?p\n}")
    expect(page.locator(".problem")).to_contain_text("cannot be understood")
    page.click(".problem button")
    cursor = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getCursor()")
    assert (cursor["line"], cursor["ch"]) == (2, 1)
    assert barriers(page) == []


def test_a_short_address_leads_back_to_the_query_and_asks_it(visitor: Visitor) -> None:
    page = visitor.open("/en/query")
    fill(page, "SELECT (42 AS ?answer) {}")
    page.click("[data-tool=share]")
    expect(page.locator("[data-tool=address]")).to_be_visible()
    address = page.locator("[data-tool=address]").input_value()
    other = visitor.open(address.removeprefix(visitor.url), language="kk")
    assert "/kk/query?q=" in other.url
    expect(other.locator(".yasr_results td")).to_have_text("42")


def test_an_example_opens_in_a_tab_of_its_own(visitor: Visitor) -> None:
    page = visitor.open("/en/query")
    before = page.locator("[role=tab]").count()
    page.locator("a[data-example]").nth(1).click()
    page.wait_for_selector(".yasr_results td")
    assert page.locator("[role=tab]").count() == before + 1
    assert "/en/query" in page.url


def test_an_example_is_found_by_words_of_its_title(visitor: Visitor) -> None:
    page = visitor.open("/ru/query")
    box = page.get_by_role("searchbox", name="Найти пример")
    examples = page.locator("#examples li a")
    before = examples.count()
    box.fill("волонтёр")
    visible = [link.inner_text() for link in examples.all() if link.is_visible()]
    assert 0 < len(visible) < before
    assert all("волонтёр" in title.lower() for title in visible)
    assert barriers(page) == []
    box.fill("")
    assert page.locator("#examples details").first.get_attribute("open") is not None
    assert page.locator("#examples details").last.get_attribute("open") is None


QUOTES = """SELECT ?claim ?said WHERE { ?claim <https://w3id.org/volgraph/ns#asWritten> ?said
  FILTER (LANG(?said) = 'kk' && ?said != "it's \\"so\\"") } ORDER BY ?claim LIMIT 5"""


@pytest.mark.parametrize("query", [CHART, QUOTES])
def test_what_is_shown_for_programs_gives_them_the_same_answer(visitor: Visitor, query: str, tmp_path: Path) -> None:
    page = visitor.open("/en/query")
    run(page, query)
    page.locator("[data-tool=programs] summary").click()
    shell, python = (page.get_by_role("region", name=name).inner_text() for name in ("curl", "Python"))
    expected = httpx.get(f"{visitor.url}/sparql", params={"query": query, "format": "csv"}).text
    given = subprocess.run(["bash", "-c", shell], check=True, capture_output=True, text=True).stdout
    assert given.splitlines() == expected.splitlines()
    script = tmp_path / "script.py"
    script.write_text(f"{python}\nprint(len(rows), list(rows[0]))\n", encoding="utf-8")
    told = subprocess.run([sys.executable, script], check=True, capture_output=True, text=True).stdout
    names = expected.splitlines()[0].split(",")
    assert told.strip() == f"{len(asked(visitor.url, query))} {names}"
    assert barriers(page) == []


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_keeps_people_from_using_it(visitor: Visitor, dark: bool) -> None:
    page = visitor.open("/kk/query", dark=dark)
    run(page, CHART)
    page.wait_for_selector(".yasr_results td")
    assert barriers(page) == []


def test_without_scripts_there_is_a_form_and_a_table(visitor: Visitor) -> None:
    page = visitor.open("/en/query", scripts=False)
    page.fill("textarea[name=query]", CHART)
    page.click("#plain button:not(.quiet)")
    assert page.locator("#answer tbody tr").count() > 10
    assert re.search(r"Rows: \d+ · \d+(\.\d+)? s · Generation [0-9a-f]{12}", page.inner_text("#answer"))
    assert page.locator("#workbench").is_hidden()
    page.click("#plain button.quiet")
    assert "/en/query?q=" in page.url
    assert page.input_value("textarea[name=query]") == CHART
    assert page.get_by_role("textbox", name="Query").is_visible()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (ENDLESS, "longer than 4 seconds"),
        (LONG, "not the whole answer"),
        ("SELECT ?s { ?s ?p ?o }", "larger than an answer may be"),
    ],
)
def test_a_limit_is_explained_and_what_came_until_then_is_not_shown(strict: Visitor, query: str, said: str) -> None:
    page = strict.open("/en/query")
    strict.expect_refusal("/sparql")
    run(page, query)
    expect(page.locator(".problem")).to_contain_text(said)
    assert rows(page) == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("limit", LIMITS)
def test_every_limit_has_its_reason_and_says_what_to_do(visitor: Visitor, limit: str, language: str) -> None:
    status, _ = LIMITS[limit]
    content = json.dumps({"status": status, "title": "-", "detail": "-", "limit": limit})
    page = visitor.open(f"/{language}/query")
    visitor.expect_refusal("/sparql")
    page.route("**/sparql", lambda route: route.fulfill(status=status, body=content, content_type=PROBLEM))
    run(page, "ASK {}")
    expect(page.locator(".problem b")).to_have_text(text(f"q-problem-{limit}", language, seconds=30))


@pytest.mark.parametrize(("language", "said"), [("kk", "4 секундтан"), ("ru", "больше 4 с"), ("en", "than 4 seconds")])
def test_without_scripts_a_limit_is_explained_and_the_query_stays(strict: Visitor, language: str, said: str) -> None:
    page = strict.open(f"/{language}/query?query={quote(ENDLESS)}", scripts=False, status=504)
    assert said in page.inner_text("#answer [role=alert]")
    assert page.input_value("textarea[name=query]") == ENDLESS


def test_a_query_that_is_stopped_ends_at_the_server(strict: Visitor) -> None:
    page = strict.open("/en/query")
    fill(page, ENDLESS)
    page.click("[data-tool=run]")
    number = "(async () => (await (await fetch('/queries')).json()).queries.length)()"
    page.wait_for_function(f"{number}.then(n => n === 1)")
    page.click("[data-tool=stop]")
    page.wait_for_function(f"{number}.then(n => n === 0)", timeout=2000)
    expect(page.locator(".problem")).to_contain_text("stopped")


def test_each_tab_stops_its_own_query_and_keeps_what_was_told_of_it(strict: Visitor) -> None:
    page = strict.open("/en/query")
    run(page, "SELECT (1 AS ?one) {}")
    told = page.inner_text("[data-tool=told]")
    assert told.startswith("Rows: 1 ·")
    page.click("[data-tool=add]")
    fill(page, ENDLESS)
    page.click("[data-tool=run]")
    expect(page.locator("[data-tool=stop]")).to_be_visible()
    tabs = page.get_by_role("tab")
    tabs.nth(-2).click()
    expect(page.locator("[data-tool=told]")).to_have_text(told)
    expect(page.locator("[data-tool=stop]")).to_be_hidden()
    assert page.locator("[data-tool=downloads] a").count() >= 5
    tabs.last.click()
    page.click("[data-tool=stop]")
    expect(page.locator(".tabPanel.active .problem")).to_contain_text("stopped")


@pytest.mark.parametrize("path", [f"/en/query?query={quote('SELECT * {')}", "/en/query?q=0123456789abcdef"])
def test_what_is_wrong_with_an_address_is_a_page(visitor: Visitor, path: str) -> None:
    page = visitor.open(path, status=404 if "?q=" in path else 400)
    assert barriers(page) == []
