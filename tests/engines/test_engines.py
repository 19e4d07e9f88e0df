"""What every engine does alike: results in the words of the files, and faults of shapes as bad input."""

from pathlib import Path

import pytest
from tests.engines.asking import ENGINES, ask, key, ntriples

from volgraph.domain.validation import Result
from volgraph.errors import InputError, RdfSyntaxError, ShapesError, UnknownNameError
from volgraph.io.engines import choice
from volgraph.io.engines.choice import engine_named, engine_names, installed, resolved
from volgraph.io.engines.files import engine_of, naming, shapes_in

NAMED = """ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:Name .
ex:Name sh:path ex:name ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "атау керек"@kk , "needs a name"@en .
"""
THING = "ex:a a ex:Thing ."
each_engine = pytest.mark.parametrize("engine", ENGINES)


def test_every_engine_is_installed_where_the_tests_run() -> None:
    assert set(installed()) == set(engine_names()) == set(ENGINES)


@each_engine
def test_a_result_names_focus_path_shape_component_and_severity(engine: str) -> None:
    assert ask(engine, NAMED, THING).results == (
        Result(
            focus="<urn:x:a>",
            path="<urn:x:name>",
            value="",
            component="<http://www.w3.org/ns/shacl#MinCountConstraintComponent>",
            shape="<urn:x:Name>",
            severity="Warning",
            messages={"en": "needs a name", "kk": "атау керек"},
        ),
    )


@each_engine
def test_good_data_has_no_result(engine: str) -> None:
    found = ask(engine, NAMED, 'ex:a a ex:Thing ; ex:name "n" .')
    assert (found.results, found.left_out) == ((), 0)


@each_engine
def test_a_shape_without_message_gets_one_in_each_language_that_names_what_it_asks(engine: str) -> None:
    shapes = """ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ;
        sh:property [ sh:path ex:n ; sh:maxInclusive 5 ] , [ sh:path ex:n ; sh:in ( 1 ex:b "с"@kk ) ] ."""
    found = {result.component: result.messages for result in ask(engine, shapes, f"{THING} ex:a ex:n 7 .").results}
    bound, one_of = (
        found[f"<http://www.w3.org/ns/shacl#{name}ConstraintComponent>"] for name in ("MaxInclusive", "In")
    )
    assert set(bound) == set(one_of) == {"kk", "ru", "en"}
    assert bound["kk"] == "Жоғарғы шектен аспайтын мән жазыңыз: sh:maxInclusive 5"
    assert one_of["en"] == 'Choose one of the values that are allowed: sh:in (1 <urn:x:b> "с"@kk)'


@each_engine
def test_a_query_keeps_the_message_that_it_has(engine: str) -> None:
    shapes = """ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:sparql [
        sh:message "nothing is a thing" ; sh:select "SELECT $this WHERE { $this ?p ?o }" ] ."""
    (result,) = ask(engine, shapes, THING).results
    assert result.message("en") == "nothing is a thing"


@each_engine
def test_blank_nodes_have_the_labels_of_the_files(engine: str) -> None:
    (result,) = ask(engine, "[] sh:targetSubjectsOf ex:p ; sh:class ex:Thing .", "[] ex:q [] . [] ex:p [] .").results
    assert (result.focus, result.value, result.shape) == ("_:d0b2", "_:d0b2", "_:s0b0")


LITERALS = (
    *('"01"^^xsd:integer', '"1.50"^^xsd:decimal', '"1"^^xsd:boolean', '" 1 "^^xsd:integer', '"abc"^^xsd:integer'),
    *(
        '"2023-01-01T00:00:00+00:00"^^xsd:dateTime',
        '"x"@kk',
        '"a\\nb\\t\\"\\\\\\r\\u2028"',
        '"1e2"^^xsd:double',
        '"z"^^ex:d',
    ),
)


@each_engine
def test_literals_keep_their_lexical_forms(engine: str, tmp_path: Path) -> None:
    data = f"ex:a ex:p {', '.join(LITERALS)} ."
    found = ask(engine, "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ] .", data)
    lines = ntriples(data, tmp_path, "d").read_text("utf-8").rstrip("\n").split("\n")
    assert len(lines) == len(LITERALS)
    assert {f"{result.focus} <urn:x:p> {result.value} ." for result in found.results} == set(lines)


