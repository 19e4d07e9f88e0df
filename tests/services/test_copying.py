"""Copying an endpoint: whole, page by page, or not at all."""

import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from tests.services.answering_endpoints import Answer, endpoint, sparql

from volgraph.errors import RemoteError
from volgraph.services import copying
from volgraph.services.copying import copy_endpoint

JSON = "application/sparql-results+json"
TRIPLES = 25


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store whose triples need three pages, beside those with a blank node."""
    monkeypatch.setattr(copying, "PAGE_ROWS", 10)
    store = Store()
    store.load(
        "".join(f'<urn:s{n}> <urn:p> "ә{n}"@kk .\n' for n in range(TRIPLES)).encode()
        + b"_:x <urn:p> <urn:a> .\n<urn:a> <urn:p> _:x .\n",
        format=RdfFormat.N_TRIPLES,
    )
    return store


def test_an_endpoint_is_copied_page_by_page(store: Store, tmp_path: Path) -> None:
    asked: list[str] = []

    def answer(query: str) -> Answer:
        asked.append(query)
        return 200, JSON, sparql(store, query)

    with endpoint(answer) as url:
        copy_endpoint(url, tmp_path / "copy.nt")
    copy = Store()
    copy.load(path=tmp_path / "copy.nt", format=RdfFormat.N_TRIPLES)
    assert len(copy) == len(store) == TRIPLES + 2
    assert len({quad.subject for quad in copy if "_:" in str(quad)}) == 2  # one blank node, in both of its triples
    offsets = [int(found[1]) for query in asked if (found := re.search(r"OFFSET (\d+)", query))]
    assert offsets == [0, 10, 20, 25]


def test_an_endpoint_that_gives_less_than_was_asked_for_is_asked_for_the_rest(store: Store, tmp_path: Path) -> None:
    # Public endpoints have a maximum of rows and do not say that they cut.
    def answer(query: str) -> Answer:
        return 200, JSON, sparql(store, query.replace("LIMIT 10", "LIMIT 7"))

    with endpoint(answer) as url:
        copy_endpoint(url, tmp_path / "copy.nt")
    assert len((tmp_path / "copy.nt").read_text("utf-8").splitlines()) == TRIPLES + 2


def test_an_endpoint_that_cuts_is_refused(store: Store, tmp_path: Path) -> None:
    def answer(query: str) -> Answer:
        cut = query + "LIMIT 1" if "isBlank" in query and "LIMIT" not in query and "COUNT" not in query else query
        return 200, JSON, sparql(store, cut)

    with (
        endpoint(answer) as url,
        pytest.raises(RemoteError, match="says that it has 27 triples and gave 26: it cuts its answers or changes"),
    ):
        copy_endpoint(url, tmp_path / "copy.nt")


def test_an_endpoint_that_changes_meanwhile_is_refused(store: Store, tmp_path: Path) -> None:
    def answer(query: str) -> Answer:
        if "OFFSET 20" in query:
            store.update("DELETE DATA { <urn:s1> <urn:p> 'ә1'@kk } ; INSERT DATA { <urn:zz> <urn:p> 1 , 2 }")
        return 200, JSON, sparql(store, query)

    with endpoint(answer) as url, pytest.raises(RemoteError, match="it cuts its answers or changes meanwhile"):
        copy_endpoint(url, tmp_path / "copy.nt")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((404, "text/html", b"<h1>Not Found</h1>"), "there is no endpoint at this address (404)"),
        ((200, "text/html", b"<h1>Welcome</h1>"), "the endpoint answered with text/html where"),
        ((200, JSON, b'{"head": {"vars": ["count"]}, "resu'), "the answer is no JSON of SPARQL, or was cut"),
        ((200, JSON, b'{"head": {}, "boolean": true}'), "the endpoint answered a SELECT with a boolean"),
        (
            (200, JSON, b'{"head": {"vars": ["count"]}, "results": {"bindings": []}}'),
            "the endpoint does not say how many triples it has",
        ),
        ((500, "text/plain", b"no"), "the endpoint failed (500)"),
    ],
)
def test_what_is_no_answer_is_one_sentence(tmp_path: Path, answer: Answer, words: str) -> None:
    with endpoint(lambda query: answer) as url, pytest.raises(RemoteError) as caught:
        copy_endpoint(url, tmp_path / "copy.nt")
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{url}: ")
    assert not (tmp_path / "copy.nt").exists()
