"""The views: each CONSTRUCT query makes exactly the expected graph, and no claim is lost or made too exact."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, QueryTriples, Store

HERE = Path(__file__).parent
VIEWS = Path(__file__).parents[2] / "ontology" / "views"
NAMES = sorted(path.stem for path in VIEWS.glob("*.rq"))
CONSTANT = "data-cube-structure"
ID = "https://w3id.org/volgraph/id/"
SCHEMA = "https://schema.org/"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def stored(path: Path) -> Store:
    store = Store()
    store.load(path=path)
    return store


def rows(check: str, store: Store) -> list[str]:
    found = store.query((HERE / "data-cube" / f"{check}.rq").read_text(encoding="utf-8"))
    assert isinstance(found, QuerySolutions)
    return [str(row) for row in found]


def view(name: str, claims: Store) -> Store:
    made = claims.query((VIEWS / f"{name}.rq").read_text(encoding="utf-8"))
    assert isinstance(made, QueryTriples)
    store = Store()
    store.extend(Quad(*triple) for triple in made)
    return store


@pytest.fixture
def claims() -> Store:
    return stored(HERE / "claims.ttl")


def numbers(store: Store, claim: str) -> dict[str, str]:
    """Return the numeric schema.org properties of the value of a claim's observation."""
    value = NamedNode(f"{ID}{claim}/view/observation/value")
    return {
        quad.predicate.value.removeprefix(SCHEMA): quad.object.value
        for quad in store.quads_for_pattern(value, None, None)
        if isinstance(quad.object, Literal) and quad.object.datatype.value.endswith("#decimal")
    }


@pytest.mark.parametrize("name", [name for name in NAMES if name != CONSTANT])
def test_view_makes_the_expected_graph(name: str, claims: Store) -> None:
    expected = stored(HERE / "views" / f"{name}.ttl")
    assert len(expected) > 0
    assert set(view(name, claims)) == set(expected)


@pytest.mark.parametrize("name", NAMES)
def test_view_starts_with_one_sentence_and_makes_no_blank_node(name: str, claims: Store) -> None:
    first = (VIEWS / f"{name}.rq").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(("# Makes ",)) and first.endswith(".")
    made = set(view(name, claims))
    assert made
    assert all(isinstance(quad.subject, NamedNode) for quad in made)
    assert all(isinstance(quad.object, NamedNode | Literal) for quad in made)


@pytest.mark.parametrize("name", [name for name in NAMES if name != CONSTANT])
def test_view_names_new_nodes_under_a_node_of_the_data(name: str, claims: Store) -> None:
    known = {quad.subject for quad in claims} | {quad.object for quad in claims}
    for quad in view(name, claims):
        if quad.subject not in known:
            assert isinstance(quad.subject, NamedNode)
            assert NamedNode(quad.subject.value.partition("/view/")[0]) in known


@pytest.mark.parametrize("name", [name for name in NAMES if name != CONSTANT])
def test_view_of_two_graphs_is_the_union_of_their_views(name: str, claims: Store) -> None:
    # Views run on one graph at a time, so a claim must bring all that its view needs.
    parts = {"article": Store(), "source": Store()}
    for quad in claims:
        assert isinstance(quad.subject, NamedNode)
        parts[quad.subject.value.removeprefix(ID).partition("/")[0]].add(quad)
    united = {quad for part in parts.values() for quad in view(name, part)}
    assert united == set(view(name, claims))


def test_a_view_of_no_claims_is_empty() -> None:
    assert {name for name in NAMES if len(view(name, Store()))} == {CONSTANT}


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("article/a/claim/more", {"minValue": "200000"}),
        ("source/b/claim/at-most", {"maxValue": "60000"}),
        ("source/b/claim/equal", {"value": "12.5"}),
        ("source/b/claim/range", {"minValue": "10", "maxValue": "20"}),
        ("source/b/claim/about", {}),
        ("source/b/claim/vague", {}),
    ],
)
def test_quantity_is_no_more_exact_than_its_claim(claim: str, expected: dict[str, str], claims: Store) -> None:
    assert numbers(view("quantitative-value", claims), claim) == expected


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("quantitative-value", {"QuantityClaim"}),
        ("data-cube", {"QuantityClaim"}),
        ("statement", {"RelationClaim"}),
    ],
)
def test_every_claim_of_its_kind_is_in_the_view(name: str, kinds: set[str], claims: Store) -> None:
    expected = {
        quad.subject
        for kind in kinds
        for quad in claims.quads_for_pattern(None, TYPE, NamedNode(f"https://w3id.org/volgraph/ns#{kind}"))
    }
    derived = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
    assert {quad.object for quad in view(name, claims).quads_for_pattern(None, derived, None)} == expected


@pytest.mark.parametrize("check", sorted(path.stem for path in (HERE / "data-cube").glob("*.rq")))
def test_data_cube_keeps_the_integrity_constraints(check: str, claims: Store) -> None:
    # https://www.w3.org/TR/vocab-data-cube/#wf
    cube = view("data-cube", claims)
    cube.extend(view("data-cube-structure", claims))
    assert rows(check, cube) == []


@pytest.mark.parametrize(
    ("triple", "check"),
    [
        ("<urn:c> a qb:DataSet", "structure"),
        ("<urn:o> a qb:Observation", "observation"),
        ("<urn:o> qb:dataSet <urn:c> . <urn:c> qb:structure ?lower", "missing-component"),
        (
            "<urn:o> a qb:Observation ; qb:dataSet <urn:c> ; <urn:p> 1 . <urn:c> qb:structure ?lower",
            "undeclared-component",
        ),
        ("<urn:d> a qb:DimensionProperty", "dimension"),
        (
            "<urn:o> qb:dataSet <urn:c> ; prov:wasDerivedFrom <urn:x> ; vg:measure <urn:m> . "
            "<urn:q> qb:dataSet <urn:c> ; prov:wasDerivedFrom <urn:x> ; vg:measure <urn:m>",
            "duplicate-observation",
        ),
    ],
)
def test_integrity_check_finds_its_violation(triple: str, check: str) -> None:
    cube = view("data-cube-structure", Store())
    lower = "<https://w3id.org/volgraph/ns/data-cube/lower>"
    cube.update(
        "PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX prov: <http://www.w3.org/ns/prov#> "
        f"PREFIX vg: <https://w3id.org/volgraph/ns#> INSERT DATA {{ {triple.replace('?lower', lower)} }}"
    )
    assert rows(f"{check}-violation", cube)
