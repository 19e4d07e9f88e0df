"""Graphs and shapes that are posted to `/shacl` reach nothing, and end at most the process that reads them."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.security.listening import Listener, listening
from tests.security.serving import Victim, children
from tests.web.serving import wait_until

PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .\n"
DATA = '<http://example.org/a> <http://example.org/p> "v" .'
SECRET = "the draft"

ASKING = {
    "service": "SELECT $this ?value WHERE { SERVICE <%s> { ?s ?p ?value } }",
    "silent": "SELECT $this ?value WHERE { SERVICE SILENT <%s> { ?s ?p ?value } }",
    "in a subquery": "SELECT $this ?value WHERE { { SELECT $this ?value { SERVICE SILENT <%s> { ?s ?p ?value } } } }",
    "in exists": "SELECT $this WHERE { $this ?p ?o FILTER EXISTS { SERVICE SILENT <%s> { ?s ?q ?value } } }",
    "variable": "SELECT $this ?value WHERE { BIND(<%s> AS ?w) SERVICE SILENT ?w { ?s ?p ?value } }",
    "from": "SELECT $this ?value FROM <%s> WHERE { ?s ?p ?value }",
    "from named": "SELECT $this ?value FROM NAMED <%s> WHERE { GRAPH ?g { ?s ?p ?value } }",
    "graph": "SELECT $this ?value WHERE { GRAPH <%s> { ?s ?p ?value } }",
}


def constraint(query: str) -> str:
    select = f'sh:sparql [ sh:message "{{?value}}" ; sh:select """{query}""" ]'
    return f"{PREFIXES}ex:S a sh:NodeShape ; sh:targetNode ex:a ; {select} ."


SHAPES = {
    "imports": PREFIXES + "<http://example.org/shapes> <http://www.w3.org/2002/07/owl#imports> <%s> .",
    "script": PREFIXES
    + "ex:S sh:targetNode ex:a ; sh:js [ sh:jsFunctionName 'f' ; sh:jsLibrary [ sh:jsLibraryURL '%s' ] ] .",
    "class": PREFIXES + "ex:S sh:targetNode ex:a ; sh:class <%s> .",
    "function": PREFIXES
    + """ex:S sh:targetNode ex:a ; sh:expression [ ex:f ( sh:this ) ] ; sh:rule [ a sh:SPARQLRule ;
        sh:construct "CONSTRUCT { $this <a:b> ?o } WHERE { $this ?p ?o SERVICE <%s> { ?s ?q ?value } }" ] .
      ex:f a sh:SPARQLFunction ; sh:parameter [ sh:path ex:x ] ;
        sh:ask "ASK { $x ?p ?o }" .""",
    "target": PREFIXES
    + """ex:S a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:maxCount 0 ] ; sh:target [ a sh:SPARQLTarget ;
        sh:select "SELECT ?this WHERE { ?this ?p ?o . SERVICE SILENT <%s> { ?s ?q ?this } }" ] .""",
    **{name: constraint(query) for name, query in ASKING.items()},
}


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as found:
        yield found


@pytest.mark.parametrize("name", SHAPES)
def test_no_posted_shape_reaches_another_machine_or_fails_the_server(
    victim: Victim, listener: Listener, name: str
) -> None:
    for address in listener.sockets:
        answer = victim.post_form("/shacl", data=DATA, shapes=SHAPES[name] % f"http://{address}/")
        assert answer.status in (200, 400), answer.body
    time.sleep(0.1)
    assert not listener.came()


@pytest.mark.parametrize("name", SHAPES)
def test_no_posted_shape_reads_a_file(victim: Victim, tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret.nt"
    secret.write_text(f'<http://example.org/a> <http://example.org/p> "{SECRET}" .\n')
    answer = victim.post_form("/shacl", data=DATA, shapes=SHAPES[name] % secret.as_uri())
    assert answer.status in (200, 400), answer.body
    assert SECRET not in answer.body.decode()


@pytest.mark.parametrize(
    ("media_type", "document"),
    [
        ("text/turtle", "<a:b> <a:c> " + "(" * 200_000),
        ("text/turtle", "<a:b> <a:c> " + "[ <a:d> " * 100_000),
        ("application/ld+json", '{"a:b":' * 100_000),
        ("application/ld+json", "[" * 400_000),
        ("application/rdf+xml", "<a xmlns='a:b'>" * 50_000),
        ("application/trig", "<a:g> {" * 50_000),
    ],
    ids=["lists", "blank nodes", "JSON objects", "JSON arrays", "XML", "graphs"],
)
def test_a_document_that_is_nested_too_deeply_ends_its_reader_at_most(
    victim: Victim, media_type: str, document: str
) -> None:
    body = document.encode()
    head = f"POST /shacl HTTP/1.1\r\nHost: x\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}"
    answer = victim.send(head.encode(), body)
    assert (answer.status, answer.problem.get("limit")) in ((400, None), (503, "memory"), (504, "time"))


def test_shapes_that_lead_back_to_themselves_end(victim: Victim) -> None:
    shapes = f"""{PREFIXES}
        ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:node ex:S ; sh:not ex:S ; sh:property ex:P .
        ex:P sh:path ex:p ; sh:property ex:P ; sh:node ex:S ."""
    answer = victim.post_form("/shacl", data=f"{PREFIXES}ex:a ex:p ex:a .", shapes=shapes)
    assert answer.status in (200, 400), answer.body


def test_a_process_that_validates_is_shut_in_and_validates_once(victim: Victim) -> None:
    assert victim.post_form("/shacl", data=DATA).status == 200
    pools = [pid for http in victim.http_pids() for pid in children(http)]
    (pool,) = [pid for pid in pools if b"services.posted" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    wait_until(lambda: len(children(pool)) == 1)
    waiting = children(pool)
    for pid in [pool, *waiting]:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        status = dict(line.split(":\t") for line in lines if ":\t" in line)
        assert (status["Seccomp"], status["NoNewPrivs"]) == ("2", "1")
    assert victim.post_form("/shacl", data=DATA).status == 200
    wait_until(lambda: len(children(pool)) == 1 and children(pool) != waiting)


def test_what_stands_in_data_and_shapes_never_runs_in_a_page(victim: Victim) -> None:
    script = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>"
    data = f'{PREFIXES}ex:a ex:p "{script}" .'
    shapes = (
        f'{PREFIXES}ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:maxLength 1 ; sh:message "{script}" ] .'
    )
    answer = victim.post_form("/shacl?format=html", data=data, shapes=shapes)
    assert answer.status == 200
    assert "&lt;script&gt;" in answer.body.decode()
    assert "<script>" not in answer.body.decode()
    assert "script-src 'self';" in answer.header("content-security-policy")
