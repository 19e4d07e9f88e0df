"""Tables for spreadsheets, and the words behind claims as further columns, from the server itself."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from httpx import Client
from openpyxl import load_workbook
from tests.homes import linked_copy
from tests.web.serving import serving, wait_until

from volgraph.io.generations import Home

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CLAIMS = """PREFIX vg: <https://w3id.org/volgraph/ns#>
SELECT ?claim ?lower WHERE {
  ?claim vg:statedIn <https://w3id.org/volgraph/id/article/baq-forum> ; vg:lower ?lower
} ORDER BY ?claim"""
QUOTED = """PREFIX vg: <https://w3id.org/volgraph/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?claim ?words ?source WHERE { ?claim vg:evidence/oa:hasSelector/oa:exact ?words ; vg:statedIn ?source }"""


def book(answer: Any) -> Any:
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == XLSX
    return load_workbook(BytesIO(answer.content))


@pytest.mark.parametrize("by", ["accept", "name", "post"])
def test_a_table_comes_as_a_workbook_that_says_what_it_is(http: Client, home: Home, by: str) -> None:
    if by == "name":
        answer = http.get("/sparql", params={"query": CLAIMS, "format": "xlsx"})
    elif by == "accept":
        answer = http.get("/sparql", params={"query": CLAIMS}, headers={"Accept": XLSX})
    else:
        answer = http.post("/sparql", params={"format": "xlsx"}, data={"query": CLAIMS})
    found = book(answer)
    asked = http.get("/sparql", params={"query": CLAIMS}).json()["results"]["bindings"]
    rows = list(found["result"].values)
    assert rows[0] == ("claim", "lower")
    assert [row[0] for row in rows[1:]] == [one["claim"]["value"] for one in asked]
    assert [float(row[1]) for row in rows[1:]] == [float(one["lower"]["value"]) for one in asked]
    about = [value for _, value in found["about"].values]
    current = home.current()
    assert current
    assert about == [CLAIMS, str(http.base_url.join("/sparql")), current.digest, datetime.now(UTC).date().isoformat()]


def test_a_boolean_comes_as_a_workbook_too(http: Client) -> None:
    assert list(book(http.get("/sparql", params={"query": "ASK {}", "format": "xlsx"}))["result"].values) == [
        ("boolean",),
        (True,),
    ]


def test_triples_are_no_table(http: Client) -> None:
    answer = http.get("/sparql", params={"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "format": "xlsx"})
    assert answer.status_code == 406


def test_a_workbook_is_not_kept_since_it_names_the_day(http: Client) -> None:
    answer = http.get("/sparql", params={"query": CLAIMS, "format": "xlsx"})
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_words_and_addresses_behind_claims_become_columns(http: Client, form: str) -> None:
    answer = http.get("/sparql", params={"query": CLAIMS, "format": form, "evidence": "claim"})
    assert answer.status_code == 200, answer.text
    if form == "csv":
        rows = list(csv.DictReader(StringIO(answer.text)))
    elif form == "xlsx":
        header, *lines = book(answer)["result"].values
        rows = [dict(zip(header, line, strict=True)) for line in lines]
    else:
        names = answer.json()["head"]["vars"]
        rows = [{n: one.get(n, {}).get("value", "") for n in names} for one in answer.json()["results"]["bindings"]]
    assert list(rows[0]) == ["claim", "lower", "claim_quote", "claim_source", "claim_url", "claim_locator"]
    expected = {
        one["claim"]["value"]: (one["words"]["value"], one["source"]["value"])
        for one in http.get("/sparql", params={"query": QUOTED}).json()["results"]["bindings"]
    }
    assert len(rows) > 10
    assert {row["claim"]: (row["claim_quote"], row["claim_source"]) for row in rows} == {
        row["claim"]: expected[row["claim"]] for row in rows
    }


def test_where_no_text_is_stored_the_place_on_the_page_stands_in_for_the_words(http: Client) -> None:
    query = "PREFIX vg: <https://w3id.org/volgraph/ns#> SELECT ?c WHERE { ?c vg:locator ?where } ORDER BY ?c LIMIT 3"
    answer = http.get("/sparql", params={"query": query, "format": "csv", "evidence": "c"})
    for row in csv.DictReader(StringIO(answer.text)):
        assert row["c_quote"] == ""
        assert row["c_locator"]
        assert row["c_url"].startswith("http")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (CLAIMS.replace("?claim", "?c"), "no column ?claim for `evidence`; its columns are ?c, ?lower"),
        ("ASK {}", "its columns are none"),
        ("CONSTRUCT { ?claim ?p ?o } WHERE { ?claim ?p ?o }", "its columns are none"),
        ("SELECT ?claim (1 AS ?claim_url) {}", "a column ?claim_url, which the query has already"),
    ],
)
def test_a_column_that_there_is_not_is_refused(http: Client, query: str, said: str) -> None:
    answer = http.get("/sparql", params={"query": query, "evidence": "claim"})
    assert answer.status_code == 400
    assert said in answer.json()["detail"]


def test_a_workbook_that_takes_too_long_is_a_limit_and_leaves_no_files(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    many = "SELECT ?a ?b WHERE { ?a a ?x . ?b a ?y . ?c a ?z }"
    with serving(linked_copy(home.path), query_time_limit_s=2) as served:
        with Client(base_url=served.url, timeout=60) as client:
            answer = client.get("/sparql", params={"query": many, "format": "xlsx"})
        assert answer.status_code == 504
        assert answer.json()["limit"] == "time"
        wait_until(lambda: not list(folder.glob("volgraph-*")))
