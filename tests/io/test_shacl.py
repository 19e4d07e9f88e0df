"""pySHACL behind our interface: results as plain values, faults of shapes as input errors."""

from pathlib import Path

import pytest

from volgraph.domain.validation import Result
from volgraph.errors import InputError, RdfSyntaxError
from volgraph.io.shacl import PyShacl, shapes_in

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:x:> .
ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:Name .
ex:Name sh:path ex:name ; sh:minCount 1 ; sh:severity sh:Warning ;
    sh:message "атау керек"@kk , "needs a name"@en .
"""
DATA = b"<urn:x:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:x:Thing> .\n"


def shape_file(folder: Path, text: str = SHAPES, name: str = "s.ttl") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_result_names_focus_path_shape_component_and_severity(tmp_path: Path) -> None:
    (result,) = PyShacl(shapes_in([shape_file(tmp_path)])).validate(DATA)
    assert result == Result(
        focus="<urn:x:a>",
        path="<urn:x:name>",
        value="",
        component="<http://www.w3.org/ns/shacl#MinCountConstraintComponent>",
        shape="<urn:x:Name>",
        severity="Warning",
        messages={"kk": "атау керек", "en": "needs a name"},
    )


def test_a_message_is_in_the_language_or_english_or_any() -> None:
    def message(language: str, **texts: str) -> str:
        return Result("", "", "", "", "", "", texts).message(language)

    assert message("kk", kk="а", en="b") == "а"
    assert message("ru", kk="а", en="b") == "b"
    assert message("ru", kk="а") == "а"
    assert message("ru") == ""


def test_good_data_has_no_result(tmp_path: Path) -> None:
    engine = PyShacl(shapes_in([shape_file(tmp_path)]))
    assert engine.validate(DATA + b'<urn:x:a> <urn:x:name> "n" .\n') == []


def test_shapes_are_named_by_their_bytes_and_found_in_folders(tmp_path: Path) -> None:
    first = shape_file(tmp_path)
    in_folder = shapes_in([tmp_path])
    assert in_folder.files == (first,)
    assert in_folder.sha256 == shapes_in([first]).sha256
    shape_file(tmp_path, SHAPES + "# more")
    assert shapes_in([tmp_path]).sha256 != in_folder.sha256


def test_shapes_that_do_not_parse_name_line_and_column(tmp_path: Path) -> None:
    # rdflib's error has neither a message nor the right line: it used to read “None: mend the syntax”.
    path = shape_file(tmp_path, SHAPES + "ex:Other sh:path .\n")
    with pytest.raises(RdfSyntaxError) as caught:
        PyShacl(shapes_in([path]))
    assert (caught.value.place.file, caught.value.place.line) == (str(path), 5)
    assert "None" not in str(caught.value)


def test_shapes_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(RdfSyntaxError, match=r"none.ttl: cannot be read"):
        shapes_in([tmp_path / "none.ttl"])


@pytest.mark.parametrize(
    "wrong",
    [
        "ex:Name sh:minCount 2 .",
        "ex:Bad a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:minCount 1 ] .",
        "ex:Bad a sh:NodeShape ; sh:targetClass ex:Thing ; sh:pattern ex:notAString .",
    ],
)
def test_shapes_that_pyshacl_cannot_use_are_bad_input(tmp_path: Path, wrong: str) -> None:
    path = shape_file(tmp_path, SHAPES + wrong + "\n")
    with pytest.raises(InputError, match=r"s\.ttl: pySHACL cannot"):
        PyShacl(shapes_in([path])).validate(DATA)