PATHS = {
    "[ sh:inversePath ex:p ]": "^<urn:x:p>",
    "( ex:p ex:q )": "<urn:x:p>/<urn:x:q>",
    "[ sh:alternativePath ( ex:p ex:q ) ]": "<urn:x:p>|<urn:x:q>",
    "[ sh:zeroOrMorePath ex:p ]": "<urn:x:p>*",
    "[ sh:oneOrMorePath ex:p ]": "<urn:x:p>+",
    "[ sh:zeroOrOnePath ex:p ]": "<urn:x:p>?",
    "( [ sh:inversePath ex:p ] [ sh:zeroOrMorePath [ sh:alternativePath ( ex:p ( ex:q ex:r ) ) ] ] )": (
        "(^<urn:x:p>)/((<urn:x:p>|(<urn:x:q>/<urn:x:r>))*)"
    ),
}


@each_engine
@pytest.mark.parametrize("path", PATHS)
def test_a_path_is_written_as_sparql_does(engine: str, path: str) -> None:
    shapes = f"ex:S sh:targetNode ex:a ; sh:property [ sh:path {path} ; sh:minCount 5 ] ."
    (result,) = ask(engine, shapes, "ex:a ex:z ex:a .").results
    assert result.path == PATHS[path]


@each_engine
def test_a_severity_of_ones_own_is_an_iri(engine: str) -> None:
    (result,) = ask(
        engine, "ex:S sh:targetNode ex:a ; sh:class ex:T ; sh:severity ex:Odd .", "ex:a ex:p ex:b ."
    ).results
    assert result.severity == "urn:x:Odd"


@each_engine
def test_results_that_are_details_or_data_are_not_taken_for_ones_own(engine: str) -> None:
    # A report as data, at a blank node that a report describes, and sh:node, whose results are details.
    data = """[] a sh:ValidationReport ; ex:about ex:x ; sh:result [ a sh:ValidationResult ; sh:focusNode ex:x ;
        sh:sourceConstraintComponent sh:MinCountConstraintComponent ; sh:resultSeverity sh:Violation ] ."""
    shapes = (
        """ex:S sh:targetSubjectsOf ex:about ; sh:node ex:T . ex:T sh:property [ sh:path ex:p ; sh:minCount 1 ] ."""
    )
    (result,) = ask(engine, shapes, data).results
    assert result.component == "<http://www.w3.org/ns/shacl#NodeConstraintComponent>"
    assert result.shape == "<urn:x:S>"


@each_engine
def test_the_shapes_are_not_part_of_the_data(engine: str) -> None:
    shapes = NAMED + "ex:b a ex:Thing . ex:Thing a ex:Class ."
    assert {result.focus for result in ask(engine, shapes, THING).results} == {"<urn:x:a>"}


@each_engine
def test_no_rule_is_run(engine: str) -> None:
    rule = "ex:Shape sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:name ; sh:object 'n' ] ."
    assert len(ask(engine, NAMED + rule, THING).results) == 1


@each_engine
def test_an_engine_answers_again_and_again(engine: str, tmp_path: Path) -> None:
    made = engine_named(engine)(ntriples(NAMED, tmp_path, "s"))
    data = ntriples(THING, tmp_path, "d")
    assert len(made.validate(data).results) == len(made.validate(data).results) == 1
    data.write_bytes(b"")
    assert made.validate(data).results == ()


@each_engine
def test_targets_and_expressions_of_the_advanced_features_are_looked_at(engine: str) -> None:
    shapes = """ex:S a sh:NodeShape ; sh:nodeKind sh:Literal ; sh:expression [ sh:path ex:good ] ;
        sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this WHERE { ?this <urn:x:good> ?any }" ] ."""
    components = [result.component.rpartition("#")[2] for result in ask(engine, shapes, "ex:a ex:good false .").results]
    assert components == ["ExpressionConstraintComponent>", "NodeKindConstraintComponent>"]


