"""The pages, as a browser without JavaScript gets them."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from volgraph.config import Settings
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.io.generations import Home
from volgraph.services.published import Published
from volgraph.web.app import create_app
from volgraph.web.examples import examples
from volgraph.web.site import KEY

FORUM = "/page/event/international-volunteers-forum-2023"
TITLES = {
    "kk": "Халықаралық волонтерлер форумы (2023)",
    "ru": "Международный форум волонтёров (2023)",
    "en": "International Volunteers Forum 2023",
}


class Page(HTMLParser):
    """A page's elements: how many of each, those never closed, and the addresses that it loads from."""

    VOID = ("input", "link", "meta", "img", "br")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: Counter[str] = Counter()
        self.loaded: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        if tag not in self.VOID:
            self.open.append(tag)
        values = dict(attrs)
        if address := values.get("src") or (values.get("rel") in ("stylesheet", "icon") and values.get("href")):
            self.loaded.add(address)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def heading(page: str) -> str:
    match = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert match
    return match[1].strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_in_the_language_of_its_address(browser: FlaskClient, language: str) -> None:
    answer = browser.get(f"/{language}{FORUM}", headers={"Accept-Language": "de, fr"})
    assert f'<html lang="{language}">' in answer.text
    assert heading(answer.text) == TITLES[language]
    assert list(answer.content_language) == [language]
    assert f'href="/{language}/page/place/astana"' in answer.text


def test_names_in_other_languages_say_so(browser: FlaskClient) -> None:
    page = browser.get(f"/en{FORUM}").text
    assert f'<dd lang="kk">{TITLES["kk"]}</dd>' in page
    assert f'<dd lang="ru">{TITLES["ru"]}</dd>' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_says_what_is_here(browser: FlaskClient, home: Home, language: str) -> None:
    page = browser.get(f"/{language}/").text
    current = home.current()
    assert current
    counts = current.manifest()["counts"]
    for key in ("claims", "sources", "entities", "articles"):
        assert f"<b>{counts[key]}</b>" in page
    for number in counts["discrepancies"].values():
        assert f"<dd>{number}</dd>" in page
    assert current.digest[:12] in page
    assert "https://creativecommons.org/licenses/by/4.0/" in page
    assert "http://localhost/sparql" in page


def test_the_first_page_leads_to_what_many_sources_say_and_where_they_disagree(browser: FlaskClient) -> None:
    page = browser.get("/en/").text
    said, disagreed = page.split("Where sources disagree")
    assert said.count("/en/page/measure/") == 2 * said.count("Compare all") == 6
    assert "Compare all 26 claims" in said
    assert "300,000" in said
    assert "/en/page/measure/forum-2023-start" in disagreed
    assert "The latest sources" in disagreed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_query_finds_something(browser: FlaskClient, language: str) -> None:
    shown = examples(language)
    assert len(shown) == 6
    for example in shown:
        answer = browser.get("/en/query", query_string={"query": example.query})
        assert answer.status_code == 200
        assert answer.text.count("<tr>") > 3, example.name
    assert len({example.title for code in LANGUAGES for example in examples(code)}) == 18


def test_a_yes_or_no_question(browser: FlaskClient) -> None:
    assert "Иә" in browser.get("/kk/query?query=ASK {}").text
    assert "Нет" in browser.get("/ru/query?query=ASK { FILTER(false) }").text


def test_a_long_result_is_not_mistaken_for_a_whole_one(browser: FlaskClient) -> None:
    page = browser.get("/en/query", query_string={"query": "SELECT ?s { ?s ?p ?o } LIMIT 1001"}).text
    assert "Only the first rows are shown" in page
    assert page.count("<tr>") == 1001  # with the heading
    page = browser.get("/en/query", query_string={"query": "SELECT ?s { ?s ?p ?o } LIMIT 1000"}).text
    assert "Only the first rows are shown" not in page


def test_a_broken_query_comes_back_with_its_line(browser: FlaskClient) -> None:
    answer = browser.get("/ru/query", query_string={"query": "SELECT *\n{ ?s ?p"})
    assert answer.status_code == 400
    assert "Строка 2, столбец 8" in answer.text
    assert "SELECT *\n{ ?s ?p</textarea>" in answer.text


def test_what_a_query_returns_cannot_become_markup_or_script(browser: FlaskClient) -> None:
    query = "SELECT ?a ?b { BIND('<script>x</script>' AS ?a) BIND(<javascript:alert(1)> AS ?b) }"
    page = browser.get("/en/query", query_string={"query": query}).text
    assert "<script>" not in page
    assert 'href="javascript' not in page
    assert "default-src 'none'" in browser.get("/kk/").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["/", "/query?query=SELECT * {?s ?p ?o} LIMIT 30", FORUM, "/ns", "/data/dumps/", "/status", "/shacl", "/x"]
)
def test_pages_are_well_formed_and_load_nothing_from_elsewhere(browser: FlaskClient, path: str) -> None:
    page = Page(browser.get(f"/kk{path}").text)
    assert page.open == []
    assert page.elements["h1"] == page.elements["main"] == 1
    assert page.loaded
    assert all(address.startswith("/static/") for address in page.loaded)
    for address in page.loaded:
        answer = browser.get(address)
        assert answer.status_code == 200
        answer.close()


def test_nothing_published_is_said_without_a_path(tmp_path: Path) -> None:
    client = create_app(Settings(home=tmp_path)).test_client()
    for path in ("/en/", "/sparql", "/en/page/x/y"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert str(tmp_path) not in answer.text


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_a_mistake_of_ours_shows_nothing_from_inside(home: Home, accept: str) -> None:
    class Broken(Published):
        def snapshot(self) -> None:  # type: ignore[override]
            raise RuntimeError("secret /path/to/store")

    app = create_app(Settings(home=home.path))
    app.extensions[KEY] = replace(app.extensions[KEY], published=Broken(Settings(home=home.path)))
    answer = app.test_client().get("/en/", headers={"Accept": accept})
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
