"""Running a test against a server."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote_from_bytes

from tests.conformance.checks import FailureError, check, check_refusal
from tests.conformance.manifests import DESCRIPTION, GRAPH_STORE, Expected, Request, Test
from tests.conformance.service_description import CHECKS
from tests.conformance.wire import NoResponseError, Response, send

_FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


@dataclass(frozen=True, slots=True)
class Server:
    """A server to test.

    Args:
        name: what reports call it.
        query: URL of its query endpoint.
        update: URL of its update endpoint.
        graph_store: URL of its graph store; None if it has none.
        token: for `Authorization: Bearer`.
        read_only: it refuses each write, and already has the graphs of the tests.
    """

    name: str
    query: str
    update: str
    graph_store: str | None
    token: str | None = None
    read_only: bool = False


def run(test: Test, server: Server) -> str | None:
    """Run a test, and return why it failed, or None.

    Before it, everything is dropped and the graphs that it needs are loaded, so that tests do not depend on others. A
    server that is read only has to refuse each write, whatever the test expects.
    """
    try:
        if test.suite == DESCRIPTION:
            CHECKS[test.name](server.query, server.token)
            return None
        if not server.read_only:
            _prepare(test, server)
            send_all(test, server, check)
        elif writes := _writes(test):
            send_all(replace(test, requests=writes), server, check_refusal)
        else:
            send_all(test, server, check)
    except (FailureError, NoResponseError) as error:
        return str(error)
    return None


def send_all(test: Test, server: Server, judge: Callable[[Response, Expected, str], None]) -> None:
    """Send the requests of a test one after the other, and let `judge` hold each response against what is expected.

    Raises:
        FailureError: a response is not as expected.
        NoResponseError: there is none.
    """
    variables: dict[str, str] = {}
    for request in test.requests:
        asked = _filled(request, variables)
        response = send(url_of(asked, test, server), asked.method, asked.headers, asked.body, server.token)
        judge(response, request.expected, request.method)
        if request.expected.location is not None and "location" in response.headers:
            variables[request.expected.location] = response.headers["location"]


def url_of(request: Request, test: Test, server: Server) -> str:
    """Return where a request goes: the endpoint's URL stands for the beginning of its path."""
    if test.suite == GRAPH_STORE:
        if server.graph_store is None:
            raise FailureError("the server has no graph store")
        return server.graph_store + request.path.removeprefix("/gsp")
    endpoint = server.update if is_update(request, test) else server.query
    return endpoint + request.path.removeprefix("/sparql/")


def is_update(request: Request, test: Test) -> bool:
    """Tell whether a request is meant for the update endpoint: all of an update test but the query that looks after."""
    return "update" in test.name and dict(request.headers).get("content-type") != "application/sparql-query"


def _writes(test: Test) -> tuple[Request, ...]:
    """Return the requests of a test that would change something; those that are in error would not."""
    if test.suite == GRAPH_STORE:
        return tuple(request for request in test.requests if request.method not in {"GET", "HEAD"})
    granted = (request for request in test.requests if "StatusCode2xx" in request.expected.statuses)
    return tuple(request for request in granted if is_update(request, test))


def _filled(request: Request, variables: dict[str, str]) -> Request:
    path, body = request.path, request.body
    for name, value in variables.items():
        path = path.replace(name, value)
        body = body and body.replace(name.encode(), value.encode())
    return replace(request, path=path, body=body)


def _prepare(test: Test, server: Server) -> None:
    graphs = " ".join(f"GRAPH <{iri}> {{ {triples} }}" for iri, triples in test.graphs)
    body = f"update={quote_from_bytes(f'DROP ALL ; INSERT DATA {{ {graphs} }}'.encode())}".encode()
    response = send(server.update, "POST", _FORM, body, server.token)
    if response.status not in range(200, 300):
        raise FailureError(f"status {response.status} when the graphs of the test were to be loaded")
