"""Results are shown where their triples, and the shapes that they broke, are written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.positions.read_back import Text

from volgraph.domain.validation import Exactness, LocatedResult, Location, Result
from volgraph.io.graph_files import GraphFile, merge
from volgraph.io.positions import Span
from volgraph.services.locating import OWL, RDFS, locate, locate_shapes, triple_places

_SH = "http://www.w3.org/ns/shacl#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix : <urn:> .

:PersonShape a sh:NodeShape ;
    sh:targetClass :Person ;
    sh:property [ sh:path :age ; sh:maxCount 1 ] ;
    sh:class :A , :B .
"""
_DATA = """@prefix : <urn:> .
# қ
:ә :age 1 ,
        01 ; :name "𐐀"@kk , "x" .
:ә :friend [ :name "y" ] .
"""

Make = Callable[..., GraphFile]
Show = Callable[[Location], str]


def result(focus: str, path: str = "", value: str = "", component: str = "Datatype", shape: str = "<urn:S>") -> Result:
    return Result(focus, path, value, f"<{_SH}{component}ConstraintComponent>", shape, "Violation", {})


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes files and merges them."""

    def make(prefix: str = "d", **files: str) -> GraphFile:
        paths = []
        for name, text in files.items():
            path = tmp_path / name.replace("_", ".")
            path.write_bytes(text.encode())
            paths.append((path, path.name))
        return merge(paths, tmp_path / f"{prefix}.nt", prefix)

    return make


@pytest.fixture
def shapes(make: Make) -> GraphFile:
    return make("s", shapes_ttl=_SHAPES)


@pytest.fixture
def show(tmp_path: Path) -> Show:
    """Shows a place as its file and line, what is written there, and what that is."""

    def show(place: Location) -> str:
        if place.line is None:
            return f"{place.file} {place.exactness}"
        assert place.column is not None and place.end_line is not None and place.end_column is not None
        span = Span(place.line, place.column, place.end_line, place.end_column)
        return f"{place.file}:{place.line} {Text(tmp_path / place.file).at(span)!r} {place.exactness}"

    return show


def _one(found: list[LocatedResult]) -> LocatedResult:
    (one,) = found
    return one


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (result("<urn:ә>", "<urn:name>", '"𐐀"@kk'), """data.ttl:4 ':name "𐐀"@kk' triple"""),
        (result("<urn:ә>", "<urn:name>", '"x"'), """data.ttl:4 '"x"' triple"""),
        (result("<urn:ә>", "<urn:age>", f'"01"^^<{_XSD}integer>'), "data.ttl:4 '01' triple"),
        (result("<urn:ә>", "<urn:age>", f'"1.0"^^<{_XSD}decimal>'), "data.ttl:3 ':age 1' triple"),
        (result("<urn:ә>", "<urn:age>", "", "MaxCount"), "data.ttl:4 '01' triple"),
        (result("<urn:ә>", "<urn:phone>", "", "MinCount"), "data.ttl:3 ':ә' focus node"),
        (result("<urn:ә>", "<urn:friend>", "_:d0b0"), "data.ttl:5 ':friend [' triple"),
        (result("_:d0b0", "<urn:phone>", "", "MinCount"), "data.ttl:5 '[' focus node"),
        (result("_:d0b0", "<urn:name>", '"y"'), """data.ttl:5 ':name "y"' triple"""),
        (result("<urn:ә>", "", '"x"', "SPARQL"), """data.ttl:4 '"x"' triple"""),
        (result("<urn:ә>", "", "<urn:ә>", "Class"), "data.ttl:3 ':ә' focus node"),
        (result('"y"', "", '"y"'), """data.ttl:5 '"y"' mention"""),
        (result("<urn:elsewhere>"), "data.ttl file"),
        (result("<urn:ә>", "<urn:friend>/<urn:name>", '"y"'), """data.ttl:5 ':name "y"' triple"""),
        (result("_:d0b0", "^<urn:friend>", "<urn:ә>"), "data.ttl:5 ':friend [' triple"),
        (result("<urn:ә>", "<urn:friend>*", "<urn:ә>"), "data.ttl:3 ':ә' focus node"),
        (result("<urn:ә>", "<urn:friend>|", '"y"'), "data.ttl:3 ':ә' focus node"),
    ],
)
def test_a_result_is_shown_at_its_triple_or_the_nearest_thing(
    make: Make, shapes: GraphFile, show: Show, found: Result, expected: str
) -> None:
    located = _one(locate([found], make(data_ttl=_DATA), shapes))
    assert [show(place) for place in located.places] == [expected]
    assert located.result is found


def test_a_triple_in_two_files_is_shown_in_both(make: Make, shapes: GraphFile, show: Show) -> None:
    data = make(one_ttl=_DATA, two_nt=f'\n<urn:ә> <urn:age> "1"^^<{_XSD}integer> .\n<urn:ә> <urn:name> "z" .\n')
    found = [result("<urn:ә>", "<urn:age>", f'"1"^^<{_XSD}integer>'), result("<urn:ә>", "<urn:phone>")]
    first, second = locate(found, data, shapes)
    assert [show(place) for place in first.places] == [
        "one.ttl:3 ':age 1' triple",
        f"""two.nt:2 '<urn:age> "1"^^<{_XSD}integer>' triple""",
    ]
    assert [show(place) for place in second.places] == ["one.ttl:3 ':ә' focus node"]


@pytest.mark.parametrize(
    ("shape", "component", "expected"),
    [
        ("<urn:PersonShape>", "Class", ["sh:class :A' triple", "':B' triple"]),
        ("<urn:PersonShape>", "Datatype", ["':PersonShape' focus node"]),
        ("_:s0b0", "MaxCount", ["'sh:maxCount 1' triple"]),
        ("_:s0b0", "MinCount", ["'[' focus node"]),
        ("<urn:Other>", "MinCount", ["shapes.ttl file"]),
    ],
)
def test_a_shape_is_shown_at_the_parameter_that_was_broken(
    make: Make, shapes: GraphFile, show: Show, shape: str, component: str, expected: list[str]
) -> None:
    located = _one(locate([result("<urn:ә>", "<urn:age>", "", component, shape)], make(data_ttl=_DATA), shapes))
    shown = [show(place) for place in located.shape_places]
    assert [one[-len(end) :] for one, end in zip(shown, expected, strict=True)] == expected


def test_shapes_without_results_are_found_too(shapes: GraphFile, show: Show) -> None:
    found = locate_shapes([("<urn:PersonShape>", "")], shapes)
    assert [show(place) for place in found["<urn:PersonShape>", ""]] == ["shapes.ttl:4 ':PersonShape' focus node"]


def test_triples_are_found_by_their_numbers(shapes: GraphFile, show: Show) -> None:
    found = triple_places(shapes.documents[0], [1, 2])
    assert [show(found[number]) for number in (1, 2)] == [
        "shapes.ttl:5 'sh:targetClass :Person' triple",
        "shapes.ttl:6 'sh:path :age' triple",
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            {"a_jsonld": '{"@id": "urn:a", "urn:p": {"@id": "urn:b"}}'},
            ["'\"urn:a\"' focus node", "'\"urn:b\"' mention"],
        ),
        (
            {
                "a_rdf": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:">\n'
                '<r:Description r:about="urn:a"><e:p r:resource="urn:b"/></r:Description></r:RDF>'
            },
            ["'urn:a' focus node", "'urn:b' mention"],
        ),
    ],
)
def test_other_files_show_what_can_be_told(
    make: Make, shapes: GraphFile, show: Show, data: dict[str, str], expected: list[str]
) -> None:
    found = locate([result("<urn:a>", "<urn:q>", "", "MinCount"), result("<urn:b>")], make(**data), shapes)
    shown = [show(place) for one in found for place in one.places]
    assert [one[-len(end) :] for one, end in zip(shown, expected, strict=True)] == expected


def test_no_result_reads_no_file(make: Make, shapes: GraphFile) -> None:
    data = make(data_ttl=_DATA)
    for graph in (data, shapes):
        graph.documents[0].path.unlink()
        graph.ntriples.unlink()
    assert locate([], data, shapes) == []


_TERMS = """@prefix : <urn:> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
:B rdfs:subClassOf :A .
:C rdfs:subClassOf :B .
:p rdfs:subPropertyOf :q .
:p rdfs:domain :C .
:p rdfs:range :R .
:p owl:inverseOf :i .
:s a owl:SymmetricProperty .
:t a owl:TransitiveProperty .
:E owl:equivalentClass :B .
:e owl:equivalentProperty :q .
:y owl:sameAs :x .
"""
_FACTS = """@prefix : <urn:> .
:x :p :z .
:x :s :z .
:x :t :l1 .
:l1 :t :l2 .
:l2 :t :z .
"""


@pytest.mark.parametrize(
    ("triple", "regime", "lines"),
    [
        ("x type C", RDFS, ["facts.ttl:2", "terms.ttl:6"]),
        ("x type A", RDFS, ["facts.ttl:2", "terms.ttl:6", "terms.ttl:4", "terms.ttl:3"]),
        ("z type R", RDFS, ["facts.ttl:2", "terms.ttl:7"]),
        ("x q z", RDFS, ["facts.ttl:2", "terms.ttl:5"]),
        ("C subClassOf A", RDFS, ["terms.ttl:3", "terms.ttl:4"]),
        ("z i x", OWL, ["facts.ttl:2", "terms.ttl:8"]),
        ("z s x", OWL, ["facts.ttl:3", "terms.ttl:9"]),
        ("x t z", OWL, ["facts.ttl:4", "facts.ttl:5", "facts.ttl:6", "terms.ttl:10"]),
        ("x type E", OWL, ["facts.ttl:2", "terms.ttl:6", "terms.ttl:4", "terms.ttl:11"]),
        ("x e z", OWL, ["facts.ttl:2", "terms.ttl:5", "terms.ttl:12"]),
        ("y p z", OWL, ["facts.ttl:2", "terms.ttl:13"]),
        ("x sameAs y", OWL, ["terms.ttl:13"]),
        ("z i x", RDFS, []),
        ("x unknown z", OWL, []),
    ],
)
def test_an_inferred_triple_shows_what_it_follows_from(
    make: Make, shapes: GraphFile, triple: str, regime: str, lines: list[str]
) -> None:
    spaces = {
        "type": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "subClassOf": "http://www.w3.org/2000/01/rdf-schema#",
        "sameAs": "http://www.w3.org/2002/07/owl#",
    }
    subject, predicate, value = (f"<{spaces.get(name, 'urn:')}{name}>" for name in triple.split())
    data = make(terms_ttl=_TERMS, facts_ttl=_FACTS)
    located = _one(locate([result(subject, predicate, value)], data, shapes, regime))
    assert sorted(f"{place.file}:{place.line}" for place in located.premises) == sorted(lines)
    assert {place.exactness for place in located.places} <= {Exactness.FOCUS, Exactness.MENTION}