SYNTAX = "ex:Bad a sh:NodeShape ; sh:targetClass ex:Thing ; sh:sparql [ sh:select 'SELECT $this WHERE { nonsense' ] ."
JAVASCRIPT = "ex:Bad a sh:NodeShape ; sh:targetClass ex:Thing ; sh:js [ sh:jsFunctionName 'f' ] ."
TWO_COUNTS = "ex:Name sh:minCount 2 ."
TWO_PATHS = "ex:Bad a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path ex:p , ex:q ; sh:minCount 1 ] ."


@pytest.mark.parametrize(
    ("engine", "wrong"),
    [
        *((engine, wrong) for engine in ENGINES for wrong in (SYNTAX, JAVASCRIPT)),
        *((engine, wrong) for engine in ("turbo", "pyshacl") for wrong in (TWO_COUNTS, TWO_PATHS)),
    ],
)
def test_shapes_that_an_engine_cannot_use_are_bad_input(engine: str, wrong: str) -> None:
    with pytest.raises(ShapesError, match=r"cannot (use|validate with) the shapes: |has sh:js"):
        ask(engine, NAMED + wrong, THING)


def test_an_error_about_shapes_names_their_files(tmp_path: Path) -> None:
    file = tmp_path / "shapes.ttl"
    file.write_text("@prefix sh: <http://www.w3.org/ns/shacl#> . <x:S> sh:targetNode <x:a> ; sh:minCount 'x' .")
    with pytest.raises(ShapesError, match=r"^shapes\.ttl: "), naming(shapes_in([file])):
        engine_of(shapes_in([file])).validate(ntriples(THING, tmp_path, "d"))


def test_shapes_are_named_by_their_bytes_and_found_in_folders(tmp_path: Path) -> None:
    first = tmp_path / "a.ttl"
    first.write_text("# one")
    in_folder = shapes_in([tmp_path])
    assert in_folder.files == (first,)
    assert in_folder.sha256 == shapes_in([first]).sha256
    first.write_text("# two")
    assert shapes_in([tmp_path]).sha256 != in_folder.sha256


def test_shapes_that_do_not_parse_name_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "s.ttl"
    path.write_text("\n\n<x:S> <x:p> .\n")
    with pytest.raises(RdfSyntaxError) as caught:
        engine_of(shapes_in([path]))
    assert (caught.value.place.file, caught.value.place.line) == (str(path), 3)


def test_shapes_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(RdfSyntaxError, match=r"none.ttl: cannot be read"):
        shapes_in([tmp_path / "none.ttl"])


def test_a_message_is_in_the_language_or_english_or_any() -> None:
    def message(language: str, **texts: str) -> str:
        return Result("", "", "", "", "", "", texts).message(language)

    assert message("kk", kk="а", en="b") == "а"
    assert message("ru", kk="а", en="b") == "b"
    assert message("ru", kk="а") == "а"
    assert message("ru") == ""


def test_the_default_is_the_fastest_trusted_engine_that_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert resolved("auto") == "turbo"
    monkeypatch.setitem(choice._SOURCES, "turbo", choice._Source("turbo", "Turbo", "pyshacl-turbo", "0.0.1"))
    assert installed() == ("shifty", "pyshacl")
    assert resolved("auto") == "pyshacl"


def test_an_engine_that_is_not_there_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownNameError, match="there is no SHACL engine “jena”; did you mean auto"):
        engine_named("jena")
    monkeypatch.setitem(choice._SOURCES, "turbo", choice._Source("turbo", "Turbo", "pyshacl-turbo", "0.0.1"))
    with pytest.raises(InputError, match=r"installed as 0\.6\.5, and 0\.0\.1 is .* pip install 'volgraph\[turbo\]'"):
        engine_named("turbo")


def test_engines_agree_on_what_they_are_asked_here() -> None:
    data = "ex:a a ex:Thing . ex:b a ex:Thing ; ex:name 1 , 2 ."
    answers = [[key(result) for result in ask(engine, NAMED, data).results] for engine in ENGINES]
    assert answers[0] and answers.count(answers[0]) == len(ENGINES)


@each_engine
def test_a_long_literal_is_reported_whole(engine: str) -> None:
    text = "ж" * 1_000_000
    shapes = "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:maxLength 3 ] ."
    (result,) = ask(engine, shapes, f'ex:a ex:p "{text}" .').results
    assert result.value == f'"{text}"'
