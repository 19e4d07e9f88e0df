"""A measure with thousands of claims: its table comes page by page, and its chart stands for all of them."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from tests.web.crowds import visited
from tests.web.test_claim_pages import Marks, script

from volgraph.domain.claims import Claim, ClaimKind, claim_triples
from volgraph.domain.iris import Base
from volgraph.domain.vocabulary import (
    DCT,
    LABEL,
    LANGUAGES,
    SCHEMA,
    TYPE,
    VG,
    Comparator,
    Confidence,
    DiscrepancyType,
    MeasureKind,
    Modality,
    TimePrecision,
    TimeRole,
    Voice,
    integer,
)
from volgraph.services.reading import PageReader
from volgraph.web.drawing.comparison import MOST_ROWS

CLAIMS, SOURCES, DISCREPANCIES = 5_000, 500, 50
NUMBERS, NAMES = "measure/crowd-size", "measure/crowd-name"
MOST_DRAWN = 400


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A browser on a site with 5,000 claims on each of two measures."""
    return visited(tmp_path_factory.mktemp("crowd"), _crowd)


def _crowd(graph: DefaultGraph | NamedNode) -> Iterator[Quad]:
    base = Base()
    event, group = base.thing("event/crowd"), base.thing("group/crowd")
    for thing, kind, label in ((event, SCHEMA["Event"], "Crowd"), (group, VG["Group"], "people")):
        yield Quad(thing, TYPE, kind, graph)
        yield Quad(thing, LABEL, Literal(label, language="en"), graph)
    counts: dict[NamedNode, NamedNode | Literal] = {VG["counts"]: group}
    for path, unit in ((NUMBERS, counts), (NAMES, {})):
        measure = base.thing(path)
        said: dict[NamedNode, NamedNode | Literal] = {
            TYPE: VG["Measure"],
            DCT["type"]: MeasureKind.STOCK.node if unit else MeasureKind.ATTRIBUTE.node,
            VG["subject"]: event,
            LABEL: Literal(path, language="en"),
            **unit,
        }
        yield from (Quad(measure, key, value, graph) for key, value in said.items())
    for number in range(SOURCES):
        source = base.thing(f"source/s{number}")
        yield Quad(source, TYPE, VG["Source"], graph)
        yield Quad(source, SCHEMA["publisher"], base.thing("organisation/crowd-news"), graph)
    for number in range(CLAIMS):
        for claim in (_figure(number), _name(number)):
            yield from (Quad(t.subject, t.predicate, t.object, graph) for t in claim_triples(claim))
    for number in range(DISCREPANCIES):
        odds = base.thing(f"discrepancy/crowd-{number}")
        involved = [_figure(one).iri for one in (2 * number, 2 * number + 1)]
        yield Quad(odds, TYPE, VG["Discrepancy"], graph)
        yield Quad(odds, DCT["type"], DiscrepancyType.CONTRADICTION.node, graph)
        yield Quad(odds, VG["measure"], base.thing(NUMBERS), graph)
        yield Quad(odds, VG["explanation"], Literal(f"Odds number {number}.", language="en"), graph)
        yield Quad(odds, VG["originsAtMost"], integer(2), graph)
        yield from (Quad(odds, VG["involves"], iri, graph) for iri in involved)


def _claim(number: int, name: str, **said: Any) -> Claim:
    source = Base().thing(f"source/s{number % SOURCES}")
    day = date(2015, 1, 1) + timedelta(days=number * 7 % 3000)
    return Claim(
        iri=NamedNode(f"{source.value}/claim/{name}{number}"),
        row=f"{name}{number}",
        source=source,
        voice=Voice.REPORTER,
        modality=Modality.STATED,
        confidence=Confidence.HIGH,
        subject=Base().thing("event/crowd"),
        comparator=said.pop("comparator", Comparator.EQUAL),
        valid_from=day,
        valid_until=day + timedelta(days=1),
        time_precision=TimePrecision.DAY,
        time_role=TimeRole.AS_OF,
        **said,
    )


def _figure(number: int) -> Claim:
    size = Decimal(1000 + number * 37 % 900)
    open_above = number % 3 == 0
    return _claim(
        number,
        "n",
        kind=ClaimKind.QUANTITY,
        measure=Base().thing(NUMBERS),
        counts=Base().thing("group/crowd"),
        comparator=Comparator.MORE_THAN if open_above else Comparator.EQUAL,
        lower=size,
        upper=None if open_above else size,
    )


def _name(number: int) -> Claim:
    return _claim(
        number, "t", kind=ClaimKind.VALUE, measure=Base().thing(NAMES), value=Literal(f"Crowd {number % 1000}")
    )


def rows(page: str) -> list[str]:
    """Return the claims of the table of a page."""
    return re.findall(r'class="figure"><a href="/en/page/(source/[^"]*)"', page)


