"""Asking for pages: once, for what making them costs; again and again, for how fast kept ones come; in a browser."""

import json
import subprocess
from http.client import HTTPConnection
from pathlib import Path
from tempfile import NamedTemporaryFile

from benchmarks.serving.servers import Server
from tests.browser.visiting import browsing

_SCRIPT = Path(__file__).parents[1] / "serving" / "requests.lua"
_ACCEPT = "text/html"
_CODINGS = "gzip, deflate, br, zstd"
"""What browsers accept."""


def cpu_ms(server: Server, paths: list[str]) -> float:
    """Return the processor time in milliseconds that the server, all its processes, takes for one of some pages.

    Raises:
        AssertionError: a page is not there.
    """
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    before = server.tree.cpu_s()
    for path in paths:
        connection.request("GET", path, headers={"Accept": _ACCEPT, "Accept-Encoding": _CODINGS})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, f"{path} answered {answer.status}"
    spent = server.tree.cpu_s() - before
    connection.close()
    return spent * 1000 / len(paths)


def kept_p95_ms(server: Server, paths: list[str], connections: int, seconds: float) -> float:
    """Return within how many milliseconds 95 of 100 requests are answered, over connections that are kept open.

    Raises:
        AssertionError: a request failed.
    """
    with NamedTemporaryFile("w", suffix=".txt") as targets:
        targets.write("".join(f"{path}\n" for path in paths))
        targets.flush()
        command = [
            *("wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds:.0f}s"),
            *("--header", f"Accept-Encoding: {_CODINGS}", "--script", str(_SCRIPT), server.url),
            *("--", targets.name, _ACCEPT),
        ]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout.strip().splitlines()[-1])
    assert not found["failed"], f"{found['failed']} requests failed"
    return float(found["p95_ms"])


def first_visit_bytes(server: Server, paths: dict[str, str]) -> dict[str, int]:
    """Return how many bytes a browser takes over the network for each of some pages, with an empty cache."""
    found: dict[str, int] = {}
    with browsing() as browser:
        for name, path in paths.items():
            context = browser.new_context()
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            sizes: list[int] = []
            session.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"]))
            page.goto(server.url + path, wait_until="networkidle")
            found[name] = int(sum(sizes))
            context.close()
    return found
