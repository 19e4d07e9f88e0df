"""What those who run a server rely on: metrics, logs, health, rates, proxies."""

import json
import re
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from tests.web.serving import Served, serving, wait_until

from volgraph.config import load_settings
from volgraph.errors import InputError
from volgraph.io.disk import write_json
from volgraph.io.generations import MANIFEST, Home
from volgraph.web.front.rate import Rate
from volgraph.web.statuses import LIMITS, Problem

ROOT = Path(__file__).parents[2]
HTTP_DOCS = (ROOT / "docs/http.md").read_text(encoding="utf-8")
OPERATIONS_DOCS = re.sub(r"```.*?```", "", (ROOT / "docs/operations.md").read_text("utf-8"), flags=re.DOTALL)
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LONG = "SELECT ?s ?p ?o ?t WHERE { ?s ?p ?o . ?t ?q ?r }"
SECRET = "secret-words-of-a-query"
NAMED = re.compile(r"`([^`\n]+)`")


@pytest.fixture(scope="module")
def served(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server behind a proxy on this machine."""
    folder = tmp_path_factory.mktemp("operations")
    own = Home(folder / "own")
    shutil.copytree(home.path, own.path, symlinks=True)
    with serving(
        own.path, trusted_proxies="127.0.0.1", requests_per_minute=20, query_time_limit_s=2, slow_query_s=1
    ) as server:
        yield server


def lines(served: Served, **wanted: object) -> list[dict[str, object]]:
    """Return the lines of requests that say so."""
    found = [json.loads(line) for line in served.errors.read_text().splitlines() if line.startswith("{")]
    return [line for line in found if all(line.get(name) == value for name, value in wanted.items())]


@pytest.mark.parametrize(
    ("query", "outcome", "status"),
    [
        ("ASK { }", "ok", 200),
        ("SELEC", "bad_query", 400),
        (ENDLESS, "time", 504),
    ],
)
def test_each_outcome_is_counted_and_logged(served: Served, query: str, outcome: str, status: int) -> None:
    name = f'volgraph_requests_total{{kind="sparql",outcome="{outcome}"}}'
    before = served.metric(name)
    assert served.ask(query).status_code == status
    assert served.metric(name) == before + 1
    wait_until(lambda: lines(served, outcome=outcome, status=status, kind="sparql"), 5)


def test_an_answer_that_is_cut_says_why(served: Served) -> None:
    with (
        pytest.raises(httpx.RemoteProtocolError),
        httpx.stream("GET", f"{served.url}/sparql", params={"query": LONG, "format": "csv"}, timeout=60) as answer,
    ):
        for _ in answer.iter_raw():
            pass
    wait_until(lambda: served.metric('volgraph_cuts_total{reason="time"}') == 1, 5)
    assert served.metric('volgraph_requests_total{kind="sparql",outcome="cut"}') == 1


def test_a_client_that_goes_away_and_one_that_cancels_are_told_apart(served: Served) -> None:
    gone = 'volgraph_requests_total{kind="sparql",outcome="client_gone"}'
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{served.url}/sparql", params={"query": ENDLESS}, timeout=0.5)
    wait_until(lambda: served.metric(gone) == 1, 5)


def test_kept_answers_and_entity_tags_are_seen(served: Served) -> None:
    query = "ASK { ?kept ?b ?c }"
    first, second = served.ask(query), served.ask(query)
    third = served.ask(query, **{"If-None-Match": second.headers["ETag"]})
    assert (first.status_code, third.status_code) == (200, 304)
    wait_until(lambda: lines(served, query_id=third.headers["Volgraph-Query"]), 5)
    found = [lines(served, query_id=answer.headers["Volgraph-Query"])[0] for answer in (first, second, third)]
    assert [line["cached"] for line in found] == [False, True, True]
    assert found[2]["outcome"] == "not_modified"
    assert len({line["query"] for line in found}) == 1


def test_no_line_holds_the_text_of_a_query_a_token_or_an_address(served: Served) -> None:
    headers = {"Authorization": f"Bearer {SECRET}", "X-Forwarded-For": "198.51.100.77"}
    answer = served.ask(f'ASK {{ FILTER("{SECRET}" = "") }}', **headers)
    httpx.get(f"{served.url}/nowhere/{SECRET}", headers=headers | {"X-Forwarded-For": "2001:db8:1:2:3::77"})
    wait_until(lambda: lines(served, client="2001:db8:1::/48"), 5)
    (line,) = lines(served, query_id=answer.headers["Volgraph-Query"])
    assert line["client"] == "198.51.100.0/24"
    said = served.errors.read_text()
    assert SECRET not in said
    assert "198.51.100.77" not in said and "2001:db8:1:2" not in said


def test_a_slow_query_is_kept_with_its_text(served: Served, own_logs: Path) -> None:
    query = ENDLESS + " # " + "long " * 1000
    served.ask(query)
    path = own_logs / "slow.jsonl"
    wait_until(lambda: path.exists() and "# long" in path.read_text(), 5)
    entry = next(json.loads(line) for line in path.read_text().splitlines() if "# long" in line)
    assert entry["text"] == query[:2000]
    assert path.stat().st_mode & 0o077 == 0
    assert not list(own_logs.glob("addresses-*"))


@pytest.fixture
def own_logs(served: Served) -> Path:
    return served.errors.parent / "own" / "logs"


def test_addresses_are_kept_for_so_many_days_and_no_longer(own_home: Home) -> None:
    today = datetime.now(UTC).date()
    logs = own_home.path / "logs"
    logs.mkdir()
    for days in (1, 2, 3):
        (logs / f"addresses-{today - timedelta(days=days)}.jsonl").write_text("{}\n")
    with serving(own_home.path, address_days=2, trusted_proxies="127.0.0.1") as served:
        answer = served.ask("ASK { }", **{"X-Forwarded-For": "198.51.100.77"})
        path = logs / f"addresses-{today}.jsonl"
        wait_until(path.exists, 5)
        entry = json.loads(path.read_text().splitlines()[-1])
    assert (entry["address"], entry["query_id"]) == ("198.51.100.77", answer.headers["Volgraph-Query"])
    assert sorted(file.name for file in logs.glob("addresses-*")) == sorted(
        f"addresses-{today - timedelta(days=days)}.jsonl" for days in (0, 1)
    )


def test_ready_asks_a_worker_and_says_why_not(own_home: Home) -> None:
    with serving(own_home.path) as served:
        said = httpx.get(f"{served.url}/health/ready").json()
        current = own_home.current()
        assert current
        assert (said["status"], said["digest"], said["engine"]) == ("ready", current.digest, "in-memory")
        assert datetime.fromisoformat(said["since"]) <= datetime.now(UTC)
        with own_home.workspace() as folder:
            (folder / "store").mkdir()
            write_json(folder / MANIFEST, {"counts": {"triples": 1}})
            own_home.publish(own_home.adopt(folder, "b" * 64), 5)
        wait_until(lambda: not served.ready(), 20)
        said = httpx.get(f"{served.url}/health/ready").json()
        assert said["reason"] == "the newest generation does not open"
        assert served.ask("ASK { }").status_code == 200
        assert httpx.get(f"{served.url}/health/live").json() == {"status": "live"}


def test_a_client_that_asks_too_often_is_told_when_to_come_back(served: Served) -> None:
    client = {"X-Forwarded-For": "203.0.113.5"}
    if time.time() % 60 > 50:
        time.sleep(60 - time.time() % 60)
    answers = [httpx.get(f"{served.url}/nowhere", headers=client) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [404] * 20 + [429]
    refused = answers[-1]
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["limit"] == "rate"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["RateLimit-Policy"] == '"minute";q=20;w=60'
    assert refused.headers["RateLimit"] == f'"minute";r=0;t={refused.headers["Retry-After"]}'
    assert served.ask("ASK { }", **client).status_code == 429
    assert httpx.get(f"{served.url}/health/live", headers=client).status_code == 200
    assert served.ask("ASK { }", **{"X-Forwarded-For": "203.0.113.6"}).status_code == 200
    assert served.metric('volgraph_requests_total{kind="page",outcome="rate"}') == 1
    assert all(served.ask("ASK { }").status_code == 200 for _ in range(25)), "our own clients have no limit"


def test_the_rate_is_what_was_set_also_when_it_is_granted_in_parts() -> None:
    rate, passed = Rate(1000), 0

    def count() -> bool:
        try:
            rate.count("client")
        except Problem:
            return False
        return True

    while passed <= 3000 and count():
        passed += 1
    assert passed in (1000, 2000), "one window, or two if the minute ended meanwhile"


def test_what_an_untrusted_proxy_says_does_not_count(own_home: Home) -> None:
    spoofed = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    with serving(own_home.path, requests_per_minute=5) as served:
        assert httpx.get(f"{served.url}/metrics").status_code == 200
        assert httpx.get(f"{served.url}/metrics", headers=spoofed).status_code == 403
        about = httpx.get(f"{served.url}/sparql", headers={"Accept": "text/turtle", **spoofed}).text
        assert "evil.example" not in about and f"{served.url}/sparql" in about
        answers = [httpx.get(f"{served.url}/nowhere", headers=spoofed).status_code for _ in range(6)]
        assert answers[-1] == 429, "this machine has no limit, but what somebody forwards from it has"


@pytest.mark.parametrize("client", ["198.51.100.7", "127.0.0.1, 198.51.100.7"])
def test_metrics_are_for_trusted_clients(served: Served, client: str) -> None:
    assert httpx.get(f"{served.url}/metrics", headers={"X-Forwarded-For": client}).status_code == 403


def test_addresses_are_those_that_the_world_sees(served: Served) -> None:
    forwarded = {"X-Forwarded-For": "198.51.100.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "data.example"}
    headers = {"Accept": "application/n-triples", **forwarded}
    assert "<https://data.example/sparql>" in httpx.get(f"{served.url}/sparql", headers=headers).text
    relative = served.ask("SELECT (<x> AS ?x) { }", **forwarded, Accept="text/csv")
    assert "https://data.example/x" in relative.text
    wrong = headers | {"X-Forwarded-Host": "e.example/#"}
    assert "e.example/" not in httpx.get(f"{served.url}/sparql", headers=wrong).text


def test_a_public_url_is_used_whatever_anybody_sends(own_home: Home) -> None:
    with serving(own_home.path, public_url="https://data.example/", trusted_proxies="127.0.0.1") as served:
        headers = {"Accept": "application/n-triples", "Host": "evil.example", "X-Forwarded-Host": "evil.example"}
        about = httpx.get(f"{served.url}/sparql", headers=headers).text
    assert "<https://data.example/sparql>" in about and "evil" not in about


@pytest.mark.parametrize("url", ["data.example", "https://data.example/kg", "ftp://data.example", "https://a b/"])
def test_a_public_url_with_more_than_a_host_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="write no path"):
        load_settings({"public_url": url}, {})


def test_a_setting_that_is_not_among_its_choices_names_them() -> None:
    with pytest.raises(InputError, match=r"--log-format or VOLGRAPH_LOG_FORMAT is “xml”: write json or text"):
        load_settings({"log_format": "xml"}, {})


def test_robots_may_read_pages_and_ask_nothing(served: Served) -> None:
    text = httpx.get(f"{served.url}/robots.txt").text
    for path in ("/sparql", "/query", "/queries", "/rdf-graph-store", "/workspace", "/*/query", "/*?generation="):
        assert f"Disallow: {path}\n" in text
    assert "Allow: /\n" in text


def test_every_metric_is_documented(served: Served) -> None:
    served.ask("ASK { }")
    text = httpx.get(f"{served.url}/metrics").text
    names = {name for name, kind in re.findall(r"^# TYPE (\S+) (\S+)", text, flags=re.MULTILINE)}
    documented = {re.split("{", name)[0] for name in NAMED.findall(OPERATIONS_DOCS)}
    assert len(names) > 20
    assert sorted(names - documented) == []


def test_every_field_of_a_line_is_documented(served: Served) -> None:
    fields = {name for line in lines(served) for name in line}
    assert len(fields) > 15
    assert sorted(fields - set(NAMED.findall(OPERATIONS_DOCS))) == []


def test_every_status_and_limit_is_documented() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/volgraph/web").rglob("*.py"))
    used = set(re.findall(r"(?:Problem|redirect|start|whole|html)\([^()]*?\b([2-5]\d\d)\b", source))
    used |= {str(status) for status, _ in LIMITS.values()}
    documented = set(re.findall(r"^\| (\d{3}) \|", HTTP_DOCS, flags=re.MULTILINE))
    assert {"204", "304", "405", "429", "504"} <= used
    assert sorted(used - documented) == []
    rows = dict(re.findall(r"^\| `(\w+)` \| (\d{3}) \|", HTTP_DOCS, flags=re.MULTILINE))
    assert rows == {name: str(status) for name, (status, _) in LIMITS.items()}


def test_every_header_of_an_answer_is_documented(served: Served) -> None:
    seen: set[str] = set()
    with httpx.Client(base_url=served.url, timeout=30) as client:
        for path in ("/", "/sparql", "/sparql?query=ASK{}", "/nowhere", "/queries", "/data/dumps/", "/health/ready"):
            seen |= {*client.get(path).headers}
        dump = next(iter(client.get("/data/dumps/", headers={"Accept": "application/json"}).json()["dumps"]))
        seen |= {*client.get(f"/data/dumps/{dump}").headers}
        seen |= {*client.options("/sparql").headers} | {*client.put("/sparql").headers}
    documented = {name.lower() for name in NAMED.findall(HTTP_DOCS)}
    assert len(seen) > 12
    assert sorted(seen - documented) == []