def test_the_table_has_every_claim_once_page_by_page(crowd: FlaskClient) -> None:
    first = crowd.get(f"/en/page/{NUMBERS}").text
    assert "5,000 claims" in first
    assert f'href="/en/page/{NUMBERS}?page=50#claims" rel="last"' in first
    found: list[str] = []
    for page in (1, 2, 25, 49, 50):
        shown = rows(crowd.get(f"/en/page/{NUMBERS}?page={page}").text)
        assert len(shown) == 100
        found += shown
    assert len(set(found)) == 500


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [NUMBERS, NAMES])
def test_the_chart_stands_for_every_claim_and_says_that_it_folds_them(
    crowd: FlaskClient, path: str, language: str
) -> None:
    page = crowd.get(f"/{language}/page/{path}").text
    marks = Marks(page).claims
    assert sum(marks) == CLAIMS
    assert 20 < len(marks) < MOST_DRAWN
    assert page.count(f">×{max(marks)}</text>") == marks.count(max(marks))
    says = {"en": "too many to draw one by one", "ru": "нельзя", "kk": "орын жетпейді"}
    assert says[language] in re.search(r'class="note folded">(.*?)</span>', page)[1]  # type: ignore[index]


def test_marks_that_differ_in_kind_are_not_folded_into_one(crowd: FlaskClient) -> None:
    page = crowd.get(f"/en/page/{NUMBERS}").text
    chart = page[page.index("<svg viewBox") : page.index('class="legend"')]
    by_kind = {"open": 0, "exact": 0, "contested": 0}
    for classes, claims, drawn in re.findall(r'<g class="(mark[^"]*)" data-claims="(\d+)">(.*?)</g>', chart, re.DOTALL):
        by_kind["open" if 'class="open"' in drawn else "exact"] += int(claims)
        by_kind["contested"] += int(claims) if "contested" in classes else 0
    assert by_kind == {"open": 1667, "exact": 3333, "contested": 2 * DISCREPANCIES}


def test_a_folded_mark_says_from_where_to_where_it_reaches(crowd: FlaskClient) -> None:
    page = unescape(crowd.get(f"/en/page/{NUMBERS}").text)
    titles = re.findall(r"<title>([^<]*)</title>", page)[1:]
    reaching = [title for title in titles if "×" in title]
    assert len(reaching) > 20
    for title in reaching:
        figures, times, number = title.split(" · ")
        assert re.fullmatch(r"(more than )?1,\d{3}( – (more than )?1,\d{3})?", figures), title
        assert "20" in times
        assert number.startswith("× ")


def test_values_that_are_too_many_for_rows_of_their_own_share_one(crowd: FlaskClient) -> None:
    page = crowd.get(f"/en/page/{NAMES}").text
    named = re.findall(r'<text class="row"[^>]*>([^<]*)</text>', page)
    assert len(named) == MOST_ROWS + 1
    assert named[-1] == "970 other values"


def test_discrepancies_come_page_by_page(crowd: FlaskClient) -> None:
    said: set[str] = set()
    for page, number in ((1, 20), (2, 20), (3, 10)):
        found = re.findall(r"Odds number \d+\.", crowd.get(f"/en/page/{NUMBERS}?odds={page}").text)
        assert len(found) == number
        said |= set(found)
    assert len(said) == DISCREPANCIES


def test_the_page_says_of_its_rows_only_to_search_engines(crowd: FlaskClient) -> None:
    _, *observations = script(crowd.get(f"/en/page/{NUMBERS}?page=3").text)
    assert len(observations) == 100


@pytest.mark.parametrize(
    ("path", "most"), [(NUMBERS, 5), (NAMES, 5), ("source/s3/claim/n3", 7), ("event/crowd", 5), ("source/s3", 7)]
)
def test_a_page_asks_no_more_than_where_there_are_few(
    crowd: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str, most: int
) -> None:
    asked: list[str] = []
    ask = partial(PageReader.ask)

    def noting(self: PageReader, name: str, *rest: Any) -> Any:
        asked.append(name)
        return ask(self, name, *rest)

    monkeypatch.setattr(PageReader, "ask", noting)
    assert crowd.get(f"/ru/page/{path}").status_code == 200
    assert 0 < len(asked) <= most, asked


def test_a_claim_stands_beside_those_that_are_nearest_in_time(crowd: FlaskClient) -> None:
    page = crowd.get("/en/page/source/s3/claim/n3").text
    assert len(rows(page)) == 6
    assert "Compare all 5,000 claims" in page
    days = re.findall(r'class="date"><time datetime="([^"]*)"', page)
    assert len(days) == 6
    assert {day[:7] for day in days} <= {"2015-01"}


@pytest.mark.parametrize(
    ("target", "status", "says"),
    [
        ("?page=51", 404, "There is no page 51: this list has 50 pages."),
        ("?odds=4", 404, "There is no page 4: this list has 3 pages."),
        ("?page=0", 400, "“page” is a whole number from 1"),
        ("?odds=x", 400, "“odds” is a whole number from 1"),
    ],
)
def test_an_absurd_page_is_refused_in_a_sentence_and_leads_on(
    crowd: FlaskClient, target: str, status: int, says: str
) -> None:
    answer = crowd.get(f"/en/page/{NUMBERS}{target}")
    assert answer.status_code == status
    assert says in answer.text
    assert f'<a href="/en/page/{NUMBERS}">' in answer.text
