"""The JSON-LD context: compact JSON that reads well and gives back the very triples it came from."""

import json
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld
from pyoxigraph import RdfFormat, Triple, parse
from rdflib import OWL, RDF, Graph, URIRef
from rdflib.compare import to_isomorphic

HERE = Path(__file__).parent
ONTOLOGY = Path(__file__).parents[2] / "ontology"
VG = "https://w3id.org/volgraph/ns#"
ID = "https://w3id.org/volgraph/id/"


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(HERE / "context.ttl")


@pytest.fixture(scope="module")
def compact(context: dict[str, Any], graph: Graph) -> dict[str, Any]:
    lines = "".join(sorted(graph.serialize(format="nt").splitlines(keepends=True)))
    expanded = jsonld.from_rdf(lines, {"format": "application/n-quads"})
    made: dict[str, Any] = jsonld.compact(expanded, context)
    return made


def node(compact: dict[str, Any], path: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in compact["@graph"] if item["id"] == ID + path)
    return found


def test_compact_json_gives_back_the_same_triples(compact: dict[str, Any], graph: Graph) -> None:
    quads = jsonld.to_rdf(compact, {"format": "application/n-quads"})
    assert to_isomorphic(Graph().parse(data=quads, format="nt")) == to_isomorphic(graph)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # in rdflib's own parser
def test_rdflib_reads_the_same_triples(compact: dict[str, Any], graph: Graph) -> None:
    read = Graph().parse(data=json.dumps(compact), format="json-ld")
    assert to_isomorphic(read) == to_isomorphic(graph)


def test_the_store_reads_the_same_triples(compact: dict[str, Any], graph: Graph) -> None:
    def read(data: str, syntax: RdfFormat) -> set[Triple]:
        return {quad.triple for quad in parse(data, format=syntax)}

    expected = read(graph.serialize(format="nt"), RdfFormat.N_TRIPLES)
    assert read(json.dumps(compact), RdfFormat.JSON_LD) == expected


def test_compact_json_has_no_iri_or_datatype_where_a_word_will_do(compact: dict[str, Any]) -> None:
    keys = {key for item in compact["@graph"] for key in item}
    assert {key for key in keys if ":" in key or key.startswith("@")} == set()


def test_claim_reads_well(compact: dict[str, Any]) -> None:
    assert node(compact, "article/a/claim/06e") == {
        "id": ID + "article/a/claim/06e",
        "type": "QuantityClaim",
        "identifier": "06e",
        "statedIn": ID + "article/a",
        "voice": "NotMarked",
        "modality": "Stated",
        "subject": ID + "country/kazakhstan",
        "measure": ID + "measure/volunteers",
        "comparator": "MoreThan",
        "lower": "200000",
        "counts": ID + "group/volunteers",
        "per": "qudt-unit:DAY",
        "asWritten": {"kk": "200 мыңнан асып отыр"},
        "validFrom": "2023-06-20",
        "validUntil": "2023-06-22",
        "timePrecision": "Day",
        "restsOn": [ID + "identification/date", ID + "identification/forum"],
        "evidence": ID + "article/a/claim/06e/evidence",
    }


def test_source_reads_well(compact: dict[str, Any]) -> None:
    assert node(compact, "article/a") == {
        "id": ID + "article/a",
        "type": ["NewsArticle", "Source"],
        "url": "https://baq.kz/ru/%d2%9b/",
        "inLanguage": "kk",
        "datePublished": "2023-06-20",
        "publisher": ID + "organisation/baq-kz",
        "description": {"en": "The forum opens."},
        "datedBy": ID + "identification/date",
        "unknown": "schema:name",
    }


def test_entity_reads_well(compact: dict[str, Any]) -> None:
    assert node(compact, "event/forum") == {
        "id": ID + "event/forum",
        "type": "Event",
        "kind": "Forum",
        "label": {"kk": "Волонтерлер форумы", "ru": "Форум волонтёров", "en": "Volunteers forum"},
        "translatedLabel": ID + "event/forum/label/ru",
        "hasGoal": ID + "goal/ties",
    }


def test_bounds_of_a_value_claim_keep_their_datatype(compact: dict[str, Any]) -> None:
    # A bound is a decimal except in a value claim, which JSON-LD 1.1 tells by a type-scoped context.
    claim = node(compact, "source/b/claim/period")
    assert claim["lower"] == {"type": "xsd:gYear", "@value": "2021"}


def test_author_may_write_a_bound_as_a_number(context: dict[str, Any]) -> None:
    # Whole numbers only: JSON-LD turns 12.5 into the double "1.25E1", so fractions are strings.
    claim = {**context, "id": "urn:c", "type": "QuantityClaim", "lower": 200000, "upper": "12.5"}
    lines = jsonld.to_rdf(claim, {"format": "application/n-quads"})
    assert '"200000"^^<http://www.w3.org/2001/XMLSchema#decimal>' in lines
    assert '"12.5"^^<http://www.w3.org/2001/XMLSchema#decimal>' in lines


def test_every_property_of_the_ontology_has_a_term_of_the_right_kind(context: dict[str, Any]) -> None:
    ontology = Graph().parse(ONTOLOGY / "volgraph.ttl")
    terms = context["@context"]
    checked = 0
    for kind, links in ((OWL.ObjectProperty, True), (OWL.DatatypeProperty, False)):
        for term in ontology.subjects(RDF.type, kind):
            if isinstance(term, URIRef) and term.startswith(VG):
                name = term.removeprefix(VG)
                written = terms.get(name)
                of_type = written.get("@type") if isinstance(written, dict) else None
                assert written, f"{name} has no term in the context"
                assert (of_type in ("@id", "@vocab")) is links, (
                    f"{name} is not the kind of property it is in the ontology"
                )
                checked += 1
    assert checked > 0


def test_every_term_stands_for_a_declared_term(context: dict[str, Any]) -> None:
    ontology = Graph().parse(ONTOLOGY / "volgraph.ttl")
    declared = {str(term) for term in ontology.subjects(RDF.type, None)}
    terms = context["@context"]
    prefixes = {name: iri for name, iri in terms.items() if isinstance(iri, str) and iri.startswith("http")}
    undeclared = []
    for name, written in terms.items():
        curie = written["@id"] if isinstance(written, dict) else written
        if name in prefixes or name.startswith("@") or curie.startswith("@"):
            continue
        prefix, _, local = curie.partition(":")
        iri = prefixes[prefix] + local
        if iri not in declared and prefix != "rdfs":
            undeclared.append(curie)
    assert undeclared == []
