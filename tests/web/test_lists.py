"""Lists with facets: counts that are true, pages that do not repeat, addresses that lead where they say."""

import csv
import html
import json
import re
from io import StringIO

import pytest
from flask.testing import FlaskClient
from pyoxigraph import QuerySolutions, Store

from volgraph.domain.vocabulary import LANGUAGES
from volgraph.services.listing import LISTS
from volgraph.services.reading import PageReader
from volgraph.web.texts import text

PREFIXES = """PREFIX vg: <https://w3id.org/volgraph/ns#> PREFIX schema: <https://schema.org/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"""
THINGS, MEASURE = "https://w3id.org/volgraph/id/", "measure/kazakhstan-volunteers-total"
_IN_2019 = "?f < '2020-01-01'^^xsd:date && ?u > '2019-01-01'^^xsd:date"


def count(store: Store, pattern: str) -> int:
    """Return how many claims a pattern fits."""
    answer = store.query(f"{PREFIXES} SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE {{ ?c vg:modality ?m . {pattern} }}")
    assert isinstance(answer, QuerySolutions)
    (row,) = answer
    return int(row["n"].value)


def records(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return list(csv.DictReader(StringIO(answer.get_data(as_text=True), newline="")))


def total(page: str) -> int:
    match = re.search(r'<p class="meta">([\d,]+) in this list', page)
    assert match
    return int(match[1].replace(",", ""))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_there_in_every_language(browser: FlaskClient, name: str, language: str) -> None:
    answer = browser.get(f"/{language}/{name}")
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert f"<h1>{text(f'list-{name}', language)}</h1>" in page
    assert page.count("<tr>") > 10


@pytest.mark.parametrize(
    ("fields", "pattern"),
    [
        ("", ""),
        ("contested=none", "FILTER NOT EXISTS { ?d vg:involves ?c }"),
        ("contested=vg:Contradiction", "?d vg:involves ?c ; <http://purl.org/dc/terms/type> vg:Contradiction"),
        ("comparator=vg:MoreThan", "?c vg:comparator vg:MoreThan"),
        ("language=kk", "?c vg:statedIn/schema:inLanguage 'kk'"),
        ("language=kk&language=ru", "?c vg:statedIn/schema:inLanguage ?l FILTER (?l IN ('kk', 'ru'))"),
        (
            "language=kk&comparator=vg:MoreThan",
            "?c vg:statedIn/schema:inLanguage 'kk' ; vg:comparator vg:MoreThan",
        ),
        ("outlet=organisation/kazinform", f"?c vg:statedIn/schema:publisher <{THINGS}organisation/kazinform>"),
        (f"measure={MEASURE}", f"?c vg:measure <{THINGS}{MEASURE}>"),
        ("year=2019", f"?c vg:validFrom ?f ; vg:validUntil ?u FILTER ({_IN_2019})"),
    ],
)
def test_a_narrowed_list_has_what_the_graph_has(
    browser: FlaskClient, client: FlaskClient, store: Store, fields: str, pattern: str
) -> None:
    expected = count(store, pattern)
    assert expected > 0
    assert total(browser.get(f"/en/claims?{fields}").get_data(as_text=True)) == expected
    assert len(records(client, f"/lists/claims.csv?{fields}")) == expected


def test_counts_of_a_facet_are_those_of_the_lists_that_it_leads_to(browser: FlaskClient) -> None:
    for start in (
        *("/en/claims", "/en/claims?language=ru", "/en/claims?year=2023&contested=none"),
        *("/en/events?language=kk", f"/en/claims?measure={MEASURE}", "/en/claims?year=2023&year=2022"),
    ):
        page = browser.get(start).get_data(as_text=True)
        aside = page[page.index("<aside") : page.index("</aside>")]
        values = re.findall(
            r'<a href="([^"]*)"( aria-current="true")?.*?<span class="amount">([\d,]+)</span>', aside, re.DOTALL
        )
        assert len(values) > 10
        chosen = {name for name, _, _ in re.findall(r"(\w+)=((\w|:)*)", start)}
        for address, current, amount in values[:: max(1, len(values) // 8)]:
            facet = re.findall(r"[?&](\w+)=", html.unescape(address))
            if current or (chosen & set(facet) and any(facet.count(name) > 1 for name in facet)):
                continue  # another value beside a chosen one adds to it
            narrowed = browser.get(html.unescape(address)).get_data(as_text=True)
            assert total(narrowed) == int(amount.replace(",", "")), address


def test_pages_of_a_list_hold_everything_once(browser: FlaskClient) -> None:
    seen: list[str] = []
    address = "/en/claims?sort=time"
    while address:
        page = browser.get(address).get_data(as_text=True)
        seen += re.findall(r'<td class="long">\s*<a href="([^"]*)"', page)
        match = re.search(r'<a href="([^"]*)" rel="next"', page)
        address = html.unescape(match[1]) if match else ""
    assert len(seen) == len(set(seen)) == 457


def test_sorts_sort(client: FlaskClient) -> None:
    days = [one["valid_from"] for one in records(client, "/lists/claims.csv?sort=time") if one["valid_from"]]
    assert len(days) > 300
    assert days == sorted(days)
    newest = [one["valid_from"] for one in records(client, "/lists/claims.csv") if one["valid_from"]]
    assert newest == sorted(days, reverse=True)
    numbers = [
        float(one["lower"] or one["upper"])
        for one in records(client, "/lists/claims.csv?sort=-amount&type=vg:QuantityClaim")
        if one["lower"] or one["upper"]
    ]
    assert numbers == sorted(numbers, reverse=True)
    mentions = [int(one["references"]) for one in records(client, "/lists/people.csv")]
    assert mentions == sorted(mentions, reverse=True)


def test_names_are_sorted_as_the_reader_s_alphabet_does(browser: FlaskClient) -> None:
    page = browser.get("/kk/countries?sort=name").get_data(as_text=True)
    names = re.findall(r'<td class="long">\s*<a[^>]*>(.*?)</a>', page)
    assert names.index("Иордания") < names.index("Кения") < names.index("Қазақстан") < names.index("Түркия")


def test_both_forms_of_a_download_hold_the_same(client: FlaskClient) -> None:
    table = records(client, "/lists/sources.csv?language=kk")
    assert [dict(row) for row in table] == [
        {key: str(value) for key, value in row.items()}
        for row in json.loads(client.get("/lists/sources.json?language=kk").get_data(as_text=True))
    ]
    assert {row["language"] for row in table} == {"kk"}


def test_a_download_says_what_it_is(client: FlaskClient) -> None:
    answer = client.get("/lists/claims.csv?comparator=vg:Range")
    assert answer.content_type == "text/csv; charset=utf-8; header=present"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="claims.csv"'
    (row, *_) = csv.DictReader(StringIO(answer.get_data(as_text=True), newline=""))
    assert row["comparator"] == "Range"
    assert float(row["lower"]) < float(row["upper"])


@pytest.mark.parametrize(
    ("fields", "stated"),
    [
        ("measure=measure/abai-fire-firefighters&comparator=vg:AtMost", "at most 1,500"),
        ("measure=measure/abai-fire-start", "8 June 2023"),
        ("measure=measure/abai-fire-start", "8 June"),
        ("measure=measure/kazakhstan-volunteers-total&comparator=vg:MoreThan", "more than 200,000"),
        ("measure=measure/forum-2023-city", "Astana"),
    ],
)
def test_what_claims_state_is_said_in_words(browser: FlaskClient, fields: str, stated: str) -> None:
    page = browser.get(f"/en/claims?{fields}").get_data(as_text=True)
    assert f'<td class="states"><b>{stated}</b>' in page


def test_words_of_a_source_are_marked_as_its_language(browser: FlaskClient) -> None:
    page = browser.get("/en/claims?source=article/baq-forum").get_data(as_text=True)
    assert '<q class="quote" lang="kk">қазіргі таңда 200 мыңнан асып отыр</q>' in page


def test_a_list_narrowed_by_a_link_says_by_what(browser: FlaskClient) -> None:
    page = browser.get(f"/en/claims?measure={MEASURE}&language=kk").get_data(as_text=True)
    chosen = re.sub(r"<[^>]*>", "", page[page.index('<ul class="chosen"') : page.index('<div class="listed"')])
    assert "Volunteers in Kazakhstan" in chosen and "Қазақша" in chosen
    assert "Volunteers in Kazakhstan" not in page[page.index("<aside") : page.index("</aside>")]


def test_a_choice_can_be_taken_back(browser: FlaskClient) -> None:
    page = browser.get("/en/claims?year=2019&language=kk").get_data(as_text=True)
    chosen = page[page.index('<ul class="chosen"') :]
    assert re.findall(r'href="([^"]*)"', chosen[: chosen.index("</ul>")]) == [
        "/en/claims?language=kk",
        "/en/claims?year=2019",
        "/en/claims",
    ]


@pytest.mark.parametrize(
    ("address", "status", "key", "values"),
    [
        ("claims?page=10000", 404, "list-no-page", {"page": "10000", "count": 10}),
        ("claims?page=0", 400, "no-such-number", {"name": "page", "most": 10**9, "written": "0"}),
        ("claims?page=one", 400, "no-such-number", {"name": "page", "most": 10**9, "written": "one"}),
        ("claims?sort=luck", 400, "list-no-sort", {"sort": "luck", "known": "-time, time, -amount, amount"}),
        ("claims?place=place/atlantis", 404, "list-no-value", {"facet": "Place", "value": "place/atlantis"}),
    ],
)
def test_what_a_list_does_not_have_is_said(
    browser: FlaskClient, address: str, status: int, key: str, values: dict[str, str | int]
) -> None:
    answer = browser.get(f"/en/{address}")
    assert answer.status_code == status
    page = answer.get_data(as_text=True)
    assert text(key, "en", **values) in html.unescape(page)
    assert 'href="/en/claims"' in page


def test_a_misspelt_value_leads_to_the_nearest(browser: FlaskClient) -> None:
    answer = browser.get("/ru/claims?place=place/astna")
    assert answer.status_code == 404
    assert "/ru/claims?place=place%2Fastana" in answer.get_data(as_text=True)


def test_an_absent_list_is_not_found(client: FlaskClient) -> None:
    answer = client.get("/lists/dragons.csv")
    assert answer.status_code == 404
    assert answer.json and "claims, measures, sources" in answer.json["detail"]


def test_a_list_asks_no_query_of_the_store(browser: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the store was asked")

    monkeypatch.setattr(PageReader, "ask", refuse)
    for address in ("/en/claims?place=place/astana", "/kk/measures", "/ru/search?q=форум"):
        assert browser.get(address).status_code == 200
