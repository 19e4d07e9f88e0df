"""Asking for some results only: those of some nodes, of some shapes, or the first ones, alike with every engine."""

import pytest
from tests.engines.asking import ENGINES, ask, key

from volgraph.domain.validation import Result
from volgraph.io.engines.engine import Selection, first

SHAPES = """
ex:Person a sh:NodeShape ; sh:targetClass ex:P ; sh:property ex:Name , ex:Address .
ex:Name sh:path ex:name ; sh:minCount 1 .
ex:Address sh:path ex:address ; sh:nodeKind sh:IRI ; sh:property ex:Code .
ex:Code sh:path ex:code ; sh:maxCount 0 .
ex:House a sh:NodeShape ; sh:targetClass ex:H ; sh:nodeKind sh:Literal ; sh:property ex:Code .
"""
FLAT = SHAPES.replace(" ; sh:property ex:Code .\nex:Code", " .\nex:Code")
"""The same, but no property shape holds another one, so that engines may confine themselves to the focus nodes."""
DATA = """ex:a a ex:P ; ex:address ex:x , _:blank . ex:b a ex:P ; ex:name "n" ; ex:address ex:x .
ex:x ex:code 1 . ex:y a ex:H ; ex:code 2 . ex:z a ex:H . <mailto:m> a ex:P .
"""
each_engine = pytest.mark.parametrize("engine", ENGINES)


def found(
    engine: str, text: str = SHAPES, focus: set[str] | None = None, shapes: set[str] | None = None
) -> list[tuple[str, str]]:
    """Return the focus node and the shape of each result, by their last letters."""
    nodes, chosen = (None if some is None else frozenset(f"urn:x:{one}" for one in some) for some in (focus, shapes))
    results = ask(engine, text, DATA, Selection(nodes, chosen)).results
    return sorted((last(result.focus), last(result.shape)) for result in results)


def last(term: str) -> str:
    return term.strip("<>").rpartition(":")[2]


@each_engine
def test_all_results_without_a_selection(engine: str) -> None:
    of_houses = [("y", "Code"), ("y", "House"), ("z", "House")]
    assert found(engine) == [("a", "Address"), ("a", "Name"), ("m", "Name"), ("x", "Code"), ("x", "Code"), *of_houses]


@each_engine
def test_results_of_a_node_that_is_reached_from_another_one_are_about_it(engine: str) -> None:
    # ex:x is no target: only ex:a and ex:b lead to it, through the property shape that holds ex:Code.
    assert found(engine, focus={"x"}) == [("x", "Code"), ("x", "Code")]
    assert found(engine, focus={"a"}) == [("a", "Address"), ("a", "Name")]


@each_engine
def test_a_node_is_chosen_where_engines_may_confine_themselves(engine: str) -> None:
    assert found(engine, FLAT, focus={"x"}) == []
    assert found(engine, FLAT, focus={"a", "y"}) == [("a", "Address"), ("a", "Name"), ("y", "Code"), ("y", "House")]


@each_engine
def test_a_node_is_chosen_whatever_the_scheme_of_its_iri(engine: str) -> None:
    selection = Selection(focus=frozenset({"mailto:m"}))
    assert [result.shape for result in ask(engine, FLAT, DATA, selection).results] == ["<urn:x:Name>"]


@each_engine
def test_a_shape_is_chosen_with_the_property_shapes_that_it_holds(engine: str) -> None:
    assert found(engine, shapes={"House"}, focus={"y", "z"}) == [("y", "Code"), ("y", "House"), ("z", "House")]
    assert found(engine, shapes={"Address"}) == [("a", "Address"), ("x", "Code"), ("x", "Code"), ("y", "Code")]
    assert found(engine, shapes={"Name"}) == [("a", "Name"), ("m", "Name")]


@each_engine
@pytest.mark.parametrize("text", [SHAPES, FLAT], ids=["nested", "flat"])
def test_what_is_chosen_is_what_is_found_without_choosing(engine: str, text: str) -> None:
    everything = found(engine, text)
    below = {"Code", "Address"} if text == SHAPES else {"Address"}
    for focus in ({"a"}, {"x", "y"}, set[str]()):
        for chosen, held in (
            ({"Person"}, {"Name", *below}),
            ({"Code", "House"}, {"Code", "House"}),
            ({"None"}, set[str]()),
        ):
            wanted = [(node, shape) for node, shape in everything if node in focus and shape in held]
            assert found(engine, text, focus, chosen) == wanted
            assert set(found(engine, text, None, chosen)) == {one for one in everything if one[1] in held}


@each_engine
def test_a_shape_without_iri_is_not_lost_when_another_one_is_chosen(engine: str) -> None:
    shapes = "[] sh:targetNode ex:a ; sh:property ex:Name . ex:Name sh:path ex:name ; sh:minCount 1 ."
    selection = Selection(shapes=frozenset({"urn:x:Name"}))
    assert len(ask(engine, shapes, "ex:a ex:p ex:q .", selection).results) == 1


@each_engine
def test_the_first_results_are_returned_and_the_others_counted(engine: str) -> None:
    everything = ask(engine, SHAPES, DATA).results
    some = ask(engine, SHAPES, DATA, Selection(most=3))
    assert [*map(key, some.results)] == [*map(key, everything[:3])]
    assert some.left_out == len(everything) - 3
    assert ask(engine, SHAPES, DATA, Selection(most=0)).left_out == len(everything)


def test_results_beyond_the_most_are_not_kept() -> None:
    alive = 0

    class Counted:
        def __init__(self, number: int) -> None:
            nonlocal alive
            alive += 1
            self.sort_key = (f"{number:07}",)

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    most_alive = 0

    def results() -> object:
        nonlocal most_alive
        for number in range(10_000):
            most_alive = max(most_alive, alive)
            yield Counted(-number)

    kept = first(results(), 5)  # type: ignore[arg-type]
    assert (len(kept.results), kept.left_out) == (5, 9_995)
    assert most_alive < 20


def test_results_are_in_the_order_of_reports() -> None:
    results = [Result(focus, "", "", "", shape, "", {}) for focus in "cab" for shape in "yx"]
    assert [result.focus + result.shape for result in first(results, None).results] == [
        "ax",
        "ay",
        "bx",
        "by",
        "cx",
        "cy",
    ]
