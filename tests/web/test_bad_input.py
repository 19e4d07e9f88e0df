"""Addresses that ask for what is not there: each is a page in the reader's language, with its status, that leads on."""

import re
from dataclasses import dataclass
from html import unescape

import pytest
from flask.testing import FlaskClient
from tests.small import copy_collection, edit

from volgraph.config import Settings
from volgraph.domain.iris import Base
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.io.generations import Home
from volgraph.services.building import build
from volgraph.services.published import Published
from volgraph.services.withdrawing import withdraw
from volgraph.web.app import create_app
from volgraph.web.texts import text

PERSON = "/page/person/a-b"


def links(page: str) -> list[str]:
    """Return where the content of a page leads."""
    return [
        unescape(address)
        for address in re.findall(r'<a [^>]*href="([^"]*)"', page[page.index("<main") : page.index("</main>")])
    ]


def heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page)
    assert found
    return unescape(found[1])


@dataclass(frozen=True)
class Past:
    """A site with a past.

    Args:
        browser: of a person.
        pruned, withdrawn: the digests of generations that are not kept, of the latter another took the place.
        unsearchable: the digest of one that has no index.
        current: the digest of the one that is published, which took the place of the withdrawn one.
    """

    browser: FlaskClient
    pruned: str
    withdrawn: str
    unsearchable: str
    current: str


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Past:
    folder = tmp_path_factory.mktemp("past")
    (folder / "collection").mkdir()
    root, home = copy_collection(folder / "collection"), Home(folder / "home")
    made, name = [], ",A. B.,"
    for number in range(3):
        generation, _ = build(root, Base(), home)
        home.publish(generation, 2)
        made.append(generation.digest)
        edit(root / "data/entities/entities.csv", name, f",A. B. {number},")
        name = f",A. B. {number},"
    withdraw(home, "place/almaty", "asked for", Base(), root)
    old = home.history().find(made[1]).replaced_by
    current = home.current()
    assert old and current
    home.find(old).index.unlink()
    settings = Settings(home=home.path)
    browser = create_app(settings, Published(settings)).test_client()
    browser.environ_base["HTTP_ACCEPT"] = "text/html"
    return Past(browser, made[0], made[2], old, current.digest)


def leads_on(browser: FlaskClient, page: str) -> list[str]:
    """Return where the content of a page leads, once it is sure that something is there."""
    found = [address for address in links(page) if address.startswith("/")]
    for address in found:
        assert browser.get(address).status_code == 200, address
    return found


@pytest.mark.parametrize("language", LANGUAGES)
class TestInEveryLanguage:
    def test_a_thing_that_there_is_not(self, past: Past, language: str) -> None:
        answer = past.browser.get(f"/{language}/page/person/a-c")
        assert answer.status_code == 404
        said = {
            "kk": "Мұнда person/a-c деп аталатын ештеңе жоқ.",
            "ru": "Здесь ничто не называется person/a-c.",
            "en": "Nothing here is called person/a-c.",
        }
        assert said[language] in answer.text
        assert "nothing here is called" not in answer.text
        found = leads_on(past.browser, answer.text)
        assert f"/{language}{PERSON}" in found
        assert f"/{language}/search?q=a%20c" in found

    @pytest.mark.parametrize("path", [PERSON, "/claims", "/search", "/status"])
    @pytest.mark.parametrize(
        ("state", "status"), [("pruned", 410), ("withdrawn", 410), ("unknown", 404), ("malformed", 400)]
    )
    def test_a_generation_that_is_not_kept(self, past: Past, language: str, path: str, state: str, status: int) -> None:
        named = {"pruned": past.pruned, "withdrawn": past.withdrawn, "unknown": "0" * 64, "malformed": "newest"}[state]
        answer = past.browser.get(f"/{language}{path}?q=A&generation={named}")
        assert answer.status_code == status
        assert text(f"generation-{state}", language, digest=named[:12]) in unescape(answer.text)
        found = leads_on(past.browser, answer.text)
        assert f"/{language}{path}?q=A" in found
        assert (f"/{language}{path}?q=A&generation={past.current}" in found) == (state == "withdrawn")
        assert f'<a href="/{language}/measures"' in answer.text, "the ways of the header lead to what is not there"

    @pytest.mark.parametrize("path", ["/search?q=A", "/claims", "/people?sort=name"])
    def test_a_search_in_a_generation_that_has_no_index(self, past: Past, language: str, path: str) -> None:
        joint = "&" if "?" in path else "?"
        answer = past.browser.get(f"/{language}{path}{joint}generation={past.unsearchable}")
        assert answer.status_code == 404
        assert text("generation-without-search", language, digest=past.unsearchable[:12]) in answer.text
        assert f"/{language}{path}" in leads_on(past.browser, answer.text)

    @pytest.mark.parametrize(
        "path",
        [PERSON, "/page/article/fair", "/page/source/paper-1", "/page/measure/fair-2023-participants", "/claims"],
    )
    @pytest.mark.parametrize(("page", "status"), [("0", 400), ("-1", 400), ("x", 400), ("9" * 30, 400), ("999", 404)])
    def test_an_absurd_page(self, past: Past, language: str, path: str, page: str, status: int) -> None:
        answer = past.browser.get(f"/{language}{path}?page={page}")
        assert answer.status_code == status
        assert heading(answer.text) == text("problem", language)
        assert page[:20] in answer.text
        assert leads_on(past.browser, answer.text) == [f"/{language}{path}"]

    def test_a_broken_query_comes_back_with_its_place(self, past: Past, language: str) -> None:
        answer = past.browser.get(f"/{language}/query", query_string={"query": "SELECT *\n{ ?s ?p"})
        assert answer.status_code == 400
        assert text("line", language).capitalize() in answer.text


@pytest.mark.parametrize("code", ["de", "KK", "en-GB", "tr", "kaz"])
@pytest.mark.parametrize("path", ["/", PERSON, "/claims?year=2023", "/page/person/nobody"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_that_there_is_not_leads_to_those_that_there_are(
    past: Past, code: str, path: str, language: str
) -> None:
    answer = past.browser.get(f"/{code}{path}", headers={"Accept-Language": language})
    assert answer.status_code == 404
    assert text("language-unknown", language) in answer.text
    assert links(answer.text)[:3] == [f"/{one}{path}" for one in LANGUAGES]


@pytest.mark.parametrize(
    "path", ["/de/nothing", "/kk/nothing", "/static/nothing", "/toolong/claims", "/xx/static/a.css"]
)
def test_what_is_in_no_language_is_not_said_to_be_in_another(past: Past, path: str) -> None:
    answer = past.browser.get(path)
    assert answer.status_code == 404
    assert text("language-unknown", "en") not in answer.text


def test_programs_are_told_in_a_problem(past: Past) -> None:
    answer = past.browser.get(f"/en{PERSON}?generation={past.pruned}", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (410, "application/problem+json")
    assert answer.json == {
        "title": "Gone",
        "status": 410,
        "detail": f"the generation {past.pruned[:12]} was published here and is no longer kept: "
        "cite a release, which is kept for good",
        "state": "pruned",
    }
