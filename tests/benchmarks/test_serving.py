"""The serving benchmark asks sound queries, and notices answers that are not equal."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from benchmarks.serving.agreement import differences
from benchmarks.serving.data import Data
from benchmarks.serving.queries import FOLDER, MIX, SMALL, Work, target
from benchmarks.serving.servers import Server
from pyoxigraph import QuerySolutions, Store

_XSD = "http://www.w3.org/2001/XMLSchema#"
NAMES = [*SMALL, *MIX, "rows", "dump"]


@pytest.mark.parametrize("name", NAMES)
def test_a_query_stands_as_it_is_and_each_parameter_has_values(name: str) -> None:
    text = (FOLDER / f"{name}.rq").read_text(encoding="utf-8")
    Store().query(text)
    if parameters := set(re.findall(r"\$(\w+)", text)):
        found = Store().query((FOLDER / "values" / f"{name}.rq").read_text(encoding="utf-8"))
        assert isinstance(found, QuerySolutions)
        assert {variable.value for variable in found.variables} == parameters


def test_every_file_of_queries_is_asked() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.rq")) == sorted(NAMES)


def test_a_target_keeps_the_parameters_of_an_endpoint() -> None:
    assert target("/sparql", "ASK {}") == "/sparql?query=ASK%20%7B%7D"
    assert (
        target("/sparql?default-graph-uri=urn%3Ag", "ASK {}") == "/sparql?default-graph-uri=urn%3Ag&query=ASK%20%7B%7D"
    )


@contextmanager
def answering(rows: list[dict[str, Any]], folder: Path) -> Iterator[Server]:
    """Give a server that has one answer to every query."""
    body = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        data = Data("small", folder, folder, folder, 0, 0)
        yield Server(data, folder, port=server.server_port)
        server.shutdown()
        thread.join()


def number(value: str, datatype: str = "decimal", kind: str = "literal") -> dict[str, Any]:
    return {"x": {"type": kind, "value": value, "datatype": _XSD + datatype}}


PLAIN = {"x": {"type": "literal", "value": "a"}}


@pytest.mark.parametrize(
    ("others", "reason"),
    [
        ([PLAIN, number("1.50", kind="typed-literal")], None),
        ([number("1.5"), {"x": {"type": "literal", "value": "a", "datatype": _XSD + "string"}}], None),
        ([PLAIN, number("1.6")], "other values in 2 rows"),
        ([PLAIN], "1 rows instead of 2"),
        ([PLAIN, number("1.5"), number("1.5")], "3 rows instead of 2"),
    ],
)
def test_answers_are_equal_in_any_order_and_spelling_and_only_then(
    others: list[dict[str, Any]], reason: str | None, tmp_path: Path
) -> None:
    with answering([number("1.5"), PLAIN], tmp_path) as first, answering(others, tmp_path) as second:
        found = list(differences([first, second], [Work("any", ("SELECT * { }",))]))
    assert [difference.reason for difference in found] == ([reason] if reason else [])
