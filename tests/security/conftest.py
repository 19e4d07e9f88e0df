"""A server that is attacked, on a collection in which somebody has hidden script."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store
from tests.security.serving import Victim, serving
from tests.small import copy_collection

from volgraph.domain.iris import Base
from volgraph.domain.vocabulary import XSD
from volgraph.io.generations import Home
from volgraph.services.building import build

TIME_LIMIT_S = 2
VALIDATION_LIMIT_S = 4
SCRIPT = "document.documentElement.id='ow'+'ned'"
"""If this runs, the page's root element is called “owned”."""

MARKUP = f"</title></textarea><script>{SCRIPT}</script><img src=x onerror=\"{SCRIPT}\"><svg onload='{SCRIPT}'>"
ATTRIBUTE = f'"\' onmouseover="{SCRIPT}" autofocus onfocus=\'{SCRIPT}\' x="'
THING = "event/fair-2023"


@pytest.fixture(scope="session")
def hostile_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose published generation has script in names, texts and addresses."""
    folder = tmp_path_factory.mktemp("hostile")
    root = copy_collection(folder / "collection")
    _put_script_into_names(root / "data/entities/entities.csv")
    home = Home(folder / "home")
    generation, _ = build(root, Base(), home)
    home.publish(generation, 1)
    store = Store(str(generation.store))
    thing = Base().thing(THING)
    comment = NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
    url = NamedNode("https://schema.org/url")
    hidden: list[tuple[NamedNode, NamedNode | Literal]] = [
        (comment, Literal(MARKUP)),
        (comment, Literal(ATTRIBUTE, language="en")),
        (comment, Literal(MARKUP, datatype=NamedNode("https://example.org/%22onload=x"))),
        (url, Literal(f"javascript:{SCRIPT}", datatype=XSD["anyURI"])),
        (url, Literal(f" JavaScript:{SCRIPT}", datatype=XSD["anyURI"])),
        (url, Literal(f"data:text/html,<script>{SCRIPT}</script>", datatype=XSD["anyURI"])),
        (url, NamedNode("javascript:alert(1)")),
        (NamedNode("https://example.org/'onmouseover='x"), Base().thing("a/'onmouseover='x")),
    ]
    for graph in (DefaultGraph(), Base().graph("entities")):
        store.extend(Quad(thing, key, value, graph) for key, value in hidden)
    store.flush()
    return home.path


def _put_script_into_names(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["entity"] == THING:
            row |= {"kk": MARKUP, "ru": ATTRIBUTE, "en": MARKUP}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="session")
def victim(hostile_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victim]:
    """The server, with short limits of time."""
    log = tmp_path_factory.mktemp("log") / "errors.txt"
    limits = "--query-time-limit-s", str(TIME_LIMIT_S), "--validation-time-limit-s", str(VALIDATION_LIMIT_S)
    with serving(hostile_home, log, *limits) as server:
        yield server


@pytest.fixture(autouse=True)
def lives_on(victim: Victim) -> Iterator[None]:
    """Whatever a test does, the process that answers stays the same, and answers others."""
    before = victim.http_pids()
    yield
    assert victim.http_pids() == before
    assert victim.answers()
