"""Searching over HTTP: the page, the interface for programs, and what is refused."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from httpx import Client
from tests.remote import make
from tests.small import copy_collection, edit

from volgraph.config import Settings
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.io.generations import Home
from volgraph.services.published import Published
from volgraph.web.app import create_app
from volgraph.web.texts import text


def titles(page: str) -> list[str]:
    return re.findall(r'<h3>\s*<a href="([^"]*)"', page)


def refusal(page: str) -> str:
    match = re.search(r'<p class="notice">(.*?)</p>', page)
    assert match, page
    return match[1].replace("&#39;", "'")


def test_a_kazakh_form_leads_to_the_claims_whose_words_have_it(browser: FlaskClient) -> None:
    page = browser.get("/kk/search?q=волонтерлердің").get_data(as_text=True)
    assert titles(page)[0] == "/kk/page/event/international-volunteers-forum-2023"
    assert "/kk/page/article/baq-forum/claim/06a" in titles(page)
    assert "соңғы 3 жылда волонтерлердің саны 3 есеге көбейген" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_are_in_the_language_of_the_page(browser: FlaskClient, language: str) -> None:
    names = {"kk": "Қазақстан", "ru": "Казахстан", "en": "Kazakhstan"}
    page = browser.get(f"/{language}/search?q=Qazaqstan").get_data(as_text=True)
    match = re.search(rf'<a href="/{language}/page/country/kazakhstan"[^>]*>(.*?)</a>', page)
    assert match and match[1] == names[language]
    assert text("kinds-claim", language) in page


def test_results_of_one_kind_come_page_by_page(browser: FlaskClient) -> None:
    seen: list[str] = []
    address = "/en/search?q=volunteers&type=measure"
    while address:
        page = browser.get(address).get_data(as_text=True)
        seen += titles(page)
        match = re.search(r'<a href="([^"]*)" rel="next"', page)
        address = match[1].replace("&amp;", "&") if match else ""
    assert len(seen) == len(set(seen)) > 60
    assert all(path.startswith("/en/page/measure/") for path in seen)


def test_a_typing_error_is_forgiven_and_said(browser: FlaskClient) -> None:
    page = browser.get("/en/search?q=Kazahkstna&type=country").get_data(as_text=True)
    assert titles(page) == ["/en/page/country/kazakhstan"]
    assert text("search-vague", "en") in page


def test_what_is_nowhere_is_said_with_what_to_do(browser: FlaskClient) -> None:
    answer = browser.get("/ru/search?q=цщцщцщ")
    assert answer.status_code == 200
    assert "Здесь ничто не называется «цщцщцщ»" in answer.get_data(as_text=True)


def test_a_search_for_nothing_shows_how_to_search(browser: FlaskClient) -> None:
    for address in ("/kk/search", "/kk/search?q=", "/kk/search?q=%20%20"):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert text("search-how", "kk") in answer.get_data(as_text=True)


def test_what_is_typed_is_shown_as_text(browser: FlaskClient) -> None:
    page = browser.get("/en/search", query_string={"q": '"><script>alert(1)</script>'}).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("address", "key", "values"),
    [
        ("/en/search?q=" + "ж" * 300, "search-too-long", {"count": 300, "most": 200}),
        ("/en/search?q=" + "a" * 10_000, "search-too-long", {"count": 10_000, "most": 200}),
        ("/en/search?q=a&type=claim&page=9999", "no-such-number", {"name": "page", "most": 25, "written": "9999"}),
        ("/en/search?q=a&type=claim&page=-1", "no-such-number", {"name": "page", "most": 25, "written": "-1"}),
        ("/en/search?q=a&type=claim&page=²", "no-such-number", {"name": "page", "most": 25, "written": "²"}),
    ],
)
def test_what_cannot_be_searched_is_refused_with_a_reason(
    browser: FlaskClient, address: str, key: str, values: dict[str, str | int]
) -> None:
    answer = browser.get(address)
    assert answer.status_code == 400
    assert refusal(answer.get_data(as_text=True)) == text(key, "en", **values)


def test_an_unknown_kind_is_refused_with_the_known_ones(browser: FlaskClient, client: FlaskClient) -> None:
    answer = browser.get("/kk/search?q=a&type=dragon")
    assert answer.status_code == 400
    assert refusal(answer.get_data(as_text=True)).startswith("«dragon» деген түр жоқ. Барлары: measure, claim, source,")
    problem = client.get("/search?q=a&type=dragon")
    assert problem.status_code == 400
    assert problem.content_type == "application/problem+json"
    assert problem.json and problem.json["detail"].startswith("There is no type “dragon”. There are: measure, claim,")


def test_programs_get_what_was_found_and_how(client: FlaskClient) -> None:
    found = client.get("/search", query_string={"q": "Астанаға", "limit": 3}).json
    assert found and found["query"] == "Астанаға"
    first = found["results"][0]
    assert first["id"] == "place/astana"
    assert first["names"] == {"kk": "Астана", "ru": "Астана", "en": "Astana"}
    assert (first["type"], first["found"], first["page"]) == ("place", "name-form", "/page/place/astana")
    assert len(found["results"]) == 3
    assert found["counts"]["place"] == 1


def test_programs_get_a_claim_with_what_it_states(client: FlaskClient) -> None:
    found = client.get("/search?q=682&type=claim").json
    assert found and found["results"][0]["names"]["kk"] == "Қазақстандағы волонтерлік ұйымдар саны: 682"


@pytest.mark.parametrize("address", ["/search", "/search?q=", "/search?q=a&limit=0", "/search?q=a&limit=1000"])
def test_programs_are_told_what_is_wrong(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.json and answer.json["detail"]


def test_people_are_led_to_the_page(browser: FlaskClient) -> None:
    answer = browser.get("/search?q=astana&type=place", headers={"Accept-Language": "ru"})
    assert (answer.status_code, answer.location) == (303, "/ru/search?q=astana&type=place")


def test_an_old_generation_is_searched_in_its_own_index(tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    root, home = copy_collection(tmp_path / "small"), Home(tmp_path / "home")
    old = make(root, home)
    home.publish(old, 5)
    edit(root / "data/entities/entities.csv", "A. B.", "Zebulon Quux")
    new = make(root, home)
    home.publish(new, 5)
    client = create_app(Settings(home=home.path), Published(Settings(home=home.path))).test_client()
    asked = "/search?q=Zebulon&type=person"
    assert '"person/a-b"' in client.get(asked).get_data(as_text=True)
    assert '"results":[]' in client.get(f"{asked}&generation={old.digest}").get_data(as_text=True)
    page = client.get(f"/en/search?q=A.+B.&generation={old.digest[:16]}")
    assert page.headers["Volgraph-Generation"] == old.digest
    assert f"/en/page/person/a-b?generation={old.digest[:16]}" in titles(page.get_data(as_text=True))
    old.index.unlink()
    anew = create_app(Settings(home=home.path), Published(Settings(home=home.path))).test_client()
    missing = anew.get(f"/search?q=a&generation={old.digest}")
    assert missing.status_code == 404
    assert "made before there was a search" in missing.get_data(as_text=True)
    assert anew.get(f"/search?q=a&generation={'0' * 64}").status_code == 404


def test_the_page_of_a_search_is_made_once_for_a_generation(http: Client) -> None:
    def hits() -> float:
        found = re.search(r"^volgraph_cache_hits_total (\S+)$", http.get("/metrics").text, flags=re.MULTILINE)
        return float(found[1]) if found else 0

    before = hits()
    first = http.get("/en/search?q=astana+once")
    assert (first.headers["Cache-Control"], hits()) == ("no-cache", before)
    again = http.get("/en/search?q=astana+once", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, hits()) == (304, before + 1)
    assert http.get("/en/search?q=astana+twice").headers["ETag"] != first.headers["ETag"]


def test_initials_find_what_they_abbreviate_and_say_so(browser: FlaskClient, client: FlaskClient) -> None:
    page = browser.get("/ru/search?q=ООН").get_data(as_text=True)
    assert titles(page)[0] == "/ru/page/organisation/united-nations"
    assert text("kinds-organisation", "ru") in page
    assert "ООН" not in page.partition('<ol class="results">')[2].partition("</li>")[0]  # no source calls it so
    found = client.get("/search", query_string={"q": "ООН"}).json
    assert found and found["results"][0]["found"] == "initials"
    assert found["counts"]["organisation"] >= 1


@pytest.mark.parametrize(("typed", "is_meant"), [("CN", True), ("cn", False), ("Cn", False)])
def test_two_letters_are_initials_only_in_capitals(client: FlaskClient, typed: str, is_meant: bool) -> None:
    found = client.get("/search", query_string={"q": typed, "type": "organisation"}).json
    assert found
    assert ("organisation/caspian-news" in [one["id"] for one in found["results"]]) == is_meant
