"""Every client reads whole answers rightly, and none takes a part of an answer for the whole."""

import os
import signal
from collections.abc import Callable
from threading import Thread

import pytest
from pyoxigraph import Store
from tests.clients.answers import CONSTRUCTS, query, truth
from tests.clients.clients import CLIENTS, Ask, Client
from tests.clients.serving import Server, wait_until

AtWork = Callable[[Client], Ask]

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # of SPARQLWrapper

CASES = [
    pytest.param(client, form, method, id=f"{client.name}-{form}-{method}")
    for client in CLIENTS
    for form in client.forms
    for method in client.methods
]
"""Every client with every format that it reads, in each way in which it asks."""
FORMATS = [pytest.param(client, form, id=f"{client.name}-{form}") for client in CLIENTS for form in client.forms]
EACH = [pytest.param(client, id=client.name) for client in CLIENTS]


def kind(form: str) -> str:
    return "construct" if form in CONSTRUCTS else "select"


@pytest.mark.parametrize(("client", "form", "method"), CASES)
def test_an_answer_is_read_as_it_is(
    tight: Server, store: Store, at_work: AtWork, client: Client, form: str, method: str
) -> None:
    text = query(f"whole-{kind(form)}")
    expected = truth(store, text, form)
    assert len(expected) > 100
    assert at_work(client)(tight.endpoint, text, form, method) == expected


@pytest.mark.parametrize(("client", "form"), FORMATS)
def test_a_long_answer_comes_whole(tight: Server, store: Store, at_work: AtWork, client: Client, form: str) -> None:
    """What comes after the first part is sent as it is written."""
    text = query(f"long-{kind(form)}")
    expected = truth(store, text, form)
    assert len(expected) > 20_000
    assert at_work(client)(tight.endpoint, text, form, client.methods[0]) == expected


@pytest.mark.parametrize(("client", "form"), FORMATS)
def test_an_answer_that_is_cut_at_its_size_is_an_error(
    tight: Server, at_work: AtWork, client: Client, form: str
) -> None:
    with pytest.raises(client.raises):
        at_work(client)(tight.endpoint, query(f"large-{kind(form)}"), form, client.methods[-1])


@pytest.mark.parametrize("client", EACH)
def test_an_answer_that_is_cut_at_its_time_is_an_error(tight: Server, at_work: AtWork, client: Client) -> None:
    form = client.forms[-1]
    with pytest.raises(client.raises):
        at_work(client)(tight.endpoint, query(f"stuck-{kind(form)}"), form, client.methods[-1])


@pytest.mark.parametrize("client", EACH)
def test_an_answer_that_breaks_off_with_its_worker_is_an_error(tight: Server, at_work: AtWork, client: Client) -> None:
    form = client.forms[0]
    killed: list[int] = []

    def kill() -> None:
        wait_until(lambda: any(one["bytes"] > 1 << 20 for one in tight.queries()) and tight.busy(), 2)
        for worker in tight.busy():
            os.kill(worker.pid, signal.SIGKILL)
            killed.append(worker.pid)

    killing = Thread(target=kill)
    ask = at_work(client)
    killing.start()
    with pytest.raises(client.raises):
        ask(tight.endpoint, query(f"stuck-{kind(form)}"), form, client.methods[0])
    killing.join()
    assert killed


@pytest.mark.parametrize("client", EACH)
def test_a_query_that_is_cut_before_it_says_anything_is_an_error(
    tight: Server, at_work: AtWork, client: Client
) -> None:
    form = next(form for form in client.forms if form not in CONSTRUCTS)
    with pytest.raises(client.raises):
        at_work(client)(tight.endpoint, query("endless"), form, client.methods[0])
