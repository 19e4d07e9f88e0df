"""The pages of claims and measures: the words, the marks, the disagreements, and what can be taken away."""

import csv
import io
import json
import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store
from tests.web.test_pages import Page
from werkzeug.test import TestResponse

from volgraph.config import Settings
from volgraph.domain.vocabulary import LANGUAGES
from volgraph.io.generations import Home
from volgraph.services.published import Published
from volgraph.services.reading import PageReader
from volgraph.web.app import create_app

CLAIM = "article/baq-forum/claim/06e"
TABLE_CLAIM = "source/kazinform-2022-08-17-caf/claim/f254"
ID = "https://w3id.org/volgraph/id/"
MEASURE = "measure/kazakhstan-volunteers-total"
COUNT = """
PREFIX vg: <https://w3id.org/volgraph/ns#>
SELECT ?measure (COUNT(?claim) AS ?number) { ?claim vg:measure ?measure ; vg:voice ?voice } GROUP BY ?measure
"""


class Marks(HTMLParser):
    """The marked words of a page, and the marks of its charts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: dict[str, list[str]] = {"core": [], "context": []}
        self.claims: list[int] = []
        self._open = ""
        self._quoting = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "blockquote":
            self._quoting = True
        if tag == "mark" and self._quoting:
            self._open = values["class"] or ""
            self.words[self._open].append("")
        if "data-claims" in values:
            self.claims.append(int(values["data-claims"] or 0))

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._open = ""
        if tag == "blockquote":
            self._quoting = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.words[self._open][-1] += data


def plain(answer: TestResponse) -> str:
    """Return a page without entities, its spaces that hold words together as plain ones."""
    return unescape(answer.text).replace("\u00a0", " ").replace("\u202f", " ")


def script(page: str) -> list[dict[str, Any]]:
    """Return what a page says to search engines."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    content = json.loads(found[1])
    assert content["@context"] == "https://schema.org"
    return list(content["@graph"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_claim_marks_its_words_and_those_that_explain_them(browser: FlaskClient, language: str) -> None:
    page = browser.get(f"/{language}/page/{CLAIM}").text
    marks = Marks(page)
    assert marks.words["core"] == ["қазіргі таңда 200 мыңнан асып отыр"]
    assert marks.words["context"] == ["Елімізде ", "Еріктілердің жалпы саны"]
    assert '<blockquote lang="kk">' in page


def test_a_claim_on_a_page_that_we_do_not_keep_has_a_link_and_a_place(browser: FlaskClient) -> None:
    page = browser.get(f"/en/page/{TABLE_CLAIM}").text
    assert "<blockquote" not in page
    assert 'href="https://www.inform.kz/en/kazakhstan-hosts-i-central-asian-forum-of-volunteers_a3967830"' in page
    assert "<code>p1</code>" in page
    assert "not ours to keep" in page


def test_a_claim_says_how_its_time_was_found_and_what_that_rests_on(browser: FlaskClient) -> None:
    page = plain(browser.get(f"/ru/page/{CLAIM}"))
    assert "«қазіргі таңда»: взято время публикации (20–21 июня 2023 г.)." in page
    assert "статья вышла в один из этих двух дней" in page
    assert '/ru/page/identification/baq-forum-publication-date"' in page


def test_a_claim_says_who_decided_and_what_is_not_recorded(browser: FlaskClient) -> None:
    of_table, of_article = (plain(browser.get(f"/en/page/{path}")) for path in (TABLE_CLAIM, CLAIM))
    assert "measures.csv" in of_table
    assert "event_start_date" in of_table
    assert "named the measure in the record of the claim itself" in of_article
    for page in (of_table, of_article):
        assert "is not recorded" in page


def test_a_claim_shows_the_plain_triple_that_it_backs(browser: FlaskClient) -> None:
    backed = browser.get("/en/page/article/baq-forum/claim/01b-author").text
    assert "schema:author person/baq-kz-correspondent</code>" in backed
    assert "No plain triple" in browser.get(f"/en/page/{CLAIM}").text


def test_bounds_are_drawn_with_their_open_end(browser: FlaskClient) -> None:
    page = browser.get(f"/en/page/{CLAIM}").text
    ruler = page[page.index('class="chart ruler"') : page.index("</figure>")]
    assert ruler.count('class="dot hollow"') == 1
    assert ruler.count('class="open"') == 1
    assert 'class="chart ruler"' not in browser.get(f"/en/page/{TABLE_CLAIM}").text


def test_where_corrections_go_is_said_only_if_somebody_said_it(home: Home, published: Published) -> None:
    def page(**settings: str) -> str:
        app = create_app(Settings(home=home.path, **settings), published)  # type: ignore[arg-type]
        return plain(app.test_client().get(f"/en/page/{CLAIM}"))

    assert "Suggest a correction" not in page()
    link = page(corrections_url="https://forge.example/new?title={iri}")
    assert f'href="https://forge.example/new?title={quote(ID + CLAIM, safe="")}"' in link


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_has_a_mark_for_each_claim(browser: FlaskClient, store: Store, language: str) -> None:
    numbers: dict[str, int] = {}
    found = store.query(COUNT)
    assert isinstance(found, QuerySolutions)
    for solution in found:
        numbers[solution["measure"].value.rpartition("/id/")[2]] = int(solution["number"].value)
    assert len(numbers) > 100
    shown = Counter(dict(sorted(numbers.items(), key=lambda item: -item[1])[:12]))
    for path, number in shown.items():
        page = browser.get(f"/{language}/page/{path}").text
        marks = Marks(page)
        assert sum(marks.claims) == number, path
        assert page.count('<tr role="row"') == number + 1, path
        assert Page(page).open == [], path


def test_what_repeats_one_origin_is_one_mark_and_listed(browser: FlaskClient) -> None:
    page = browser.get(f"/en/page/{MEASURE}").text
    assert max(Marks(page).claims) == 2
    assert page.count('class="repeated"') == 2
    assert "26 claims in 24 marks" in page


def test_the_comparison_explains_what_is_at_odds(browser: FlaskClient) -> None:
    page = plain(browser.get(f"/kk/page/{MEASURE}"))
    assert "мәндер бір-бірімен тек шекарада түйіседі" in page
    assert page.count('class="disagreement"') == 5
    assert "200 000-нан астам" in page


def test_counts_that_agree_are_not_said_to_contradict_since_a_growth_does(browser: FlaskClient) -> None:
    page = browser.get(f"/en/page/{MEASURE}").text
    assert ">Contradiction</a>" in page
    assert 'class="tag warn"' not in page
    assert page.count('class="tag">near miss') == 13
    assert 'class="tag warn">contradiction' in browser.get("/en/page/measure/forum-2023-start").text


def test_open_ends_and_about_have_marks_of_their_own(browser: FlaskClient) -> None:
    page = browser.get(f"/en/page/{MEASURE}").text
    chart = page[page.index("<svg viewBox") : page.index('class="legend"')]
    assert chart.count('class="open"') == 7
    assert chart.count('class="dot" d="M') == 3
    assert chart.count('class="dot hollow"') == 6
    assert 'class="mark planned"' in browser.get("/en/page/measure/forum-2023-countries").text


def test_dates_are_compared_in_rows(browser: FlaskClient) -> None:
    page = browser.get("/en/page/measure/forum-2023-start").text
    assert ">20 July 2023</text>" in page
    assert 'class="mark planned' in page


def test_the_query_behind_a_table_gives_the_table(browser: FlaskClient, store: Store) -> None:
    page = browser.get(f"/en/page/{MEASURE}").text
    query = unescape(re.search(r"<pre tabindex=\"0\"><code>(.*?)</code>", page, re.DOTALL)[1])  # type: ignore[index]
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    rows = list(csv.DictReader(io.StringIO(found.serialize(format=QueryResultsFormat.CSV).decode())))  # type: ignore[union-attr]
    linked = re.findall(r'class="figure"><a href="/en/page/([^"]*)"', page)
    assert sorted(row["claim"].partition("/id/")[2] for row in rows) == sorted(linked)
    assert "/sparql?format=csv&amp;query=" in page


def test_search_engines_read_the_claim_with_its_bounds(browser: FlaskClient) -> None:
    claim, observation = script(browser.get(f"/en/page/{CLAIM}").text)
    assert claim["@type"] == "Claim"
    assert claim["text"] == "қазіргі таңда 200 мыңнан асып отыр"
    assert claim["appearance"]["publisher"]["name"] == "BAQ.KZ"
    assert observation["minValue"] == 200_000
    assert "value" not in observation
    assert observation["observationDate"] == "2023-06-20/2023-06-21"
    page = browser.get(f"/en/page/{MEASURE}").text
    variable, *observations = script(page)
    assert variable["@type"] == "StatisticalVariable"
    assert len(observations) == 26
    assert '<meta property="og:title" content="Volunteers in Kazakhstan">' in page


@pytest.mark.parametrize(("form", "begins"), [("bib", "@misc{"), ("csl", "[\n"), ("ris", "TY  - DATA")])
def test_a_claim_a_measure_and_a_result_can_be_cited(browser: FlaskClient, form: str, begins: str) -> None:
    for address in (f"page/{CLAIM}", f"page/{MEASURE}", "query?query=ASK%20%7B%7D"):
        joint = "&" if "?" in address else "?"
        answer = browser.get(f"/en/cite/{address}{joint}format={form}")
        assert answer.status_code == 200
        assert answer.text.startswith(begins)
        digest = answer.headers["Volgraph-Generation"]
        assert f"generation={digest}" in answer.text
        assert re.search(r"20\d\d", answer.text)
        assert answer.headers["Content-Disposition"].endswith(f'.{form}"')
        assert answer.cache_control.no_store


def test_every_page_of_a_thing_and_every_result_leads_to_its_citations(browser: FlaskClient) -> None:
    for address in (f"page/{CLAIM}", "page/article/baq-forum", "page/place/astana", "query?query=ASK%20%7B%7D"):
        page = browser.get(f"/kk/{address}").text
        links = re.findall(r'href="(/kk/cite/[^"]*)"', page)
        assert len(links) == 4, address
        for link in links:
            assert browser.get(unescape(link)).status_code == 200, link
    for address in ("shacl", "page/place/none", "query"):
        assert 'href="/kk/cite/' not in browser.get(f"/kk/{address}").text


def test_citations_are_on_a_page_too_and_a_wrong_wish_is_answered(browser: FlaskClient) -> None:
    page = browser.get(f"/kk/cite/page/{CLAIM}")
    assert page.status_code == 200
    for part in ("BibTeX", "CSL-JSON", "RIS", f"https://w3id.org/volgraph/id/{CLAIM}"):
        assert part in page.text
    assert browser.get(f"/en/cite/page/{CLAIM}?format=doc").status_code == 404
    assert browser.get("/en/cite/page/claim/none").status_code == 404
    assert browser.get("/en/cite/query").status_code == 400
    assert browser.get("/en/cite/query", query_string={"query": "x" * 9000}).status_code == 400


def test_what_is_no_claim_or_measure_has_another_page_or_none(browser: FlaskClient) -> None:
    for path in ("article/baq-forum/claim/zzz", "measure/none", "source/none/claim/f1"):
        assert browser.get(f"/en/page/{path}").status_code == 404
    assert browser.get(f"/en/page/{CLAIM}/evidence").status_code == 200


def test_a_page_asks_a_small_number_of_queries_however_many_claims_there_are(
    browser: FlaskClient, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = PageReader.ask

    def counting(self: PageReader, name: str, *args: Any, **more: Any) -> Any:
        asked.append(name)
        return ask(self, name, *args, **more)

    monkeypatch.setattr(PageReader, "ask", counting)
    for path in (CLAIM, TABLE_CLAIM, MEASURE, "measure/forum-2023-city", "article/baq-forum/claim/01b-author"):
        published.snapshot().names._cache.clear()
        asked.clear()
        assert browser.get(f"/ru/page/{path}").status_code == 200
        assert len(asked) <= 6, (path, asked)
