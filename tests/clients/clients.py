"""The clients that ask, each as people use it: a call that returns what it read, or raises."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from http.client import IncompleteRead
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import httpx
import pandas
import requests
from rdflib import Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from rdflib.query import Result
from SPARQLWrapper import SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException
from tests.clients.answers import CONSTRUCTS, SELECTS, Rows, media_type, read
from tests.clients.browser import FetchError, browsing

Ask = Callable[[str, str, str, str], Rows]
"""Asks an endpoint (its URL) a query, for a format, by `GET` or `POST`."""

FOLDER = Path(__file__).parent
NODE_MODULES = str(FOLDER / "node_modules")  # of `make clients`
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATIENCE_S = 60


class ProgramError(Exception):
    """A program said that it failed."""


@dataclass(frozen=True)
class Client:
    """A client.

    Args:
        name: what people call it.
        start: makes it ready; gives the way to ask.
        raises: what it raises when an answer is cut or refused.
        forms: the formats that it reads.
        methods: how it asks.
        needs: what must be there for it to run.
    """

    name: str
    start: Callable[[], AbstractContextManager[Ask]]
    raises: tuple[type[Exception], ...]
    forms: tuple[str, ...] = (*SELECTS, *CONSTRUCTS)
    methods: tuple[str, ...] = ("GET", "POST")
    needs: str = ""


def missing(client: Client) -> bool:
    """Tell whether what a client needs is not there."""
    if client.needs == NODE_MODULES:
        return not Path(NODE_MODULES).is_dir()
    return bool(client.needs) and shutil.which(client.needs) is None


def _run(command: list[str]) -> bytes:
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE_S, check=False)
    if done.returncode:
        raise ProgramError(f"{command[0]} ended with {done.returncode}: {done.stderr.decode()}")
    return done.stdout


def _curl(*options: str) -> Callable[[], AbstractContextManager[Ask]]:
    def ask(endpoint: str, query: str, form: str, method: str) -> Rows:
        way = ["--get"] if method == "GET" else []
        accept = f"Accept: {media_type(form)}"
        command = ["curl", "-sSf", *options, *way, "-H", accept, "--data-urlencode", f"query={query}", endpoint]
        return read(_run(command), form)

    return lambda: nullcontext(ask)


def _urllib(endpoint: str, query: str, form: str, method: str) -> Rows:
    fields, headers = urlencode({"query": query}), {"Accept": media_type(form)}
    request = Request(f"{endpoint}?{fields}", headers=headers)
    if method == "POST":
        request = Request(endpoint, fields.encode(), headers)
    with urlopen(request, timeout=PATIENCE_S) as response:
        return read(response.read(), form)


def _httpx(endpoint: str, query: str, form: str, method: str) -> Rows:
    fields, headers = {"query": query}, {"Accept": media_type(form)}
    if method == "GET":
        response = httpx.get(endpoint, params=fields, headers=headers, timeout=PATIENCE_S)
    else:
        response = httpx.post(endpoint, data=fields, headers=headers, timeout=PATIENCE_S)
    return read(response.raise_for_status().content, form)


def _requests(endpoint: str, query: str, form: str, method: str) -> Rows:
    fields, headers = {"query": query}, {"Accept": media_type(form)}
    if method == "GET":
        response = requests.get(endpoint, params=fields, headers=headers, timeout=PATIENCE_S)
    else:
        response = requests.post(endpoint, data=fields, headers=headers, timeout=PATIENCE_S)
    response.raise_for_status()
    return read(response.content, form)


def _pandas(endpoint: str, query: str, form: str, method: str) -> Rows:
    address = f"{endpoint}?{urlencode({'query': query, 'format': form})}"
    table = pandas.read_csv(address, dtype=str, keep_default_na=False, sep="," if form == "csv" else "\t")
    return sorted(tuple(row) for row in table.itertuples(index=False))


_WRAPPED = {"ttl": "turtle", "nt": "n3", "rdf": "rdf+xml", "jsonld": "json-ld"}


def _sparqlwrapper(endpoint: str, query: str, form: str, method: str) -> Rows:
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setTimeout(PATIENCE_S)
    wrapper.setMethod(method)
    wrapper.setQuery(query)
    wrapper.setReturnFormat(_WRAPPED.get(form, form))
    found: Any = wrapper.queryAndConvert()
    if form in ("rdf", "jsonld"):
        return read(found.serialize(format="nt", encoding="utf-8"), "nt")
    if form == "json":
        return read(json.dumps(found).encode(), form)
    if form == "xml":
        return read(found.toxml(encoding="utf-8"), form)
    return read(found, "ttl" if form == "nt" else form)


def _rdflib(store: type[SPARQLStore]) -> Callable[[], AbstractContextManager[Ask]]:
    def ask(endpoint: str, query: str, form: str, method: str) -> Rows:
        asked = store(endpoint, method=method, returnFormat=form) if store is SPARQLStore else store(endpoint)
        found = Graph(asked).query(query)
        if not isinstance(found, Result):
            raise ProgramError(str(found))  # rdflib gives the status instead of raising
        if found.type == "CONSTRUCT":
            assert found.graph is not None
            return read(found.graph.serialize(format="nt", encoding="utf-8"), "nt")
        written = found.serialize(format="csv" if form == "csv" else "json")
        assert written is not None
        return read(written, "csv" if form == "csv" else "json")

    return lambda: nullcontext(ask)


_UNBOUND = re.compile(rb"<binding [^>]*>\s*<unbound/>\s*</binding>")  # as roqet writes it, and the standard does not


def _roqet(endpoint: str, query: str, form: str, method: str) -> Rows:
    written = _run(["roqet", "-q", "-r", form, "-p", endpoint, "-e", query])
    return read(_UNBOUND.sub(b"", written), form)


@contextmanager
def comunica() -> Iterator[Callable[[Mapping[str, str]], bytes]]:
    """Run Comunica: what is given is in `comunica.mjs`."""
    command = ["node", "comunica.mjs"]
    with subprocess.Popen(command, cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        orders, told = process.stdin, process.stdout

        def ask(order: Mapping[str, str]) -> bytes:
            orders.write(json.dumps(order) + "\n")
            orders.flush()
            answer = json.loads(told.readline())
            if "error" in answer:
                raise ProgramError(answer["error"])
            body = json.loads(answer["body"])
            body.pop("metadata", None)  # which Comunica adds
            return json.dumps(body).encode()

        try:
            yield ask
        finally:
            process.terminate()


@contextmanager
def _comunica() -> Iterator[Ask]:
    with comunica() as order:

        def ask(endpoint: str, query: str, form: str, method: str) -> Rows:
            return read(order({"kind": "sparql", "url": endpoint, "query": query}), "json")

        yield ask


@contextmanager
def _browser(reading: str) -> Iterator[Ask]:
    with browsing() as browser:

        def ask(endpoint: str, query: str, form: str, method: str) -> Rows:
            fields, headers = urlencode({"query": query}), {"Accept": media_type(form)}
            if method == "GET":
                found = browser.fetch(f"{endpoint}?{fields}", reading, headers=headers)
            else:
                found = browser.fetch(endpoint, reading, method="POST", headers=headers | FORM, body=fields)
            if found.status != 200:
                raise FetchError(str(found.status))
            return read(found.body, form)

        yield ask


def _library(ask: Ask) -> Callable[[], AbstractContextManager[Ask]]:
    return lambda: nullcontext(ask)


_ENDED = (IncompleteRead, HTTPError)
_RDFLIB = (IncompleteRead, ValueError, ProgramError)
CLIENTS = (
    Client("curl", _curl(), (ProgramError,), needs="curl"),
    Client("curl gzip", _curl("--compressed", "-H", "Accept-Encoding: gzip"), (ProgramError,), needs="curl"),
    Client("curl br", _curl("--compressed", "-H", "Accept-Encoding: br"), (ProgramError,), needs="curl"),
    Client("curl zstd", _curl("--compressed", "-H", "Accept-Encoding: zstd"), (ProgramError,), needs="curl"),
    Client("curl HTTP/1.0", _curl("--http1.0"), (ProgramError,), needs="curl"),
    Client("urllib", _library(_urllib), _ENDED),
    Client("httpx", _library(_httpx), (httpx.RemoteProtocolError, httpx.HTTPStatusError)),
    Client("requests", _library(_requests), (requests.exceptions.ChunkedEncodingError, requests.HTTPError)),
    Client("pandas", _library(_pandas), _ENDED, ("csv",), ("GET",)),
    Client("SPARQLWrapper", _library(_sparqlwrapper), (*_ENDED, SPARQLWrapperException)),
    Client("rdflib SPARQLStore", _rdflib(SPARQLStore), _RDFLIB, ("json", "xml", "csv", "tsv")),
    Client("rdflib SPARQLUpdateStore", _rdflib(SPARQLUpdateStore), _RDFLIB, ("xml",), ("GET",)),
    Client("roqet", _library(_roqet), (ProgramError,), ("xml",), ("GET",), needs="roqet"),
    Client("Comunica", _comunica, (ProgramError,), ("json",), ("POST",), needs=NODE_MODULES),
    Client("fetch", lambda: _browser("arrayBuffer"), (FetchError,), needs="chromium"),
    Client("fetch in parts", lambda: _browser("parts"), (FetchError,), ("json",), needs="chromium"),
)
