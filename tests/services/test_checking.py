"""A check from names to a report: what is found, what is said of the run, and what may be chosen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from volgraph.domain.validation import Report
from volgraph.errors import InputError, LimitError, UnknownNameError
from volgraph.io.engines.limited import USUAL_LIMITS
from volgraph.io.inference import infer
from volgraph.services.check_requests import CheckRequest
from volgraph.services.checking import check

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:x:> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:Shape a sh:NodeShape ; rdfs:label "Пішін"@kk ; rdfs:comment "About things."@en ;
    sh:targetClass ex:Thing ; sh:property ex:Name , ex:Age .
ex:Name sh:path ex:name ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "needs a name"@en , "аты керек"@kk .
ex:Age sh:path ex:age ; sh:minCount 1 .
ex:Other a sh:NodeShape ; sh:targetSubjectsOf ex:other ; sh:nodeKind sh:Literal .
"""
DATA = """@prefix ex: <urn:x:> .
ex:a a ex:Thing .
ex:b a ex:Thing ; ex:name "b" .
[] a ex:Thing ; ex:name "c" ; ex:age 3 ; ex:other 1 .
"""
Check = Callable[..., Report]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Return a function that checks files of the current folder, which has data and shapes."""
    monkeypatch.chdir(tmp_path)
    Path("s.ttl").write_text(SHAPES, encoding="utf-8")
    Path("d.ttl").write_text(DATA, encoding="utf-8")

    def run(*data: str | bytes, shapes: tuple[str | bytes, ...] = ("s.ttl",), **more: Any) -> Report:
        return check(CheckRequest(data=data or ("d.ttl",), shapes=shapes, **{"lint": "none", **more}))

    return run


def found(report: Report) -> list[tuple[str, str]]:
    return sorted((one.result.focus, one.result.shape) for one in report.results)


EVERYTHING = [("<urn:x:a>", "<urn:x:Age>"), ("<urn:x:a>", "<urn:x:Name>"), ("<urn:x:b>", "<urn:x:Age>")]


def test_a_report_names_files_shapes_engine_and_digests(run: Check) -> None:
    report = run()
    assert found(report) == [("<urn:x:a>", "<urn:x:Age>"), *EVERYTHING[1:], ("_:d0b0", "<urn:x:Other>")]
    assert [(file.file, file.triples) for file in report.data] == [("d.ttl", 7)]
    assert [(file.file, file.triples) for file in report.shapes_files] == [("s.ttl", 16)]
    assert len({report.data_sha256, report.shapes_sha256, report.data[0].sha256}) == 3
    assert report.engine.split()[0] in ("turbo", "pyshacl")
    shape = {info.shape: info for info in report.shapes}
    assert list(shape) == ["<urn:x:Age>", "<urn:x:Name>", "<urn:x:Other>", "<urn:x:Shape>"]
    assert shape["<urn:x:Shape>"].name == {"kk": "Пішін"}
    assert shape["<urn:x:Shape>"].description == {"en": "About things."}
    assert shape["<urn:x:Name>"].name == {"": "Name"}
    assert shape["<urn:x:Name>"].messages == {"en": "needs a name", "kk": "аты керек"}
    assert (shape["<urn:x:Name>"].severity, shape["<urn:x:Age>"].severity) == ("Warning", "Violation")


def test_the_same_input_gives_the_same_report_however_it_is_named(run: Check) -> None:
    Path("e.ttl").write_text("[] a <urn:x:Thing> .", encoding="utf-8")
    assert (
        run("d.ttl", "e.ttl") == run("e.ttl", "./d.ttl") == run("[de].ttl", shapes=("s.ttl",), imports="none") != run()
    )


def test_data_may_be_bytes_and_have_other_formats_than_shapes(run: Check) -> None:
    report = run(b"<urn:x:a> a <urn:x:Thing> .", shapes=(SHAPES.encode(),), data_format="ttl", shapes_format="ttl")
    assert found(report) == EVERYTHING[:2]
    assert report.data[0].file == "stdin"


@pytest.mark.parametrize("name", ["urn:x:b", "urn:x:a"])
def test_only_results_of_a_focus_node(run: Check, name: str) -> None:
    assert found(run(focus=(name,))) == [pair for pair in EVERYTHING if pair[0] == f"<{name}>"]


def test_only_results_of_a_shape_and_what_it_holds(run: Check) -> None:
    assert found(run(shape=("urn:x:Shape",))) == EVERYTHING
    assert found(run(shape=("urn:x:Name",))) == EVERYTHING[1:2]


def test_only_results_that_are_bad_enough(run: Check) -> None:
    assert {one.result.severity for one in run(severity="Violation").results} == {"Violation"}
    assert len(run(severity="Violation").results) == len(run().results) - 1


@pytest.mark.parametrize(("severity", "most", "left_out"), [("Info", 1, 3), ("Violation", 1, 2)])
def test_no_more_results_than_wanted_and_the_others_are_counted(
    run: Check, severity: str, most: int, left_out: int
) -> None:
    report = run(severity=severity, max_results=most)
    assert (len(report.results), report.left_out) == (most, left_out)
    assert run(max_results=4).left_out == 0


def test_what_follows_is_checked_too(run: Check) -> None:
    Path("o.ttl").write_text(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . <urn:x:T> rdfs:subClassOf <urn:x:K> . "
        "<urn:x:p> rdfs:domain <urn:x:Thing> . <urn:x:z> <urn:x:p> 1 ; <urn:x:age> 2 .",
        encoding="utf-8",
    )
    assert found(run("o.ttl")) == []
    report = run("o.ttl", inference="rdfs")
    assert found(report) == [("<urn:x:z>", "<urn:x:Name>")]
    assert report.data[0].triples == 4


def test_data_that_contradict_themselves_are_an_error_and_are_checked(run: Check) -> None:
    data = DATA + "ex:Thing <http://www.w3.org/2002/07/owl#disjointWith> ex:No . ex:a a ex:No ."
    report = run(data.encode(), data_format="ttl", inference="owlrl")
    (notice,) = report.notices
    assert (notice.code, notice.level) == ("contradiction", "error")
    assert notice.messages["kk"].startswith("деректер өзіне өзі қайшы: Disjoint classes")
    assert ("<urn:x:a>", "<urn:x:Age>") in found(report)


def test_a_file_that_does_not_parse_does_not_keep_the_others_from_being_checked(run: Check) -> None:
    Path("bad.ttl").write_text("<urn:x:z> a <urn:x:Thing> .\n<urn:x:z>", encoding="utf-8")
    report = run("bad.ttl", "d.ttl")
    assert [pair for pair in found(report) if pair[0].startswith("<")] == EVERYTHING
    (notice,) = report.notices
    assert notice.place
    assert (notice.level, notice.place.file, notice.place.line) == ("error", "bad.ttl", 2)


def test_shapes_that_the_engine_cannot_use_are_an_error_beside_all_that_is_wrong_with_them(run: Check) -> None:
    bad = f"""{SHAPES}ex:Bad a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:minCount 1 ] ;
        sh:property [ sh:path ex:age ; sh:minInclusive 3 ; sh:maxInclusive 2 ] ."""
    report = run(shapes=(bad.encode(),), shapes_format="ttl", lint="error")
    assert [(one.code, one.place.line if one.place else None) for one in report.notices if one.level == "error"] == [
        ("unusable-shapes", None),
        ("missing-term", 8),
        ("contradictory-bounds", 9),
    ]
    # Of several things that are wrong with shapes turbo names another one each time.
    assert report.notices[0].messages["en"].endswith("so nothing was checked: mend the errors in them first")
    assert report.results == ()
    assert not report.conforms


def test_what_an_engine_alone_refuses_is_shown_at_the_shape_that_it_names(run: Check) -> None:
    bad = f"{SHAPES}\n\nex:Bad a sh:NodeShape ; sh:targetClass ex:Thing ; sh:js ex:any ."
    (notice,) = run(shapes=(bad.encode(),), shapes_format="ttl").notices
    assert (notice.code, notice.place and notice.place.line) == ("unusable-shapes", bad.count("\n") + 1)
    assert "the shape <urn:x:Bad> has sh:js" in notice.messages["ru"]


def test_only_a_report_that_looked_at_everything_and_found_nothing_conforms(run: Check) -> None:
    Path("good.ttl").write_text("<urn:x:z> a <urn:x:Other> .", encoding="utf-8")
    Path("bad.ttl").write_text("<urn:x:z>", encoding="utf-8")
    assert run("good.ttl").conforms
    assert not run("good.ttl", "bad.ttl").conforms
    assert not run("d.ttl").conforms


def test_nothing_to_check_is_said(run: Check) -> None:
    Path("empty.ttl").write_text("", encoding="utf-8")
    assert [one.code for one in run("empty.ttl").notices] == ["empty-data", "empty-file"]
    report = run(shapes=("d.ttl",))
    assert [(one.code, one.level) for one in report.notices] == [("empty-shapes", "warning")]
    assert report.results == ()


def test_results_and_shapes_have_their_places_and_come_in_their_order(run: Check) -> None:
    report = run()
    assert [(one.places[0].file, one.places[0].line) for one in report.results] == [
        *(("d.ttl", 2), ("d.ttl", 2), ("d.ttl", 3), ("d.ttl", 4))
    ]
    assert {(one.result.shape, one.shape_places[0].line) for one in report.results} >= {("<urn:x:Name>", 5)}
    assert [info.places[0].line for info in report.shapes] == [6, 5, 7, 3]


def test_what_a_result_on_an_inferred_triple_follows_from_is_shown(run: Check) -> None:
    domain = "<urn:x:p> <http://www.w3.org/2000/01/rdf-schema#domain> <urn:x:Thing> .\n"
    Path("o.ttl").write_text(f"{domain}<urn:x:z>\n  <urn:x:p> 1 .", encoding="utf-8")
    shapes = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        <urn:s> a sh:PropertyShape ; sh:targetNode <urn:x:z> ; sh:path rdf:type ;
            sh:not [ sh:hasValue <urn:x:Thing> ] ."""
    report = run("o.ttl", shapes=(shapes.encode(),), shapes_format="ttl", inference="rdfs")
    places = {(place.file, place.line) for one in report.results for place in one.premises}
    assert places == {("o.ttl", 1), ("o.ttl", 3)}


