"""No query makes the server ask another machine, or read a file, however it is disguised."""

import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.security.listening import Listener, listening
from tests.security.serving import Victim
from tests.security.wire import request

FOOLING = 'ASK { FILTER(?a<?b#>"""\n) SERVICE SILENT <%s> { ?s ?p ?o } #"""\n}'
"""A reader of texts takes the clause for a part of a string; the engine asks the other machine."""

DISGUISES = {
    "plain": "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "case": "SELECT * { sErViCe sIlEnT <%s> { ?s ?p ?o } }",
    "string that is none": FOOLING,
    "comment": "SELECT * { SERVICE # a comment\nSILENT # another\n<%s> { ?s ?p ?o } }",
    "comment that ends at a carriage return": "SELECT * { # harmless\rSERVICE SILENT <%s> { ?s ?p ?o } }",
    "without spaces": "SELECT*{SERVICE SILENT<%s>{?s ?p ?o}}",
    "tabs and carriage returns": "SELECT *\r{\tSERVICE\rSILENT\t<%s>\r{ ?s ?p ?o } }",
    "escaped word": "SELECT * { \\u0053ERVICE SILENT <%s> { ?s ?p ?o } }",
    "escaped whole": "SELECT * { \\u0053\\u0045\\u0052\\u0056\\u0049\\u0043\\u0045 <%s> { ?s ?p ?o } }",
    "long escape": "SELECT * { \\U00000053ERVICE SILENT <%s> { ?s ?p ?o } }",
    "escape elsewhere": "SELECT * { ?s ?p '\\u0027' . SERVICE SILENT <%s> { ?s ?p ?o } }",
    "escaped address": "SELECT * { SERVICE SILENT <\\u0068ttp:%.0s//%s/> { ?s ?p ?o } }",
    "prefixed name": "PREFIX x: <%s> SELECT * { SERVICE SILENT x: { ?s ?p ?o } }",
    "relative": "BASE <%s> SELECT * { SERVICE SILENT <x> { ?s ?p ?o } }",
    "variable": "SELECT * { BIND(<%s> AS ?w) SERVICE SILENT ?w { ?s ?p ?o } }",
    "values": "SELECT * { VALUES ?w { <%s> } SERVICE SILENT ?w { ?s ?p ?o } }",
    "in a subquery": "ASK { { SELECT * { { SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } } } } } }",
    "in optional": "SELECT * { OPTIONAL { SERVICE SILENT <%s> { ?s ?p ?o } } }",
    "in minus": "SELECT * { ?s ?p ?o MINUS { SERVICE SILENT <%s> { ?s ?p ?o } } }",
    "in exists": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE SILENT <%s> { ?s ?p ?o } } }",
    "in not exists of bind": "SELECT * { BIND(NOT EXISTS { SERVICE SILENT <%s> { ?s ?p ?o } } AS ?x) }",
    "in having": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING(EXISTS { SERVICE SILENT <%s> { ?s ?p ?o } })",
    "in order": "SELECT * { ?s ?p ?o } ORDER BY EXISTS { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "in graph": "SELECT * { GRAPH ?g { SERVICE SILENT <%s> { ?s ?p ?o } } }",
    "in union": "SELECT * { {} UNION { SERVICE SILENT <%s> { ?s ?p ?o } } }",
    "in construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "in describe": "DESCRIBE ?s WHERE { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "described": "DESCRIBE <%s>",
    "from": "SELECT * FROM <%s> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <%s> { GRAPH ?g { ?s ?p ?o } }",
    "from twice": "SELECT * FROM <%s> FROM <urn:x> { ?s ?p ?o }",
    "graph": "SELECT * { GRAPH <%s> { ?s ?p ?o } }",
    "property function": "SELECT * { ?s <http://jena.apache.org/text#query> <%s> }",
    "function": "SELECT (<%s>(1) AS ?x) {}",
    "load": "LOAD <%s>",
    "load silent": "LOAD SILENT <%s> INTO GRAPH <urn:x>",
    "after an update": "INSERT DATA {} ; LOAD <%s>",
}


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as found:
        yield found


def addresses(listener: Listener, query: str) -> Iterator[str]:
    for address in listener.sockets:
        yield query % (f"http://{address}/", address) if query.count("%") == 2 else query % f"http://{address}/"


