"""Script that was stored, or comes with a query, stays text: read by a parser, and run by a browser."""

import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.security.conftest import ATTRIBUTE, MARKUP, SCRIPT, THING
from tests.security.serving import Victim
from tests.security.wire import request

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
BOUND = (
    f"SELECT ?a ?b ?c ('''{MARKUP}''' AS ?d) {{ BIND('''{ATTRIBUTE} ''' AS ?a) BIND(<javascript:alert(1)> AS ?b) "
    "BIND('javascript:x'^^<http://www.w3.org/2001/XMLSchema#anyURI> AS ?c) }"
)
STORED = "SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?o), '<')) }"
PAGES = {
    "thing in English": f"/en/page/{THING}",
    "thing in Russian": f"/ru/page/{THING}",
    "a thing that refers to it": "/en/page/place/astana",
    "claim": "/en/page/article/fair/claim/01b",
    "measure": "/en/page/measure/fair-2023-city",
    "citation": f"/en/cite/page/{THING}",
    "citation of a query": f"/en/cite/query?query={quote(MARKUP)}",
    "first page": "/kk/",
    "vocabulary": "/en/ns",
    "dumps": "/en/data/dumps/",
    "results": f"/en/query?query={quote(BOUND)}",
    "results in Kazakh": f"/kk/query?query={quote(BOUND)}",
    "stored texts as results": f"/en/query?query={quote(STORED)}",
    "names of variables": f"/en/query?query={quote('SELECT ?onload { BIND(1 AS ?onload) }')}",
    "broken query": f"/en/query?query={quote(MARKUP)}",
    "nothing here": f"/en/page/{quote(MARKUP)}",
    "no such format": f"/data/{quote(MARKUP)}",
    "no such language": f"/{quote(MARKUP)}/?x={quote(ATTRIBUTE)}",
}


class Markup(HTMLParser):
    """What of a page could run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.elements = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        if tag in ("style", "iframe", "object", "embed", "base", "foreignobject", "animate", "set"):
            self.found.append(tag)
        script = dict(attrs)
        is_data = script.get("type") == "application/ld+json"
        if tag == "script" and not is_data and not (script.get("src") or "").startswith("/static/"):
            self.found.append(tag)
        for name, value in attrs:
            scheme = (value or "").strip().partition(":")[0].lower()
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.found.append(f"{tag} {name}")
            if name in ("href", "xlink:href", "src", "action", "formaction") and scheme in (
                "javascript",
                "data",
                "vbscript",
            ):
                self.found.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_of_a_page_can_run(victim: Victim, name: str) -> None:
    answer = victim.get(PAGES[name], "Accept: text/html")
    assert answer.header("content-type").startswith("text/html")
    page = Markup(answer.body.decode())
    assert page.elements > 20
    assert page.found == []
    rules = dict(rule.strip().partition(" ")[::2] for rule in answer.header("content-security-policy").split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == "'self'"
    assert "object-src" not in rules
    assert "unsafe" not in answer.header("content-security-policy")
    assert answer.header("x-content-type-options") == "nosniff"


def test_the_stored_script_is_on_the_page(victim: Victim) -> None:
    """Else the other tests would find nothing because there is nothing."""
    page = victim.get(f"/en/page/{THING}", "Accept: text/html").body.decode()
    assert page.count("&lt;script&gt;") > 2
    assert "javascript:" in page.lower()


def dom(url: str, folder: Path) -> str:
    assert BROWSER
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}", "--dump-dom", url]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


@pytest.mark.skipif(BROWSER is None, reason="there is no browser here")
def test_a_browser_runs_nothing_of_a_page(victim: Victim, tmp_path: Path) -> None:
    unguarded = tmp_path / "unguarded.html"
    unguarded.write_text(f"<!doctype html><title>{MARKUP}", encoding="utf-8")
    assert 'id="owned"' in dom(unguarded.as_uri(), tmp_path / "profile")
    for name in ("thing in English", "thing in Russian", "results", "broken query", "nothing here"):
        page = dom(victim.url + PAGES[name], tmp_path / "profile")
        assert "</main>" in page
        assert 'id="owned"' not in page, name


CONSTRUCTED = f"CONSTRUCT {{ <urn:a> <http://www.w3.org/1999/xhtml#script> '''{SCRIPT}''' }} WHERE {{}}"


@pytest.mark.parametrize(
    "target",
    [
        *(f"/sparql?query={quote(BOUND)}&format={name}" for name in ("json", "xml", "csv", "tsv")),
        *(f"/sparql?query={quote(CONSTRUCTED)}&format={name}" for name in ("ttl", "nt", "rdf", "jsonld")),
        *(f"/data/{THING}.{name}" for name in ("ttl", "nt", "rdf", "jsonld")),
        "/rdf-graph-store?default",
        "/.well-known/void",
        "/context.jsonld",
        "/static/mark.svg",
        f"/sparql?query={quote(MARKUP)}",
        f"/nowhere/{quote(MARKUP)}",
    ],
    ids=lambda target: target[:12] + target[-12:],
)
def test_data_are_never_taken_for_a_page(victim: Victim, target: str) -> None:
    answer = victim.get(target)
    assert answer.status in (200, 400, 404)
    assert answer.header("x-content-type-options") == "nosniff"
    assert "default-src 'none'" in answer.header("content-security-policy")
    assert not answer.header("content-type").startswith(("text/html", "application/xhtml"))


def test_a_form_that_was_posted_comes_back_as_text(victim: Victim) -> None:
    body = f"query={quote(MARKUP)}".encode()
    kind = "Content-Type: application/x-www-form-urlencoded"
    answer = victim.send(request("POST", "/sparql", "Accept: text/html", kind, f"Content-Length: {len(body)}"), body)
    assert answer.status == 400
    assert Markup(answer.body.decode()).found == []
