"""Every view can be cited: in three formats, with its name, the generation and the day, and as it is now for good."""

import json
import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient
from tests.browser.page_kinds import PAGES
from tests.domain.test_citations import fields_of

from volgraph.domain.vocabulary import LANGUAGES
from volgraph.io.generations import Home

ID = "https://w3id.org/volgraph/id/"
DATASET = f"{ID}dataset/volgraph"
UNCITED = ("validate", "citation", "query")
"""Kinds of pages that show nothing of the data, or cite it already."""

LIST = "claims?language=kk&language=ru&contested=vg:Contradiction&sort=amount"
QUERY = "SELECT ?claim WHERE { ?claim a <https://w3id.org/volgraph/ns#QuantityClaim> }"
VIEWS = {
    "": DATASET,
    "about": DATASET,
    "data/dumps/": DATASET,
    "ns": "https://w3id.org/volgraph/ns",
    "shapes": "https://w3id.org/volgraph/graph/shapes",
    "status": DATASET,
    LIST: DATASET,
    "sources?page=2": DATASET,
    "search?q=форум&type=event": DATASET,
    "page/event/international-volunteers-forum-2023": f"{ID}event/international-volunteers-forum-2023",
    "page/source/kazinform-2023-06-20-forum": f"{ID}source/kazinform-2023-06-20-forum",
    f"query?query={quote(QUERY)}&default-graph-uri=https://w3id.org/volgraph/graph/entities": DATASET,
}


def citations(page: str) -> list[str]:
    """Return the addresses of the citations of a page: first of the page with all of them, then of the files."""
    return [unescape(link) for link in re.findall(r'href="([^"]*/cite/[^"]*)" rel="nofollow"', page)]


def permalink(page: str) -> str:
    """Return the address of a page as it is in its generation."""
    (found,) = re.findall(r'<a href="([^"]*)" rel="bookmark">', page)
    return unescape(found)


@pytest.mark.parametrize("kind", PAGES)
def test_every_kind_of_page_can_be_pinned_and_cited(browser: FlaskClient, home: Home, kind: str) -> None:
    current = home.current()
    assert current
    page = browser.get(f"/kk{PAGES[kind]}")
    assert page.status_code == 200
    if kind == "validate":
        return
    pinned = permalink(page.text)
    assert parse_qs(urlsplit(pinned).query)["generation"] == [current.digest]
    again = browser.get(pinned.removeprefix("http://localhost"))
    assert again.status_code == 200
    assert again.headers["Volgraph-Generation"] == current.digest
    assert permalink(again.text) == pinned
    assert (len(citations(page.text)) == 4) == (kind not in UNCITED)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_citations_name_the_thing_the_generation_and_the_day(
    browser: FlaskClient, home: Home, view: str, language: str
) -> None:
    current = home.current()
    assert current
    whole, *files = citations(browser.get(f"/{language}/{view}").text)
    shown = browser.get(whole)
    assert shown.status_code == 200
    texts = {address.rpartition("=")[2]: browser.get(address).text for address in files}
    (item,) = json.loads(texts["csl"])
    entry = fields_of(texts["bib"])
    tags = dict(line.split("  - ", 1) for line in texts["ris"].split("\r\n")[:-1])
    today = datetime.now(UTC).date()
    assert item["accessed"] == {"date-parts": [[today.year, today.month, today.day]]}
    assert (entry["urldate"], tags["Y2"]) == (today.isoformat(), f"{today:%Y/%m/%d}")
    for note in (item["note"], entry["note"].replace("\\", ""), tags["N1"]):
        assert f"IRI: {VIEWS[view]}" in note
    for version in (item["version"], entry["version"], tags["ET"]):
        assert version.endswith(current.digest)
    for text in (item["title"], tags["TI"]):
        assert text in unescape(shown.text)
    assert entry["url"].replace("%7B", "{").replace("%7D", "}") == item["URL"].replace("%7B", "{").replace("%7D", "}")
    assert tags["UR"] == item["URL"]
    cited = browser.get(item["URL"].removeprefix("http://localhost"))
    assert cited.status_code == 200
    assert cited.headers["Volgraph-Generation"] == current.digest


def test_a_list_is_cited_as_it_is_narrowed_and_whole(browser: FlaskClient) -> None:
    (item,) = json.loads(browser.get(f"/en/cite/{LIST}&page=3&format=csl").text)
    assert item["title"].startswith("Claims: ")
    assert "Қазақша" in item["title"]
    address = item["URL"].removeprefix("http://localhost")
    assert parse_qs(urlsplit(address).query).keys() == {"language", "contested", "sort", "generation"}
    pages = [browser.get(one).text for one in (address, f"/en/{LIST}")]
    counts = [re.search(r'<p class="meta">(\d+) in this list', page)[1] for page in pages]  # type: ignore[index]
    assert counts[0] == counts[1]


def test_lists_that_differ_have_keys_that_differ(browser: FlaskClient) -> None:
    keys = {
        json.loads(browser.get(f"/en/cite/claims?{fields}&format=csl").text)[0]["id"]
        for fields in ("", "language=kk", "language=ru", "sort=time")
    }
    assert len(keys) == 4


def test_a_kept_query_is_cited_by_its_short_address(browser: FlaskClient) -> None:
    address = browser.post("/q", data={"query": QUERY}).headers["Location"]
    page = browser.get(browser.get(address).headers["Location"]).text
    whole, *_ = citations(page)
    (item,) = json.loads(browser.get(f"{whole}&format=csl").text)
    assert f"q={address.removeprefix('/q/')}" in item["URL"]
    assert QUERY in item["note"]
    assert browser.get(item["URL"].removeprefix("http://localhost")).status_code == 200


def test_a_pinned_page_leads_to_citations_of_its_generation(browser: FlaskClient, home: Home) -> None:
    current = home.current()
    assert current
    for view in ("", "ns", "sources", "page/place/astana"):
        whole, *files = citations(browser.get(f"/ru/{view}?generation={current.digest}").text)
        for address in (whole, *files):
            assert f"generation={current.digest}" in address
        back = re.search(r'<p class="lead"><a href="([^"]*)"', browser.get(whole).text)
        assert back
        assert f"generation={current.digest}" in back[1]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("cite/claims?language=xx", 404),
        ("cite/claims?sort=none", 400),
        ("cite/search", 400),
        ("cite/search?q=" + "x" * 300, 400),
        ("cite/query?q=0123456789abcdef", 404),
        ("cite/nothing", 404),
        ("cite/?format=doc", 404),
        ("cite/?generation=00000000", 404),
    ],
)
def test_what_cannot_be_cited_is_refused_with_a_reason(browser: FlaskClient, address: str, status: int) -> None:
    answer = browser.get(f"/kk/{address}")
    assert answer.status_code == status
    assert "<h1>" in answer.text