def test_the_engine_by_itself_would_ask(listener: Listener) -> None:
    """The listener hears; and the system alone has to hold what the reading of texts lets through."""
    program = "import sys; from pyoxigraph import Store; Store().query(sys.argv[1])"
    query = next(addresses(listener, FOOLING))
    with subprocess.Popen([sys.executable, "-c", program, query], stderr=subprocess.DEVNULL) as engine:
        while not (came := listener.came()) and engine.poll() is None:
            time.sleep(0.02)
        engine.kill()
    assert came


def test_the_system_alone_holds_the_engine_back(listener: Listener) -> None:
    """With no reading of texts at all."""
    program = (
        "import sys; from pyoxigraph import Store; from volgraph.services.workers.sandbox import refuse_internet\n"
        "assert refuse_internet(); Store().query(sys.argv[1])"
    )
    for query in [*addresses(listener, FOOLING), FOOLING % "http://localhost/"]:
        ran = subprocess.run([sys.executable, "-c", program, query], capture_output=True, text=True, timeout=60)
        assert ran.returncode == 0, ran.stderr
    assert listener.came() == 0


@pytest.mark.parametrize("name", DISGUISES)
def test_no_query_reaches_another_machine(victim: Victim, listener: Listener, name: str) -> None:
    for query in addresses(listener, DISGUISES[name]):
        assert victim.ask(query).status in (200, 400)
        target = f"/sparql?query={quote(query)}"
        assert victim.get(target).status in (200, 400, 403)
        assert victim.get(f"/en/query?query={quote(query)}", "Accept: text/html").status in (200, 400)
        assert victim.get(f"/sparql?update={quote(query)}").status == 403
    assert listener.came() == 0


def test_no_parameter_reaches_another_machine(victim: Victim, listener: Listener) -> None:
    for address in listener.sockets:
        iri = quote(f"http://{address}/", safe="")
        for name in ("default-graph-uri", "named-graph-uri"):
            answer = victim.get(f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}&{name}={iri}")
            assert answer.status == 200
            assert b'"bindings":[]' in answer.body
        assert victim.get(f"/rdf-graph-store?graph={iri}").status == 404
    assert listener.came() == 0


NOISE = st.sampled_from(
    [
        "",
        " ",
        "\n",
        "\r",
        "\t",
        "#x\n",
        "#'\n",
        '#"""\r',
        "'''",
        '"""',
        "'",
        '"',
        "\\u0027",
        "<",
        ">",
        "?a<?b",
        "{}",
        ";",
    ]
)


@given(parts=st.lists(NOISE, min_size=1, max_size=8), at=st.integers(0, 8), silent=st.booleans())
@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_noise_around_a_clause_lets_it_through(
    victim: Victim, listener: Listener, parts: list[str], at: int, silent: bool
) -> None:
    address = next(iter(listener.sockets))
    clause = f"SERVICE {'SILENT ' if silent else ''}<http://{address}/> {{ ?s ?p ?o }}"
    query = f"SELECT * {{ {''.join(parts[:at])} {clause} {''.join(parts[at:])} }}"
    assert victim.ask(query).status == 400
    assert listener.came() == 0


@pytest.mark.parametrize("query", ["SELECT * FROM <%s> { ?s ?p ?o }", "SELECT * { GRAPH <%s> { ?s ?p ?o } }"])
@pytest.mark.parametrize("file", ["file:///etc/passwd", "file:/etc/passwd", "file://localhost/etc/passwd"])
def test_no_query_reads_a_file(victim: Victim, query: str, file: str) -> None:
    answer = victim.ask(query % file)
    assert answer.status == 200
    assert b'"bindings":[]' in answer.body
    assert victim.ask(f"LOAD <{file}>").status == 400
    body = f"update=LOAD%20%3C{quote(file)}%3E".encode()
    head = request("POST", "/sparql", "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}")
    assert victim.send(head, body).status == 403


def test_the_engine_reads_no_remote_context(listener: Listener) -> None:
    """What a document of JSON-LD names as its context is never fetched."""
    program = (
        "import sys; from pyoxigraph import RdfFormat, parse\n"
        "try: list(parse(sys.argv[1].encode(), format=RdfFormat.JSON_LD))\n"
        "except SyntaxError as error: print(error)"
    )
    for address in listener.sockets:
        document = f'{{"@context": "http://{address}/c.jsonld", "@id": "urn:a", "name": "x"}}'
        ran = subprocess.run([sys.executable, "-c", program, document], capture_output=True, text=True, timeout=60)
        assert ran.returncode == 0, ran.stderr
        assert "context" in ran.stdout
    assert listener.came() == 0
