"""From a thing to its documents: https://www.w3.org/TR/cooluris/."""

import gzip
import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from werkzeug.http import parse_list_header
from werkzeug.test import TestResponse

from volgraph.config import Settings
from volgraph.domain.vocabulary import HYDRA, OA, VG
from volgraph.io.generations import Home
from volgraph.io.history import Withdrawal
from volgraph.services.published import Published
from volgraph.services.things import describe
from volgraph.web.app import create_app

CLAIM = "article/baq-forum/claim/06e"
BASE = "https://w3id.org/volgraph/id/"


@pytest.mark.parametrize(
    ("accept", "leads_to"),
    [
        ("", f"/data/{CLAIM}.ttl"),
        ("*/*", f"/data/{CLAIM}.ttl"),
        ("application/ld+json", f"/data/{CLAIM}.jsonld"),
        ('application/ld+json; profile="http://www.w3.org/ns/json-ld#compacted"', f"/data/{CLAIM}.jsonld"),
        ("application/rdf+xml;q=0.9, text/html;q=0.8", f"/data/{CLAIM}.rdf"),
        ("application/n-triples", f"/data/{CLAIM}.nt"),
        ("text/html,*/*;q=0.8", f"/en/page/{CLAIM}"),
    ],
)
def test_a_thing_leads_to_the_document_that_the_client_likes_best(
    client: FlaskClient, accept: str, leads_to: str
) -> None:
    answer = client.get(f"/id/{CLAIM}", headers={"Accept": accept} if accept else {})
    assert (answer.status_code, answer.location) == (303, leads_to)
    assert "Accept" in answer.vary
    assert client.get(leads_to).status_code == 200


@pytest.mark.parametrize("ending", ["ttl", "nt", "rdf", "jsonld"])
def test_an_ending_in_the_address_decides(browser: FlaskClient, ending: str) -> None:
    assert browser.get(f"/id/{CLAIM}.{ending}").location == f"/data/{CLAIM}.{ending}"


def test_a_thing_whose_name_has_a_point_is_not_taken_for_a_document(client: FlaskClient) -> None:
    name = "dataset/volgraph/distribution/volgraph.ttl.gz"
    assert client.get(f"/id/{name}").location == f"/data/{name}.ttl"
    assert client.get(f"/id/{name}.html").location == f"/en/page/{name}"


@pytest.mark.parametrize(("name", "leads_to"), [("nt", f"/data/{CLAIM}.nt"), ("html", f"/en/page/{CLAIM}")])
def test_a_format_in_the_address_decides(browser: FlaskClient, name: str, leads_to: str) -> None:
    assert browser.get(f"/id/{CLAIM}?format={name}").location == leads_to


@pytest.mark.parametrize("ending", ["ttl", "nt", "rdf", "jsonld"])
def test_a_document_tells_the_thing_its_parts_and_what_refers_to_it(client: FlaskClient, ending: str) -> None:
    answer = client.get(f"/data/{CLAIM}.{ending}")
    rdf_format = RdfFormat.from_media_type(answer.mimetype or "")
    assert rdf_format
    triples = [quad.triple for quad in parse(answer.data, format=rdf_format)]
    thing = NamedNode(BASE + CLAIM)
    exact = [t.object.value for t in triples if t.predicate == OA["exact"] and t.subject != thing]
    assert "қазіргі таңда 200 мыңнан асып отыр" in exact
    assert any(t.subject == thing and t.predicate == VG["measure"] for t in triples)
    assert any(t.object == thing and t.predicate == VG["involves"] for t in triples)


