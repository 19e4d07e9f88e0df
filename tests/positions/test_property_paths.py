"""Property paths: read from SPARQL's syntax, and walked to the triples that bring a node."""

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store, Triple, parse

from volgraph.domain.property_paths import Node, path_of

_DATA = """@prefix : <urn:> .
:a :knows :b . :b :knows :c . :c :knows :a , :d . :d :name "d" . :b :name "b" .
:x :likes :a . :a :likes :y . :a :name "a" .
"""


class _Graph:
    def __init__(self) -> None:
        self._store = Store()
        self._store.extend(parse(_DATA.encode(), format=RdfFormat.TURTLE))

    def match(self, subject: Node | None, predicate: NamedNode | None, value: Node | None) -> list[Triple]:
        assert isinstance(subject, NamedNode | BlankNode | None)
        return [quad.triple for quad in self._store.quads_for_pattern(subject, predicate, value, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<urn:knows>", {"b": "a knows b"}),
        ("^<urn:knows>", {"c": "c knows a"}),
        ("^(^<urn:knows>)", {"b": "a knows b"}),
        ("<urn:knows>/<urn:name>", {'"b"': 'b name "b"'}),
        ("^<urn:likes>|<urn:likes>", {"x": "x likes a", "y": "a likes y"}),
        ("<urn:likes>?", {"a": "", "y": "a likes y"}),
        ("(<urn:knows> / <urn:knows>)", {"c": "b knows c"}),
        ("<urn:knows>+", {"a": "c knows a", "b": "a knows b", "c": "b knows c", "d": "c knows d"}),
        ("<urn:knows>*/<urn:name>", {'"a"': 'a name "a"', '"b"': 'b name "b"', '"d"': 'd name "d"'}),
        ("<urn:knows>/<urn:likes>*", {"b": "a knows b"}),
        ("^(<urn:likes>/<urn:knows>?)", {"x": "x likes a"}),
    ],
)
def test_a_path_leads_to_nodes_by_their_last_triples(text: str, expected: dict[str, str]) -> None:
    path = path_of(text)
    assert path is not None
    reached = path.walk(_Graph(), {NamedNode("urn:a"): set()})
    shown = {_short(node): " + ".join(sorted(map(_short, triples))) for node, triples in reached.items()}
    assert shown == expected


def _short(thing: object) -> str:
    return str(thing).replace("<urn:", "").replace(">", "")


@pytest.mark.parametrize(
    "text", ["", "<urn:a", "<urn:a>/", "(<urn:a>", "<urn:a>)", "<urn:a> <urn:b>", "^", "!<urn:a>", "a"]
)
def test_what_is_no_path_is_none(text: str) -> None:
    assert path_of(text) is None


def test_a_path_that_is_nested_too_deeply_is_none() -> None:
    assert path_of("(" * 100_000 + "<urn:a>" + ")" * 100_000) is None
