"""Names that try to become markup or script stay text, on pages and in what scripts make of them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.visiting import Visitor
from tests.small import copy_collection, edit
from tests.web.serving import serving

from volgraph.domain.iris import Base
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.io.generations import Home
from volgraph.services.building import build

HOSTILE = (
    "</title></script><script>window.hurt = 1</script><img src=x onerror='window.hurt = 1'>"
    "' onmouseover='window.hurt = 1' x='{{ 7 * 7 }}"
)
AS_CELL = '"' + HOSTILE.replace('"', '""') + ' ""><b id=""hurt"">"'
SHOWN = HOSTILE + ' "><b id="hurt">'

PAGES = (
    "/",
    "/page/person/a-b",
    "/page/event/fair-2023",
    "/page/organisation/paper",
    "/page/article/fair",
    "/page/source/paper-1",
    "/page/measure/fair-2023-participants",
    "/page/measure/fair-2023-city",
    "/people",
    "/events",
    "/claims",
    "/sources",
    "/measures",
    "/search?q=onerror",
    "/query?query=SELECT+%2A+WHERE+%7B+%3Fs+%3Chttp%3A%2F%2Fwww.w3.org%2F2000%2F01%2Frdf-schema%23label%3E+%3Fname+%7D",
)


@pytest.fixture(scope="module")
def hostile_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of a collection whose names would do harm."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "collection").mkdir()
    root, home = copy_collection(folder / "collection"), Home(folder / "home")
    entities = root / "data/entities/entities.csv"
    for name in ("A. B.,ru:kk", "Volunteers' fair,ru:kk", "Almaty,", "Paper,Paper,Paper,"):
        if name.startswith("Paper"):
            edit(entities, name, f"{AS_CELL},Paper,{AS_CELL},")
        else:
            edit(entities, name, f"{AS_CELL},{name.partition(',')[2]}")
    generation, _ = build(root, Base(), home)
    home.publish(generation, 1)
    with serving(home.path) as server:
        yield server.url


@pytest.fixture
def visitor(chromium: Browser, hostile_url: str) -> Iterator[Visitor]:
    visitor = Visitor(chromium, hostile_url)
    yield visitor
    visitor.leave()


def unhurt(visitor: Visitor, path: str, language: str = "en") -> None:
    page = visitor.open(f"/{language}{path}", language=language)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.hurt") is None
    assert page.locator("#hurt, main img[src=x], [onmouseover], [onerror]").count() == 0


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_them_as_text(visitor: Visitor, path: str) -> None:
    for language in LANGUAGES:
        unhurt(visitor, path, language)


def test_a_heading_and_a_title_show_the_whole_name(visitor: Visitor) -> None:
    page = visitor.open("/en/page/person/a-b")
    assert page.locator("h1").text_content() == SHOWN
    assert page.title().startswith(SHOWN[:100])


def test_suggestions_show_them_as_text(visitor: Visitor) -> None:
    page = visitor.open("/en/status")
    page.locator("form[role=search] input[name=q]").press_sequentially("onmouseover")
    expect(page.locator("#suggestions li").first).to_contain_text("<script>window.hurt = 1</script>")
    page.locator("#suggestions li").first.hover()
    assert page.evaluate("window.hurt") is None
    assert page.locator("#hurt").count() == 0


def test_the_bubble_shows_them_as_text(visitor: Visitor) -> None:
    page = visitor.open("/en/page/article/fair")
    for words in page.locator("#text .words a").all():
        words.focus()
        expect(page.locator(".bubble")).to_be_visible()
    assert page.evaluate("window.hurt") is None
    assert page.locator("#hurt").count() == 0


def test_the_graph_that_is_explored_shows_them_as_text(visitor: Visitor) -> None:
    page = visitor.open("/en/page/event/fair-2023")
    page.locator("#neighbours .node").first.click()
    expect(page.locator("#neighbours .way button")).to_contain_text("<script>window.hurt = 1</script>")
    assert page.evaluate("window.hurt") is None
    assert page.locator("#hurt").count() == 0
