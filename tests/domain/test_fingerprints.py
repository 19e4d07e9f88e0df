"""Fingerprints are the same for the same result, however nodes are labelled, values spelt and files edited."""

from dataclasses import replace
from random import Random

import pytest
from pyoxigraph import RdfFormat, parse

from volgraph.domain.blank_nodes import BlankNodes, matching
from volgraph.domain.fingerprints import Fingerprints
from volgraph.domain.literal_values import literal_value
from volgraph.domain.statements import MemoryGraph, statement_of
from volgraph.domain.validation import Result

PREFIXES = """@prefix : <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
DATA = """
:anna :address [ :city "A" ; :street [ :number 1 ] ] , [ :city "B" ] ; :list ( "x" [ :deep "y" ] ) .
_:root :name "Root" ; :child [ :name "Child" ] .
:eve :knows [ ] .
"""
RESULT = Result("<http://e/anna>", "<http://e/name>", '"1"', "<urn:c>", "<http://e/S>", "Violation", {"en": "No."})


def graph(turtle: str, seed: int = 0) -> MemoryGraph:
    """Read Turtle, with blank node labels in an order that a seed decides."""
    triples = [f"{quad.triple} .\n" for quad in parse(PREFIXES + turtle, format=RdfFormat.TURTLE)]
    labels = sorted({word for line in triples for word in line.split() if word.startswith("_:")})
    Random(seed).shuffle(labels)
    names = {label: f"_:d{seed}b{number}" for number, label in enumerate(labels)}
    return MemoryGraph(statement_of(" ".join(names.get(word, word) for word in line.split(" "))) for line in triples)


def node(data: MemoryGraph, predicate: str, value: str) -> str:
    """Return the one node of which something is said."""
    (found,) = [one[0] for one in data.statements if one[1:] == (f"<http://e/{predicate}>", value)]
    return found


def of(result: Result, data: str = "", seed: int = 0, **where: str) -> str:
    """Return the fingerprint of a result on a node of which something is said."""
    read = graph(data, seed)
    for predicate, value in where.items():
        result = replace(result, focus=node(read, predicate, value))
    return Fingerprints(read, MemoryGraph()).of([result])[0].fingerprint


@pytest.mark.parametrize(
    ("predicate", "value", "path"),
    [
        ("city", '"A"', "<http://e/anna> <http://e/address>"),
        ("deep", '"y"', "<http://e/anna> <http://e/list>/{rest}/{first}"),
        ("number", '"1"^^<{xsd}integer>', "<http://e/anna> <http://e/address>/<http://e/street>"),
        ("name", '"Root"', ""),
        ("name", '"Child"', ""),
    ],
)
def test_a_blank_node_is_named_by_its_path_from_the_nearest_iri(predicate: str, value: str, path: str) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    names = {"rest": f"<{rdf}rest>", "first": f"<{rdf}first>", "xsd": "http://www.w3.org/2001/XMLSchema#"}
    data = graph(DATA)
    assert BlankNodes(data).path(node(data, predicate, value.format(**names))) == path.format(**names)


def test_the_nearest_iri_counts_and_of_several_the_first() -> None:
    data = graph(":z :p [ :q _:x ] . :b :r _:x . :a :s _:x . _:x :mark 1 .")
    assert BlankNodes(data).path(node(data, "mark", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>')) == (
        "<http://e/a> <http://e/s>"
    )
    circle = graph("_:x :p _:y . _:y :p _:x ; :mark 1 .")
    assert BlankNodes(circle).path("_:d0b0") == ""


@pytest.mark.parametrize("where", [{"city": '"A"'}, {"name": '"Root"'}, {"name": '"Child"'}, {"deep": '"y"'}])
def test_labels_and_edits_elsewhere_do_not_matter(where: dict[str, str]) -> None:
    before = of(RESULT, DATA, 0, **where)
    edited = ':new :address [ :city "C" ] . [] :name "Other" ; :child [ :name "Else" ] .' + DATA.replace("eve", "eva")
    assert of(RESULT, edited, 1, **where) == of(RESULT, DATA, 2, **where) == before


def test_an_edit_of_what_a_blank_node_says_changes_its_hash_but_not_its_path() -> None:
    assert of(RESULT, DATA, city='"A"') == of(RESULT, DATA.replace('"A"', '"C"'), city='"C"')
    assert of(RESULT, DATA, name='"Root"') != of(RESULT, DATA.replace('"Child"', '"Kid"'), name='"Root"')
    assert of(RESULT, DATA, name='"Root"') != of(RESULT, DATA, name='"Child"')


def test_nodes_far_from_what_differs_have_different_hashes() -> None:
    chains = graph(" ".join(f'_:{one}0 :p [ :p [ :p [ :p [ :name "{one}" ] ] ] ] ; :mark "{one}0" .' for one in "ab"))
    chains = MemoryGraph(one for one in chains.statements if one[1] != "<http://e/mark>")
    hashes = {BlankNodes(chains).hash(one[0]) for one in chains.statements}
    assert len(hashes) == 10


@pytest.mark.parametrize(
    "other",
    [
        replace(RESULT, path="<http://e/other>"),
        replace(RESULT, value='"2"'),
        replace(RESULT, value='"1"@en'),
        replace(RESULT, component="<urn:d>"),
        replace(RESULT, shape="<http://e/T>"),
        replace(RESULT, focus="<http://e/bob>"),
    ],
)
def test_each_part_of_a_result_counts(other: Result) -> None:
    assert of(other) != of(RESULT)


def test_severity_and_message_do_not_count() -> None:
    assert of(replace(RESULT, severity="Info", messages={"kk": "Жоқ."})) == of(RESULT)


def test_equal_fingerprints_are_numbered() -> None:
    data = graph(DATA)
    results = [replace(RESULT, focus=node(data, "city", city)) for city in ('"A"', '"B"')]
    first, second = Fingerprints(data, MemoryGraph()).of(results)
    assert first.lasting == second.lasting and first.fingerprint != second.fingerprint
    alone = Fingerprints(data, MemoryGraph()).of(results[1:])[0]
    assert alone.fingerprint == first.fingerprint, "who mends one of two has one left"


def test_a_blank_shape_is_named_from_the_shapes_and_not_from_the_data() -> None:
    data, shapes = graph(":a :p _:x ."), graph(":Shape :property [ :path :p ] , [ :path :q ] .")
    names = {one[0] for one in shapes.statements if one[0].startswith("_:")}
    lasting = [Fingerprints(data, shapes).of([replace(RESULT, shape=name)])[0].lasting for name in names]
    assert {one.shape for one in lasting} == {"<http://e/Shape> <http://e/property>"}


def test_names_of_files_of_this_machine_do_not_count() -> None:
    def local(folder: str) -> str:
        data = graph(f"[] :name <{folder}x> .")
        blank = next(iter(data.statements))[0]
        results = [replace(RESULT, focus=focus, value=f"<{folder}a.ttl#v>") for focus in (f"<{folder}a.ttl>", blank)]
        return str([one.fingerprint for one in Fingerprints(data, data, folder).of(results)])

    assert local("file:///home/ci/repo/") == local("file:///builds/7/")
    assert Fingerprints(graph(""), graph(""), "file:///a/").of([replace(RESULT, focus="<file:///a/b>")])[
        0
    ].lasting.focus == ("<b>")


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    "spellings",
    [
        [f'"1"^^<{XSD}integer>', f'"01"^^<{XSD}integer>', f'"+1"^^<{XSD}nonNegativeInteger>', f'"1.0"^^<{XSD}decimal>'],
        [f'"0"^^<{XSD}integer>', f'"-0.0"^^<{XSD}decimal>', f'"-.0"^^<{XSD}decimal>', f'"00"^^<{XSD}byte>'],
        [f'"-10.50"^^<{XSD}decimal>', f'"-010.5"^^<{XSD}decimal>'],
        [f'"1e0"^^<{XSD}double>', f'"1.0"^^<{XSD}double>', f'"1.0E0"^^<{XSD}double>'],
        [f'"true"^^<{XSD}boolean>', f'"1"^^<{XSD}boolean>', f'" true "^^<{XSD}boolean>'],
        [f'"2024-01-01T00:00:00Z"^^<{XSD}dateTime>', f'"2024-01-01T00:00:00+00:00"^^<{XSD}dateTime>'],
        [f'"2024-01-01T05:00:00+05:00"^^<{XSD}dateTime>', f'"2024-01-01T00:00:00.000Z"^^<{XSD}dateTime>'],
        ['"a"@en-GB', '"a"@en-gb'],
        ['"a"', f'"a"^^<{XSD}string>'],
        ['"\\u04D9"', '"ә"'],
    ],
)
def test_all_spellings_of_a_value_are_one(spellings: list[str]) -> None:
    assert len({literal_value(one) for one in spellings}) == 1


def test_other_values_are_others() -> None:
    others = [
        *('"1"', '"1"@en', '"1"^^<urn:own>', '"01"^^<urn:own>', f'"1"^^<{XSD}boolean>', f'"1"^^<{XSD}double>'),
        *(f'"1"^^<{XSD}integer>', f'"2"^^<{XSD}integer>', f'"x"^^<{XSD}integer>', f'"y"^^<{XSD}integer>', '""'),
        *(f'"2024-01-01T00:00:00"^^<{XSD}dateTime>', f'"2024-01-01T00:00:00Z"^^<{XSD}dateTime>'),
        *(f'"NaN"^^<{XSD}double>', f'"2024-99-99"^^<{XSD}date>', f'"1e999999999"^^<{XSD}decimal>'),
        *(f'"{"1" * 5000}"^^<{XSD}integer>', f'"{"1" * 5001}"^^<{XSD}integer>', f'"."^^<{XSD}decimal>'),
        *(f'"{"1" * 50}2"^^<{XSD}integer>', f'"{"1" * 50}3"^^<{XSD}integer>', f'"-2"^^<{XSD}integer>'),
    ]
    assert len({literal_value(one) for one in others}) == len(others)


def test_nodes_of_two_graphs_are_matched_by_path_and_by_what_they_say() -> None:
    old, new = graph(DATA, 1), graph(DATA.replace('"B"', '"C"') + ':anna :address [ :city "D" ] .', 2)
    blanks = [{term for one in read.statements for term in one if term.startswith("_:")} for read in (old, new)]
    became = matching(BlankNodes(old), blanks[0], BlankNodes(new), blanks[1])
    assert len(became) == len(set(became.values())) == len(blanks[0])
    for said in ('"A"', '"y"', '"Root"', '"Child"'):
        name = {'"A"': "city", '"y"': "deep"}.get(said, "name")
        assert became[node(old, name, said)] == node(new, name, said)
    assert became[node(old, "city", '"B"')] in (node(new, "city", '"C"'), node(new, "city", '"D"'))
