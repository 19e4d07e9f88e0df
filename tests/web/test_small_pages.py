"""The feed, the sitemap, the page about all this, the dumps, and what robots are told."""

import gzip
import shutil
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask.testing import FlaskClient
from tests.conformance.page import summary
from tests.small import ROOT, copy_collection

from volgraph.config import Settings
from volgraph.domain.iris import Base
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.io.generations import Home
from volgraph.io.history import Reason
from volgraph.services.building import build
from volgraph.services.published import Published
from volgraph.services.withdrawing import withdraw
from volgraph.web import sitemaps
from volgraph.web.app import create_app

ATOM, SITEMAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A server of a small collection that was published, changed, published again, and rolled back."""
    folder = tmp_path_factory.mktemp("changing")
    home, root = Home(folder / "home"), copy_collection(folder / "collection")
    first, _ = build(root, Base(), home)
    home.publish(first, 5)
    claims = root / "data" / "claims" / "fair.csv"
    lines = claims.read_text(encoding="utf-8").splitlines(keepends=True)
    claims.write_text("".join(lines[:-1]), encoding="utf-8")
    second, _ = build(root, Base(), home)
    home.publish(second, 5)
    home.publish(first, 5, Reason.ROLLBACK)
    settings = Settings(home=home.path, collection=root)
    return create_app(settings, Published(settings)).test_client()


def entries(client: FlaskClient, language: str) -> list[Element]:
    answer = client.get(f"/{language}/feed.atom")
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    root = fromstring(answer.data)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author/" + ATOM + "name"):
        assert root.findtext(f"{ATOM}{name}"), name
    return root.findall(f"{ATOM}entry")


@pytest.mark.parametrize(
    ("language", "went_back", "changed"),
    [
        ("kk", "қайтадан қолданыста", "Өзгерген графтар:"),
        ("ru", "Снова действует", "Изменены графы:"),
        ("en", "the current one again", "Graphs changed:"),
    ],
)
def test_the_feed_tells_what_changed_in_each_language(
    changing: FlaskClient, language: str, went_back: str, changed: str
) -> None:
    back, second, first = entries(changing, language)
    assert went_back in (back.findtext(f"{ATOM}title") or "")
    for entry in (back, second):
        summary = entry.findtext(f"{ATOM}summary") or ""
        assert changed in summary
        assert "claims/" in summary
    assert changed not in (first.findtext(f"{ATOM}summary") or "")
    moments = [datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "") for entry in (back, second, first)]
    assert moments == sorted(moments, reverse=True)


def test_each_entry_has_a_name_of_its_own_and_leads_to_a_page(changing: FlaskClient) -> None:
    found = entries(changing, "en")
    for entry in found:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        page = changing.get(link.attrib["href"].removeprefix("http://localhost"), headers={"Accept": "text/html"})
        assert page.status_code == 200
    names = [entry.findtext(f"{ATOM}id") for entry in found]
    assert all(name and "/publications/" in name for name in names)


def test_the_feed_keeps_to_its_specification(changing: FlaskClient) -> None:
    """What https://www.rfc-editor.org/rfc/rfc4287#section-4.1 asks for."""
    answer = changing.get("/ru/feed.atom")
    root, found = fromstring(answer.data), entries(changing, "ru")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ru"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": "http://localhost/ru/feed.atom", "alternate": "http://localhost/ru/"}
    assert root.findtext(f"{ATOM}updated") == found[0].findtext(f"{ATOM}updated")
    for element in (root, *found):
        once = [child.tag for child in element if child.tag not in (f"{ATOM}entry", f"{ATOM}link")]
        assert len(once) == len(set(once))
        assert {f"{ATOM}id", f"{ATOM}title", f"{ATOM}updated"} <= set(once)
        moment = datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "")
        assert moment.tzinfo is not None
    for entry in found:
        assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]


def test_entries_keep_their_names_when_something_is_withdrawn(tmp_path: Path) -> None:
    """A name never changes: https://www.rfc-editor.org/rfc/rfc4287#section-4.2.6. It used to be of the new digest."""
    home, root = Home(tmp_path / "home"), copy_collection(tmp_path / "collection")
    generation, _ = build(root, Base(), home)
    home.publish(generation, 5)

    def named() -> list[str | None]:
        settings = Settings(home=home.path, collection=root)
        client = create_app(settings, Published(settings)).test_client()
        return [entry.findtext(f"{ATOM}id") for entry in entries(client, "en")]

    before = named()
    withdraw(home, "place/almaty", "asked", Base(), root)
    current = home.current()
    assert current
    assert current.digest != generation.digest
    assert named() == before


