"""The ontology: one document, every term labelled and defined in three languages, consistent under OWL 2 RL."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from tests.ontology.reasoner import inconsistencies

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology"
BASE = "https://w3id.org/volgraph/ns"
VG = Namespace(f"{BASE}#")
LANGUAGES = ["en", "kk", "ru"]
COUNTS = {
    OWL.Class: 16,
    OWL.ObjectProperty: 36,
    OWL.DatatypeProperty: 18,
    SKOS.ConceptScheme: 14,
    SKOS.Concept: 64,
}
SCHEMES = {
    "comparators": 10,
    "confidences": 3,
    "countedThings": 0,
    "discrepancyTypes": 3,
    "eventTypes": 8,
    "identificationTypes": 2,
    "measureKinds": 5,
    "measures": 0,
    "modalities": 4,
    "qualifiers": 4,
    "timePrecisions": 4,
    "timeRoles": 5,
    "timeRules": 9,
    "voices": 7,
}
# https://www.w3.org/TR/owl2-profiles/#Entities_3
OWL_RL_RANGES = {"boolean", "decimal", "integer", "string"}
LATIN_LOOK_ALIKES = re.compile(r"[ABCEHIKMOPTXYaceiopxyh]+")
WORD = re.compile(r"\b[^\W\d_]+\b")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ONTOLOGY / "volgraph.ttl")


@pytest.fixture(scope="module")
def terms(ontology: Graph) -> list[URIRef]:
    found = {term for term in ontology.subjects(RDF.type, None) if isinstance(term, URIRef) and term in VG}
    return sorted(found)


def scripts(word: str) -> set[str]:
    return {unicodedata.name(letter).split()[0] for letter in word}


def vg_names(path: Path) -> Iterator[str]:
    """Yield the local names of the vg: terms in a Turtle, SPARQL or JSON-LD file, comments and texts aside."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonld":
        for written in json.loads(text)["@context"].values():
            curie = written["@id"] if isinstance(written, dict) else written
            if isinstance(curie, str) and curie.startswith("vg:"):
                yield curie.removeprefix("vg:")
        return
    yield from (name for name in re.findall(r"(?<![\w/])vg:(\w+)", text))
    yield from re.findall(rf"<{re.escape(VG)}(\w+)>", text)


def users_of_the_ontology() -> list[Path]:
    return [
        ONTOLOGY / "context.jsonld",
        *sorted((ONTOLOGY / "views").glob("*.rq")),
        *sorted((ROOT / "data").glob("**/*.ttl")),
    ]


def test_is_one_versioned_document_without_imports(ontology: Graph) -> None:
    assert list(ontology.subjects(RDF.type, OWL.Ontology)) == [URIRef(BASE)]
    assert list(ontology.objects(None, OWL.imports)) == []
    version = ontology.value(URIRef(BASE), OWL.versionInfo)
    assert list(ontology.objects(URIRef(BASE), OWL.versionIRI)) == [URIRef(f"{BASE}/{version}")]


def test_has_the_terms_of_the_model(ontology: Graph, terms: list[URIRef]) -> None:
    kinds = Counter(kind for term in terms for kind in ontology.objects(term, RDF.type))
    assert kinds == COUNTS


def test_has_the_concepts_of_the_model(ontology: Graph) -> None:
    schemes = {
        str(scheme).removeprefix(VG): len(set(ontology.subjects(SKOS.inScheme, scheme)))
        for scheme in ontology.subjects(RDF.type, SKOS.ConceptScheme)
    }
    assert schemes == SCHEMES


def test_every_term_has_one_label_and_one_definition_a_language(ontology: Graph, terms: list[URIRef]) -> None:
    incomplete = []
    for term in terms:
        label = SKOS.prefLabel if (term, RDF.type, SKOS.Concept) in ontology else RDFS.label
        for predicate in (label, SKOS.definition):
            found = sorted(
                str(text.language) for text in ontology.objects(term, predicate) if isinstance(text, Literal)
            )
            if found != LANGUAGES:
                incomplete.append((term, predicate, found))
    assert incomplete == []


def test_every_term_says_what_defines_it(ontology: Graph, terms: list[URIRef]) -> None:
    assert [term for term in terms if (term, RDFS.isDefinedBy, URIRef(BASE)) not in ontology] == []


