"""Addresses in each language, the way to them from an address without one, and keeping pages by generation."""

import pytest
from flask.testing import FlaskClient
from httpx import Client

from volgraph.domain.vocabulary import LANGUAGES

FORUM = "/page/event/international-volunteers-forum-2023"
PAGES = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        ("", "ru-KZ, kk;q=0.5", "ru"),
        ("", "de, kk;q=0.5", "kk"),
        ("", "de", "en"),
        ("kk", "ru", "kk"),
        ("de", "ru", "ru"),
    ],
)
def test_an_address_without_a_language_leads_to_the_readers(
    browser: FlaskClient, cookie: str, accepted: str, language: str
) -> None:
    if cookie:
        browser.set_cookie("lang", cookie)
    for path in (FORUM, "/", "/query?query=ASK%20%7B%7D", f"{FORUM}?page=1"):
        answer = browser.get(path, headers={"Accept-Language": accepted})
        assert answer.status_code == 302
        assert answer.location == f"/{language}{path}"
        assert {"Accept-Language", "Cookie"} <= set(answer.vary)
        assert answer.cache_control.no_store


@pytest.mark.parametrize("path", ["/ns", "/status", "/shacl", "/data/dumps/", "/sparql", "/sparql?query=ASK%7B%7D"])
def test_where_programs_read_people_are_led_to_the_page(browser: FlaskClient, client: FlaskClient, path: str) -> None:
    answer = browser.get(path, headers={"Accept-Language": "kk"})
    assert (answer.status_code, answer.location) == (303, f"/kk{path.replace('sparql', 'query')}")
    assert {"Accept", "Accept-Language", "Cookie"} <= set(answer.vary)
    assert browser.get(path, follow_redirects=True).status_code == 200
    if path != "/sparql?query=ASK%7B%7D":  # the front answers programs there
        assert client.get(path).status_code == 200


def test_every_page_leads_to_itself_in_the_other_languages_and_for_good(browser: FlaskClient) -> None:
    page = browser.get(f"/ru{FORUM}?page=1").text
    for language in LANGUAGES:
        assert f'hreflang="{language}" href="http://localhost/{language}{FORUM}?page=1"' in page
        assert f'<a href="/{language}{FORUM}?page=1" lang="{language}"' in page
    assert f'hreflang="x-default" href="http://localhost{FORUM}?page=1"' in page
    digest = browser.get(f"/ru{FORUM}").headers["Volgraph-Generation"]
    pinned = f"/ru{FORUM}?page=1&generation={digest}"
    assert f'href="http://localhost{pinned}"'.replace("&", "&amp;") in page
    again = browser.get(pinned)
    assert again.status_code == 200
    assert f'href="/ru/page/place/astana?generation={digest}"' in again.text


@pytest.mark.parametrize("path", ["/de/page/event/x", "/kk/nothing", "/xx/", "/KK/", "/kk"])
def test_an_address_in_no_language_of_ours_leads_nowhere(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == (308 if path == "/kk" else 404)


def test_every_way_of_the_header_and_footer_leads_somewhere(browser: FlaskClient) -> None:
    page = browser.get("/kk/").text
    addresses = [part.partition('"')[0] for part in page.split(' href="/')[1:]]
    assert len(addresses) > 10
    for address in addresses:
        assert browser.get(f"/{address}".replace("&amp;", "&"), follow_redirects=True).status_code == 200, address


def test_a_page_is_made_once_and_a_reader_who_has_it_gets_it_no_second_time(http: Client) -> None:
    first = http.get(f"/kk{FORUM}", headers=PAGES)
    assert first.headers["Cache-Control"] == "no-cache"
    hits = _hits(http)
    again = http.get(f"/kk{FORUM}", headers=PAGES)
    assert _hits(http) == hits + 1
    assert (again.content, again.headers["ETag"]) == (first.content, first.headers["ETag"])
    held = http.get(f"/kk{FORUM}", headers={**PAGES, "If-None-Match": first.headers["ETag"]})
    assert (held.status_code, held.content) == (304, b"")
    head = http.head(f"/kk{FORUM}")
    assert head.headers["Content-Length"] == first.headers["Content-Length"]
    assert http.get(f"/ru{FORUM}").headers["ETag"] != first.headers["ETag"]


def test_a_page_comes_compressed_to_those_who_read_that(http: Client) -> None:
    plain = http.get(f"/kk{FORUM}")
    for coding in ("br", "gzip", "zstd"):
        coded = http.get(f"/kk{FORUM}", headers={"Accept-Encoding": coding})
        assert coded.headers["Content-Encoding"] == coding
        assert coded.text == plain.text
        assert int(coded.headers["Content-Length"]) < len(plain.content) / 2


def test_the_results_of_a_query_are_not_kept(http: Client) -> None:
    answer = http.get("/kk/query", params={"query": "SELECT (RAND() AS ?x) {}"}, headers=PAGES)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert answer.text != http.get("/kk/query", params={"query": "SELECT (RAND() AS ?x) {}"}, headers=PAGES).text


@pytest.mark.parametrize(
    ("headers", "cookie"),
    [
        ({"Accept-Language": "kk"}, False),
        ({"Accept-Language": "ru"}, True),
        ({"Accept-Language": "ru", "Cookie": "lang=kk"}, False),
        ({"Accept-Language": "kk", "Cookie": "lang=ru"}, True),
    ],
)
def test_the_language_of_the_page_read_last_is_remembered_where_the_browser_would_ask_for_another(
    http: Client, headers: dict[str, str], cookie: bool
) -> None:
    said = http.get(f"/kk{FORUM}", headers=headers).headers.get("Set-Cookie", "")
    http.cookies.clear()
    assert said.startswith("lang=kk;") is cookie


def _hits(http: Client) -> float:
    line = next(
        line for line in http.get("/metrics").text.splitlines() if "cache" in line and "hit" in line and line[0] != "#"
    )
    return float(line.rpartition(" ")[2])