def test_a_generation_that_is_not_kept_is_told_without_its_counts(home: Home, tmp_path: Path) -> None:
    own = Home(Path(shutil.copytree(home.path, tmp_path / "own", symlinks=True)))
    log = own.path / "publications.jsonl"
    log.write_text(
        '{"digest": "'
        + "0" * 64
        + '", "published": "2020-01-01T00:00:00+00:00", "reason": "publish"}\n'
        + log.read_text()
    )
    client = create_app(Settings(home=own.path)).test_client()
    last = entries(client, "en")[-1]
    assert last.findtext(f"{ATOM}summary") == "This generation is not kept any more."


def test_pages_lead_to_the_feed_in_their_language(browser: FlaskClient) -> None:
    assert 'type="application/atom+xml" href="/kk/feed.atom"' in browser.get("/kk/about").text


def addresses(client: FlaskClient, path: str) -> list[str]:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    return [loc.text or "" for loc in fromstring(answer.data).iter(f"{SITEMAP}loc")]


def test_the_sitemap_has_every_thing_once_in_each_language_and_each_leads_to_a_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "PART_THINGS", 400)
    parts = addresses(client, "/sitemap.xml")
    assert len(parts) > 2
    # https://www.sitemaps.org/protocol.html#location: it may only list what is below its own folder
    assert all(part.removeprefix("http://localhost/").count("/") == 0 for part in parts)
    found = [url for part in parts for url in addresses(client, part.removeprefix("http://localhost"))]
    assert len(found) == len(set(found)) > 2500
    assert {url.split("/")[3] for url in found} == set(LANGUAGES)
    for url in (*found[:40], *found[40::500]):
        path = url.removeprefix("http://localhost")
        assert client.get(path, headers={"Accept": "text/html"}).status_code == 200, path
    for kind in ("claim", "measure", "event", "source"):
        assert any(f"/{kind}/" in url for url in found), kind


def test_the_sitemap_leaves_out_what_shows_nothing_by_itself(client: FlaskClient) -> None:
    found = addresses(client, "/sitemap-0.xml")
    assert "http://localhost/kk/claims" in found
    assert not [url for url in found if "/cite/" in url or "/query" in url or "/search" in url]


@pytest.mark.parametrize("number", ["99", "-1", "x"])
def test_a_part_that_there_is_not_is_not_found(client: FlaskClient, number: str) -> None:
    assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_robots_are_led_to_the_sitemap_and_away_from_queries(client: FlaskClient) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert "Sitemap: http://localhost/sitemap.xml" in lines
    assert {"Disallow: /q/", "Disallow: /*/query", "Disallow: /sparql", "Disallow: /*/cite/"} <= set(lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_about_all_this_names_the_generation_to_cite(browser: FlaskClient, home: Home, language: str) -> None:
    page = browser.get(f"/{language}/about").text
    current = home.current()
    assert current
    assert f"http://localhost/{language}/?generation={current.digest}" in page
    assert "https://creativecommons.org/licenses/by/4.0/" in page


def test_the_page_of_dumps_tells_every_dump_and_each_can_be_had(
    browser: FlaskClient, client: FlaskClient, home: Home
) -> None:
    current = home.current()
    assert current
    page = browser.get(f"/kk/data/dumps/?generation={current.digest}").text
    for name, entry in current.manifest()["dumps"].items():
        assert f"/data/dumps/{name}?generation={current.digest}" in page
        assert entry["sha256"] in page
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in page
    rows = gzip.decompress(client.get("/data/dumps/claims.csv.gz").data).decode().splitlines()
    assert len(rows) > 400


def test_the_state_says_of_conformance_what_the_docs_say(browser: FlaskClient) -> None:
    found = summary((ROOT / "docs/conformance.md").read_text(encoding="utf-8"))
    assert set(found) >= {"SPARQL 1.1 Protocol", "Graph Store Protocol", "Service Description", "SHACL Core"}
    page = browser.get("/en/status").text
    for suite, score in found.items():
        passed, _, of = score.partition("/")
        assert f'<dt lang="en">{suite}</dt><dd>{passed} of {of} tests</dd>' in page