@pytest.mark.parametrize(
    "path",
    [
        "/id/nope/x",
        "/en/page/nope/x",
        "/data/nope/x.ttl",
        f"/data/{CLAIM}",
        f"/data/{CLAIM}.exe",
        "/id/%00%ff<script>alert(1)</script>",
        "/en/page/a b",
        "/id/" + "a/" * 5000,
        "/data/dumps/../manifest.json",
        "/data/dumps/%2e%2e/manifest.json",
        "/data/dumps//etc/passwd",
        "/nowhere",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, browser: FlaskClient, path: str) -> None:
    for reader in (client, browser):
        answer = reader.get(path)
        assert answer.status_code == 404
        assert b"<script>" not in answer.data or reader is client
        assert b"Traceback" not in answer.data
    assert client.get(path).mimetype == "application/problem+json"


@pytest.mark.parametrize("page", ["0", "-1", "x", "٢", ""])
def test_a_page_that_is_no_number_is_refused(client: FlaskClient, page: str) -> None:
    answer = client.get(f"/data/{CLAIM}.ttl", query_string={"page": page})
    assert answer.status_code == 400


def test_a_page_after_the_last_is_not_found(client: FlaskClient) -> None:
    answer = client.get(f"/data/{CLAIM}.ttl?page=2")
    assert (answer.status_code, answer.json and answer.json["detail"]) == (
        404,
        "There is no page 2: this list has one page.",
    )


class TestGraphs:
    def test_a_graph_leads_to_its_content_and_to_a_page_about_it(
        self, client: FlaskClient, browser: FlaskClient
    ) -> None:
        assert client.get("/graph/entities").location == "/data/graph/entities.ttl"
        assert client.get("/graph/entities.nt").location == "/data/graph/entities.nt"
        assert client.get("/graph/entities?format=jsonld").location == "/data/graph/entities.jsonld"
        assert browser.get("/graph/article/baq-forum").location == "/en/page/graph/article/baq-forum"

    def test_the_content_is_whole(self, client: FlaskClient, home: Home) -> None:
        current = home.current()
        assert current
        iri = "https://w3id.org/volgraph/graph/derived/plain"
        answer = client.get("/data/graph/derived/plain.nt")
        assert len(list(parse(answer.data, format=RdfFormat.N_TRIPLES))) == current.manifest()["graphs"][iri]["triples"]
        assert f'<{iri}>; rel="cite-as"' in answer.headers["Link"]

    def test_the_page_says_what_the_graph_was_made_from(self, browser: FlaskClient) -> None:
        assert "data/articles/baq-forum/article.ttl" in browser.get("/en/page/graph/article/baq-forum").text

    @pytest.mark.parametrize("path", ["/graph/nope", "/data/graph/nope.ttl", "/en/page/graph/nope", "/graph/a b"])
    def test_a_graph_that_is_not_there_is_not_found(self, client: FlaskClient, path: str) -> None:
        assert client.get(path).status_code == 404


class TestSignposting:
    """https://signposting.org/FAIR/"""

    def links(self, answer: TestResponse) -> list[tuple[str, str, str]]:
        links = parse_list_header(answer.headers["Link"])
        pattern = re.compile(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?')
        matches = [pattern.fullmatch(link) for link in links]
        return [(match[2], match[1], match[3] or "") for match in matches if match]

    def test_a_page_leads_to_its_data_identifier_type_licence_and_dataset(self, browser: FlaskClient) -> None:
        links = self.links(browser.get("/en/page/event/international-volunteers-forum-2023"))
        path = "event/international-volunteers-forum-2023"
        assert ("cite-as", BASE + path, "") in links
        assert ("describedby", f"http://localhost/data/{path}.ttl", "text/turtle") in links
        assert ("describedby", f"http://localhost/data/{path}.jsonld", "application/ld+json") in links
        assert ("type", "https://schema.org/AboutPage", "") in links
        assert ("type", "https://schema.org/Event", "") in links
        assert ("license", "https://creativecommons.org/licenses/by/4.0/", "") in links
        assert ("collection", BASE + "dataset/volgraph", "") in links

    def test_a_document_leads_to_what_it_describes(self, client: FlaskClient) -> None:
        links = self.links(client.get(f"/data/{CLAIM}.ttl"))
        assert ("describes", f"http://localhost/page/{CLAIM}", "text/html") in links
        assert ("describes", BASE + CLAIM, "") in links
        assert ("cite-as", BASE + CLAIM, "") in links

    def test_the_page_of_the_dataset_leads_to_every_dump(self, browser: FlaskClient, home: Home) -> None:
        links = self.links(browser.get("/en/page/dataset/volgraph"))
        current = home.current()
        assert current
        items = {target for relation, target, _ in links if relation == "item"}
        assert items == {f"http://localhost/data/dumps/{name}" for name in current.manifest()["dumps"]}
        assert not [link for link in links if link[0] == "collection"]

    def test_no_licence_of_ours_is_claimed_for_a_stored_text(self, client: FlaskClient) -> None:
        for path in ("/data/article/baq-forum/text.ttl", "/data/graph/text/baq-forum.ttl"):
            answer = client.get(path)
            assert answer.status_code == 200
            assert "license" not in [relation for relation, _, _ in self.links(answer)]


class TestCompactJsonLd:
    @pytest.mark.parametrize(
        "path", [CLAIM, "event/international-volunteers-forum-2023", "measure/forum-2023-start", "dataset/volgraph"]
    )
    def test_it_says_the_same_as_turtle(self, client: FlaskClient, path: str) -> None:
        answer = client.get(f"/data/{path}.jsonld")
        assert json.loads(answer.data)["@context"] == json.loads(client.get("/context.jsonld").data)["@context"]
        found = {quad.triple for quad in parse(answer.data, format=RdfFormat.JSON_LD)}
        turtle = client.get(f"/data/{path}.nt")
        expected = {quad.triple for quad in parse(turtle.data, format=RdfFormat.N_TRIPLES)}
        assert found == {Triple(*map(self.as_ttl, triple)) for triple in expected}  # type: ignore[arg-type]

    def as_ttl(self, term: object) -> object:
        """Return a term of the one document as it is called in the other: the pages have their own addresses."""
        if isinstance(term, NamedNode) and term.value.startswith("http://localhost/data/"):
            return NamedNode(term.value.replace(".nt", ".jsonld"))
        return term

    def test_its_names_are_short(self, client: FlaskClient) -> None:
        nodes = json.loads(client.get(f"/data/{CLAIM}.jsonld").data)["@graph"]
        claim = next(node for node in nodes if node["id"] == BASE + CLAIM)
        assert claim["type"] == "QuantityClaim"
        assert claim["comparator"] == "MoreThan"
        assert claim["lower"] == "200000"
        assert claim["asWritten"] == {"kk": "200 мыңнан асып отыр"}


class TestWhatIsNotHere:
    @pytest.mark.parametrize(
        ("path", "suggested"),
        [
            ("country/kazahstan", "country/kazakhstan"),
            ("place/kazakhstan", "country/kazakhstan"),
            ("article/baq-forum/claim/zzz", "article/baq-forum"),
        ],
    )
    def test_what_may_have_been_meant_is_named(
        self, client: FlaskClient, browser: FlaskClient, path: str, suggested: str
    ) -> None:
        answer = client.get(f"/id/{path}")
        assert answer.status_code == 404
        assert answer.json
        assert BASE + suggested in answer.json["suggestions"]
        assert suggested in answer.json["detail"]
        page = browser.get(f"/ru/page/{path}")
        assert page.status_code == 404
        assert f'href="/ru/page/{suggested}"' in page.text
        assert "Возможно, вы имели в виду" in page.text


def test_the_ontology_is_rdf_for_programs_and_a_page_for_people(client: FlaskClient, browser: FlaskClient) -> None:
    triples = list(parse(client.get("/ns").data, format=RdfFormat.TURTLE))
    assert VG["Claim"] in {quad.subject for quad in triples}
    page = browser.get("/kk/ns").text
    assert 'id="QuantityClaim"' in page
    assert "сандық мәлімдеме" in page


def test_the_context_and_the_dataset_description_are_there(client: FlaskClient) -> None:
    context = client.get("/context.jsonld")
    assert context.mimetype == "application/ld+json"
    assert "@context" in json.loads(context.data)
    void = client.get("/.well-known/void")
    subjects = {quad.subject for quad in parse(void.data, format=RdfFormat.TURTLE)}
    assert NamedNode(BASE + "dataset/volgraph") in subjects


def test_every_dump_is_listed_and_is_what_its_checksum_says(client: FlaskClient, home: Home) -> None:
    listed = client.get("/data/dumps/").json
    assert listed
    assert "volgraph.nq.gz" in listed["dumps"]
    for name, entry in listed["dumps"].items():
        answer = client.get(f"/data/dumps/{name}")
        assert answer.status_code == 200
        assert hashlib.sha256(answer.data).hexdigest() == entry["sha256"]
        assert gzip.decompress(answer.data)
        answer.close()
    assert not any(str(Path.cwd()) in text for text in (client.get("/data/dumps/").text, str(listed)))


class TestPaging:
    """A thing of more than a thousand triples: the dataset, with all that it counts."""

    PATH = "dataset/volgraph"

    def test_following_next_gives_everything_once(self, client: FlaskClient, published: Published) -> None:
        whole = set(describe(published.snapshot().source, NamedNode(BASE + self.PATH), size=1_000_000).triples())
        assert len(whole) > 2000
        address, found = f"/data/{self.PATH}.nt", []
        while address:
            answer = client.get(address)
            triples = [quad.triple for quad in parse(answer.data, format=RdfFormat.N_TRIPLES)]
            found += [triple for triple in triples if not str(triple.subject).startswith("<http://localhost/")]
            following = re.search(r'<http://localhost([^>]*)>; rel="next"', answer.headers["Link"])
            address = following[1] if following else ""
        assert len(found) == len(whole)
        assert set(found) == whole

    def test_a_page_says_in_triples_which_it_is(self, client: FlaskClient) -> None:
        answer = client.get(f"/data/{self.PATH}.ttl?page=2")
        triples = {quad.triple for quad in parse(answer.data, format=RdfFormat.TURTLE)}
        whole = NamedNode(f"http://localhost/data/{self.PATH}.ttl")
        view = NamedNode(f"{whole.value}?page=2")
        assert Triple(whole, HYDRA["view"], view) in triples
        assert Triple(view, HYDRA["previous"], whole) in triples
        assert Triple(view, HYDRA["next"], NamedNode(f"{whole.value}?page=3")) in triples

    def test_a_page_for_people_leads_to_the_next(self, browser: FlaskClient) -> None:
        page = browser.get(f"/kk/page/{self.PATH}")
        assert f'<a href="/kk/page/{self.PATH}?page=2" rel="next">Келесі</a>' in page.text
        assert browser.get(f"/en/page/{self.PATH}?page=2").status_code == 200

    def test_a_thing_with_one_page_has_no_paging(self, client: FlaskClient, browser: FlaskClient) -> None:
        assert "hydra" not in client.get(f"/data/{CLAIM}.nt").text
        assert 'class="paging"' not in browser.get(f"/en/page/{CLAIM}").text


class TestWithdrawn:
    @pytest.fixture
    def client(self, tmp_path: Path, published: Published) -> FlaskClient:
        moment = datetime(2024, 5, 1, 10, tzinfo=UTC)
        iri = BASE + "person/forgotten"
        entry = Withdrawal(iri, "asked to be forgotten", moment, 1, "0" * 64, (), {}).to_json()
        (tmp_path / "withdrawals.jsonl").write_text(json.dumps(entry) + "\n", encoding="utf-8")
        return create_app(Settings(home=tmp_path), published).test_client()

    @pytest.mark.parametrize("path", ["/id/{}", "/en/page/{}", "/data/{}.ttl", "/id/{}.ttl", "/id/{}/label/kk"])
    def test_it_is_gone_and_says_why(self, client: FlaskClient, path: str) -> None:
        answer = client.get(path.format("person/forgotten"))
        assert answer.status_code == 410
        assert answer.json
        assert "withdrawn on 2024-05-01: asked to be forgotten" in answer.json["detail"]

    def test_people_are_told_in_their_language(self, client: FlaskClient) -> None:
        page = client.get("/kk/page/person/forgotten", headers={"Accept": "text/html"})
        assert page.status_code == 410
        assert "Бұл мұнда болған, бірақ қазір жоқ." in page.text
        assert "Себебі: asked to be forgotten" in page.text