@pytest.mark.parametrize(("level", "found"), [("none", []), ("error", ["unknown-term"]), ("warning", ["unknown-term"])])
def test_what_is_wrong_with_shapes_is_said_from_a_level_on(run: Check, level: str, found: list[str]) -> None:
    shapes = SHAPES + "ex:Name sh:minCout 1 . ex:Unused a sh:NodeShape ; sh:targetClass ex:None ; sh:nodeKind sh:IRI ."
    more = {"shapes": (shapes.encode(),), "shapes_format": "ttl", "engine": "pyshacl"}
    report = run(lint=level, **more)
    assert [one.code for one in report.notices if one.level == "error"] == found
    assert len(run(lint="note", **more).notices) > len(report.notices)


class TestWhatCannotBeAsked:
    @pytest.mark.parametrize(
        ("request_", "words"),
        [
            ({"data": ()}, "there are no data to check: name a file"),
            ({"shapes": ()}, "there are no shapes to check the data against"),
            ({"data": ("-",), "shapes": ("-",)}, "standard input can be read once"),
            ({"max_results": 0}, "0 results cannot be asked for: ask for 1 or more"),
            ({"severity": "Fatal"}, "there is no severity “Fatal”; did you mean Violation or Warning or Info?"),
            ({"inference": "owl"}, "there is no inference “owl”; did you mean none or rdfs or owlrl?"),
            ({"imports": "web"}, "there is no imports “web”"),
            ({"data_format": "csv"}, "there is no format “csv”"),
        ],
    )
    def test_options_that_make_no_sense_are_one_sentence(self, request_: dict[str, Any], words: str) -> None:
        with pytest.raises(InputError) as caught:
            CheckRequest(**{"data": ("d.ttl",), "shapes": ("s.ttl",), **request_})
        assert words in str(caught.value)

    def test_a_focus_node_that_the_data_do_not_have_is_named_with_its_neighbours(self, run: Check) -> None:
        Path("d.ttl").write_text("<http://e/thing/one> a <http://e/T> .", encoding="utf-8")
        with pytest.raises(UnknownNameError) as caught:
            run(focus=("http://e/thing/onne",))
        assert str(caught.value) == (
            "there is no node in the data “http://e/thing/onne”; did you mean http://e/thing/one?"
        )
        with pytest.raises(UnknownNameError, match=r"there is no node in the data with the whole IRI “ex:one”$"):
            run(focus=("ex:one",))
        assert run(focus=("http://e/T",)).results == ()

    def test_a_shape_that_there_is_not_is_named_with_its_neighbours(self, run: Check) -> None:
        with pytest.raises(UnknownNameError, match=r"there is no shape “urn:x:Nane”; did you mean urn:x:Name"):
            run(shape=("urn:x:Nane",))

    def test_an_engine_that_takes_too_long_is_ended(self, run: Check) -> None:
        with pytest.raises(LimitError) as caught:
            run(time_limit_s=0.001)
        assert caught.value.limit == "time"


