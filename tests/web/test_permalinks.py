"""Permalinks of queries: kept outside of generations, bounded, and never shown to search engines."""

from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from httpx import Client
from tests.homes import linked_copy
from tests.web.serving import serving

from volgraph.config import Settings
from volgraph.io.generations import Home
from volgraph.io.kept_queries import KeptQueries
from volgraph.services.published import Published
from volgraph.web.app import create_app
from volgraph.web.front.site import KEPT_A_MINUTE

QUERY = 'SELECT ?s WHERE { ?s ?p "еріктілер" }  # =1\n'
DIGEST = sha256(QUERY.encode()).hexdigest()


@pytest.fixture
def client(home: Home, published: Published, tmp_path: Path, collection_root: Path) -> FlaskClient:
    """A program that asks a server which keeps two queries, in a home of its own."""
    app = create_app(Settings(home=tmp_path, collection=collection_root, kept_queries=2), published)
    return app.test_client()


def test_a_query_is_kept_under_the_digest_of_its_text(client: FlaskClient, tmp_path: Path) -> None:
    answer = client.post("/q", data={"query": QUERY})
    assert answer.status_code == 201
    assert answer.json == {"sha256": DIGEST, "address": f"http://localhost/q/{DIGEST[:16]}"}
    assert answer.headers["Location"] == f"/q/{DIGEST[:16]}"
    assert (tmp_path / "queries" / f"{DIGEST}.rq").read_bytes() == QUERY.encode()
    again = client.post("/q", data=QUERY.encode(), content_type="application/sparql-query")
    assert again.json == answer.json
    assert len(list((tmp_path / "queries").iterdir())) == 1


def test_a_form_without_scripts_is_led_to_the_same_address(client: FlaskClient) -> None:
    form = {"query": QUERY.replace("\n", "\r\n")}  # as browsers send the lines of a form
    answer = client.post("/q", data=form, headers={"Accept": "text/html", "Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/q/{DIGEST[:16]}")


@pytest.mark.parametrize("digits", [16, 40, 64])
def test_an_address_gives_the_query_to_programs_and_leads_people_to_its_page(client: FlaskClient, digits: int) -> None:
    client.post("/q", data={"query": QUERY})
    program = client.get(f"/q/{DIGEST[:digits]}")
    assert (program.text, program.mimetype) == (QUERY, "application/sparql-query")
    person = client.get(f"/q/{DIGEST[:digits]}", headers={"Accept": "text/html", "Accept-Language": "kk"})
    assert person.status_code == 303
    assert f"q={DIGEST[:16]}" in person.headers["Location"]
    for answer in (program, person):
        assert answer.headers["X-Robots-Tag"] == "noindex"


def test_an_address_may_name_a_generation(client: FlaskClient, home: Home) -> None:
    current = home.current()
    assert current
    client.post("/q", data={"query": QUERY})
    answer = client.get(f"/q/{DIGEST}?generation={current.digest}", headers={"Accept": "text/html"})
    assert f"generation={current.digest}" in answer.headers["Location"]


@pytest.mark.parametrize("name", ["0" * 64, "0" * 16, DIGEST[:15], DIGEST.upper(), f"{DIGEST}0", "..", "%2e%2e%2fx"])
def test_an_address_that_leads_nowhere_is_not_found(client: FlaskClient, name: str) -> None:
    client.post("/q", data={"query": QUERY})
    assert client.get(f"/q/{name}").status_code == 404


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("", 400, "post a SPARQL query"),
        ("just a text", 400, "post a SPARQL query"),
        ("ASK {}" + " " * 8000, 413, "8006 bytes; 8000 are the most"),
        ("ASK {}" + "ә" * 4000, 413, "8006 bytes"),
    ],
)
def test_what_cannot_be_kept_is_refused(client: FlaskClient, tmp_path: Path, text: str, status: int, said: str) -> None:
    answer = client.post("/q", data={"query": text})
    assert answer.status_code == status
    assert answer.json and said in answer.json["detail"]
    assert not (tmp_path / "queries").exists()


def test_bytes_that_are_no_text_are_refused(client: FlaskClient) -> None:
    answer = client.post("/q", data=b"ASK {} \xff", content_type="application/sparql-query")
    assert answer.json and answer.json["detail"] == "the query is not UTF-8 at byte 7"


def test_only_so_many_are_kept_and_none_is_lost(client: FlaskClient) -> None:
    texts = [f"ASK {{}} # {number}" for number in range(3)]
    statuses = [client.post("/q", data={"query": text}).status_code for text in texts]
    assert statuses == [201, 201, 507]
    assert client.post("/q", data={"query": texts[0]}).status_code == 201
    assert client.get(f"/q/{sha256(texts[0].encode()).hexdigest()}").text == texts[0]


def test_a_page_of_another_site_cannot_have_one_kept(client: FlaskClient, tmp_path: Path) -> None:
    answer = client.post("/q", data={"query": QUERY}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not (tmp_path / "queries").exists()


def test_two_that_begin_alike_are_told_apart_by_their_whole_digests(tmp_path: Path) -> None:
    kept = KeptQueries(tmp_path, 10)
    assert kept.keep(QUERY) == DIGEST
    other = DIGEST[:20] + "0" * 44
    (tmp_path / "queries" / f"{other}.rq").write_text("ASK {}")
    assert kept.find(DIGEST[:16]) is None
    assert kept.find(DIGEST) == (DIGEST, QUERY)
    assert kept.find(other) == (other, "ASK {}")


def test_a_client_has_only_so_many_kept_a_minute_and_what_is_kept_outlives_generations(home: Home) -> None:
    own = linked_copy(home.path)
    with serving(own, trusted_clients="192.0.2.1") as served, Client(base_url=served.url, timeout=60) as client:
        statuses = [client.post("/q", data={"query": QUERY}).status_code for _ in range(KEPT_A_MINUTE + 1)]
        assert statuses == [201] * KEPT_A_MINUTE + [429]
        assert client.get(f"/q/{DIGEST}").text == QUERY
    assert not list((own / "generations").rglob(f"*{DIGEST}*"))
