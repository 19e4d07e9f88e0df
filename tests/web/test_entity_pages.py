"""Pages about entities: a fixed number of queries however much is known, and helpful answers to bad addresses."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from tests.web.crowds import visited

from volgraph.domain.iris import Base
from volgraph.domain.vocabulary import DCT, LABEL, SCHEMA, TYPE, VG
from volgraph.services.reading import PageReader

ITEMS, SOURCES = 10_000, 2_000
CROWD, SPEAKER = "event/crowd", "person/p1"


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A person's browser, on a collection in which one event has 10,000 attendees, each by a claim."""
    return visited(tmp_path_factory.mktemp("crowd"), _crowd)


def _crowd(graph: DefaultGraph | NamedNode) -> Iterator[Quad]:
    base = Base()
    event = base.thing(CROWD)
    yield Quad(event, TYPE, SCHEMA["Event"], graph)
    yield Quad(event, LABEL, Literal("Crowd", language="en"), graph)
    for number in range(SOURCES):
        source = base.thing(f"source/s{number}")
        yield Quad(source, TYPE, VG["Source"], graph)
        yield Quad(source, SCHEMA["publisher"], base.thing("organisation/crowd-news"), graph)
    for number in range(ITEMS):
        person, source = base.thing(f"person/p{number}"), base.thing(f"source/s{number % SOURCES}")
        claim = NamedNode(f"{source.value}/claim/c{number}")
        yield Quad(person, TYPE, SCHEMA["Person"], graph)
        yield Quad(person, LABEL, Literal(f"Person {number}", language="en"), graph)
        said: dict[NamedNode, NamedNode | Literal] = {
            TYPE: VG["RelationClaim"],
            DCT["identifier"]: Literal(f"c{number}"),
            VG["statedIn"]: source,
            VG["voice"]: VG["Reporter"],
            VG["modality"]: VG["Stated"],
            VG["confidence"]: VG["High"],
            VG["subject"]: event,
            VG["predicate"]: SCHEMA["attendee"],
            VG["object"]: person,
        }
        yield from (Quad(claim, key, value, graph) for key, value in said.items())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the queries that pages ask, as they are asked."""
    names: list[str] = []
    ask = PageReader.ask

    def noting(self: PageReader, name: str, *rest: Any) -> Any:
        names.append(name)
        return ask(self, name, *rest)

    monkeypatch.setattr(PageReader, "ask", noting)
    return names


def test_ten_thousand_items_are_read_page_by_page(crowd: FlaskClient) -> None:
    first = crowd.get(f"/en/page/{CROWD}").text
    assert "2,000 sources speak of it" in first
    assert f'href="/en/page/{CROWD}?page=100" rel="last"' in first
    seen: set[str] = set()
    for page in (1, 50, 100):
        found = set(re.findall(r'/en/page/person/(p\d+)"', crowd.get(f"/en/page/{CROWD}?page={page}").text))
        assert len(found) == 100
        assert found.isdisjoint(seen)
        seen |= found
    assert "?sources=40" in first
    assert crowd.get(f"/en/page/{CROWD}?sources=40").status_code == 200


@pytest.mark.parametrize(("path", "most"), [(CROWD, 5), (SPEAKER, 5), ("source/s1", 7)])
def test_a_page_asks_few_queries_however_much_there_is(
    crowd: FlaskClient, asked: list[str], path: str, most: int
) -> None:
    crowd.get(f"/en/page/{path}")  # the names of terms are learned
    asked.clear()
    assert crowd.get(f"/en/page/{path}").status_code == 200
    assert 0 < len(asked) <= most, asked


@pytest.mark.parametrize("path", ["event/international-volunteers-forum-2023", "country/kazakhstan", "place/astana"])
def test_a_page_of_the_collection_asks_few_queries(browser: FlaskClient, asked: list[str], path: str) -> None:
    browser.get(f"/en/page/{path}")
    asked.clear()
    browser.get(f"/ru/page/{path}")
    browser.get(f"/en/page/{path}")
    assert 0 < len(asked) <= 2 * 5, asked


@pytest.mark.parametrize(
    ("target", "status", "says"),
    [
        ("?page=101", 404, "There is no page 101: this list has 100 pages."),
        ("?page=99999999999999999999", 400, "“page” is a whole number from 1 to 1,000,000,000"),
        ("?page=0", 400, "“page” is a whole number from 1"),
        ("?sources=41", 404, "There is no page 41: this list has 40 pages."),
        ("?sources=-1", 400, "“sources” is a whole number from 1"),
        ("?published=2", 404, "There is no page 2: this list has one page."),
        ("?path=x&values=y", 200, "Crowd"),
    ],
)
def test_an_absurd_page_is_refused_in_a_sentence(crowd: FlaskClient, target: str, status: int, says: str) -> None:
    answer = crowd.get(f"/en/page/{CROWD}{target}")
    assert answer.status_code == status
    assert says in answer.text


def test_what_is_not_an_entity_is_described_as_things_are(browser: FlaskClient) -> None:
    page = browser.get("/en/page/identification/baq-forum-publication-date").text
    assert 'class="properties"' in page
    assert 'class="topics"' not in page


def test_a_page_says_what_it_is_to_machines(browser: FlaskClient) -> None:
    link = browser.get("/en/page/country/kazakhstan").headers["Link"]
    assert '<https://w3id.org/volgraph/id/country/kazakhstan>; rel="cite-as"' in link
    assert '<https://schema.org/Country>; rel="type"' in link
