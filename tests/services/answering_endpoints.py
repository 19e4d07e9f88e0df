"""Endpoints that answer as one wishes, to be asked over HTTP."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread
from urllib.parse import parse_qs

from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

Answer = tuple[int, str, bytes]


def sparql(store: Store, query: str) -> bytes:
    """Return what a store answers, as JSON."""
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    output = BytesIO()
    found.serialize(output, format=QueryResultsFormat.JSON)
    return output.getvalue()


@contextmanager
def endpoint(answer: Callable[[str], Answer]) -> Iterator[str]:
    """Serve at an address: the body of each POST's `query`, or the path of each GET, is answered as `answer` says."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(parse_qs(body)["query"][0])

        def do_GET(self) -> None:
            self._answer(self.path)

        def _answer(self, asked: str) -> None:
            status, media_type, body = answer(asked)
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql"
        finally:
            server.shutdown()
            thread.join()
