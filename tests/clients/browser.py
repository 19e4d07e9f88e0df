"""A browser whose page, of another origin than the server, fetches what a test wants."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

CHROMIUM = shutil.which("chromium")
_PAGE = Path(__file__).with_name("fetching.html")
_ORDER_WAIT_S, _ANSWER_WAIT_S = 2, 60


class FetchError(Exception):
    """The script's promise was rejected, or the status is none of success."""


@dataclass(frozen=True)
class Fetched:
    """What the script saw."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Browser:
    """A running browser."""

    origin: str
    orders: "Queue[dict[str, Any]]" = field(default_factory=Queue)
    told: "Queue[tuple[dict[str, Any], bytes]]" = field(default_factory=Queue)

    def fetch(self, url: str, reading: str = "arrayBuffer", **options: Any) -> Fetched:
        """Fetch something, as a script of a page does.

        Args:
            url: what.
            reading: how the script reads the body: a method of `Response`, or `parts` as they come.
            options: of `fetch`, https://fetch.spec.whatwg.org/#requestinit.

        Raises:
            FetchError: the script got an exception.
        """
        self.orders.put({"url": url, "options": options, "reading": reading})
        told, body = self.told.get(timeout=_ANSWER_WAIT_S)
        if "error" in told:
            raise FetchError(told["error"])
        return Fetched(told["status"], told["headers"], body)


def _handler(browser: Browser) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(200 if self.path == "/" else 404, _PAGE.read_bytes(), "text/html")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.path == "/order":
                try:
                    order = browser.orders.get(timeout=_ORDER_WAIT_S)
                except Empty:
                    self._answer(204, b"", "text/plain")
                else:
                    self._answer(200, json.dumps(order).encode(), "application/json")
            else:
                (told,) = parse_qs(urlsplit(self.path).query)["told"]
                browser.told.put((json.loads(told), body))
                self._answer(204, b"", "text/plain")

        def _answer(self, status: int, body: bytes, content_type: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # at the end, the browser is gone
                self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    return Handler


@contextmanager
def browsing() -> Iterator[Browser]:
    """Run a browser with a page that waits for orders."""
    assert CHROMIUM
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server, TemporaryDirectory() as profile:
        browser = Browser(f"http://127.0.0.1:{server.server_port}")
        server.RequestHandlerClass = _handler(browser)
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
        command = [CHROMIUM, *options, f"--user-data-dir={profile}", browser.origin]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                yield browser
            finally:
                process.terminate()
                process.wait()
                server.shutdown()
