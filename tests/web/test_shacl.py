"""Posting graphs to `/shacl`: reports in the client's form, errors with their place, limits that hold."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx import Client, Response
from pyoxigraph import NamedNode, RdfFormat, parse
from tests.homes import linked_copy
from tests.web.serving import Served, serving, wait_until

from volgraph.io.generations import Home

TURTLE = {"Content-Type": "text/turtle"}
JSON = {"Accept": "application/json"}
PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .\n"
NAMED = f"""{PREFIXES}
ex:Named sh:targetClass ex:Person ; sh:property [
    sh:path ex:name ; sh:minCount 1 ; sh:message "Give a name."@en , "Атын жазыңыз."@kk ] .
"""
UNNAMED = f"{PREFIXES}ex:somebody a ex:Person .\n"
CLAIM = "https://w3id.org/volgraph/id/article/baq-forum/claim/06e"
BAD_CLAIM = f"""
@prefix vg: <https://w3id.org/volgraph/ns#> .
<{CLAIM}> vg:evidence <https://w3id.org/volgraph/id/measure/kazakhstan-volunteers-total> .
"""
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
JOIN = " . ".join(f"?a{number} ?b{number} ?c{number}" for number in range(6))
COUNTED = f"SELECT $this (COUNT(*) AS ?value) WHERE {{ $this ?p ?o . {JOIN} }} GROUP BY $this"
COUNTING = f"SELECT $this ?value WHERE {{ {{ {COUNTED} }} }}"
HANGING = f'{PREFIXES}ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [ sh:select "{COUNTING}" ] .'
CROWD = PREFIXES + "".join(f"ex:a ex:p {number} .\n" for number in range(100))
LONG_WORD = f'<http://example.org/a> <http://example.org/p> "{"a" * 40}b" .'


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for temporary files of the server."""
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def served(home: Home, temporary: Path) -> Iterator[Served]:
    limits = {"validation_limit_mb": 1, "validation_time_limit_s": 2, "validation_memory_limit_mb": 150}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))
        with serving(linked_copy(home.path), validations_at_once=2, queue_limit_s=1, **limits) as server:
            yield server


@pytest.fixture
def client(served: Served) -> Iterator[Client]:
    with Client(base_url=served.url, headers=JSON, timeout=60) as client:
        yield client


def post(client: Client, data: str, shapes: str = "", **headers: str) -> Response:
    files = {"data": ("data.ttl", data, "text/turtle")}
    if shapes:
        files["shapes"] = ("shapes.ttl", shapes, "text/turtle")
    return client.post("/shacl", files=files, headers=headers)


