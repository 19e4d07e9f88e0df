"""The shapes themselves: spelt right, worded in three languages, looking at data, failing for the stated reason."""

from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.namespace import SH
from tests.shapes.engine import (
    CASES,
    ROOT,
    VG,
    VGS,
    Finding,
    alternatives,
    components,
    focus_nodes,
    read,
    reporting_shapes,
    shapes,
    validate,
)

VALID = sorted((CASES / "valid").glob("*.ttl"))
INVALID = sorted((CASES / "invalid").glob("*.ttl"))

FORBIDDING = {VGS.SecureSchemaProperty}
"""Shapes whose targets are the defect itself: no valid data has them."""

COMPONENT_OF = {
    "or": "Or",
    "xone": "Xone",
    "and": "And",
    "not": "Not",
    "in": "In",
    "class": "Class",
    "node": "Node",
    "sparql": "SPARQL",
    "qualifiedMinCount": "QualifiedMinCount",
    "qualifiedMaxCount": "QualifiedMaxCount",
}


def prelude() -> Graph:
    return read(CASES / "prelude.ttl")


@cache
def own_nodes(case: Path) -> Graph:
    return read(case)


@cache
def findings(case: Path) -> tuple[Finding, ...]:
    return tuple(validate(prelude() + own_nodes(case)))


def expected(case: Path) -> set[str]:
    lines = case.read_text("utf-8").splitlines()
    return {line.removeprefix("# expect: ") for line in lines if line.startswith("# expect: ")}


def local(shape: URIRef) -> str:
    return shape.removeprefix(VGS)


def reasons(shape: URIRef) -> set[str]:
    """Return every reason for which a shape can fail, as an `# expect:` line says it."""
    parameters = components(shape) - {"qualifiedValueShape"}
    if (shape, SH.closed, Literal(True)) in shapes():
        parameters.add("closed")
    return {
        f"{local(shape)} {COMPONENT_OF.get(parameter, parameter[0].upper() + parameter[1:])}ConstraintComponent"
        for parameter in parameters
    }


def test_the_prelude_conforms() -> None:
    assert validate(prelude()) == []


@pytest.mark.parametrize("case", VALID, ids=lambda case: case.stem)
def test_valid_case_conforms_and_is_looked_at(case: Path) -> None:
    assert findings(case) == ()
    shape = VGS[case.stem.partition("-")[0]]
    assert shape in reporting_shapes()
    assert focus_nodes(shape, own_nodes(case))


@pytest.mark.parametrize("case", INVALID, ids=lambda case: case.stem)
def test_invalid_case_fails_for_the_stated_reason_only(case: Path) -> None:
    assert expected(case)
    assert {finding.reason for finding in findings(case)} == expected(case)


@pytest.mark.parametrize("shape", [shape for shape in reporting_shapes() if shape not in FORBIDDING], ids=local)
def test_shape_has_a_valid_case_that_it_looks_at(shape: URIRef) -> None:
    path = shapes().value(shape, SH.path)

    def looks_at(case: Path) -> bool:
        data = own_nodes(case)
        nodes = focus_nodes(shape, data)
        if not isinstance(path, URIRef):
            return bool(nodes)
        return any((node, path, None) in data for node in nodes)

    assert any(looks_at(case) for case in VALID)


@pytest.mark.parametrize("shape", reporting_shapes(), ids=local)
def test_each_constraint_of_a_shape_has_an_invalid_case(shape: URIRef) -> None:
    tried = {reason for case in INVALID for reason in expected(case)}
    assert reasons(shape)
    assert reasons(shape) <= tried


@pytest.mark.parametrize("shape", reporting_shapes(), ids=local)
def test_shape_says_the_rule_in_three_languages_and_has_a_severity(shape: URIRef) -> None:
    messages = [text for text in shapes().objects(shape, SH.message) if isinstance(text, Literal)]
    assert sorted(str(text.language) for text in messages) == ["en", "kk", "ru"]
    assert all(len(text) > 40 for text in messages)
    assert shapes().value(shape, SH.severity) in (SH.Violation, SH.Warning, SH.Info)


def test_no_two_shapes_say_the_same() -> None:
    english = [
        text
        for shape in reporting_shapes()
        for text in shapes().objects(shape, SH.message)
        if isinstance(text, Literal) and text.language == "en"
    ]
    assert len(english) == len(set(english))


def test_every_shape_that_can_be_reported_has_an_iri() -> None:
    nodes = {
        node
        for predicate in (SH.targetClass, SH.targetSubjectsOf, SH.property, SH.path)
        for node in shapes().subjects(predicate)
    }
    blank = {node for node in nodes if isinstance(node, BNode)}
    assert blank
    assert blank <= alternatives()


def test_every_shacl_term_exists() -> None:
    """A misspelt term is silently ignored: pySHACL says that everything conforms."""
    used = {term for triple in shapes() for term in triple if isinstance(term, URIRef) and term.startswith(str(SH))}
    assert used
    assert {term for term in used if term.removeprefix(str(SH)) not in SH} == set()


def test_every_term_of_ours_is_declared_in_the_ontology() -> None:
    ontology = Graph().parse(ROOT / "ontology" / "volgraph.ttl")
    used = {
        term
        for triple in shapes()
        for term in triple
        if isinstance(term, URIRef) and term.startswith(str(VG)) and term != URIRef(str(VG))
    }
    assert used
    assert used - set(ontology.subjects(RDF.type)) == set()


def test_code_lists_are_the_concepts_of_their_schemes() -> None:
    """A concept that is added to the ontology is added to its list too."""
    in_scheme = URIRef("http://www.w3.org/2004/02/skos/core#inScheme")
    ontology = Graph().parse(ROOT / "ontology" / "volgraph.ttl")
    concepts: dict[str, set[str]] = {}
    for concept, scheme in ontology.subject_objects(in_scheme):
        concepts.setdefault(str(scheme), set()).add(str(concept))
    code_lists = Graph().parse(ROOT / "shapes" / "code-lists.ttl")
    lists = {
        str(shape): {str(concept) for concept in code_lists.items(head)}
        for shape, head in code_lists.subject_objects(SH["in"])
    }
    assert lists
    assert [shape for shape, values in lists.items() if values not in concepts.values()] == []


def test_every_schema_property_of_the_shapes_and_the_ontology_is_refused_with_http() -> None:
    refused = {
        str(term).removeprefix("http://schema.org/")
        for term in shapes().objects(VGS.SecureSchemaProperty, SH.targetSubjectsOf)
    }
    graph = shapes() + Graph().parse(ROOT / "ontology" / "volgraph.ttl")
    schema = "https://schema.org/"
    used = {
        term.removeprefix(schema)
        for triple in graph
        for term in triple
        if isinstance(term, URIRef) and term.startswith(schema)
    }
    properties = {name for name in used if name[:1].islower()} - {"domainIncludes", "rangeIncludes"}
    assert properties
    assert properties <= refused
