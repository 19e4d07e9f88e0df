"""Which focus nodes a changed statement affects, construct by construct: those that it can, and no others."""

import pytest
from pyoxigraph import RdfFormat, parse

from volgraph.domain.restriction import Restriction, affected
from volgraph.domain.statements import MemoryGraph, statement_of
from volgraph.io.shape_dependencies import machine_of

PREFIXES = """@prefix : <http://e/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
DATA = """
:a a :T ; :p :a1 . :a1 :q :a2 . :a2 :r :a3 . :a3 a :C .
:b a :T ; :p :b1 . :b1 :q :b2 . :b2 :r :b3 . :b3 a :D . :D rdfs:subClassOf :C .
:c a :U . :U rdfs:subClassOf :T .
:x :s :a . :y :s :x .
"""


def read(turtle: str) -> MemoryGraph:
    return MemoryGraph(statement_of(f"{one.triple} .\n") for one in parse(PREFIXES + turtle, format=RdfFormat.TURTLE))


def change(shapes: str, added: str, data: str = DATA) -> Restriction:
    """Return what adding statements affects, with and without them alike."""
    old, both = read(data), read(data + added)
    changed = both.statements - old.statements
    assert changed
    return affected(machine_of(read(shapes)), both, both, changed)


def names(nodes: frozenset[str]) -> str:
    return " ".join(sorted(node.removeprefix("<http://e/").removesuffix(">") for node in nodes))


SEQUENCE = "sh:property [ sh:path ( :p :q :r ) ; sh:minCount 1 ]"
NESTED = "sh:property [ sh:path :p ; sh:node [ sh:property [ sh:path :q ; sh:{0} [ sh:path :r ; sh:maxCount 1 ] ] ] ]"


@pytest.mark.parametrize(
    ("constraint", "added", "expected"),
    [
        (SEQUENCE, ":b2 :r 5 .", "b"),
        (SEQUENCE, ":a1 :q :a9 .", "a"),
        (SEQUENCE, ":a1 :r 5 . :a3 :q 5 .", ""),
        (NESTED.format("property"), ":b2 :r 5 .", "b"),
        (NESTED.format("not"), ":b2 :r 5 .", "b"),
        (NESTED.format("qualifiedMinCount 1 ; sh:qualifiedValueShape"), ":b2 :r 5 .", "b"),
        ("sh:or ( [ sh:path :z ] [ sh:path ( :p :q ) ; sh:minCount 1 ] )", ":b1 :q 5 .", "b"),
        ("sh:property [ sh:path [ sh:inversePath :s ] ; sh:maxCount 1 ]", ":z :s :c .", "c"),
        ("sh:property [ sh:path [ sh:inversePath :s ] ; sh:maxCount 1 ]", ":c :s :z .", ""),
        ("sh:property [ sh:path [ sh:inversePath ( :s :s ) ] ; sh:maxCount 1 ]", ":z :s :y , :x .", "a"),
        ("sh:property [ sh:path [ sh:inversePath [ sh:oneOrMorePath :s ] ] ; sh:maxCount 1 ]", ":z :s :y .", "a"),
        ("sh:property [ sh:path [ sh:zeroOrMorePath [ sh:alternativePath ( :p :q ) ] ] ; sh:nodeKind sh:IRI ]",
         ":a2 :q 5 . :b3 :q 5 .", "a"),
        ("sh:property [ sh:path [ sh:zeroOrOnePath :p ] ; sh:property [ sh:path :q ] ]", ":b1 :q 5 . :a :q 1 .", "a b"),
        ("sh:property [ sh:path ( :p :q :r ) ; sh:class :C ]", ":a3 a :D .", "a"),
        ("sh:property [ sh:path ( :p :q :r ) ; sh:class :C ]", ":D rdfs:subClassOf :E .", "b"),
        ("sh:property [ sh:path ( :p :q :r ) ; sh:class :C ]", ":E rdfs:subClassOf :D .", ""),
        ("sh:closed true", ":b :anything 5 .", "b"),
        ("sh:property [ sh:path :p ; sh:node [ sh:closed true ] ]", ":b :anything 5 . :b1 :anything 5 .", "b"),
        ("sh:property [ sh:path :p ; sh:equals :z ]", ":b :z 5 . :a1 :z 5 .", "b"),
        ("sh:property [ sh:path :p ; sh:lessThan :z ]", ":b :z 5 .", "b"),
        ("sh:disjoint :z", ":b :z 5 .", "b"),
        ("sh:property [ sh:path :p ; sh:hasValue 5 ; sh:datatype :d ; sh:uniqueLang true ]", ":b1 :z 5 .", ""),
        ("sh:deactivated true ; sh:closed true", ":b :anything 5 .", ""),
        # The targets themselves
        ("sh:minCount 1 ; sh:path :p", ":new a :T .", "new"),
        ("sh:minCount 1 ; sh:path :p", ":new a :U .", "new"),
        ("sh:minCount 1 ; sh:path :p", ":new a :C .", ""),
        ("sh:minCount 1 ; sh:path :p", ":C rdfs:subClassOf :T .", "a3 b3"),
    ],
)  # fmt: skip
def test_a_statement_affects_the_nodes_that_look_at_it(constraint: str, added: str, expected: str) -> None:
    found = change(f":S a sh:NodeShape ; sh:targetClass :T ; {constraint} .", added)
    assert names(found.focus_nodes) == expected
    assert not found.in_full


@pytest.mark.parametrize(
    ("target", "added", "expected"),
    [
        ("sh:targetNode :a , :nowhere", ":a :p 5 . :b :p 5 .", "a"),
        ("sh:targetNode :nowhere", ":nowhere :p 5 .", "nowhere"),
        ("sh:targetSubjectsOf :s", ":x :p 5 . :a :p 5 .", "x"),
        ("sh:targetSubjectsOf :s", ":c :s 5 .", "c"),
        ("sh:targetObjectsOf :s", ":x :p 5 . :y :p 5 .", "x"),
        ("sh:targetObjectsOf :s", ":c :s 5 .", '"5"^^<http://www.w3.org/2001/XMLSchema#integer'),
        ("a rdfs:Class", ":i a :S .", "i"),
    ],
)
def test_each_kind_of_target_is_known(target: str, added: str, expected: str) -> None:
    assert names(change(f":S a sh:NodeShape ; {target} ; sh:property [ sh:path :p ] .", added).focus_nodes) == expected


def test_a_shape_that_names_itself_is_followed_as_far_as_the_data_go() -> None:
    shapes = (
        ":S a sh:NodeShape ; sh:targetNode :y ; sh:property [ sh:path :s ; sh:node :S ] ; sh:property [ sh:path :p ] ."
    )
    assert names(change(shapes, ":a :p 5 .").focus_nodes) == "y"
    assert names(change(shapes, ":a1 :p 5 .").focus_nodes) == ""


def test_a_sibling_matters_where_qualified_shapes_are_disjoint() -> None:
    qualified = "sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint {} ; sh:qualifiedValueShape [ sh:path {} ]"
    of_p = f"[ sh:path :p ; {qualified.format('true', ':z')} ]"
    of_q = f"[ sh:path :nothing ; {qualified.format('false', ':w')} ]"
    assert names(change(f":S sh:targetNode :a ; sh:property {of_p} , {of_q} .", ":a1 :w 5 .").focus_nodes) == "a"
    of_p = of_p.replace("true", "false")
    assert names(change(f":S sh:targetNode :a ; sh:property {of_p} , {of_q} .", ":a1 :w 5 .").focus_nodes) == ""


QUERIES = {
    "$this :p ?x . ?x :q ?y . FILTER NOT EXISTS { ?y :r ?z }": "a",
    "?y :r ?z . ?x :q ?y . $this :p ?x": "a",
    "{ ?y :r ?z } { $this :p/:q ?y }": "a",
    "$this :p ?x OPTIONAL { ?x :q ?y . ?y :r ?z }": "a",
    "{ $this :p ?x } UNION { $this :s ?x } ?x :q/:r ?z": "a",
    "$this :p/:q ?y MINUS { ?y :r ?z }": "a",
    "$this :p/:q ?y . BIND (?y AS ?same) ?same :r ?z": "a",
    "$this ?any ?x . ?x ?other ?y . ?y ?third ?z": "a",
    "$this !:s ?x . ?x !:s ?y . ?y !:s ?z": "a",
    # Not connected, or not certainly: ?x may be unbound where it is used.
    "$this :s ?x . ?y :r ?z": None,
    "$this :s ?w OPTIONAL { $this :p ?x } ?x :q/:r ?z": None,
    "{ $this :p ?x } UNION { $this :s ?w } ?x :q/:r ?z": None,
    "{ ?x :q/:r ?z } UNION { $this :p ?x }": None,
    "$this :p ?x . BIND (IRI(STR(?x)) AS ?same) ?same :q/:r ?z": None,
    "$this :p ?x . { SELECT ?x WHERE { ?x :q/:r ?z } LIMIT 1 }": None,
    "VALUES ?y { :a2 } ?y :r ?z": None,
    "$this :s ?w FILTER EXISTS { ?y :r ?z }": None,
    "this is no SPARQL": None,
}


@pytest.mark.parametrize("pattern", QUERIES)
def test_a_query_is_followed_from_this_or_makes_its_shape_run_in_full(pattern: str) -> None:
    declared = ': sh:declare [ sh:prefix "" ; sh:namespace "http://e/" ] . '
    select = f'sh:sparql [ sh:prefixes : ; sh:select """SELECT $this WHERE {{ {pattern} }}""" ]'
    shapes = f"{declared} :S a sh:NodeShape ; sh:targetClass :T ; {select} ."
    found = change(shapes, ":a2 :r 5 .")
    expected = QUERIES[pattern]
    if expected is None:
        assert found.in_full == {"<http://e/S>"}
    else:
        assert names(found.focus_nodes) == expected and not found.in_full


def test_a_path_that_may_be_empty_depends_on_whether_its_node_is_named_at_all() -> None:
    shapes = """:S a sh:NodeShape ; sh:targetNode :a , :nowhere ;
      sh:sparql [ sh:select "SELECT $this WHERE {{ ?x {} $this }}" ] ."""
    for path in ("<urn:z>*", "^(<urn:z>?/<urn:y>*)", "(<urn:z>|<urn:y>?)+"):
        assert names(change(shapes.format(path), ":nowhere :p :other .").focus_nodes) == "nowhere"
    for path in ("<urn:z>+", "<urn:z>*/<urn:y>", "(<urn:z>|<urn:y>)"):
        assert names(change(shapes.format(path), ":nowhere :p :other .").focus_nodes) == ""


def test_a_far_query_does_not_run_when_nothing_it_is_about_changed() -> None:
    shapes = """:S a sh:NodeShape ; sh:targetClass :T ;
      sh:sparql [ sh:select "SELECT $this WHERE { ?x <http://e/q> ?y }" ] ."""
    assert not change(shapes, ":a2 :r 5 .").in_full
    assert change(shapes, ":new a :T .").in_full
    empty = shapes.replace("/q>", "/q>*")
    assert change(empty, ":a2 :r 5 .").in_full, "an empty path begins at any node"


@pytest.mark.parametrize(
    "shapes",
    [
        ":S a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ] .",
        ":S a sh:NodeShape ; sh:targetClass :T ; :own 5 . :Component sh:parameter [ sh:path :own ] .",
        ":S a sh:NodeShape ; sh:targetClass :T ; sh:js [ ] .",
        ":S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path [ sh:unknownPath :p ] ] .",
        ":S a owl:Class , sh:NodeShape ; sh:closed true .",
        ":S a :M , sh:NodeShape ; sh:closed true . :M rdfs:subClassOf :N . :N rdfs:subClassOf rdfs:Class .",
    ],
)
def test_what_is_not_understood_makes_its_shape_run_in_full(shapes: str) -> None:
    assert change(shapes, ":y :z 5 .").in_full == {"<http://e/S>"}


def test_blank_focus_nodes_are_not_marked_where_a_shape_would_see_the_mark() -> None:
    added = "[] a :T ; :p 5 ."
    plain = ":S a sh:NodeShape ; sh:targetClass :T ; sh:property [ sh:path :p ] ."
    looking = (
        ':R a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:sparql [ sh:select "SELECT $this WHERE { ?s ?p $this }" ] .'
    )
    assert list(change(plain, added).nodes) == ["<http://e/S>"]
    assert change(plain + looking, added).in_full == {"<http://e/S>", "<http://e/R>"}