def found(answer: Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def test_a_graph_is_validated_with_the_published_shapes_and_what_is_published_of_the_things_it_names(
    served: Served, client: Client
) -> None:
    answer = client.post("/shacl", content=BAD_CLAIM, headers=TURTLE)
    results = found(answer)
    assert {result["focus"] for result in results} == {f"<{CLAIM}>"}
    # The measure is described where it is published: it is there, and of another class.
    assert "<https://w3id.org/volgraph/shapes#ClaimEvidence>" in {result["shape"] for result in results}
    assert answer.headers["Volgraph-Generation"] == served.ask("ASK {}").headers["Volgraph-Generation"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_posted_shapes_take_the_place_of_the_published_ones(client: Client) -> None:
    (result,) = found(post(client, UNNAMED, NAMED))
    assert result["component"] == "<http://www.w3.org/ns/shacl#MinCountConstraintComponent>"
    assert result["messages"] == {"en": "Give a name.", "kk": "Атын жазыңыз."}
    assert found(post(client, UNNAMED + 'ex:somebody ex:name "Aru" .', NAMED)) == []
    assert "Volgraph-Generation" not in post(client, UNNAMED, NAMED).headers


@pytest.mark.parametrize(
    ("accept", "content_type", "words"),
    [
        ("", "text/turtle; charset=utf-8", "sh:ValidationReport"),
        ("*/*", "text/turtle; charset=utf-8", "sh:conforms false"),
        ("application/ld+json", "application/ld+json", "http://www.w3.org/ns/shacl#ValidationReport"),
        ("application/rdf+xml;q=0.9, image/png", "application/rdf+xml", "ValidationReport"),
        ("application/n-triples", "application/n-triples", "<http://www.w3.org/ns/shacl#ValidationReport>"),
        ("application/sarif+json", "application/sarif+json", '"version": "2.1.0"'),
        ("text/plain", "text/plain; charset=utf-8", "Give a name."),
        ("text/csv", "text/csv; charset=utf-8", "http://example.org/somebody"),
        ("application/json", "application/json", "MinCountConstraintComponent"),
    ],
)
def test_the_report_comes_as_the_client_likes_it_best(
    client: Client, accept: str, content_type: str, words: str
) -> None:
    answer = post(client, UNNAMED, NAMED, Accept=accept)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, content_type)
    assert words in answer.text
    assert "Accept" in answer.headers["Vary"]


def test_the_format_and_the_language_are_asked_for_by_parameters(client: Client) -> None:
    files = {"data": ("d.ttl", UNNAMED), "shapes": ("s.ttl", NAMED)}
    assert "Атын жазыңыз." in client.post("/shacl?format=text&lang=kk", files=files).text
    (report,) = parse_report(client.post("/shacl?format=nt", files=files).content)
    assert report
    conforming = client.post("/shacl?format=ttl", files={**files, "data": ("d.ttl", "")})
    assert (conforming.status_code, "sh:conforms true" in conforming.text) == (200, True)


def parse_report(ntriples: bytes) -> list[object]:
    conforms = NamedNode("http://www.w3.org/ns/shacl#conforms")
    triples = list(parse(ntriples, format=RdfFormat.N_TRIPLES))
    return [quad.object for quad in triples if quad.predicate == conforms]


def test_results_below_the_severity_are_left_out(client: Client) -> None:
    mild = NAMED.replace("sh:minCount", "sh:severity sh:Warning ; sh:minCount")
    files = {"data": ("d.ttl", UNNAMED), "shapes": ("s.ttl", mild)}
    assert len(found(client.post("/shacl?severity=Warning", files=files))) == 1
    assert found(client.post("/shacl?severity=Violation", files=files)) == []


@pytest.mark.parametrize(
    ("content_type", "document"),
    [
        ("text/turtle; charset=utf-8", "<http://example.org/somebody> a <http://example.org/Person> ."),
        (
            "application/n-triples",
            f"<http://example.org/a> <{'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'}> <x:b> .",
        ),
        ("application/trig", "<http://example.org/g> { <http://example.org/a> a <http://example.org/Person> }"),
        ("application/ld+json", '{"@id": "http://example.org/a", "@type": "http://example.org/Person"}'),
        ("application/rdf+xml", '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'),
    ],
)
def test_every_syntax_is_read(client: Client, content_type: str, document: str) -> None:
    answer = client.post("/shacl", content=document, headers={"Content-Type": content_type})
    assert answer.status_code == 200, answer.text


def test_several_documents_are_merged_and_blank_nodes_stay_apart(client: Client) -> None:
    unnamed = f"{PREFIXES}_:one a ex:Person ."
    files = [("data", ("1.ttl", unnamed)), ("data", ("2.ttl", unnamed)), ("shapes", ("s.ttl", NAMED))]
    answer = client.post("/shacl", files=files)
    assert len(found(answer)) == 2
    assert [file["file"] for file in answer.json()["data"]["files"]] == ["data.ttl", "data-2.ttl"]


def test_a_field_says_its_syntax_beside_it_and_an_empty_one_counts_as_none(client: Client) -> None:
    fields = {
        "data": (None, UNNAMED),
        "data-format": (None, "ttl"),
        "shapes": (None, ""),
        "shapes-format": (None, "nt"),
    }
    assert found(client.post("/shacl", files=fields)) == []


def test_a_result_says_where_its_triple_and_its_shape_stand_in_what_was_posted(client: Client) -> None:
    (result,) = found(post(client, f"{PREFIXES}\n\n  ex:somebody a ex:Person .", NAMED))
    (place,), (shape, *_) = result["places"], result["shapePlaces"]
    assert (place["file"], place["line"], place["column"]) == ("data.ttl", 4, 3)
    assert shape["file"] == "shapes.ttl"
    (result, *_) = found(client.post("/shacl", content=BAD_CLAIM, headers=TURTLE))
    assert {place["line"] for place in result["places"]} == {3}
    (shape,) = result["shapePlaces"]
    assert (shape["file"], shape["line"]) == ("https://w3id.org/volgraph/graph/shapes", None)


def test_what_is_wrong_with_posted_shapes_is_said(client: Client) -> None:
    # An engine may leave out what it does not know, and everything conforms; this one refuses it, without a place.
    answer = post(client, UNNAMED, NAMED.replace("sh:minCount", "sh:minCout"))
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("shapes.ttl, line 4, column")
    assert "sh:minCout is no term of SHACL" in answer.json()["detail"]


def test_shapes_that_the_engine_cannot_use_are_refused(client: Client) -> None:
    answer = post(client, UNNAMED, f"{PREFIXES}ex:S sh:targetClass ex:Person ; sh:property [ sh:path 5 ] .")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert "shapes" in answer.json()["detail"]


def test_relative_names_resolve_against_the_address_and_not_a_file(served: Served, client: Client) -> None:
    (result,) = found(post(client, f"{PREFIXES}<me> a ex:Person .", NAMED))
    assert result["focus"] == f"<{served.url}/me>"


@pytest.mark.parametrize(
    ("address", "content_type", "body", "status", "words"),
    [
        ("/shacl", "text/turtle", "<a> <b> .", 400, "line 1"),
        ("/shacl?speed=fast", "text/turtle", "", 400, "there is no parameter “speed”"),
        ("/shacl?severity=Bad", "text/turtle", "", 400, "Violation, Warning, Info"),
        ("/shacl?lang=fr", "text/turtle", "", 400, "kk, ru, en"),
        ("/shacl?format=png", "text/turtle", "", 406, "json"),
        ("/shacl", "text/csv", "a,b", 415, "text/turtle"),
        ("/shacl", "text/turtle; charset=koi8-r", "", 415, "UTF-8"),
        ("/shacl", "multipart/form-data; boundary=x", "--x\r\n", 400, "breaks off"),
        ("/shacl", "multipart/form-data; boundary=x", "--x--\r\n", 400, "no data"),
        ("/shacl", "text/turtle", "#" * 1_000_001, 413, "1000000 bytes"),
    ],
)
def test_what_cannot_be_validated_is_refused_with_the_reason(
    client: Client, address: str, content_type: str, body: str, status: int, words: str
) -> None:
    answer = client.post(address, content=body.encode(), headers={"Content-Type": content_type})
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert words in answer.json()["detail"]


def test_what_does_not_parse_is_named_with_its_place(client: Client) -> None:
    problem = post(client, UNNAMED, f"{PREFIXES}\nex:S sh:targetClass").json()
    assert problem["detail"].startswith("shapes.ttl, line 3")
    assert (problem["line"], problem["column"]) == (3, 20)


def test_invalid_utf8_is_never_mended_in_silence(client: Client) -> None:
    files = {"data": (None, b'<http://a.example> <http://b.example> "\xff" .'), "data-format": (None, b"ttl")}
    assert client.post("/shacl", files=files).status_code == 400


def test_shapes_that_hang_the_engine_end_with_the_limit_and_nothing_else_does(served: Served, client: Client) -> None:
    answer = post(client, CROWD, HANGING)
    assert (answer.status_code, answer.json()["limit"]) == (504, "time")
    assert "the validation took longer than 2 seconds" in answer.json()["detail"]
    assert found(post(client, UNNAMED, NAMED))


def test_shapes_that_need_too_much_memory_end_with_the_limit(client: Client) -> None:
    doubled = " ".join(f"BIND (CONCAT(?w{number}, ?w{number}) AS ?w{number + 1})" for number in range(24))
    query = f"SELECT $this WHERE {{ $this <http://example.org/p> ?w0 . {doubled} FILTER (STRLEN(?w24) > 0) }}"
    shapes = f'{PREFIXES}ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [ sh:select "{query}" ] .'
    answer = post(client, LONG_WORD, shapes)
    assert (answer.status_code, answer.json().get("limit")) == (503, "memory"), answer.text


def test_a_small_text_that_means_a_large_graph_is_refused(client: Client) -> None:
    prefix = "http://example.org/" + "a" * 30_000 + "/"
    many = " , ".join(f"p:{number}" for number in range(8_000))
    answer = post(client, f"@prefix p: <{prefix}> . p:a p:b {many} .")
    assert answer.status_code in (400, 503, 504)  # as large, or as too slow: it depends on the machine


def test_one_client_has_at_most_its_share_and_others_are_answered_meanwhile(served: Served) -> None:
    def hang() -> Response:
        with Client(base_url=served.url, timeout=60) as client:
            return post(client, CROWD, HANGING)

    def other() -> Response:
        transport = httpx.HTTPTransport(local_address="127.0.0.2")
        with Client(base_url=served.url, headers=JSON, timeout=60, transport=transport) as client:
            return post(client, UNNAMED, NAMED)

    with ThreadPoolExecutor(3) as pool:
        hanging = [pool.submit(hang) for _ in range(2)]
        wait_until(lambda: served.metric("volgraph_validations_running") == 1)
        assert found(other())
        answers = sorted(((answer := one.result()).status_code, answer.json()["limit"]) for one in hanging)
    assert answers == [(429, "share"), (504, "time")]


def test_a_validation_is_listed_and_can_be_cancelled_and_is_counted(served: Served, client: Client) -> None:
    def cancel() -> int:
        wait_until(lambda: client.get("/queries").json()["queries"])
        (query,) = client.get("/queries").json()["queries"]
        assert query["query"] == "validation of data.ttl with shapes.ttl"
        return client.delete(f"/queries/{query['id']}").status_code

    before = served.metric('volgraph_requests_total{kind="shacl",outcome="cancelled"}')
    with ThreadPoolExecutor(1) as pool:
        cancelling = pool.submit(cancel)
        answer = post(client, CROWD, HANGING)
        assert cancelling.result() == 204
    assert (answer.status_code, answer.json()["limit"]) == (503, "cancelled")
    assert served.metric('volgraph_requests_total{kind="shacl",outcome="cancelled"}') == before + 1


def test_a_client_that_leaves_ends_its_validation(served: Served) -> None:
    with pytest.raises(httpx.ReadTimeout), Client(base_url=served.url, timeout=0.7) as impatient:
        post(impatient, CROWD, HANGING)
    wait_until(lambda: served.metric("volgraph_validations_running") == 0, 3)


def test_nothing_of_what_was_posted_stays(client: Client, temporary: Path) -> None:
    assert post(client, CROWD, HANGING).status_code == 504
    assert found(post(client, UNNAMED, NAMED))
    assert post(client, "<a> <b> .").status_code == 400
    assert list(temporary.iterdir()) == []


def test_get_says_what_is_posted_here_and_other_methods_are_refused(client: Client) -> None:
    described = client.get("/shacl").json()
    assert "text/turtle" in described["reads"]
    assert described["limits"] == {"bytes": 1_000_000, "seconds": 2, "memory_bytes": 150_000_000}
    answer = client.put("/shacl", content="")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert "POST" in client.options("/shacl").headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize(
    ("lang", "message", "heading"),
    [("kk", "Атын жазыңыз.", "сай емес"), ("ru", "Give a name.", "не соответствуют"), ("en", "Give a name.", "do not")],
)
def test_a_person_posts_a_form_and_reads_a_page(client: Client, lang: str, message: str, heading: str) -> None:
    form = client.get(f"/{lang}/shacl", headers=BROWSER)
    assert 'enctype="multipart/form-data"' in form.text
    assert f'action="/{lang}/shacl"' in form.text
    fields = {
        "data": (None, UNNAMED),
        "data-format": (None, "ttl"),
        "shapes": (None, NAMED),
        "shapes-format": (None, "ttl"),
    }
    answer = client.post(f"/{lang}/shacl", files=fields, headers=BROWSER)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert (
        "script-src 'self';" in (policy := answer.headers["Content-Security-Policy"]) and "default-src 'none'" in policy
    )
    assert message in answer.text
    assert heading in answer.text
    assert f'<html lang="{lang}">' in answer.text


def test_a_page_shows_the_first_results_and_the_beginning_of_what_is_long(client: Client) -> None:
    many = "".join(f"ex:p{number} a ex:Person .\n" for number in range(600))
    answer = client.post(
        "/en/shacl?format=html", files={"data": ("d.ttl", PREFIXES + many), "shapes": ("s.ttl", NAMED)}
    )
    assert answer.text.count('class="finding"') == 500
    assert "<b>600</b> violations" in answer.text
    long = f'{PREFIXES}ex:a a ex:Person ; ex:name "n" , "{"x" * 100_000}" .'
    shapes = f"{PREFIXES}ex:S sh:targetClass ex:Person ; sh:property [ sh:path ex:name ; sh:maxLength 1 ] ."
    answer = client.post("/shacl?format=html", files={"data": ("d.ttl", long), "shapes": ("s.ttl", shapes)})
    assert answer.status_code == 200
    assert "x" * 1000 in answer.text
    assert len(answer.text) < 20_000


def test_a_person_is_told_where_the_data_do_not_parse(client: Client) -> None:
    answer = client.post(
        "/ru/shacl", files={"data": (None, "<a> <b> ."), "data-format": (None, "ttl")}, headers=BROWSER
    )
    assert answer.status_code == 400
    assert "Строка 1, столбец 9" in answer.text
