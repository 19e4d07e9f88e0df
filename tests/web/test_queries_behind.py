"""The query behind a page: whoever asks it gets what the page shows."""

import csv
import json
import re
from html import unescape
from io import StringIO
from shlex import split
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from pyoxigraph import QuerySolutions, Store

from volgraph.domain.vocabulary import LANGUAGES
from volgraph.services.listing import LISTS, facets
from volgraph.services.published import Published
from volgraph.services.querying import stored_query
from volgraph.services.written_queries import narrowed_out

THINGS = "https://w3id.org/volgraph/id/"
_FEW = 2
"""So many values of each facet are tried, the most frequent and the rarest."""


def behind(page: str) -> list[str]:
    """Return the queries that a page shows, each of which leads to the query page and to a table."""
    found = re.findall(
        r'class="behind">.*?<code>(.*?)</code></pre>\s*<p><a href="(/en/query\?query=[^"]*)">[^<]*</a> · '
        r'<a href="(/sparql\?format=csv&amp;query=[^"]*)">',
        page,
        re.DOTALL,
    )
    return [unescape(text) for text, _, _ in found]


def rows(store: Store, query: str, name: str) -> list[str]:
    """Return what a query finds for a variable, row by row."""
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    return [solution[name].value for solution in solutions]


def listed(client: FlaskClient, name: str, fields: str = "") -> list[str]:
    answer = client.get(f"/lists/{name}.csv?{fields}")
    assert answer.status_code == 200
    return [record["iri"] for record in csv.DictReader(StringIO(answer.text, newline=""))]


def variable(name: str) -> str:
    return {"claims": "claim", "sources": "source"}.get(name, "thing")


@pytest.mark.parametrize("name", LISTS)
def test_the_query_behind_a_list_finds_what_the_list_has_whatever_narrows_it(
    browser: FlaskClient, client: FlaskClient, published: Published, store: Store, name: str
) -> None:
    index = published.snapshot().index
    wanted, tried = LISTS[name], 0
    for facet in facets(index, wanted, {}):
        values = facet.values[:_FEW] + facet.values[_FEW:][-_FEW:]
        for choice in [[value.value] for value in values] + [[value.value for value in values]]:
            fields = "&".join(f"{facet.name}={value}" for value in choice)
            (query,) = behind(browser.get(f"/en/{name}?{fields}").text)
            found = rows(store, query, variable(name))
            assert sorted(found) == sorted(listed(client, name, fields)) != [], fields
            tried += 1
    assert tried > 8


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("claims", "contested=vg:Contradiction&year=2023&language=kk"),
        ("claims", "outlet=organisation/kazinform&type=vg:QuantityClaim&modality=vg:Stated"),
        ("claims", "measure=measure/kazakhstan-volunteers-total&comparator=vg:MoreThan"),
        ("claims", "source=source/kazinform-2023-06-20-forum&place=place/astana"),
        ("claims", "subject=country/kazakhstan&contested=none"),
        ("measures", "subject=country/kazakhstan&contested=none&language=ru"),
        ("events", "year=2023&contested=vg:Contradiction"),
        ("sources", "language=kk&year=2023&contested=none"),
    ],
)
def test_facets_narrow_the_query_together(
    browser: FlaskClient, client: FlaskClient, store: Store, name: str, fields: str
) -> None:
    (query,) = behind(browser.get(f"/en/{name}?{fields}").text)
    assert sorted(rows(store, query, variable(name))) == sorted(listed(client, name, fields)) != []


@pytest.mark.parametrize(
    ("name", "sort", "column"),
    [
        ("claims", "-time", "valid_from"),
        ("claims", "time", "valid_from"),
        ("claims?type=vg:QuantityClaim", "-amount", "lower"),
        ("sources", "-time", "published"),
        ("sources", "time", "published"),
        ("people", "-refs", "references"),
        ("measures", "-refs", "references"),
        ("sources", "-refs", "references"),
    ],
)
def test_the_query_sorts_as_the_list_does(
    browser: FlaskClient, client: FlaskClient, store: Store, name: str, sort: str, column: str
) -> None:
    name, _, fields = name.partition("?")
    answer = client.get(f"/lists/{name}.csv?sort={sort}&{fields}")
    records = list(csv.DictReader(StringIO(answer.text, newline="")))
    held = {
        record["iri"]: (record.get("lower") or record.get("upper")) if column == "lower" else record[column]
        for record in records
    }
    (query,) = behind(browser.get(f"/en/{name}?sort={sort}&{fields}").text)
    in_query = [held[iri] for iri in rows(store, query, variable(name))]
    assert in_query[:100] == [held[record["iri"]] for record in records][:100]


