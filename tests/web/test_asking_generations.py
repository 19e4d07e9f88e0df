"""Generations over HTTP: which one answers, what is kept of answers, and publishing while clients ask."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from httpx import Client
from pyoxigraph import Literal, NamedNode, Quad, Store

from volgraph.io.disk import write_json
from volgraph.io.generations import MANIFEST, Generation, Home
from volgraph.io.history import Reason

S, P = NamedNode("https://a.example/s"), NamedNode("https://a.example/p")
SAID = "SELECT ?o { <https://a.example/s> <https://a.example/p> ?o } ORDER BY ?o"
CLIENTS, PUBLISHES, VALUES = 8, 50, 200


def make(home: Home, number: int) -> Generation:
    """Put a generation into a home that says its number many times over."""
    digest = f"{number:064x}"
    with home.workspace() as folder:
        store = Store(str(folder / "store"))
        store.extend(Quad(S, P, Literal(f"{number}-{value:04}")) for value in range(VALUES))
        store.flush()
        del store
        (folder / "dumps").mkdir()
        write_json(folder / MANIFEST, {"counts": {"triples": VALUES}, "graphs": {}, "dumps": {}})
        return home.adopt(folder, digest)


@contextmanager
def serving(home: Home, *options: str) -> Iterator[Client]:
    command = [sys.executable, "-m", "volgraph.cli", "serve", "--home", str(home.path), "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            found = re.search(r"https?://\S+", server.stdout.readline())
            assert found
            with Client(base_url=found.group(), headers={"Accept": "text/csv"}, timeout=60) as client:
                yield client
        finally:
            server.terminate()


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.mark.parametrize("memory", ["1000000", "0"], ids=["in memory", "on disk"])
def test_publishing_while_clients_ask_fails_for_none_and_mixes_nothing(place: Home, memory: str) -> None:
    place.publish(make(place, 0), keep=3)
    wrong: list[str] = []
    seen: set[str] = set()
    ended = threading.Event()
    with serving(place, "--memory-limit-triples", memory, "--queries-at-once", "2") as client:

        def ask(name: int) -> None:
            with Client(base_url=client.base_url, headers={"Accept": "text/csv"}, timeout=60) as own:
                number = 0
                while not ended.is_set():
                    number += 1
                    answer = own.get("/sparql", params={"query": f"{SAID} # {name} {number if number % 2 else ''}"})
                    digest = answer.headers.get("Volgraph-Generation", "")
                    if answer.status_code != 200:
                        wrong.append(answer.text)
                    elif answer.text.split() != ["o", *(f"{int(digest, 16)}-{value:04}" for value in range(VALUES))]:
                        wrong.append(f"{digest} said {answer.text[:200]}")
                    seen.add(digest)

        threads = [threading.Thread(target=ask, args=(name,)) for name in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for number in range(1, PUBLISHES + 1):
            place.publish(make(place, number), keep=3)
        last = f"{PUBLISHES:064x}"
        deadline = datetime.now(UTC) + timedelta(seconds=60)
        while last not in seen and datetime.now(UTC) < deadline:
            ended.wait(0.05)
        ended.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert last in seen
    assert len(seen) > 2


class TestTimes:
    @pytest.fixture
    def client(self, place: Home) -> Iterator[Client]:
        """A server of which generation 1 was published in January, 2 in February; 3 is pruned, 4 not published."""
        for number in (3, 1, 2):
            place.publish(make(place, number), keep=2, reason=Reason.PUBLISH)
        make(place, 4)
        log = place.path / "publications.jsonl"
        lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        for line, month in zip(lines, ("2025-12", "2026-01", "2026-02"), strict=True):
            line["published"] = f"{month}-01T00:00:00+00:00"
        log.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        with serving(place) as client:
            yield client

    def said(self, client: Client, parameters: dict[str, str], **headers: str) -> str:
        answer = client.get("/sparql", params={"query": SAID, **parameters}, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.text.split()[1].partition("-")[0]

    def test_a_generation_is_asked_by_its_digest_and_its_answer_never_changes(self, client: Client) -> None:
        assert self.said(client, {}) == "2"
        for _ in range(2):
            assert self.said(client, {"generation": f"{1:064x}"}) == "1"
        answer = client.get("/sparql", params={"query": SAID, "generation": f"{1:064x}"})
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Memento-Datetime"] == "Thu, 01 Jan 2026 00:00:00 GMT"
        assert 'rel="original timegate"' in answer.headers["Link"]
        assert client.get("/sparql", params={"query": SAID}).headers["Cache-Control"] == "no-cache"

    @pytest.mark.parametrize(
        ("day", "expected"), [("2026-01-01", "1"), ("2026-01-31", "1"), ("2026-02-01", "2"), ("2030-01-01", "2")]
    )
    def test_a_moment_chooses_what_was_current_then(self, client: Client, day: str, expected: str) -> None:
        moment = format_datetime(datetime.fromisoformat(f"{day}T00:00:00+00:00"), usegmt=True)
        assert self.said(client, {}, **{"Accept-Datetime": moment}) == expected
        assert self.said(client, {}) == "2"
        answer = client.get("/sparql", params={"query": SAID}, headers={"Accept-Datetime": moment})
        assert answer.headers["Content-Location"].endswith(f"generation={int(expected):064x}")
        assert self.said(client, {"query": SAID, "generation": answer.headers["Content-Location"][-64:]}) == expected
        assert "Accept-Datetime" in answer.headers["Vary"]

    @pytest.mark.parametrize(
        ("parameters", "headers", "status", "said"),
        [
            ({"generation": f"{3:064x}"}, {}, 410, "no longer kept"),
            ({"generation": f"{4:064x}"}, {}, 404, "never published"),
            ({"generation": "f" * 64}, {}, 404, "never published"),
            ({"generation": "newest"}, {}, 400, "digest"),
            ({}, {"Accept-Datetime": "yesterday"}, 400, "not “yesterday”"),
            ({}, {"Accept-Datetime": "Mon, 15 Dec 2025 00:00:00 GMT"}, 410, "no longer kept"),
        ],
    )
    @pytest.mark.parametrize("path", ["/sparql", "/rdf-graph-store", "/data/event/x.ttl"])
    def test_what_is_not_there_says_what_became_of_it(
        self, client: Client, path: str, parameters: dict[str, str], headers: dict[str, str], status: int, said: str
    ) -> None:
        asked = {"/sparql": {"query": SAID}, "/rdf-graph-store": {"default": ""}}.get(path, {})
        answer = client.get(path, params={**asked, **parameters}, headers={"Accept": "*/*", **headers})
        assert answer.status_code == status
        assert said in answer.json()["detail"]

    def test_the_timemap_lists_what_is_kept(self, client: Client) -> None:
        answer = client.get("/timemap/sparql", params={"query": SAID})
        assert answer.headers["Content-Type"] == "application/link-format"
        addresses = re.findall(r'<([^>]+)>; rel="memento"; datetime="([^"]+)"', answer.text)
        assert [moment[8:16] for _, moment in addresses] == ["Jan 2026", "Feb 2026"]
        for (address, _), expected in zip(addresses, "12", strict=True):
            assert client.get(address).text.split()[1].startswith(f"{expected}-")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server of one generation."""
    home = Home(tmp_path_factory.mktemp("kept") / "home")
    home.publish(make(home, 1), keep=2)
    with serving(home) as client:
        yield client