def test_inference_has_the_usual_limit_of_time(run: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[float | None] = []

    def watched(regime: str, graph: Path, target: Path, time_limit_s: float | None = None) -> list[str]:
        limits.append(time_limit_s)
        return infer(regime, graph, target, time_limit_s)

    monkeypatch.setattr("volgraph.services.checking.infer", watched)
    run(inference="rdfs")
    assert limits == [USUAL_LIMITS.time_s]


def test_all_engines_are_asked_and_have_to_agree(run: Check) -> None:
    report = run(engine="all")
    assert len(report.engine.split(", ")) > 1
    assert (found(report), report.notices) == (found(run()), ())
    ill = DATA + "ex:b ex:age 1 . ex:Age <http://www.w3.org/ns/shacl#datatype> ex:x ."
    shapes = SHAPES + "ex:Age sh:datatype <http://www.w3.org/2001/XMLSchema#integer> ."
    data = ill.replace("ex:age 1", 'ex:age "1_000"^^<http://www.w3.org/2001/XMLSchema#integer>')
    report = run(data.encode(), data_format="ttl", shapes=(shapes.encode(),), shapes_format="ttl", engine="all")
    assert {(one.code, one.level) for one in report.notices} == {("engines-differ", "error")}


def test_what_an_engine_is_known_not_to_see_is_said(run: Check) -> None:
    shapes = SHAPES + "ex:Age sh:minInclusive 1 ."
    report = run(shapes=(shapes.encode(),), shapes_format="ttl", engine="pyshacl")
    assert [one.code for one in report.notices] == ["engine-blind-spot"]


def test_shapes_that_name_each_other_in_a_circle_end(run: Check) -> None:
    # What recursive shapes mean is not defined: https://www.w3.org/TR/shacl/#shapes-recursion
    circle = SHAPES + "ex:Shape sh:property [ sh:path ex:knows ; sh:node ex:Shape ] ."
    data = DATA + "ex:a ex:knows ex:b . ex:b ex:knows ex:a ."
    report = run(data.encode(), data_format="ttl", shapes=(circle.encode(),), shapes_format="ttl")
    assert set(EVERYTHING) <= set(found(report))
