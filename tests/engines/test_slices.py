"""Looking at some focus nodes at a time finds what looking at all of them finds, and needs no memory for the rest."""

from collections import Counter
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, assume, event, given, settings
from hypothesis import strategies as st
from tests.engines.asking import ENGINES, key, ntriples
from tests.incremental import drawing

from volgraph.errors import LimitError, ShapesError
from volgraph.io.engines import slices
from volgraph.io.engines.choice import AUTO, engine_named
from volgraph.io.engines.engine import Found, Selection
from volgraph.io.engines.limited import EngineLimits, LimitedEngine

SHAPES = """
ex:A a sh:NodeShape ; sh:targetClass ex:Upper ; sh:targetNode ex:absent , "literal" ; sh:property ex:Name ;
    sh:severity sh:Warning .
ex:Name sh:path ex:name ; sh:minCount 1 ; sh:nodeKind sh:Literal .
ex:B sh:targetObjectsOf ex:knows ; sh:path [ sh:inversePath ex:knows ] ; sh:maxCount 1 .
ex:C a sh:NodeShape ; sh:targetSubjectsOf ex:name ; sh:nodeKind sh:IRI ; sh:severity sh:Warning .
ex:Far a sh:NodeShape ; sh:targetSubjectsOf ex:knows ;
    sh:sparql [ sh:select "SELECT $this WHERE { FILTER NOT EXISTS { ?any <urn:x:missing> ?thing } }" ] .
"""
DATA = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:Lower rdfs:subClassOf ex:Middle . ex:Middle rdfs:subClassOf ex:Upper .
ex:a a ex:Lower ; ex:knows ex:b , [ ex:name "c" ] , "literal" . ex:b a ex:Upper ; ex:name ex:b ; ex:knows ex:a .
ex:d ex:knows ex:b , "literal" . [] a ex:Middle ; ex:knows [ a ex:Lower ] . ex:қ a ex:Upper .
"""


def sliced(engine: str, shapes: Path, data: Path, selection: Selection) -> Found:
    make = engine_named(engine)
    return slices.validate(make, make(shapes), shapes, data, selection)


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every slice be as small as can be."""
    for name in ("_FIRST", "_MOST"):
        monkeypatch.setattr(slices, name, 0)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.usefixtures("one_by_one")
def test_slices_find_everything(engine: str, tmp_path: Path) -> None:
    shapes, data = ntriples(SHAPES, tmp_path, "s"), ntriples(DATA, tmp_path, "d")
    whole = engine_named(engine)(shapes).validate(data)
    found = sliced(engine, shapes, data, Selection(most=1000))
    assert Counter(map(key, found.results)) == Counter(map(key, whole.results))
    assert {one.focus for one in whole.results} > {'"literal"', "<urn:x:absent>", "<urn:x:қ>"}
    assert any(one.focus.startswith("_:d0b") for one in whole.results)
    assert (found.left_out, found.unseen) == (0, 0)


@pytest.mark.usefixtures("one_by_one")
def test_looking_ends_when_there_are_more_results_than_wanted(tmp_path: Path) -> None:
    shapes, data = ntriples(SHAPES, tmp_path, "s"), ntriples(DATA, tmp_path, "d")
    ask = partial(sliced, "turbo", shapes, data)
    whole, found = ask(Selection(most=1000)).results, ask(Selection(most=3))
    assert found.results == tuple(one for one in whole if one.shape != "<urn:x:Far>")[:3]  # that one comes last
    assert 0 < found.left_out < len(whole) - 3
    assert found.unseen > 0
    warnings = ask(Selection(most=1000, severity="Warning"))
    assert {one.severity for one in warnings.results} == {"Warning", "Violation"}
    assert {one.severity for one in ask(Selection(most=1000, severity="Violation")).results} == {"Violation"}


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 2**32))
def test_slices_of_random_graphs_find_everything(seed: int) -> None:
    random = Random(seed)
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(slices, "_FIRST", 0)
        patch.setattr(slices, "_MOST", random.choice((0, 10)))
        folder = Path(name)
        data = folder / "data.nt"
        data.write_text("".join(f"{' '.join(one)} .\n" for one in sorted(drawing.graph(random))), encoding="utf-8")
        shapes = ntriples(drawing.shapes(random), folder, "s")
        try:
            whole = engine_named(AUTO)(shapes).validate(data).results
        except ShapesError:
            assume(False)
        found = sliced(AUTO, shapes, data, Selection(most=1000)).results
        assert Counter(map(key, found)) == Counter(map(key, whole))
        event(f"results: {bool(whole)}")


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return shapes, and data of which every one of 60,000 nodes breaks them."""
    folder = tmp_path_factory.mktemp("bad")
    data = folder / "data.nt"
    data.write_text("".join(f"<urn:x:{number}> <urn:x:p> <urn:x:o> .\n" for number in range(60_000)), encoding="utf-8")
    return ntriples("ex:S sh:targetSubjectsOf ex:p ; sh:path ex:q ; sh:minCount 1 .", folder, "s"), data


def test_memory_is_for_the_results_that_are_wanted(bad: tuple[Path, Path]) -> None:
    shapes, data = bad
    with LimitedEngine("turbo", shapes, EngineLimits(memory_bytes=350_000_000)) as engine:
        found = engine.validate(data, Selection(most=10))
        assert (len(found.results), found.left_out, found.unseen) == (10, 4_990, 55_000)
        with pytest.raises(LimitError):
            engine.validate(data)
