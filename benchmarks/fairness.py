"""How much slower small queries get while other clients run queries without end: `python -m benchmarks.fairness URL`.

The server listens on a loopback address and takes the addresses of this machine for different clients.
"""

import argparse
import time
from contextlib import ExitStack
from http.client import HTTPConnection
from statistics import quantiles
from urllib.parse import quote, urlsplit

SMALL = "SELECT ?o {{ ?s ?p ?o }} LIMIT 1 # {number}"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def connection(url: str, source: str) -> HTTPConnection:
    parts = urlsplit(url)
    assert parts.hostname
    return HTTPConnection(parts.hostname, parts.port, timeout=120, source_address=(source, 0))


def milliseconds(client: HTTPConnection, requests: int, start: int) -> list[float]:
    """Return how long each of some small queries took, one after the other, each a text of its own."""
    taken = []
    for number in range(start, start + requests):
        begin = time.perf_counter()
        client.request("GET", "/sparql?query=" + quote(SMALL.format(number=number)))
        answer = client.getresponse()
        answer.read()
        taken.append((time.perf_counter() - begin) * 1000)
        assert answer.status == 200, answer.status
    return taken


def row(name: str, taken: list[float]) -> tuple[float, float]:
    cuts = quantiles(taken, n=100)
    print(f"{name:<28} p50 {cuts[49]:7.2f} ms   p99 {cuts[98]:7.2f} ms")
    return cuts[49], cuts[98]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--endless", type=int, default=2)
    given = parser.parse_args()
    small = connection(given.url, "127.0.0.1")
    milliseconds(small, 200, 0)
    idle = row("nothing else", milliseconds(small, given.requests, 1000))
    with ExitStack() as others:
        for number in range(given.endless):
            other = connection(given.url, f"127.0.0.{number + 2}")
            others.callback(other.close)
            other.request("GET", "/sparql?query=" + quote(f"{ENDLESS} # {number}"))
        time.sleep(1)
        busy = row(f"{given.endless} endless queries", milliseconds(small, given.requests, 1_000_000))
    print(f"p50 x {busy[0] / idle[0]:.1f}, p99 x {busy[1] / idle[1]:.1f}")


if __name__ == "__main__":
    main()