@pytest.mark.parametrize("name", ["lists/claims", "lists/sources", "lists/things"])
def test_every_facet_and_order_of_a_list_stands_in_its_query(store: Store, name: str) -> None:
    lists = [entry for entry in LISTS.values() if name == f"lists/{entry.name}"] or [
        entry for entry in LISTS.values() if entry.name not in ("claims", "sources")
    ]
    text = stored_query(name)
    assert isinstance(store.query(narrowed_out(name, {}, "")), QuerySolutions)
    for entry in lists:
        for part in (*entry.all_facets, *entry.sorts):
            assert re.search(rf"  # by {re.escape(part)}$", text, re.MULTILINE), (entry.name, part)


@pytest.mark.parametrize("path", ["article/baq-forum", "source/kazinform-2023-06-20-forum"])
def test_the_query_behind_a_source_finds_its_claims(browser: FlaskClient, store: Store, path: str) -> None:
    page = browser.get(f"/en/page/{path}").text
    (query,) = behind(page)
    shown = set(re.findall(rf'href="/en/page/({path}/claim/[^"#]+)"', page))
    found = rows(store, query, "claim")
    assert {iri.removeprefix(THINGS) for iri in found} == shown
    assert len(found) == len(shown) > 5


@pytest.mark.parametrize("path", ["event/international-volunteers-forum-2023", "person/kassym-jomart-tokayev"])
def test_the_query_behind_an_entity_finds_what_is_said_of_it(browser: FlaskClient, store: Store, path: str) -> None:
    page = browser.get(f"/en/page/{path}").text
    (query,) = behind(page)
    said = "".join(re.findall(r'<dl class="topics">.*?</dl>', page, re.DOTALL))
    shown = set(re.findall(r'href="/en/page/([^"#]*/claim/[^"#]+)"', said))
    assert {iri.removeprefix(THINGS) for iri in rows(store, query, "claim")} == shown != set()


def test_the_first_page_takes_its_things_from_the_queries_behind_it(browser: FlaskClient, store: Store) -> None:
    page = browser.get("/en/").text
    figures, contested, newest = behind(page)
    sections = page.split("<section")
    for query, part, name, most in (
        (figures, 1, "thing", 3),
        (contested, 2, "thing", 6),
        (newest, 3, "source", 5),
    ):
        paths = [iri.removeprefix(THINGS) for iri in rows(store, query, name)]
        linked = [path for path in re.findall(r'href="/en/page/([^"#]+)"', sections[part]) if path in paths]
        assert set(linked) == set(paths[:most]), part


@pytest.mark.parametrize(
    "address", ["ns", "shapes", "status", "about", "page/identification/baq-forum-publication-date"]
)
def test_other_pages_have_a_query_that_finds_something(browser: FlaskClient, store: Store, address: str) -> None:
    (query,) = behind(browser.get(f"/en/{address}").text)
    assert len(list(store.query(query))) > 2  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_shows_how_a_program_asks_it(browser: FlaskClient, client: FlaskClient, language: str) -> None:
    page = browser.get(f"/{language}/search?q=l'Astana+%26+форум&type=event").text
    command = re.search(r'class="behind">.*?<code>(curl .*?)</code>', page, re.DOTALL)
    assert command
    _, _, header, address = split(unescape(command[1]))
    parts = urlsplit(address)
    answer = client.get(f"{parts.path}?{parts.query}", headers=[tuple(header.split(": "))])
    assert json.loads(answer.text)["query"] == "l'Astana & форум"
