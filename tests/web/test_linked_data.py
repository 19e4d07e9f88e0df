"""From a thing to its documents: https://www.w3.org/TR/cooluris/."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from volgraph.domain.vocabulary import OA, VG
from volgraph.io.generations import Home
from volgraph.services.published import Published
from volgraph.services.things import describe

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
        ("text/html,*/*;q=0.8", f"/page/{CLAIM}"),
    ],
)
def test_a_thing_leads_to_the_document_that_the_client_likes_best(
    client: FlaskClient, accept: str, leads_to: str
) -> None:
    answer = client.get(f"/id/{CLAIM}", headers={"Accept": accept} if accept else {})
    assert (answer.status_code, answer.location) == (303, leads_to)
    assert "Accept" in answer.vary
    assert client.get(leads_to).status_code == 200


@pytest.mark.parametrize(("name", "leads_to"), [("nt", f"/data/{CLAIM}.nt"), ("html", f"/page/{CLAIM}")])
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


def test_a_description_says_when_it_is_not_whole(published: Published) -> None:
    store, kazakhstan = published.snapshot().store, NamedNode(BASE + "country/kazakhstan")
    whole = describe(store, kazakhstan)
    number = len(list(whole.triples()))
    assert whole.complete
    cut = describe(store, kazakhstan, most=number - 1)
    assert not cut.complete
    assert len(list(cut.triples())) == number - 1
    assert describe(store, kazakhstan, most=number).complete


@pytest.mark.parametrize(
    "path",
    [
        "/id/nope/x",
        "/page/nope/x",
        "/data/nope/x.ttl",
        f"/data/{CLAIM}",
        f"/data/{CLAIM}.exe",
        "/id/%00%ff<script>alert(1)</script>",
        "/page/a b",
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


def test_the_ontology_is_rdf_for_programs_and_a_page_for_people(client: FlaskClient, browser: FlaskClient) -> None:
    triples = list(parse(client.get("/ns").data, format=RdfFormat.TURTLE))
    assert VG["Claim"] in {quad.subject for quad in triples}
    page = browser.get("/ns?lang=kk").text
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


def test_health(client: FlaskClient, home: Home) -> None:
    assert client.get("/health/live").status_code == 200
    current = home.current()
    assert current
    assert client.get("/health/ready").json == {"status": "ready", "digest": current.digest}