def test_every_concept_is_in_one_scheme_and_has_a_notation_of_its_own(ontology: Graph) -> None:
    notations: Counter[tuple[object, object]] = Counter()
    for concept in ontology.subjects(RDF.type, SKOS.Concept):
        (scheme,) = ontology.objects(concept, SKOS.inScheme)
        assert list(ontology.objects(concept, SKOS.topConceptOf)) == [scheme]
        (notation,) = ontology.objects(concept, SKOS.notation)
        notations[scheme, notation] += 1
    assert [pair for pair, count in notations.items() if count > 1] == []


def test_comparators_have_a_code_beside_their_sign(ontology: Graph) -> None:
    codes = {
        str(ontology.value(concept, SKOS.notation)): str(ontology.value(concept, SKOS.altLabel))
        for concept in ontology.subjects(SKOS.inScheme, VG.comparators)
    }
    assert codes == {
        "=": "eq",
        ">": "gt",
        ">=": "ge",
        "<": "lt",
        "<=": "le",
        "..": "range",
        "~": "approx",
        "~<": "approx-below",
        "~>": "approx-above",
        "?": "none",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_one_kind_differ(ontology: Graph, language: str) -> None:
    # Two concepts of a scheme, or two classes, under one name could not be told apart on a page.
    groups: Counter[tuple[object, str]] = Counter()
    for concept, label in ontology.subject_objects(SKOS.prefLabel):
        if isinstance(label, Literal) and label.language == language:
            groups[ontology.value(concept, SKOS.inScheme), str(label)] += 1
    for named, label in ontology.subject_objects(RDFS.label):
        if isinstance(label, Literal) and label.language == language:
            groups[ontology.value(named, RDF.type) == OWL.Class, str(label)] += 1
    assert [group for group, count in groups.items() if count > 1] == []


def test_texts_are_nfc_and_trimmed(ontology: Graph) -> None:
    texts = {str(text) for text in ontology.objects() if isinstance(text, Literal)}
    assert texts
    assert [text for text in texts if not unicodedata.is_normalized("NFC", text) or text != text.strip()] == []


def test_no_word_mixes_scripts(ontology: Graph) -> None:
    # A Latin "i" in a Kazakh word looks right and is never found again.
    mixed = [
        word
        for text in ontology.objects()
        if isinstance(text, Literal) and text.language
        for word in WORD.findall(text)
        if len(scripts(word)) > 1
        or (text.language in ("kk", "ru") and LATIN_LOOK_ALIKES.fullmatch(word))
        or (text.language == "en" and "CYRILLIC" in scripts(word))
    ]
    assert mixed == []


def test_kazakh_texts_are_not_copies_of_the_russian(ontology: Graph, terms: list[URIRef]) -> None:
    same = []
    for term in terms:
        by_language = {
            text.language: str(text) for text in ontology.objects(term, SKOS.definition) if isinstance(text, Literal)
        }
        if len(set(by_language.values())) < len(LANGUAGES):
            same.append(term)
    assert same == []


def test_ranges_are_datatypes_that_owl_rl_has(ontology: Graph) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    ranges = {str(kind) for kind in ontology.objects(None, RDFS.range) if str(kind).startswith(xsd)}
    assert {kind.removeprefix(xsd) for kind in ranges} <= OWL_RL_RANGES


def test_every_predicate_and_class_in_use_is_declared(ontology: Graph) -> None:
    builtin = (str(RDF), str(RDFS), str(OWL))
    used = set(ontology.predicates()) | set(ontology.objects(None, RDF.type))
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range):
        used |= set(ontology.objects(None, predicate))
    undeclared = {
        str(term)
        for term in used
        if not str(term).startswith((*builtin, "http://www.w3.org/2001/XMLSchema#"))
        and (term, RDF.type, None) not in ontology
    }
    assert undeclared == set()


def test_has_no_blank_nodes(ontology: Graph) -> None:
    assert {type(term) for term in ontology.all_nodes()} == {URIRef, Literal}


def test_closure_is_consistent(ontology: Graph) -> None:
    assert inconsistencies(ontology) == []


def test_closure_finds_a_claim_of_two_kinds(ontology: Graph) -> None:
    data = Graph()
    data.add((URIRef("urn:claim"), RDF.type, VG.QuantityClaim))
    data.add((URIRef("urn:claim"), VG.value, Literal("2023")))
    (error,) = inconsistencies(ontology, data)
    assert "urn:claim" in error
    assert "disjoint" in error.lower()


@pytest.mark.parametrize("path", users_of_the_ontology(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_vg_term_in_use_is_declared(path: Path, terms: list[URIRef]) -> None:
    names = set(vg_names(path))
    assert {name for name in names if VG[name] not in terms} == set()