class TestKeptAnswers:
    def test_a_client_that_has_the_answer_gets_no_body(self, kept: Client) -> None:
        for parameters in ({"query": SAID}, {"query": SAID + "# another"}):
            first = kept.get("/sparql", params=parameters)
            again = kept.get("/sparql", params=parameters, headers={"If-None-Match": first.headers["ETag"]})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["ETag"] == first.headers["ETag"]
            assert again.headers["Volgraph-Generation"] == first.headers["Volgraph-Generation"]
            other = kept.get("/sparql", params=parameters, headers={"If-None-Match": '"another"'})
            assert other.content == first.content

    def test_the_tag_differs_with_all_that_the_answer_depends_on(self, kept: Client) -> None:
        answers = [
            kept.get("/sparql", params={"query": SAID, **parameters}, headers=headers)
            for parameters, headers in (
                ({}, {}),
                ({"query": SAID + " "}, {}),
                ({"format": "json"}, {}),
                ({"default-graph-uri": "https://a.example/g"}, {}),
                ({"named-graph-uri": "https://a.example/g"}, {}),
                ({}, {"Accept": "application/sparql-results+xml"}),
                ({}, {"Accept-Encoding": "gzip"}),
                ({}, {"Accept-Encoding": "br"}),
                ({}, {"Accept-Encoding": "zstd"}),
                ({}, {"Accept-Encoding": "identity"}),
                ({}, {"Host": "other.example"}),
            )
        ]
        tags = [answer.headers["ETag"] for answer in answers]
        assert len({*tags}) == len(tags) - 1, tags  # what httpx accepts without a wish is one of the codings

    @pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
    def test_codings_give_the_same_answer_shorter(self, kept: Client, coding: str) -> None:
        plain = kept.get("/sparql", params={"query": SAID}, headers={"Accept-Encoding": "identity"})
        packed = kept.get("/sparql", params={"query": SAID}, headers={"Accept-Encoding": coding})
        assert packed.headers["Content-Encoding"] == coding
        assert packed.content == plain.content
        assert int(packed.headers["Content-Length"]) < len(plain.content) / 3

    @pytest.mark.parametrize(
        "query",
        [
            "SELECT (RAND() AS ?x) {}",
            "SELECT (NOW() AS ?x) {}",
            "SELECT (STRUUID() AS ?x) {}",
            "SELECT (UUID() AS ?x) {}",
            "SELECT (BNODE() AS ?x) {}",
            "CONSTRUCT { [] ?p ?o } WHERE { ?s ?p ?o }",
            "CONSTRUCT { _:b ?p ?o } WHERE { ?s ?p ?o }",
            "CONSTRUCT { ?s ?p (1 2) } WHERE { ?s ?p ?o }",
        ],
    )
    def test_an_answer_that_may_differ_is_not_kept_and_has_no_tag(self, kept: Client, query: str) -> None:
        first, second = (kept.get("/sparql", params={"query": query}, headers={"Accept": "*/*"}) for _ in range(2))
        assert first.status_code == 200
        assert "ETag" not in first.headers
        assert first.content != second.content or "NOW" in query
